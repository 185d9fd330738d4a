"""Did anything differ after an effort? Methods that would rather say nothing than too much."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "ladder": ["Grounds", "Ring", "failed_checks", "level_of"],
        "panel": ["Panel", "check_compared", "check_years", "comparable"],
        "power": ["smallest_detectable"],
        "effort_rule": ["Design", "Judgement", "band", "design", "judge", "paths"],
    },
)

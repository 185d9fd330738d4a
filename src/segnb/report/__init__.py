"""One finding becomes something to read: blocks, figures, tables, text."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={"verbs"},
    submod_attrs={"municipality_report": ["Report"], "country_report": ["national_report"]},
)

"""segnb: situation reports on socioeconomic segregation in Swedish municipalities.

What a notebook needs is here by name and loaded when it is first used: `Chapter` to measure, show
and say, `open_store` for the plain table behind it, `measures` for any table of counts.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, _names = lazy_loader.attach(
    __name__,
    submodules={"measures"},
    submod_attrs={
        "chapter": ["Chapter", "NationalChapter"],
        "measures": ["profile"],
        "sources": ["open_store"],
    },
)
__all__ = ["__version__", *_names]

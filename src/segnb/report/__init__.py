"""One finding becomes something to read: blocks, figures, tables, text."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={"views"},
    submod_attrs={"context": ["Report"], "whole": ["national_report"]},
)

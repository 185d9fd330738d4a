"""Where observations come from: files, live answers and the demonstration."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"store_choice": ["open_store"]}
)

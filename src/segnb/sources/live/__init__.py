"""The producers' own services: what to ask them, asking, and keeping the answers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "services": ["ADDRESSES", "plan_fetch"],
        "fetch": ["Fetched", "fetch"],
        "queries": ["Scope"],
    },
)

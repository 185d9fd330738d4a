"""The producers' own services: what to ask them, asking, and keeping the answers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "services": ["ADDRESSES"],
        "fetch": ["Fetched", "fetch"],
        "plan": ["plan_fetch"],
        "service": ["Scope"],
    },
)

"""A synthetic county with known truths, seeded.

Codes lie outside the real range, so that a made-up number never stands under a real place.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"synthetic_store": ["demo_store"]}
)

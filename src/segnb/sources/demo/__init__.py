"""Synthetic data with known truths: a country, a county and tables of any size, all seeded.

Codes lie outside the real range, so that a made-up number never stands under a real place.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "country": ["country"],
        "synthetic_store": ["demo_store"],
        "large_tables": ["observation_chunks", "observation_table"],
        "known_truth": ["truths"],
    },
)

"""What we know, on disk: snapshots (raw, dated, hashed) and observations (one tidy table)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "open_data": ["begin"],
        "vintage_bridge": ["Bridge", "bridge_codes"],
        "folder": ["Store"],
        "marker": ["BOX", "folder_of"],
        "merge": ["Change"],
        "observation_schema": ["COLUMNS", "KEY", "empty_observations", "make_observations"],
        "snapshots": ["OWN_DATA", "Snapshot"],
    },
)

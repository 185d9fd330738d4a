"""What we know, on disk: snapshots (raw, dated, hashed) and observations (one tidy table)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "bridge": ["Bridge", "bridge_codes", "join_polygons"],
        "folder": ["Store"],
        "merge": ["Change"],
        "observations": ["COLUMNS", "KEY", "empty_observations", "make_observations"],
        "snapshots": ["OWN_DATA", "Snapshot"],
    },
)

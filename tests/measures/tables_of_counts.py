"""A tidy frame from a table, for tests that cannot take a fixture."""

import numpy as np
import pandas as pd


def tidy(rows: object, groups: object = None) -> pd.DataFrame:
    """A tidy frame from a table with a row for each unit and a column for each group."""
    n = np.asarray(rows, dtype=float)
    names = list(groups) if groups is not None else [f"g{k}" for k in range(n.shape[1])]
    return pd.DataFrame(
        {
            "unit": np.repeat([f"u{j:04d}" for j in range(len(n))], n.shape[1]),
            "group": np.tile(names, len(n)),
            "count": n.ravel(),
        }
    )

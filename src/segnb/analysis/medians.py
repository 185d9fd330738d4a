"""The median of municipalities: of an even number the mean of the two in the middle."""

import numpy as np
import pandas as pd

from segnb.analysis.certainty import ENDS


def median_of(values: pd.Series) -> float:
    """Median of the places that have a value: of two in the middle their mean, of none missing."""
    known = values.dropna()
    return float(known.median()) if len(known) else float("nan")


def middle_of(number: int) -> list[int]:
    """Positions in the middle of so many sorted values: one, or two where the number is even."""
    return [(number - 1) // 2] if number % 2 else [number // 2 - 1, number // 2]


def mean_of_middle(middle: pd.DataFrame) -> pd.DataFrame:
    """The one row, or the mean of two whose ends are those of independent values."""
    found = middle.reindex(columns=["value", *ENDS]).astype("float64")
    if len(found) == 1:
        return found
    value = found["value"].mean()
    made = {"value": value}
    for inner in ("", "80"):
        down = np.hypot(*(found["value"] - found[f"lower{inner}"]))
        up = np.hypot(*(found[f"upper{inner}"] - found["value"]))
        made |= {f"lower{inner}": value - down / 2, f"upper{inner}": value + up / 2}
    return pd.DataFrame([made])

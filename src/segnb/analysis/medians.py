"""The median of municipalities: of an even number the mean of the two in the middle."""

import pandas as pd


def median_of(values: pd.Series) -> float:
    """Median of the places that have a value: of two in the middle their mean, of none missing."""
    known = values.dropna()
    return float(known.median()) if len(known) else float("nan")

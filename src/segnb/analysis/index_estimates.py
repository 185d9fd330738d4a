"""Indices as they are told: the estimate of the interval, and none where areas are few."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segnb import measures

FEW_AREAS = "few_areas"
VALUES = ["estimate", "raw_index", "expected", "lower", "upper", "lower80", "upper80"]


def indices(
    counts: pd.DataFrame, measure: str | Sequence[str], group: str | Sequence[str] | None,
    **options: Any,
) -> pd.DataFrame:  # fmt: skip
    """Measures with intervals, where the estimate is the one that the interval is about.

    Parameters
    ----------
    counts, measure, group, options
        As in :func:`segnb.measures.intervals`.

    Returns
    -------
    DataFrame
        The columns of :func:`segnb.measures.intervals`, where `estimate` is the median-unbiased
        one, without what chance adds: it lies in its interval, and no division is 0. `raw_index`
        is the measure of the counts as they are, and `expected` the raw index that an even spread
        would be expected to have. With five areas or fewer every number is withheld, with the
        reason `few_areas`.
    """
    found = measures.intervals(
        counts, measure if isinstance(measure, str) else list(measure), group, **options
    )  # fmt: skip
    made = found.rename(columns={"estimate": "raw_index", "unbiased": "estimate"})
    made = made.drop(columns="upper_random")
    few = withheld(made)
    told = [*VALUES, "p", "distinguishable"]
    made[told] = made[told].mask(few)
    made["reason"] = np.where(few & (made["reason"] == ""), FEW_AREAS, made["reason"])
    return made


def withheld(found: pd.DataFrame) -> pd.Series:
    """Places with so few areas that an index says too little."""
    return found["flags"].str.contains("withheld")

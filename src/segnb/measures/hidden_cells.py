"""Intervals of places with hidden cells: from the least and the most uneven table they allow."""

from collections.abc import Callable, Mapping

import pandas as pd

from segnb.measures.extreme_tables import Ends
from segnb.measures.registry import Measure
from segnb.measures.unit_counts import MISSING, Floats, Labels


def with_hidden(
    frame: pd.DataFrame,
    extremes: Mapping[int, Ends],
    wanted: Measure,
    versus: Labels | None,
    judge: Callable[[Floats], dict[str, float]],
) -> pd.DataFrame:
    """The frame with places whose counts are hidden judged at both ends of what is possible.

    The estimate is the midpoint of the bounds, the interval reaches from the lower end of the
    least to the upper end of the most uneven table, and p is that of the least uneven one. The
    sizes of the group and of the place are those in the middle of what is possible.
    """
    frame = frame.copy()
    for row in frame.index[frame["reason"] == MISSING]:
        ends = extremes[row]
        frame.loc[row, "reason"] = ends.reason
        if ends.reason:
            continue
        low, high = (judge(table) for table in ends.tables)
        merged = _merged(low, high)
        merged["estimate"] = float(sum(ends.value) / 2)
        merged["group_size"], merged["total"] = _sizes(ends.middle, wanted, versus)
        for name, value in merged.items():
            frame.loc[row, name] = value
    return frame


def _sizes(middle: Floats, wanted: Measure, versus: Labels | None) -> tuple[float, float]:
    """People of the group and of all; the last column is nobody's unless all are neighbours."""
    everybody = versus is not None and wanted.name == "interaction"
    asked = middle if everybody else middle[:, :-1]
    members = middle[:, 0] if wanted.two_groups else asked
    return float(members.sum()), float(asked.sum())


def _merged(low: dict[str, float], high: dict[str, float]) -> dict[str, float]:
    least = {name: min(low[name], high[name]) for name in ("lower", "lower80")}
    most = {name: max(low[name], high[name]) for name in ("upper", "upper80", "p")}
    mean = {name: (low[name] + high[name]) / 2 for name in ("expected", "unbiased", "upper_random")}
    told = {"distinguishable": bool(low["distinguishable"] and high["distinguishable"])}
    return {**least, **most, **mean, **told}

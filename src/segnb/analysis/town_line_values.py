"""The line profile: an ordered list of areas, each figure of one year, one level, one vintage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from segnb.vocabulary.areas import LEVELS

NOT_HELD, OF_LEVELS, OF_VINTAGES, OF_YEARS = "not_held", "levels", "vintages", "years"
COLUMNS = ["stop", "area", "indicator", "level", "year", "value", "lower", "upper", "status"]


@dataclass(frozen=True)
class LineProfile:
    """Figures along a line, and those that could not be compared.

    Attributes
    ----------
    rows
        `stop` (0, 1, …), `area, indicator, level, year, value, lower, upper, status`: one row a
        stop and figure, in the order of the line. All rows of a figure have one level and year.
    refused
        `indicator`, `reason` and `areas` (those in the way): `not_held` (nothing on some stops),
        `levels` (stops of different kinds of areas), `vintages`, `years` (no year in common).
    """

    rows: pd.DataFrame
    refused: pd.DataFrame


def profile(stops: Sequence[str], figures: Mapping[str, pd.DataFrame]) -> LineProfile:
    """Figures for an ordered list of areas, as along a metro line.

    Parameters
    ----------
    stops : sequence of str
        Codes of areas in the order of the line.
    figures : mapping of str to DataFrame
        By name of the indicator, what :mod:`segnb.analysis.shares` gives for areas of any level:
        `level, area, year, value, status` and, where there are any, `lower, upper`.

    Returns
    -------
    LineProfile
        Each figure for the newest year and level that all stops have in common, with most values.

    Notes
    -----
    A profile that mixes years, levels or vintages of areas compares nothing: such a figure is
    refused with its reason, and stops are never dropped. A hidden value keeps its stop.

    Examples
    --------
    >>> rows = pd.DataFrame({"level": "municipality", "area": ["0127", "0180", "0127"],
    ...     "year": [2022, 2022, 2023], "value": [10.0, 7.0, 11.0], "status": "ok"})
    >>> profile(["0180", "0127"], {"x": rows}).rows[["area", "year", "value"]].to_numpy().tolist()
    [['0180', 2022, 7.0], ['0127', 2022, 10.0]]
    """
    order = pd.DataFrame({"area": list(stops)}).rename_axis("stop").reset_index()
    kept, refused = [], []
    for name, frame in figures.items():
        rows = frame[frame["area"].isin(order["area"])]
        common = _in_common(rows, set(stops)) if stops else None
        if common is None:
            if stops:
                refused.append({"indicator": name, **_refusal(rows, list(dict.fromkeys(stops)))})
            continue
        level, year = common
        chosen = rows[(rows["level"] == level) & (rows["year"] == year)].assign(indicator=name)
        kept.append(order.merge(chosen.reindex(columns=COLUMNS[1:]), on="area", how="left"))
    rows = pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)
    return LineProfile(
        rows[COLUMNS], pd.DataFrame(refused, columns=["indicator", "reason", "areas"])
    )


def _in_common(rows: pd.DataFrame, stops: set[str]) -> tuple[str, int] | None:
    """Level and year that all stops have, with most values, and then the newest."""
    found = rows.groupby(["level", "year"])["area"].nunique()
    common = found[found == len(stops)]
    if common.empty:
        return None
    values = rows.groupby(["level", "year"])["value"].count().reindex(common.index)
    full = values[values == values.max()]
    return max(full.index, key=lambda key: key[1])


def _refusal(rows: pd.DataFrame, stops: list[str]) -> dict[str, str]:
    lacking = [stop for stop in stops if stop not in set(rows["area"])]
    if lacking:
        return {"reason": NOT_HELD, "areas": " ".join(lacking)}
    families = rows["level"].map(lambda level: LEVELS[level].family)
    of_stop = families.groupby(rows["area"]).agg(set)
    if not set.intersection(*of_stop):
        usual = of_stop.explode().mode().iloc[0]
        others = of_stop.index[~of_stop.map(lambda found: usual in found)]
        return {"reason": OF_LEVELS, "areas": " ".join(others)}
    levels = rows["level"].groupby(rows["area"]).agg(set)
    if not set.intersection(*levels):
        return {"reason": OF_VINTAGES, "areas": " ".join(stops)}
    return {"reason": OF_YEARS, "areas": " ".join(stops)}

"""Values, differences and intervals as they are printed: units, decimals, signs and marks."""

from collections.abc import Iterable
from math import inf

import numpy as np
import pandas as pd

from segnb.analysis.certainty import LIKELY, PRINTED, UNKNOWN
from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.phrases import WHOLE
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import printed_difference


def value_text(
    report: Report, entry: Indicator, value: float, *, index: bool = False, decimals: int = -1,
    mark: str = "",
) -> str:  # fmt: skip
    """Value with its unit, as a sentence writes it, and a mark where it may still change."""
    places = decimals if decimals >= 0 else decimals_of(entry, index, [value])
    if index:
        return report.language.number(value, places)
    if entry.unit == "percent":
        return report.language.percent(value, places) + mark
    text = report.language.number(value, places) + mark
    key = f"trends.units.{entry.unit}"
    return report.text(key, value=text) if report.language.has(key) else text


def decimals_of(entry: Indicator, index: bool = False, values: Iterable[float] = (0.5,)) -> int:
    """Decimals of values: one for shares and indices, none of whole per cents as published.

    Parameters
    ----------
    values
        The values that are printed: a sum of rounded shares is no longer whole.
    """
    known = [value for value in values if not np.isnan(value)]
    if entry.rounding and not index and all(abs(v - round(v)) < WHOLE for v in known):
        return 0
    return 1 if index or entry.kind == "share" else entry.decimals


def trend_decimals(trend: Trend) -> int:
    """Decimals of all values of a trend."""
    return decimals_of(trend.entry, trend.index, trend.own["value"])


def difference_text(report: Report, trend: Trend, value: float) -> str:
    """Difference with its sign: in percentage points where the values are per cent."""
    places = decimals_of(trend.entry, trend.index, [value])
    if trend.entry.unit == "percent" and not trend.index:
        return report.language.points(value, places, sign=True)
    text, key = report.language.number(value, places, sign=True), f"trends.units.{trend.entry.unit}"
    has_unit = not trend.index and report.language.has(key)
    return report.text(key, value=text) if has_unit else text


def change_text(report: Report, trend: Trend, row: pd.Series) -> str:
    """Change with its sign, as a reader computes it from the two values beside it."""
    change = change_of_values(row, decimals_of(trend.entry, trend.index))
    return difference_text(report, trend, change)


def change_of_values(row: pd.Series | dict, decimals: int = 1) -> float:
    """Change as a reader computes it from both values as they are printed."""
    ends = (row["lower"], row["upper"])
    within = ends if pd.notna(ends[0]) else (-inf, inf)
    return printed_difference(row["value_first"], row["value_last"], decimals, within)


def between(report: Report, row: pd.Series | dict, prefix: str = "") -> str:
    """Interval of a difference as it stands after "between", both ends with their signs."""
    return report.language.signed_interval(row[f"{prefix}lower"], row[f"{prefix}upper"])


def interval_cell(report: Report, row: pd.Series | dict, prefix: str = "") -> str:
    """Interval of a difference as it stands in a table; a dash where there is none."""
    return report.language.signed_range(row[f"{prefix}lower"], row[f"{prefix}upper"])


def reaches_zero(row: pd.Series, prefix: str = "") -> bool:
    """Whether the interval of a difference holds zero as it is printed; no interval does not."""
    low, high = (round(row[f"{prefix}{end}"], PRINTED) for end in ("lower", "upper"))
    return bool(low <= 0 <= high)


def why_unsure(row: pd.Series) -> str:
    """Ending of a sentence's name: what makes a change beside the country's less than certain.

    `_together` where the other tests do, `_rounded` where an end of the interval rounds to zero.
    """
    crosses = row["beside_lower"] * row["beside_upper"] < 0
    if not reaches_zero(row, "beside_"):
        return "_together" if row["beside_certainty"] in (LIKELY, UNKNOWN) else ""
    return "_rounded" if row["beside_certainty"] == LIKELY and not crosses else ""

"""What is said of the change of a full count: its threshold, and a turn between its two ends."""

import pandas as pd

from segnb.report.change.printed_values import value_text
from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report

PART = 0.25  # of the change between the ends


def counted_words(report: Report, trend: Trend, row: pd.Series) -> dict[str, str]:
    """Placeholders of a sentence about a full count; none for other series."""
    if row.get("counted") is not True:
        return {}
    threshold = value_text(report, trend.entry, row["threshold"], decimals=0)
    return {"threshold": threshold} | _turn_words(report, trend, row)


def _turn_words(report: Report, trend: Trend, row: pd.Series) -> dict[str, str]:
    """The year of the most or the least, where that lies well beyond both ends.

    Two ends alone hide that a count rose and fell again.
    """
    rows = trend.known
    inside = rows["year"].between(row["first"], row["last"]) & (rows["level"] == row["level"])
    rows = rows[inside].sort_values("value")
    low, high = sorted((row["value_first"], row["value_last"]))
    beyond = {"most": rows.iloc[-1]["value"] - high, "least": low - rows.iloc[0]["value"]}
    kind = max(beyond, key=lambda name: beyond[name])
    if beyond[kind] <= PART * (high - low):
        return {"between": "", "turned": ""}
    turn = rows.iloc[-1 if kind == "most" else 0]
    value, year = value_text(report, trend.entry, turn["value"]), int(turn["year"])
    between = report.text(f"trends.between_{kind}", value=value, year=year)
    return {"between": between, "turned": report.text(f"trends.turned_{kind}", year=year)}

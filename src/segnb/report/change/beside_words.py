"""What is said of a change beside the country's, and of the test that a verdict rests on."""

import pandas as pd

from segnb.analysis.certainty import CERTAIN
from segnb.report.change.printed_values import (
    between,
    change_of_values,
    decimals_of,
    difference_text,
    reaches_zero,
    value_text,
    why_unsure,
)
from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.phrases import p_text
from segnb.vocabulary.i18n import printed_difference

APART = ["value_first", "value_last", "lower", "upper"]


def beside_words(report: Report, trend: Trend, row: pd.Series) -> dict[str, str]:
    """Placeholders for the country's change beside the own one; empty where it has no such series.

    Returns
    -------
    dict
        `than` (more, less, unlike: only where the difference stands), `beside` (a sentence with the
        numbers), `beside_here`, `apart` (change less the country's), and the test that decided.
    """
    certainty = row.get("beside_certainty")
    none = dict.fromkeys(("than", "beside", "beside_here", "apart", "country"), "")
    words = none | _deciding(report, row)
    if certainty is None:
        return words
    a, b = (
        value_text(report, trend.entry, row[f"beside_value_{end}"]) for end in ("first", "last")
    )
    places = decimals_of(trend.entry, trend.index)
    country = printed_difference(row["beside_value_first"], row["beside_value_last"], places)
    told = {
        "a": a,
        "b": b,
        "apart": apart_text(report, trend, row),
        "difference": difference_text(report, trend, country),
        "interval": between(report, row, "beside_"),
        "p": p_text(report, row["beside_p"]),
        "adjusted": p_text(report, row["beside_adjusted"]),
        "tests": adjusted_for(report, row, "beside_"),
    }
    own, apart = row["estimate"], row["beside_estimate"]
    kind = "other" if own * country <= 0 else "more" if own * apart > 0 else "less"
    than = report.text(f"trends.beside.than_{kind}") if certainty == CERTAIN else ""
    said = report.text(f"trends.beside.{certainty}{why_unsure(row)}", **told)
    here = report.text("trends.beside.here", **told)
    return words | {"than": than, "beside": said, "beside_here": here, "apart": told["apart"],
                    "country": told["difference"]}  # fmt: skip


def _deciding(report: Report, row: pd.Series) -> dict[str, str]:
    """The test that a verdict rests on: where the country has the series, it is not the same.

    A change whose own interval reaches zero needs no other test for not being certain.
    """
    certainty = row.get("beside_certainty")
    own = "together" if certainty is None else "apart"
    sure = "both" if certainty == CERTAIN else own
    unsure = "zero" if reaches_zero(row) else own
    keys = {"tested": f"tested.{sure}", "untested": f"untested.{unsure}"}
    if certainty == CERTAIN:
        keys["unlike"] = f"tested.unlike_{unsure}"
    return {name: report.text(f"trends.{key}") for name, key in keys.items()}


def adjusted_for(report: Report, row: pd.Series, of: str = "") -> str:
    """After what the p of a change is adjusted (of that beside the country's: `beside_`)."""
    tests = row.get(f"{of}tests")
    if tests is None or pd.isna(tests):
        return ""
    how = "holm" if not of and row.get("shared") is True else "rate"
    return report.text(f"trends.tests.{how}", count=report.language.number(tests))


def apart_text(report: Report, trend: Trend, row: pd.Series) -> str:
    """The own change less the country's, as a reader computes it from both as they are printed."""
    country = row[[f"beside_{name}" for name in APART]].set_axis(APART)
    return difference_text(report, trend, apart_of(row, country, decimals_of(trend.entry)))


def apart_of(own: pd.Series, beside: pd.Series, places: int) -> float:
    """The own change less the country's, of both as they are printed.

    Parameters
    ----------
    own, beside
        Rows of the tests of a change, and of it beside the country's (whose values it has).
    """
    country = printed_difference(beside["value_first"], beside["value_last"], places)
    within = beside["lower"], beside["upper"]
    return printed_difference(country, change_of_values(own, places), places, within)

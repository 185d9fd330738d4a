"""What a figure of the gaps between area types says in its title."""

import pandas as pd

from segnb.report.area_types.values_by_type import ByType
from segnb.report.municipality_report import Report
from segnb.report.phrases import LONGEST_TITLE, fitting_title
from segnb.vocabulary.i18n import small


def gaps_title(report: Report, by_type: ByType, names: list[str], *, of_type: bool = False) -> str:
    """Message of a figure of gaps: the largest and smallest of one population, if that is sure.

    Parameters
    ----------
    of_type
        Whether the figure shows the same types in the country, and not the whole country.
    """
    gaps = pd.DataFrame([by_type.gap(name) for name in names])
    gaps = gaps[gaps["estimate"].notna()]
    if gaps.empty:
        return _one_type_title(report, by_type, names[0], of_type)
    ends = gaps.iloc[0]
    words = {"low": ends["type_low"], "high": ends["type_high"], "n": len(gaps)}
    ranked = _sure_order(gaps) if _of_one_population(by_type, gaps) else []
    order = [short_name(by_type, report, name) for name in ranked]
    if order:
        key = f"area_types.gaps.title_order{'_two' * (len(gaps) == len(order))}"
        title = report.text(key, most=order[0], least=order[-1], **words)
        if len(title) <= LONGEST_TITLE:
            return title
    sure = int((gaps["certainty"] == "certain").sum())
    return (
        _named(report, by_type, gaps, words)
        if sure
        else report.text("area_types.gaps.title_none", **words)
    )


def _one_type_title(report: Report, by_type: ByType, indicator: str, of_type: bool = False) -> str:
    """What the first share is where a single type has figures, beside the country."""
    gap = by_type.gap(indicator)
    which = "only" if len(by_type.present) == 1 else "known"
    return report.text(
        f"area_types.gaps.title_one_{which}",
        type=gap["type_low"],
        years=types_year(report, by_type),
        measure=short_name(by_type, report, indicator),
        value=report.language.percent(gap["value_all"]),
        whose=report.text(f"area_types.gaps.in_country{'_type' * of_type}"),
        nation=nation_share(report, by_type, indicator, gap["type_low"] if of_type else "all"),
    )


def _named(report: Report, by_type: ByType, gaps: pd.DataFrame, words: dict[str, object]) -> str:
    """Which measures are certainly higher in the lowest type, and which are lower."""
    sure, up = gaps["certainty"] == "certain", gaps["estimate"] > 0
    ways = {"higher": gaps[sure & up], "lower": gaps[sure & ~up]}
    lists = {
        way: [short_name(by_type, report, name) for name in rows["indicator"]]
        for way, rows in ways.items()
        if len(rows)
    }
    key = f"area_types.gaps.title_{'mixed' if len(lists) > 1 else next(iter(lists))}"
    return fitting_title(report, key, lists, **words)


def _of_one_population(by_type: ByType, gaps: pd.DataFrame) -> bool:
    """Whether all shares are of the same: gaps among others, of others, have no common order."""
    entries = [by_type.entry(name).entry for name in gaps["indicator"]]
    return len({entry.denominator_text or entry.population for entry in entries}) == 1


def _sure_order(gaps: pd.DataFrame) -> list[str]:
    """Largest and smallest distance, if their intervals meet those of no other."""
    if len(gaps) < 2:
        return []
    size = pd.DataFrame({
        "indicator": gaps["indicator"],
        "low": gaps[["lower", "upper"]].abs().min(axis=1),
        "high": gaps[["lower", "upper"]].abs().max(axis=1),
        "sure": gaps["certainty"] == "certain",
        "size": gaps["estimate"].abs(),
    }).sort_values("size", ascending=False, ignore_index=True)  # fmt: skip
    first = size["low"][0] > size["high"][1:].max()
    last = size["high"].iloc[-1] < size["low"][:-1].min()
    chosen = [size["indicator"][0], size["indicator"].iloc[-1]]
    return chosen if first and last and size["sure"].all() else []


def types_year(report: Report, by_type: ByType) -> str:
    """Years of the types that areas are grouped by."""
    years = sorted({str(year) for year in by_type.frame["type_year"]})
    return report.language.listing(years)


def short_name(by_type: ByType, report: Report, indicator: str) -> str:
    """Name of a share as it stands within a sentence."""
    name = by_type.entry(indicator).entry.name.in_language(report.lang)
    return small(name)


def nation_share(report: Report, by_type: ByType, indicator: str, of_type: str = "all") -> str:
    """Share of the country, or of a type in it; or the word for why there is none."""
    value = by_type.of(indicator, "nation").loc[of_type, "value"]
    return report.text("figures.missing") if pd.isna(value) else report.language.percent(value)

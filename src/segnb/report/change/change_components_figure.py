"""What a change of division is made of: the size of the group, the areas, or who lives where."""

import pandas as pd

from segnb import measures
from segnb.analysis.change_by_component import change_by_component
from segnb.analysis.trends import SHORTEST
from segnb.report.change.change_words import outcome_of, verdict_on
from segnb.report.change.printed_values import change_of_values
from segnb.report.change.trend_series import Trend, get_trend
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap, Row, Table
from segnb.report.phrases import divided_by
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import small

CHANGED = ("up", "down", "up_likely", "down_likely")
PARTS = ("change", "group_margin", "unit_margin", "structure")
THOUSAND, EACH_END = 1000.0, 3
Found = list[tuple[IndicatorData, tuple[int, int], str]]


def show_change_components(
    report: Report, *indicators: str, family: str = "regso", key: str = "change_parts"
) -> Table | Gap:
    """Change of the mutual information M of each share, in three parts.

    Parameters
    ----------
    indicators
        Ids of shares; the people in the share against all others.
    family
        `regso` or `deso`. The years are those of the verdict (`report.change.change_rules`), of one
        vintage of areas and without a break.
    key
        Name of the table and its data file.
    """
    got = [_both_years(report, name, family) for name in indicators]
    found = [one for one in got if not isinstance(one, Gap)]
    if not found:
        return next(one for one in got if isinstance(one, Gap))
    frames = [_parts(*one) for one in found]
    rows = [_row(report, *both) for both in zip(found, frames, strict=True)]
    columns = [report.text("trends.table.series"), "<years", *PARTS, "<verdict"]
    levels = list(dict.fromkeys(report.level_vintage(held.level) for held, _, _ in found))
    words = {"level": report.language.listing(levels)}
    notes = (report.text("trends.components.note"), *_opposed(report, found, frames, family))
    return make_table(
        report, key, columns, rows, words="trends.components", values=words,
        source=report.source_line(*(one.of_years(years) for one, years, _ in found), series=True),
        notes=notes, data=pd.concat(frames, ignore_index=True),
    )  # fmt: skip


def _opposed(report: Report, found: Found, frames: list[pd.DataFrame], family: str) -> list[str]:
    """That M and D are two measures, where one says more and the other less of some share."""
    names = [
        small(held.entry.name.in_language(report.lang))
        for (held, _, _), parts in zip(found, frames, strict=True)
        if _spread_of(parts) * _change_of_d(report, held.entry.id, family) < 0
    ]
    words = {"names": report.language.listing(names)}
    return [report.text("trends.components.opposed", **words)] if names else []


def _spread_of(parts: pd.DataFrame) -> float:
    """The part of the change of M that is who lives where, as printed."""
    structure = parts.set_index("component")["estimate"]["structure"]
    return round(THOUSAND * float(structure), 1)


def _change_of_d(report: Report, indicator: str, family: str) -> float:
    """Change of D between the years of the verdict, as printed."""
    trend = get_trend(report, indicator, family)
    row = None if isinstance(trend, Gap) else verdict_on(report, trend)
    return 0.0 if row is None else change_of_values(row)


def _both_years(
    report: Report, indicator: str, family: str
) -> tuple[IndicatorData, tuple[int, int], str] | Gap:
    """What is held for both years of the verdict, the years, and its outcome."""
    trend = get_trend(report, indicator, family)
    if isinstance(trend, Gap):
        return trend
    row = verdict_on(report, trend)
    years = (0, 0) if row is None else (int(row["first"]), int(row["last"]))
    if row is None or years[1] - years[0] < SHORTEST:
        return _gap(report, trend, family, "short")
    held = next(one for one in trend.held if one.level == row["level"])
    outcome = outcome_of(row)
    if _parts(held, years, outcome)["estimate"].isna().any():
        return _gap(report, trend, family, "few")
    return held, years, outcome


def _gap(report: Report, trend: Trend, family: str, why: str) -> Gap:
    name = divided_by(report, trend.entry)
    level = report.level_name(family)
    return report.gap(
        f"change_parts_{trend.entry.id}_{family}",
        report.text("trends.components.of", name=name),
        report.text(f"trends.components.{why}", level=level),
        status="not_applicable",
    )


def _parts(held: IndicatorData, years: tuple[int, int], _: str) -> pd.DataFrame:
    return change_by_component(held.counts(*years), *years).assign(
        indicator=held.entry.id, level=held.level, first_year=years[0], last_year=years[1]
    )


def _row(
    report: Report, found: tuple[IndicatorData, tuple[int, int], str], parts: pd.DataFrame
) -> Row:
    held, years, outcome = found
    by_part = parts.set_index("component")["estimate"]
    numbers = [_thousandths(report, by_part[name]) for name in PARTS]
    label = held.entry.name.in_language(report.lang)
    return Row(
        (label, report.language.years(*years), *numbers, report.text(f"trends.verdicts.{outcome}"))
    )


def _thousandths(report: Report, value: float) -> str:
    return report.language.number(THOUSAND * value, 1, sign=True)


def show_change_areas(
    report: Report, indicator: str, family: str = "regso", *, key: str = ""
) -> Table | Gap | None:
    """The areas that add most to the change of structure, at both ends, and the rest together.

    Nothing where it may not be said that the division has changed.

    Parameters
    ----------
    indicator, family
        As in `show_change_components`.
    """
    found = _both_years(report, indicator, family)
    if isinstance(found, Gap):
        return found
    held, years, outcome = found
    if outcome not in CHANGED:
        return None
    areas = _areas(held, years).assign(name=lambda rows: rows["unit"].map(report.area_name))
    ends = [areas[areas["structure"] > 0].nlargest(EACH_END, "structure"),
            areas[areas["structure"] < 0].nsmallest(EACH_END, "structure")]  # fmt: skip
    shown = pd.concat(ends)["unit"]
    rest = areas[~areas["unit"].isin(shown)]
    heads = ("increased", "decreased")
    rows = [row for head, end in zip(heads, ends, strict=True) for row in _end(report, head, end)]
    count = report.language.number(len(rest))
    rest_words = (report.text("trends.components.rest", count=count), "", "")
    rows.append(Row((*rest_words, _thousandths(report, rest["structure"].sum()))))
    whole = (report.text("trends.components.whole"), *_shares(report, held, years))
    rows.append(Row((*whole, _thousandths(report, areas["structure"].sum())), style="total"))
    say = {"first": years[0], "last": years[1], "level": report.level_vintage(held.level)}
    columns = ["area", *(report.text("trends.components.share", year=year) for year in years)]
    key = key or f"change_areas_{indicator}"
    return make_table(
        report, key, [*columns, "structure"], rows, words="trends.components",
        title=report.text("trends.components.by_area"),
        subtitle=report.text("trends.components.by_area_subtitle",
                             name=held.entry.name.in_language(report.lang), **say),
        source=report.source_line(held.of_years(years), series=True), data=areas,
    )  # fmt: skip


def _areas(held: IndicatorData, years: tuple[int, int]) -> pd.DataFrame:
    """Part of each area in the change of structure, with its share in both years."""
    counts = held.counts(*years)
    both = counts.groupby("unit")["year"].transform("nunique") == 2
    units = measures.change_by_unit(counts[both], "year", *years)
    wide = held.rows[held.rows["year"].isin(years) & (held.rows["sex"] == "total")]
    wide = wide.pivot(index="area", columns="year", values="value")
    wide = wide.rename(columns=dict(zip(years, ("share_first", "share_last"), strict=True)))
    return units.merge(wide, left_on="unit", right_index=True, how="left")


def _shares(report: Report, held: IndicatorData, years: tuple[int, int]) -> list[str]:
    rows = held.rows[held.rows["sex"] == "total"].groupby("year")[["numerator", "denominator"]]
    sums = rows.sum()
    share = 100 * sums["numerator"] / sums["denominator"]
    return [report.language.number(share[year], 1) for year in years]


def _end(report: Report, head: str, rows: pd.DataFrame) -> list[Row]:
    if rows.empty:
        return []
    say = report.language
    made = [Row((report.text(f"trends.components.{head}"),), style="group")]
    for row in rows.to_dict("records"):
        shares = (say.number(row["share_first"], 1), say.number(row["share_last"], 1))
        made.append(Row((row["name"], *shares, _thousandths(report, row["structure"]))))
    return made

"""How far apart the area types are: the ends on one scale, the types side by side, the finding."""

from collections.abc import Callable, Sequence
from math import nan
from typing import Any

import pandas as pd

from segnb.report import charts
from segnb.report.area_types.gap_notes import built_note, built_words, few_note, few_reason
from segnb.report.area_types.gap_titles import gaps_title, nation_share, short_name, types_year
from segnb.report.area_types.not_employed import (
    EMPLOYED,
    describe_not_employed,
    nearly_all_outside,
)
from segnb.report.area_types.official_types import TYPES, legend_of, say_types
from segnb.report.area_types.values_by_type import ByType
from segnb.report.charts.absence import NOT_APPLICABLE
from segnb.report.exhibits import alt_of_each, make_figure, make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Certainty, Figure, Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import DASH, Language, printed_difference, small


@passing_gaps
def show_gaps(
    report: Report, by_type: ByType, *, indicators: Sequence[str] = (), key: str = ""
) -> Figure:
    """Types as discs on one scale from end to end, the municipality and the country beside them."""
    return _figure(
        report, by_type, indicators, key, "gaps", charts.gap_dots, _gap_rows,
        place=report.place.name,
    )  # fmt: skip


@passing_gaps
def show_type_bars(
    report: Report, by_type: ByType, *, indicators: Sequence[str] = (), key: str = ""
) -> Figure:
    """A panel for each share with the types from 1 to 5, and the same types in the country."""
    return _figure(report, by_type, indicators, key, "bars", charts.type_bars, _bar_rows)


def _figure(
    report: Report, by_type: ByType, indicators: Sequence[str], key: str, kind: str, chart: Any,
    rows: Callable[[Report, ByType, str], pd.DataFrame], **options: Any,
) -> Figure:  # fmt: skip
    names, key = list(indicators) or by_type.indicators, key or f"{report.chapter}_{kind}"
    frame = pd.concat([rows(report, by_type, name) for name in names], ignore_index=True)
    held, kinds = [by_type.entry(name) for name in names], by_type.types_for(names)
    years = report.language.listing(sorted({str(one.year) for one in held}))
    words = {"years": years, "types": _type_words(report, by_type)}
    lacking = say_types(report, by_type.present)
    absent = f" {lacking}" if lacking else ""
    return make_figure(
        report, key, chart, frame, title=gaps_title(report, by_type, names, of_type=kind == "bars"),
        subtitle=report.text(
            f"area_types.{kind}.subtitle", country=_country_words(report, by_type, names, kind),
            **words,
        ),
        alt=_alt(report, by_type, names, kind, absent=absent, **words),
        held=[*held, *kinds],
        source=f"{report.source_line(*held, *kinds)}{absent}"
        f"{built_note(report, by_type, names)}{few_note(report, by_type, names)}",
        table=_table(report, by_type, names, key, years, by_country=kind == "bars"),
        data=by_type.frame[by_type.frame["indicator"].isin(names)],
        legend=legend_of(report, by_type.present), **options,
    )  # fmt: skip


def _country_words(report: Report, by_type: ByType, names: list[str], kind: str) -> str:
    """What the stroke is, for the measures that the country has."""
    lacking = [name for name in names if not by_type.has_country(name)]
    key = f"area_types.{kind}.country"
    if len(lacking) == len(names):
        return report.text(f"{key}_none")
    listed = report.language.listing([short_name(by_type, report, name) for name in lacking])
    return report.text(f"{key}_some", names=listed) if lacking else report.text(key)


def _type_words(report: Report, by_type: ByType) -> str:
    """Which types areas are grouped by: their level and years."""
    levels = [report.level_vintage(one.level) for one in by_type.types]
    return f"{types_year(report, by_type)} ({report.language.listing(levels)})"


def _gap_rows(report: Report, by_type: ByType, indicator: str) -> pd.DataFrame:
    held, gap = by_type.entry(indicator), by_type.gap(indicator)
    known = pd.notna(gap["estimate"])
    return _existing(by_type.of(indicator)).assign(
        label=held.entry.name.in_language(report.lang),
        sublabel=_base(report, held),
        unit="%",
        municipality_share=by_type.of(indicator).loc["all", "value"],
        nation_share=by_type.of(indicator, "nation").loc["all", "value"],
        gap_text=distance_text(report, gap) if known else NOT_APPLICABLE,
    )


def _bar_rows(report: Report, by_type: ByType, indicator: str) -> pd.DataFrame:
    rows = _existing(by_type.of(indicator))
    reference = by_type.of(indicator, "nation")["value"]
    name = by_type.entry(indicator).entry.name.in_language(report.lang)
    name += by_type.year_of(indicator)
    return rows.assign(panel=name, reference=rows["type"].map(reference).to_numpy())


def _existing(rows: pd.DataFrame) -> pd.DataFrame:
    """Types that the municipality has, as charts take them."""
    typed = rows[rows["type"].isin([str(number) for number in TYPES]) & (rows["areas"] > 0)]
    return typed.assign(type_number=typed["type"].astype(int), share=typed["value"])


def _base(report: Report, held: IndicatorData) -> str:
    """Of whom a share is, and of which year."""
    words = held.entry.denominator_text or held.entry.population
    base = words.in_language(report.lang)
    return report.text("area_types.base", base=small(base), year=held.year)


def _alt(report: Report, by_type: ByType, names: list[str], kind: str, **words: str) -> str:
    """Alternative text of the measures, the first ones first."""
    told, key = {"bars": _bars_in_words}.get(kind, _in_words), f"area_types.{kind}.alt"
    each = [told(report, by_type, name) for name in names]
    return alt_of_each(report, key, each, ". ", **words)


def _in_words(report: Report, by_type: ByType, indicator: str) -> str:
    """Both ends, the municipality and the country, as an alternative text says them."""
    percent, gap = report.language.percent, by_type.gap(indicator)
    words = {
        "label": by_type.entry(indicator).entry.name.in_language(report.lang),
        "all": percent(gap["value_all"]),
        "nation": nation_share(report, by_type, indicator),
    }
    if pd.isna(gap["estimate"]):
        return report.text("area_types.gaps.alt_one", **words)
    ends = {"low": gap["type_low"], "high": gap["type_high"]}
    ends |= ends_in_percent(report, by_type, gap)
    ends["distance"] = distance_text(report, gap)
    return report.text("area_types.gaps.alt_each", **words, **ends)


def _bars_in_words(report: Report, by_type: ByType, indicator: str) -> str:
    """Both ends, or the only type, each with the same type in the country, as bars show them."""
    percent, own = report.language.percent, by_type.of(indicator)["value"]
    nation, gap = by_type.of(indicator, "nation")["value"], by_type.gap(indicator)
    words = {"label": by_type.entry(indicator).entry.name.in_language(report.lang)}
    if pd.notna(gap["estimate"]):
        low, high = str(gap["type_low"]), str(gap["type_high"])
        words |= {"low": low, "high": high, "nation_low": percent(nation[low]),
                  "nation_high": percent(nation[high])}  # fmt: skip
        words |= ends_in_percent(report, by_type, gap)
        return report.text("area_types.bars.alt_each", **words)
    only = [str(kind) for kind in TYPES if pd.notna(own.get(str(kind), nan))]
    if len(only) != 1:
        return _in_words(report, by_type, indicator)
    words |= {"only": only[0], "value": percent(own[only[0]])}
    return report.text("area_types.bars.alt_one", nation_only=percent(nation[only[0]]), **words)


def _table(
    report: Report, by_type: ByType, names: list[str], key: str, years: str,
    *, by_country: bool = False,
) -> Table:  # fmt: skip
    """Shares by type, and where they are drawn, those of the same types in the country."""
    say = report.text
    heads = [say("area_types.type", number=number) for number in TYPES]
    columns = [say("area_types.measure"), *heads, say("area_types.whole"), say("area_types.nation"),
               say("area_types.distance"), say("area_types.interval")]  # fmt: skip
    rows = []
    for name in names:
        entry = by_type.entry(name).entry
        said = (entry.name if by_country else entry.label).in_language(report.lang)
        rows.append(_table_row(report, by_type, name, said))
        rows += [_country_row(report, by_type, name, said)] if by_country else []
    return make_table(
        report, f"{key}_table", columns, rows,
        subtitle=f"{report.place.name}, {years}. {say('area_types.in_percent')}",
        notes=(say("captions.signs"), _notes(report, by_type, names)),
    )  # fmt: skip


def _notes(report: Report, by_type: ByType, names: list[str]) -> str:
    """What a distance is, and the sign of a type that the municipality lacks where it stands."""
    own = pd.concat([by_type.of(name) for name in names])
    absent = bool((own["areas"] == 0)[own["type"].isin(list(map(str, TYPES)))].any())
    keys = ["notes", *["no_type"] * absent]
    return " ".join(report.text(f"area_types.{key}") for key in keys)


def _table_row(report: Report, by_type: ByType, indicator: str, name: str) -> Row:
    say, own, gap = report.language, by_type.of(indicator), by_type.gap(indicator)
    cells = [name + by_type.year_of(indicator)]
    places = by_type.decimals(indicator)
    for kind in (*map(str, TYPES), "all"):
        value, status = (own.loc[kind, name] for name in ("value", "status"))
        cells.append(number_or_word(value, status, say, places[kind]))
    cells.append(say.number(by_type.of(indicator, "nation").loc["all", "value"], 1))
    return Row((*cells, *_distance_cells(say, gap)))


def _country_row(report: Report, by_type: ByType, indicator: str, name: str) -> Row:
    """The same types in the country, without a distance: its ends may be other types."""
    say, nation = report.language, by_type.of(indicator, "nation")
    cells = [report.text("area_types.bars.in_nation", name=name)]
    cells += [number_or_word(nation.loc[kind, "value"], nation.loc[kind, "status"], say)
              for kind in map(str, TYPES)]  # fmt: skip
    return Row((*cells, "", say.number(nation.loc["all", "value"], 1), "", ""))


def _distance_cells(say: Language, gap: pd.Series) -> tuple[str, str]:
    """Distance and interval; where there are not two types, they do not apply."""
    if gap["reason"]:
        sign = number_or_word(nan, "not_applicable", say)
        return sign, sign
    distance = say.number(distance_of(gap), 1, sign=True)
    return distance, say.signed_range(gap["lower"], gap["upper"])


def distance_of(gap: pd.Series | dict) -> float:
    """The lowest type's share less the highest type's, as printed: with its sign."""
    ends = (gap["lower"], gap["upper"])
    return printed_difference(gap["value_high"], gap["value_low"], within=ends)


def distance_text(report: Report, gap: pd.Series | dict) -> str:
    """The distance with its sign and unit."""
    return report.language.points(distance_of(gap), sign=True)


def ends_in_percent(report: Report, by_type: ByType, gap: pd.Series) -> dict[str, str]:
    """The share in the lowest and in the highest type, as sentences say them."""
    percent, places = report.language.percent, by_type.decimals(gap["indicator"])
    return {f"value_{end}": percent(gap[f"value_{end}"], places[str(gap[f"type_{end}"])])
            if pd.notna(gap[f"type_{end}"]) else DASH for end in ("low", "high")}  # fmt: skip


# -- finding


@passing_gaps
def say_gap(report: Report, by_type: ByType, indicator: str) -> Statement | None:
    """Whether the two ends of the municipality's types differ on a share."""
    if indicator not in by_type.indicators:
        return None
    held, gap = by_type.entry(indicator), by_type.gap(indicator)
    outcome = "one_type" if gap["reason"] else _outcome(gap)
    words = _gap_words(report, by_type, held, gap)
    others = nearly_all_outside(report, by_type) if indicator == EMPLOYED else None
    told = by_type.beside(others) if others else by_type
    names = [indicator, *(others.indicators if others else [])]
    table = _table(report, told, names, f"gap_{indicator}", str(held.year))
    certainty: Certainty = "unknown" if gap["reason"] else gap["certainty"]
    return Statement("gap", outcome, indicator, words, certainty, table,
                     (*map(told.entry, names), *told.types_for([indicator])))  # fmt: skip


def say_gaps(report: Report, by_type: ByType | Gap, *indicators: str) -> list[Statement]:
    """What is said of the ends on each of some shares; nothing of those that are not held."""
    if isinstance(by_type, Gap):
        return []
    said = [say_gap(report, by_type, name) for name in indicators]
    return [one for one in said if isinstance(one, Statement)]


def _outcome(gap: pd.Series) -> str:
    return {"certain": "apart", "likely": "likely"}.get(gap["certainty"], "not_apart")


def _gap_words(
    report: Report, by_type: ByType, held: IndicatorData, gap: pd.Series
) -> dict[str, str]:
    say, name = report.language, held.entry.name.in_language(report.lang)
    return {
        "measure": name,
        "measure_small": small(name),
        "base": _base(report, held),
        "low": str(gap["type_low"]),
        "high": str(gap["type_high"]),
        **ends_in_percent(report, by_type, gap),
        "all": say.percent(gap["value_all"]),
        "nation": nation_share(report, by_type, held.entry.id),
        "distance": distance_text(report, gap),
        "distance_number": say.number(distance_of(gap), 1, sign=True),
        "interval": say.signed_interval(gap["lower"], gap["upper"]),
        "year": str(held.year),
        "type_year": types_year(report, by_type),
        **built_words(report, by_type, held.entry.id),
        "others": f" {describe_not_employed(report, by_type)}" if held.entry.id == EMPLOYED else "",
        "few_reason": few_reason(report, by_type, gap),
    }

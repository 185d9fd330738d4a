"""Strips of the municipality among others; ranks are intervals."""

from collections.abc import Iterable

import pandas as pd

from segnb.analysis.certainty import CERTAIN
from segnb.report import charts
from segnb.report.change.few_people import few_people
from segnb.report.change.printed_values import decimals_of, value_text
from segnb.report.change.trend_frames import compared_with, peer_kind
from segnb.report.charts.absence import NOT_APPLICABLE
from segnb.report.comparison.comparison_groups import members_of
from segnb.report.comparison.left_out import left_out
from segnb.report.comparison.standings import Standing, groups_of, measure_standing, standing_title
from segnb.report.division.index_values import as_data
from segnb.report.exhibits import alt_of_each, make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.phrases import period, year_beside
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import DASH

GROUPS = {"nation": "all"}  # what a strip is called in `analysis.ranks`


def show_strips(
    report: Report,
    *what: str | Standing | Gap,
    family: str = "municipality",
    index: bool = False,
    key: str = "",
) -> Figure | Gap:
    """A strip for the country, the county and similar municipalities, under each other.

    Parameters
    ----------
    what
        Indicators of one unit, or what `measure_standing` gave for them.
    family, index
        As in `measure_standing`.
    key
        Name of the figure and its data file.
    """
    first = what[0]
    if isinstance(first, str):
        first = measure_standing(report, *map(str, what), family=family, index=index)
    return _figure(report, first, key)


@passing_gaps
def _figure(report: Report, found: Standing, key: str) -> Figure:
    frame = pd.concat([_strips(report, found, held) for held in found.held], ignore_index=True)
    title, years = standing_title(report, found), _years(report, found)
    key = key or f"strips_{'index' if found.index else found.held[0].entry.id}"
    levels = report.language.listing(
        list(dict.fromkeys(report.level_vintage(h.level) for h in found.held))
    )
    kind = "index" if found.index else "value"
    unit = report.text(f"cards.units.{found.held[0].entry.unit}")
    words = {"level": levels, "years": years, "unit": unit, "rings": _rings(report, frame),
             "field": _field(report, found, frame)}  # fmt: skip
    shown = found.frame.dropna(subset="value")
    return make_figure(
        report,
        key,
        charts.comparison_strips,
        frame,
        title=title,
        subtitle=report.text(f"comparison.subtitle_{kind}", **words),
        alt=alt_of_each(report, "comparison.alt", _each(report, found), title=title, **words),
        held=found.held,
        source=_source(report, found),
        table=standing_table(report, found, f"{key}_table"),
        data=as_data(shown) if found.index else shown,
        on_paper=bool(found.told["p"].notna().any()),
    )


def _source(report: Report, found: Standing) -> str:
    few = [] if found.index else few_people(report, [one.entry for one in found.held])
    return " ".join(filter(None, (report.source_line(*found.held), left_out(report, found), *few)))


def _strips(report: Report, found: Standing, held: IndicatorData) -> pd.DataFrame:
    """All strips of one indicator, as the chart takes them."""
    rows = found.frame[found.frame["indicator"] == held.entry.id].dropna(subset="value")
    names = strip_names(report, found, held.entry.id)
    own = rows["municipality"] == report.place.code
    parts = []
    groups = groups_of(report)
    for strip in names:
        codes = groups[strip]
        mine = rows if strip == "nation" else rows[own | rows["municipality"].isin(codes)]
        median = found.of(held.entry.id, GROUPS.get(strip, strip))["median"]
        middle = _mark(report, found, found.of(held.entry.id, GROUPS.get(strip, strip)), "median")
        parts.append(
            mine.assign(strip=strip, strip_label=names[strip], median=median, median_mark=middle)
        )
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(
        label=_label(report, found, held),
        rank_text=rank_text(report, found, held.entry.id),
        name=[find_municipality(code).name for code in frame["municipality"]],
        estimate=frame["value"],
        own=frame["municipality"] == report.place.code,
        decimals=_places(found, held),
    )


def _label(report: Report, found: Standing, held: IndicatorData) -> str:
    """What is measured, with its year where not all that is shown is of one."""
    year = year_beside([held.year], [one.year for one in found.held])
    return held.entry.name.in_language(report.lang) + year


def rank_text(report: Report, found: Standing, indicator: str) -> str:
    """Rank among all as an interval; empty where the values have none."""
    row = found.of(indicator)
    if pd.isna(row["rank_first"]):
        return report.text("comparison.no_rank")
    ranks = report.language.ranks(int(row["rank_first"]), int(row["rank_last"]))
    key = "rank_index" if found.index else "rank_value"
    return report.text(f"comparison.{key}", ranks=ranks, of=int(row["of"]))


def strip_names(report: Report, found: Standing, indicator: str) -> dict[str, str]:
    """Names of the strips that show others, with how many municipalities of how many they show."""
    names, counts = {}, {}
    for strip in groups_of(report):
        shown = int(found.of(indicator, GROUPS.get(strip, strip))["n"])
        own = strip == "similar"  # named beside the others, for it is not one of them
        every = len(_members(report, strip))
        county = report.language.county(report.place.county_name)
        words = {"count": shown - own, "all": every, "county": county}
        key = f"comparison.strip_{_kind(report, strip)}{'_some' if shown - own < every else ''}"
        if shown - own > 1:  # the median of one other says nothing
            names[strip], counts[strip] = report.text(key, **words), shown
    if len(names) > 1 and counts.get("nation") == counts.get("county"):
        del names["nation"]  # only those of the county are known
    return names


def _members(report: Report, strip: str) -> list[str]:
    return compared_with(report) if strip == "similar" else members_of(report, strip)


def _kind(report: Report, strip: str) -> str:
    if strip == "similar":
        return peer_kind(report)
    return "demo" if strip == "nation" and report.place.synthetic else strip


def _field(report: Report, found: Standing, frame: pd.DataFrame) -> str:
    """What the field through the strips is, where the own value has an interval, and a rank."""
    told = found.told[(found.told["group"] == "all") & found.told["rank_first"].notna()]
    middle = (told["of"].astype(float) + 1) / 2
    across = (told["rank_first"] <= middle) & (middle <= told["rank_last"])
    own = frame.loc[frame["own"], "lower"].notna().any()
    wanted = {"field": own, "field_rank": own and (across & (told["certainty"] == CERTAIN)).any()}
    return "".join(f" {report.text(f'comparison.{key}')}" for key, is_so in wanted.items() if is_so)


def _rings(report: Report, frame: pd.DataFrame) -> str:
    """Whom the rings stand for, where there are any."""
    if not frame["strip"].eq("similar").any():
        return ""
    report.show_similar()
    return report.text("comparison.rings", similar=report.text(f"comparison.{peer_kind(report)}"))


def _years(report: Report, found: Standing) -> str:
    return report.language.listing(
        sorted({period(report, held.entry, held.year) for held in found.held})
    )


def _each(report: Report, found: Standing) -> list[str]:
    texts = []
    for held in found.held:
        row = found.of(held.entry.id)
        marks = {name: _mark(report, found, row, name)
                 for name in ("value", "median", "lowest", "highest")}  # fmt: skip
        words = {name: standing_text(report, found, held, row[name], mark)
                 for name, mark in marks.items()}  # fmt: skip
        texts.append(report.text("comparison.alt_each", label=_label(report, found, held), **words))
    return texts


def standing_text(
    report: Report, found: Standing, held: IndicatorData, value: float, mark: str = ""
) -> str:
    """A value of the comparison with its unit."""
    return value_text(report, held.entry, value, index=found.index, mark=mark)


def _mark(report: Report, found: Standing, row: pd.Series, name: str) -> str:
    """Mark of the own value, of the lowest or the highest one, or of a median of any such."""
    if name == "median":
        return found.mark_any(row["indicator"])
    place = report.place.code if name == "value" else row[f"place_{name}"]
    return found.mark(row["indicator"], place)


def standing_table(report: Report, found: Standing, key: str, *indicators: str) -> Table:
    """Value, interval, median, ends and rank, a row a strip of each measure, or of those named."""
    say = report.text
    heads = ["value", "interval", "median", "lowest", "highest", "rank"]
    columns = [say("comparison.measure"), f"<{say('comparison.group')}"]
    columns += [say(f"comparison.{head}") for head in heads]
    told = [one for one in found.held if one.entry.id in indicators or not indicators]
    rows = [row for held in told for row in _table_rows(report, found, held)]
    where = f"{report.place.name}, {_years(report, found)}"
    return make_table(report, key, columns, rows, subtitle=where, notes=(say("captions.signs"),))


def _table_rows(report: Report, found: Standing, held: IndicatorData) -> Iterable[tuple[str, ...]]:
    names, number = strip_names(report, found, held.entry.id), report.language.number
    places, interval = _places(found, held), own_interval(report, found, held)
    for strip, label in names.items():
        row = found.of(held.entry.id, GROUPS.get(strip, strip))
        value, *ends = (
            number(row[name], places) + _mark(report, found, row, name)
            for name in ("value", "median", "lowest", "highest")
        )
        yield (
            _label(report, found, held),
            label,
            value,
            interval,
            *ends,
            _rank(report, found, row),
        )


def _places(found: Standing, held: IndicatorData) -> int:
    return decimals_of(held.entry, found.index, held.latest["value"])


def own_interval(report: Report, found: Standing, held: IndicatorData) -> str:
    """The municipality's interval, which decides on which side of the median it is."""
    rows = found.frame[found.frame["indicator"] == held.entry.id]
    own = rows[rows["municipality"] == report.place.code].iloc[0]
    ends = own["lower"], own["upper"]
    known = pd.notna(own["lower"])
    return report.language.interval(*ends, _places(found, held)) if known else _unranked(found)


def _unranked(found: Standing) -> str:
    """Sign for no interval and no rank: of all values, or of one beside others that have them."""
    return NOT_APPLICABLE if found.told["rank_first"].notna().any() else DASH


def _rank(report: Report, found: Standing, row: pd.Series) -> str:
    if pd.isna(row["rank_first"]):
        return _unranked(found)
    ranks = report.language.ranks(int(row["rank_first"]), int(row["rank_last"]))
    return report.text("comparison.rank_of", ranks=ranks, of=int(row["of"]))

"""The yearly national report: indices of all municipalities, their change, and what is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from segnb.analysis.national_ranking import distribution
from segnb.report import charts
from segnb.report.country_report import WholeReport
from segnb.report.division.index_values import as_data
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.phrases import divided_by
from segnb.report.reading.all_municipalities import everywhere, held_years, national_indices
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import vintages
from segnb.store.indicator_coverage import areas_by_year
from segnb.vocabulary.areas import LEVELS, find_municipality
from segnb.vocabulary.i18n import DASH

INDEX_CLASSES = (10.0, 20.0, 30.0, 45.0)
FAMILIES = ("municipality", "regso", "deso")
ALIKE = 0.9  # part of the areas of the year before that a year of the same run has at least
CUTS = ("lowest", "p10", "p25", "median", "p75", "p90", "highest")


@dataclass(frozen=True)
class National:
    """Indices of all municipalities.

    Attributes
    ----------
    held
        What was measured, one for each indicator.
    frame
        What `report.reading.all_municipalities.national_indices` gives, of all of them.
    """

    held: tuple[IndicatorData, ...]
    frame: pd.DataFrame

    def of(self, indicator: str) -> pd.DataFrame:
        """Municipalities with a value of one indicator, the lowest first."""
        rows = self.frame[self.frame["indicator"] == indicator].dropna(subset="value")
        return rows.sort_values(["value", "municipality"])

    @cached_property
    def cuts(self) -> pd.DataFrame:
        """Distribution of each indicator over the municipalities, by its id."""
        return distribution(self.frame, by=("indicator",)).set_index("indicator")


def measure_national(
    report: WholeReport, *indicators: str, family: str = "regso"
) -> National | Gap:
    """Dissimilarity of each share in every municipality, in the newest year that is held.

    Parameters
    ----------
    indicators
        Ids of shares.
    family
        `regso` or `deso`.
    """
    held, frames = [], []
    for indicator in indicators:
        newest = _newest(report, indicator, family)
        if newest is None:
            report.gap_of(indicator, family)
            continue
        found = everywhere(report.store, indicator, *newest)
        frame = national_indices(report.store, indicator, *newest)
        if found is not None and frame["value"].notna().any():
            held.append(report.use(found))
            frames.append(frame)
    if not held:
        return report.gap_of(indicators[0], family)
    return National(tuple(held), pd.concat(frames, ignore_index=True))


def _newest(report: WholeReport, indicator: str, family: str) -> tuple[str, int] | None:
    last = report.params.year or 9999
    for level in vintages(family):
        years = [year for year in held_years(report.store, indicator, level) if year <= last]
        if years:
            return level, years[-1]
    return None


def _name(report: Report, held: IndicatorData) -> str:
    return held.entry.name.in_language(report.lang)


def _where(report: Report, held: Iterable[IndicatorData]) -> str:
    each = list(held)
    levels = dict.fromkeys(report.level_vintage(one.level) for one in each)
    years = sorted({str(one.year) for one in each})
    return f"{report.language.listing(list(levels))}, {report.language.listing(years)}"


@passing_gaps
def show_national(report: WholeReport, found: National, *, key: str = "national") -> Figure:
    """One tick a municipality for each index, the median marked, both ends named."""
    medians = found.cuts["median"]
    parts = [
        found.of(held.entry.id).assign(label=_name(report, held), sublabel=_place(report, held))
        for held in found.held
    ]
    rows = pd.concat(parts, ignore_index=True)
    names = [find_municipality(code).name for code in rows["municipality"]]
    frame = rows.assign(
        name=names, unit="", municipality_value=float("nan"),
        nation_value=rows["indicator"].map(medians),
    )  # fmt: skip
    where = _where(report, found.held)
    return make_figure(
        report, key, charts.distribution, frame, words="national.distribution",
        values={"n": len(found.held), "where": where, "each": _each(report, found)},
        held=found.held, table=_table(report, found, f"{key}_table"),
        data=as_data(rows.drop(columns=["label", "sublabel"])), ends=True,
        reference=report.text("trends.median"),
    )  # fmt: skip


def _place(report: Report, held: IndicatorData) -> str:
    return f"{report.level_vintage(held.level)}, {held.year}"


def _each(report: Report, found: National) -> str:
    texts = []
    for held in found.held:
        values = found.of(held.entry.id)["value"]
        median = found.cuts.loc[held.entry.id, "median"]
        words = {"low": values.iloc[0], "high": values.iloc[-1], "median": median}
        numbers = {name: report.language.number(value, 1) for name, value in words.items()}
        texts.append(report.text("national.distribution.each", name=_name(report, held), **numbers))
    return " ".join(texts)


def _table(report: Report, found: National, key: str) -> Table:
    say = report.text
    cuts = found.cuts
    columns = [say(f"national.{name}") for name in
               ("measure", "count", *(f"cuts.{cut}" for cut in CUTS), "without")]  # fmt: skip
    rows = []
    for held in found.held:
        row = cuts.loc[held.entry.id]
        numbers = [report.language.number(row[cut], 1) for cut in CUTS]
        ranked = found.of(held.entry.id).set_index("municipality")
        for place, end in ((0, "place_lowest"), (-1, "place_highest")):
            numbers[place] = _end(report, numbers[place], ranked.loc[row[end]])
        counts = (report.language.number(row["n"]), report.language.number(row["without"]))
        rows.append(Row((_name(report, held), counts[0], *numbers, counts[1])))
    return make_table(
        report, key, columns, rows, subtitle=_where(report, found.held),
        notes=(say("national.few"),),
    )  # fmt: skip


def _end(report: Report, value: str, place: pd.Series) -> str:
    """Lowest or highest value with the name of the municipality and the span of its rank."""
    name = find_municipality(str(place.name)).name
    return report.text("national.end", value=value, name=name, rank=_rank(report, place))


def _rank(report: Report, place: Any) -> str:
    return report.language.ranks(int(place["rank_first"]), int(place["rank_last"]))


@passing_gaps
def show_national_map(
    report: WholeReport, found: National, indicator: str, *, key: str = ""
) -> Figure | Gap:
    """Map of the municipalities by one index, in five fixed classes."""
    held = next((one for one in found.held if one.entry.id == indicator), None)
    shapes = report.store.read_polygons("municipality")
    if held is None or shapes.empty:
        return report.gap("polygons_national", report.text("national.map.what"),
                          report.text("maps.gap.why"))  # fmt: skip
    for sha in report.store.polygon_snapshots("municipality", shapes["area"]):
        report.trail.use_snapshot(sha)
    rows = found.frame[found.frame["indicator"] == indicator].set_index("municipality")
    share = shapes["area"].map(rows["value"])
    status = share.isna().map({True: "not_applicable", False: "ok"})
    frame = shapes.assign(share=share, hatched=share.isna(), name="", status=status)
    known, key = found.of(indicator), key or f"national_map_{indicator}"
    low, high = (report.language.number(known["value"].iloc[end], 1) for end in (0, -1))
    words = {"measure": divided_by(report, held.entry), "where": _place(report, held),
             "low": low, "high": high, "n": len(known)}  # fmt: skip
    return make_figure(
        report, key, charts.share_map, frame, words="national.map", values=words, held=[held],
        table=_map_table(report, found, held, f"{key}_table"),
        data=as_data(_map_data(frame)), classes=INDEX_CLASSES, unit="",
        marks=False,
    )  # fmt: skip


def _map_data(frame: pd.DataFrame) -> pd.DataFrame:
    names = [find_municipality(code).name for code in frame["area"]]
    named = frame.assign(name=names).drop(columns="category", errors="ignore")
    return named.rename(columns={"share": "value"})


def _map_table(report: Report, found: National, held: IndicatorData, key: str) -> Table:
    """Every municipality in alphabetical order, with its interval and the interval of its rank."""
    say = report.language
    rows = found.frame[found.frame["indicator"] == held.entry.id]
    rows = rows.assign(name=[find_municipality(code).name for code in rows["municipality"]])
    lines = [
        (row["name"], say.number(row["value"], 1), say.interval(row["lower"], row["upper"]),
         _rank(report, row))
        if pd.notna(row["value"])
        else (row["name"], "·", "·", "·")
        for row in rows.sort_values("name").to_dict("records")
    ]  # fmt: skip
    heads = ("municipality", "value", "interval", "rank")
    return make_table(
        report, key, [report.text(f"national.{head}") for head in heads], lines,
        subtitle=_place(report, held),
        notes=(report.text("captions.signs"), report.text("national.few")),
    )  # fmt: skip


def show_national_coverage(report: WholeReport, *, key: str = "national_coverage") -> Table:
    """What the store holds of every indicator, by level: years and number of areas with a value."""
    coverage = areas_by_year(report.store)
    coverage = coverage.assign(family=[LEVELS[level].family for level in coverage["level"]])
    say = report.text
    rows = []
    for entry in report.read.catalogue.stored():
        mine = coverage[coverage["indicator"] == entry.id]
        cells = [_covered(report, mine[mine["family"] == family]) for family in FAMILIES]
        rows.append((entry.label.in_language(report.lang), *cells))
    columns = [say("captions.coverage.indicator")]
    columns += [f"<{report.level_name(family)}" for family in FAMILIES]
    return make_table(
        report, key, columns, rows, words="national.coverage", notes=(say("captions.signs"),),
    )  # fmt: skip


def _covered(report: Report, rows: pd.DataFrame) -> str:
    """Each vintage of areas by itself, and years with much fewer areas apart from the others."""
    parts = []
    for level, mine in rows.sort_values("year").groupby("level"):
        before = mine["areas"].shift()
        leaps = mine["areas"].clip(upper=before) < ALIKE * mine["areas"].clip(lower=before)
        for _, run in mine.groupby(leaps.cumsum()):
            ends = run["areas"].min(), run["areas"].max()
            areas = DASH.join(dict.fromkeys(report.language.number(end) for end in ends))
            years = report.language.years(int(run["year"].min()), int(run["year"].max()))
            vintage = f"{report.level_vintage(level)}: " if LEVELS[level].vintage else ""
            words = {"years": years, "areas": areas}
            parts.append(vintage + report.text("national.coverage.cell", **words))
    return "; ".join(parts) or DASH

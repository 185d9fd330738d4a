"""Who lives in which type of area: the municipality beside others, adults and children."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from segnb.analysis import type_populations
from segnb.report import charts
from segnb.report.area_types.official_types import (
    CHALLENGES,
    CONDITIONS,
    MIXED,
    TYPES,
    Types,
    type_name,
)
from segnb.report.area_types.values_by_type import (
    UNTYPED_AT_MOST,
    lack_country,
    match_types,
    newest_with_types,
    parents_of,
    types_everywhere,
)
from segnb.report.comparison.comparison_groups import is_whole, members_of
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData
from segnb.store.derived_results import derive

AGES = "age"
CHILDREN = ("0-4", "5-9", "10-14", "15-19")
UNTYPED = "none"


@dataclass(frozen=True)
class Residents:
    """Residents by area type.

    Attributes
    ----------
    held, types
        What was counted, and the types that it was counted by.
    frame
        `place` (own, similar, county, nation), `name, type, group` (all, children), `people,
        share` (per cent of the place), `areas`.
    """

    held: IndicatorData
    types: Types
    frame: pd.DataFrame

    def of(self, place: str, group: str = "all") -> pd.DataFrame:
        """Rows of a place and group, by type."""
        found = self._parts.get((place, group))
        return self.frame.iloc[:0].set_index("type") if found is None else found

    @cached_property
    def _parts(self) -> dict[tuple[str, str], pd.DataFrame]:
        parts = self.frame.groupby(["place", "group"], sort=False)
        return {key: part.set_index("type") for key, part in parts}

    def share(self, place: str, kinds: tuple[int, ...]) -> float:
        """Per cent of a place's residents in some types: the sum of their shares as printed."""
        shares = self.of(place).loc[[str(kind) for kind in kinds], "share"]
        return float(shares.astype(float).round(1).sum(skipna=False))

    @property
    def knows_country(self) -> bool:
        """Whether there is a nation to compare with."""
        people = self.of("nation")["people"]
        return bool(len(people) and people.notna().all())

    @property
    def has_ages(self) -> bool:
        """Whether children are counted too."""
        return bool((self.frame["group"] == "children").any())


def measure_residents(report: Report) -> Residents | Gap:
    """Residents of the municipality, similar ones, county and nation by the type of their area.

    By age where ages are held as late as all residents are: the newest year goes before ages.
    """
    found = match_types(report, newest_with_types(report, AGES, "population"))
    if isinstance(found, Gap):
        return found
    held, types = found
    return Residents(held, types, _in_places(report, _everywhere(report, held, types)))


def _everywhere(report: Report, held: IndicatorData, types: Types) -> pd.DataFrame:
    """Residents by type in every municipality, county and the nation, the same in all reports."""
    entry, store = held.entry, report.store

    def compute() -> pd.DataFrame:
        return type_populations.residents(
            types_everywhere(report, types, held.year),
            store.read(entry.id, level=held.level, years=[held.year]),
            _groups(held),
            parents=parents_of(report, held),
        )

    settings: dict[str, Any] = {"level": held.level, "year": held.year, "types": types.level,
                "type_year": types.year}  # fmt: skip
    used = [entry.id, "area_type"]
    return derive(store, f"residents-{entry.id}", used, compute, indicator=entry.id, **settings)


def _groups(held: IndicatorData) -> dict[str, list[str]]:
    """All residents and the young, or all alone where ages are not held."""
    if held.entry.id != AGES:
        return {"all": list(held.entry.groups)}
    return {"all": list(held.entry.totals), "children": list(CHILDREN)}


def _in_places(report: Report, counted: pd.DataFrame) -> pd.DataFrame:
    """Rows of the places that the report compares, in the order of the figure."""
    names = {
        "own": report.place.name,
        "similar": report.text("area_types.residents.similar"),
        "county": report.language.county(report.place.county_name),
        "nation": report.text("area_types.nation"),
    }
    rows = counted[counted["place_level"] == "municipality"]
    shown = ["own", *(place for place in names if place in report.params.compare_with)]
    parts: list[Any] = []
    for place in shown:
        part = _together(rows[rows["place"].isin(members_of(report, place))])
        if place != "own" and not (is_whole(report, place, rows["place"]) and _is_typed(part)):
            part = parts[0].assign(people=float("nan"), share=float("nan"))
            lack_country(report)
        if place == "similar":
            report.show_similar()
        parts.append(part.assign(place=place, name=names[place]))
    return pd.concat(parts, ignore_index=True)


def _is_typed(part: pd.DataFrame) -> bool:
    rows = part[part["group"] == "all"]
    untyped = rows.loc[rows["type"] == UNTYPED, "areas"].sum()
    return bool(untyped <= UNTYPED_AT_MOST * rows["areas"].sum())


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum of some municipalities; missing where one of them is."""
    sums = rows.groupby(["type", "group"], as_index=False).agg(
        people=("people", lambda people: people.sum(skipna=False)), areas=("areas", "sum")
    )
    whole = sums.groupby("group")["people"].transform("sum", min_count=1)
    return sums.assign(share=100 * sums["people"] / whole)


@passing_gaps
def show_composition(report: Report, residents: Residents, *, key: str = "") -> Figure:
    """Whole bars: how the residents of each place divide between the types."""
    key = key or f"{report.chapter}_composition"
    rows = residents.frame[residents.frame["group"] == "all"]
    typed = rows[rows["type"].isin([str(kind) for kind in TYPES])]
    people = rows.groupby("place")["people"].transform("sum", min_count=1)
    typed = typed.assign(status=typed["share"].isna().map({True: "missing", False: "ok"}))
    frame = typed.assign(
        type_number=typed["type"].astype(int), own=typed["place"] == "own", people=people
    ).drop(columns="place").rename(columns={"name": "place"})  # fmt: skip
    words = _ends_in_words(report, residents)
    alt = "alt" if residents.knows_country else "alt_alone"
    return make_figure(
        report, key, charts.composition, frame, words="area_types.residents", values=words,
        alt=report.text(f"area_types.residents.{alt}", **words), held=[residents.types.held],
        source=report.source_line(residents.held, residents.types.held),
        table=_composition_table(report, residents, key), data=typed,
    )  # fmt: skip


def _ends_in_words(report: Report, residents: Residents) -> dict[str, str]:
    say = report.language
    reference = "own" if residents.of("nation").empty else "nation"

    own = [residents.share("own", kinds) for kinds in (CHALLENGES, MIXED, CONDITIONS)]
    decimals = int(any(value not in (0, 100) for value in own))  # as many in all of a sentence

    def share(place: str, kinds: tuple[int, ...], decimals: int = 1) -> str:
        value = residents.share(place, kinds)
        if not residents.of(place).loc[[str(kind) for kind in kinds], "people"].any():
            decimals = 0  # nobody: no share that is rounded to nothing
        return report.text("figures.missing") if pd.isna(value) else say.percent(value, decimals)

    return {
        "low": share("own", CHALLENGES, decimals),
        "middle": share("own", MIXED, decimals),
        "high": share("own", CONDITIONS, decimals),
        "mixed": share("own", MIXED, decimals),
        "nation_low": share(reference, CHALLENGES),
        "nation_high": share(reference, CONDITIONS),
        "nation_mixed": share(reference, MIXED),
        "people": say.number(residents.of("own")["people"].sum()),
        "year": str(residents.held.year),
        "types": f"{residents.types.year} ({report.level_vintage(residents.types.level)})",
    }


def _composition_table(report: Report, residents: Residents, key: str) -> Table:
    say = report.text
    columns = [say("area_types.residents.place"), say("maps.people"),
               *(say("area_types.type", number=number) for number in TYPES)]  # fmt: skip
    rows = []
    for place in residents.frame["place"].unique():
        part = residents.of(place)
        shares = [report.language.number(part.loc[str(kind), "share"], 1) for kind in TYPES]
        number = report.language.number(part["people"].sum(skipna=False))
        rows.append(
            Row((part["name"].iloc[0], number, *shares), "own" if place == "own" else "normal")
        )
    words = _ends_in_words(report, residents)
    return make_table(
        report, f"{key}_table", columns, rows,
        subtitle=say("area_types.residents.in_percent", **words),
    )  # fmt: skip


@passing_gaps
def show_residents(report: Report, residents: Residents, *, key: str = "residents") -> Table:
    """Residents, adults and children of each type; a type that is not there keeps its row."""
    say, words = report.text, _ends_in_words(report, residents)
    names = ["type", "areas", "people", "share"]
    names += ["adults", "children", "children_share"] if residents.has_ages else []
    kinds = [str(kind) for kind in TYPES]
    if UNTYPED in residents.of("own").index:
        kinds.append(UNTYPED)
    rows = [_residents_row(report, residents, kind) for kind in kinds]
    return make_table(
        report, key, names, [*rows, _total_row(report, residents)], words="area_types.residents",
        title=say("area_types.residents.table"),
        subtitle=say("area_types.residents.table_subtitle", **words),
        source=report.source_line(residents.held, residents.types.held, own=False),
        notes=(say("area_types.residents.relative"),),
        data=residents.frame[residents.frame["place"] == "own"],
    )  # fmt: skip


def _residents_row(report: Report, residents: Residents, kind: str) -> Row:
    row, say = residents.of("own").loc[kind], report.language
    number = None if kind == UNTYPED else int(kind)
    name = type_name(report, number) if number else report.text("area_types.residents.untyped")
    if row["areas"] == 0:
        return Row((name, "0", report.text("area_types.residents.absent")), type_number=number)
    cells = [name, say.number(row["areas"]), say.number(row["people"]), say.number(row["share"], 1)]
    if residents.has_ages:
        cells += _ages(report, row["people"], residents.of("own", "children").loc[kind, "people"])
    return Row(tuple(cells), type_number=number)


def _total_row(report: Report, residents: Residents) -> Row:
    rows, say = residents.of("own"), report.language
    people = rows["people"].sum(skipna=False)
    cells = [report.text("area_types.residents.whole")]
    cells += [say.number(rows["areas"].sum()), say.number(people), say.number(100, 1)]
    if residents.has_ages:
        children = residents.of("own", "children")["people"].sum(skipna=False)
        cells += _ages(report, people, children)
    return Row(tuple(cells), style="total")


def _ages(report: Report, people: float, children: float) -> list[str]:
    say = report.language
    share = 100 * children / people if people else float("nan")
    return [say.number(people - children), say.number(children), say.number(share, 1)]


@passing_gaps
def say_composition(report: Report, residents: Residents) -> Statement | None:
    """How many live at either end, in the municipality and the nation."""
    words = _ends_in_words(report, residents)
    if residents.of("own")["people"].isna().any():
        return None
    table = _composition_table(report, residents, "composition_finding")
    outcome = "both" if residents.knows_country else "alone"
    held = (residents.held, residents.types.held)
    return Statement("composition", outcome, "types", words, "certain", table, held)

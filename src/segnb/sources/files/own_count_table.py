"""A municipality's own counts: whole numbers of people by own area, year and group."""

import re

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.own_area_files import TITLE, TWO, checked_names, place_polygons
from segnb.sources.files.own_table import own_table
from segnb.store import OWN_DATA, Store, make_observations
from segnb.vocabulary.catalogue import Catalogue, Indicator
from segnb.vocabulary.errors import InvalidFile

_WANTED, _PERHAPS = {"area", "year", "group", "count"}, {"indicator", "municipality"}
MOST_PEOPLE = 20_000_000  # more than Sweden has
_WHOLE = re.compile(r"\d+(?:[.,]0{1,2})?")
_TOTAL = re.compile(r"(totalt?|summa|sum|samtliga|alla)( .*)?|(hela )?(kommunen|staden)")
FEWEST = 3  # areas, of which one can be seen to be the sum of the others


def is_own_counts(document: Document) -> bool:
    """Whether the columns are `area`, `year`, `group`, `count`, perhaps with `indicator`."""
    return own_table(document, _WANTED, _PERHAPS) is not None


def read_own_counts(document: Document, catalogue: Catalogue, store: Store) -> Reading:
    """Counts of own areas, bound to an indicator by the column `indicator` or by their groups."""
    table = own_table(document, _WANTED, _PERHAPS)
    if table is None or table.frame.empty:
        raise InvalidFile(f"{document.name} has the columns of own counts and no row.")
    texts = checked_names(table.frame, document.name)
    rows = texts[["area", "group"]].assign(year=_years(texts["year"], document.name))
    rows["value"] = _counts(table.frame["count"], texts, document.name)
    _check_twice(rows.assign(place=texts.get("municipality", "")), document.name)
    entry = _entry(texts, catalogue)
    reading = Reading(taken_as="counts of own areas", producer=OWN_DATA, title=TITLE)
    if entry is None:
        groups = ", ".join(sorted(texts["group"].unique())[:5])
        reading.reason = (
            f"no indicator of the catalogue has the groups {groups}: name one in a column "
            "indicator (`segnb list indicators` has their groups)"
        )
        return reading
    places = _municipalities(texts, store)
    rows["municipality"] = [places.get(area, "") for area in texts["area"]]
    both = sorted(set(rows.loc[rows["municipality"] == TWO, "area"]))
    if both:
        reading.reason = (
            f"two municipalities have an own area {both[0]}: add a column municipality with its "
            "code"
        )
        return reading
    lost = sorted(set(rows.loc[rows["municipality"] == "", "area"]))
    if lost:
        reading.reason = _nowhere(lost, sorted(places))
        return reading
    rows, left = _without_sums(rows)
    reading.observations = make_observations(rows, indicator=entry.id, level="own")
    reading.notes = [
        f"{rows['area'].nunique()} own areas, taken as {entry.id}. Counts under the threshold of "
        "disclosure are never shown.",
        *table.notes,
        *left,
        *_against_population(rows, entry, store, document.name),
    ]
    return reading


def _nowhere(lost: list[str], drawn: list[str]) -> str:
    if drawn:
        return (
            f"the own areas {', '.join(lost[:3])} are none of the polygons ({', '.join(drawn[:8])}"
            f"{', …' if len(drawn) > 8 else ''}): write them alike, or add a column municipality"
        )
    return (
        "nothing says in which municipality its areas lie: add a column municipality, or put "
        "the polygons of the areas in the same folder"
    )


def _counts(cells: pd.Series, texts: pd.DataFrame, name: str) -> pd.Series:
    plain = cells.map(lambda cell: "".join("" if pd.isna(cell) else str(cell).split()))
    wrong = ~plain.str.fullmatch(_WHOLE.pattern)
    numbers = pd.to_numeric(plain.where(~wrong, "0").str.replace(r"[.,]0+$", "", regex=True))
    wrong |= numbers > MOST_PEOPLE
    if wrong.any():
        row = texts[wrong].iloc[0]
        raise InvalidFile(
            f"{name} has {plain[wrong].iloc[0][:20]!r} as the count of {row['group']} in "
            f"{row['area']} {row['year']}: write a whole number of people (no per cent, no "
            "marks, 1000 and not 1,000); what is small is hidden in every report."
        )
    return numbers.astype("float64")


def _check_twice(rows: pd.DataFrame, name: str) -> None:
    twice = rows.duplicated(["place", "area", "year", "group"])
    if twice.any():
        area, group = rows.loc[twice, ["area", "group"]].iloc[0]
        raise InvalidFile(f"{name} has two counts of {group} in {area} of the same year: keep one.")


def _without_sums(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows without units that are called a total, or are the sum of all others."""
    keys = ["municipality", "area"]
    wide = rows.pivot_table("value", keys, ["year", "group"], "sum", fill_value=0)
    sums = wide.groupby("municipality").transform("sum") - wide
    many = wide.groupby("municipality")[wide.columns[:1]].transform("size") >= FEWEST
    is_sum = wide.eq(sums).all(axis="columns") & wide.gt(0).any(axis="columns") & many
    named = wide.index.get_level_values("area").str.fullmatch(_TOTAL.pattern, flags=re.I)
    out = wide.index[is_sum | named]
    if out.empty:
        return rows, []
    left = pd.MultiIndex.from_frame(rows[keys]).isin(out)
    listed = ", ".join(sorted(set(out.get_level_values("area"))))
    return rows[~left], [f"{listed} is a total of the others and no area of its own: left out."]


def _against_population(rows: pd.DataFrame, entry: Indicator, store: Store, name: str) -> list[str]:
    """How many of the people of each municipality are counted; InvalidFile if more than all."""
    if entry.unit != "persons":
        return []
    notes = []
    parts = rows[~rows["group"].isin(entry.totals)]
    for (place, year), counted in parts.groupby(["municipality", "year"])["value"].sum().items():
        people = _people(store, str(place), int(year))
        if not people:
            continue
        if counted > 1.02 * people:
            raise InvalidFile(
                f"{name} counts {counted:.0f} people in {place} {year}, of whom {people:.0f} live "
                "there: is a sum among the areas or groups?"
            )
        notes.append(
            f"{counted:.0f} people are counted in {place} {year}, {100 * counted / people:.0f} "
            f"per cent of the {people:.0f} who live there."
        )
    return notes


def _people(store: Store, place: str, year: int) -> float:
    """Residents of a municipality, published or summed of its areas; 0 where none are held."""
    for level in ("municipality", "regso2020", "regso2025", "deso2018", "deso2025"):
        held = store.read("population", level=level, municipality=place, years=[year])
        if len(held):
            return float(held["value"].sum())
    return 0.0


def _years(texts: pd.Series, name: str) -> pd.Series:
    years = texts.str.removesuffix(".0")
    if not years.str.fullmatch(r"(19|20)\d{2}").all():
        raise InvalidFile(f"{name}: the column year holds years such as 2023.")
    return years.astype("int16")


def _entry(texts: pd.DataFrame, catalogue: Catalogue) -> Indicator | None:
    groups = set(texts["group"])
    if "indicator" in texts:
        named = set(texts["indicator"])
        if len(named) != 1:
            raise InvalidFile("The column indicator names more than one indicator: one a file.")
        entry = catalogue[named.pop()]
        return entry if _holds_counts(entry, catalogue) and groups <= set(entry.groups) else None
    fitting = [
        entry
        for entry in catalogue.stored()
        if _holds_counts(entry, catalogue)
        and groups <= set(entry.groups)
        and groups - set(entry.totals)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _holds_counts(entry: Indicator, catalogue: Catalogue) -> bool:
    """Whether the groups of an indicator are counts; some are per cent of another group."""
    return entry.kind == "counts" and not any(one.percent for one in catalogue.of(entry.id))


def _municipalities(texts: pd.DataFrame, store: Store) -> dict[str, str]:
    """Municipality of each own area: as stated, or the one in which its polygon lies."""
    if "municipality" in texts:
        return dict(zip(texts["area"], texts["municipality"], strict=True))
    return place_polygons(store)

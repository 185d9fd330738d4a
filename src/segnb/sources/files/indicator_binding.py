"""Which indicators of the catalogue a labelled table holds, and their observations."""

import re

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.labelled_table import CONTENTS, LabelledTable, plain
from segnb.sources.files.regions import NO_KEY, Regions
from segnb.store import Store, make_observations
from segnb.vocabulary.areas import municipality_of
from segnb.vocabulary.catalogue import Catalogue, Indicator, Source

SEXES = {
    "totalt": "total", "total": "total", "1+2": "total", "t": "total", "båda könen": "total",
    "män och kvinnor": "total", "kvinnor och män": "total",
    "män": "men", "men": "men", "1": "men", "m": "men", "pojkar": "men",
    "kvinnor": "women", "women": "women", "2": "women", "k": "women", "flickor": "women",
}  # fmt: skip
_TOTALS = ("totalt", "total", "samtliga", "alla", "summa")
_YEARS = re.compile(r"^((?:19|20)\d{2}[-\u2013])?((?:19|20)\d{2})$")
PEOPLE = "population"
FEWEST_AREAS = 20  # by chance, no two years are equal in so many areas
Binding = tuple[Indicator, Source]


def bind(table: LabelledTable, catalogue: Catalogue, regions: Regions) -> Reading:
    """What a table holds of the catalogue; left with the reason where it holds nothing."""
    reading = Reading(
        taken_as=table.taken_as,
        producer=table.producer,
        table=table.table or " ".join(table.codes),
        title=table.title,
        published=table.published,
        notes=list(table.notes),
        reason=table.fault,
    )
    if table.fault:
        return reading
    found = [(entry, source) for entry in catalogue.stored() for source in entry.sources
             if fits(source, table)]  # fmt: skip
    if not found:
        reading.reason = _unbound(table, catalogue)
        return reading
    if not {table.table, *table.codes} - {""}:
        found = _nearest(found, table)
    first = found[0][1]
    found = [(entry, source) for entry, source in found if source.producer == first.producer]
    _name(reading, first)
    return _with_observations(reading, table, found, regions)


def _nearest(found: list[Binding], table: LabelledTable) -> list[Binding]:
    """One source of each entry: that whose years hold most of those of a table without id."""
    years = pd.to_numeric(table.frame["year"], errors="coerce").dropna().unique()
    best: dict[str, tuple[int, Binding]] = {}
    for entry, source in found:
        first, last = source.span
        inside = int(((years >= first) & (years <= last)).sum())
        if entry.id not in best or inside > best[entry.id][0]:
            best[entry.id] = (inside, (entry, source))
    return [binding for _, binding in best.values()]


def _unbound(table: LabelledTable, catalogue: Catalogue) -> str:
    """Why no indicator is bound: what the table has, and what the nearest ones are bound to."""
    reason = f"no indicator of the catalogue is bound to the table {table.name or 'without id'}"
    has = [f"{name} ({', '.join(sorted(map(str, table.frame[name].unique()))[:4])})"
           for name in table.variables[:4]]  # fmt: skip
    if has:
        reason += f", which has {'; '.join(has)}"
    near = {
        f"{entry.id} ({source.table or 'without id'}: {source.dimension})"
        for entry in catalogue.stored()
        for source in entry.sources
        if table.producer in ("", source.producer) and plain(source.dimension) in table.variables
        and source.dimension != CONTENTS
    }  # fmt: skip
    if near:
        reason += f"; nearest are {', '.join(sorted(near)[:3])}: get one of these tables"
    return f"{reason} (`segnb list indicators` names all that is read)"


def _name(reading: Reading, source: Source) -> None:
    """Give a table that does not say what it is called the names that it has in the catalogue."""
    reading.producer = reading.producer or source.producer
    reading.licence = source.licence
    reading.table = reading.table or source.table
    reading.title = reading.title or (source.title.sv if source.title else "")


def _with_observations(
    reading: Reading, table: LabelledTable, found: list[Binding], regions: Regions
) -> Reading:
    rows, dropped = _annual(table.frame)
    areas, notes = regions.resolve(rows["region"], rows["year"])
    reading.notes += dropped + notes
    located = areas["level"] != ""
    if not located.any():
        reading.reason = _no_areas(areas)
        return reading
    rows = rows[located].assign(level=areas["level"], area=areas["area"])
    rows = _existing(rows, [entry for entry, _ in found], reading)
    rows["municipality"] = rows["area"].map({a: municipality_of(a) for a in rows["area"].unique()})
    parts = [
        of_people(_observations(rows, entry, source, reading), source, regions.store, reading)
        for entry, source in found
    ]
    reading.observations = pd.concat(parts, ignore_index=True)
    if reading.observations.empty and not reading.reason:
        reading.reason = "none of its labels is a group of the catalogue"
    return reading


def _existing(rows: pd.DataFrame, entries: list[Indicator], reading: Reading) -> pd.DataFrame:
    """Rows without municipalities of no people: they did not exist yet in that year."""
    if {entry.id for entry in entries} != {PEOPLE}:
        return rows
    unborn = rows["level"].eq("municipality") & rows["value"].eq(0)
    if unborn.any():
        reading.notes.append(
            f"{int(unborn.sum())} zeros of municipalities that did not exist were left out."
        )
    return rows[~unborn]


def _no_areas(areas: pd.DataFrame) -> str:
    if (areas["fault"] == NO_KEY).any():
        return (
            "its areas are named, and the key from names to codes is not in the store: "
            "put SCB's key file in the same folder"
        )
    return "none of its regions is an area known here"


def fits(source: Source, table: LabelledTable) -> bool:
    """Whether a source of the catalogue speaks of this table.

    Ids decide where the file has any; the variables and labels must fit in every case.
    """
    if table.producer not in ("", source.producer):
        return False
    known_ids = {table.table, *table.codes} - {""}
    if known_ids and not known_ids & {source.table, *source.contents}:
        return False
    wanted = {plain(name) for name in source.fixed} | {plain(source.dimension)} - {""}
    if any(not _is_settled(table, name) for name in set(table.variables) - wanted):
        return False
    named = table.labels(CONTENTS) & {plain(name) for name in source.contents}
    if not (known_ids or source.dimension or source.fixed or named):
        return False
    fixed = all(plain(label) in table.labels(name) for name, label in source.fixed.items())
    return fixed and (not source.dimension or _has_groups(table, source, bool(known_ids)))


def _is_settled(table: LabelledTable, variable: str) -> bool:
    """Whether a variable that a source does not name has one label only: a total, or a measure.

    A total of some ages alone is another population.
    """
    labels = table.labels(variable)
    if len(labels) != 1:
        return False
    label = next(iter(labels))
    return variable == CONTENTS or (label.startswith(_TOTALS) and not re.search(r"\d", label))


def _has_groups(table: LabelledTable, source: Source, is_known: bool) -> bool:
    """Whether the labels of a table are the groups of a source.

    A table may have some of them alone; one that lacks some and has others in their place divides
    the same people in another way, unless its id says that a label was renamed.
    """
    groups = {plain(label) for label in source.groups}
    labels = table.labels(source.dimension)
    others = {x for x in labels - groups if not x.startswith(_TOTALS)}
    whole = is_known or source.dimension == CONTENTS or not others or groups <= labels
    return bool(labels & groups) and whole


def _annual(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows of whole years, with the year as a number; a period stands at its last year."""
    codes, years = pd.factorize(frame["year"], use_na_sentinel=False)  # few are repeated
    each = pd.Series(years).astype("str").str.strip().str.extract(_YEARS)
    found = each.iloc[codes].set_axis(frame.index)
    is_year = found[1].notna()
    rows = frame[is_year].assign(year=found.loc[is_year, 1].astype("int16"))
    dropped = int((~is_year).sum())
    notes = [f"{dropped} cells of months or quarters were dropped."] if dropped else []
    if found[0].notna().any():
        notes.append("Periods of several years stand at the last of them.")
    return rows, notes


def _observations(
    rows: pd.DataFrame, entry: Indicator, source: Source, reading: Reading
) -> pd.DataFrame:
    for name, label in source.fixed.items():
        labels = rows[plain(name)].unique()
        rows = rows[rows[plain(name)].isin([x for x in labels if plain(x) == plain(label)])]
    if source.levels:
        rows = rows[rows["level"].isin(source.levels)]
    rows = rows[rows["year"].between(*entry.years_of(source))]
    rows = rows.assign(group=_groups(rows, source, reading), sex=_sexes(rows))
    rows = rows[rows["group"].notna() & rows["sex"].notna()]
    if entry.unit == "persons":  # types and dwellings may well stay as they are for a year
        rows = without_copied_year(rows, reading)
    rows = marking_preliminary(rows, source, reading)
    return make_observations(rows, indicator=entry.id)


def _groups(rows: pd.DataFrame, source: Source, reading: Reading) -> pd.Series:
    if not source.dimension:
        return pd.Series("all" if not source.groups else next(iter(source.groups.values())),
                         index=rows.index)  # fmt: skip
    bound = {plain(label): group for label, group in source.groups.items()}
    labels = rows[plain(source.dimension)]
    by_label = {label: bound.get(plain(label)) for label in labels.unique()}
    unbound = sorted(str(label) for label, group in by_label.items() if group is None)
    if unbound and source.dimension != CONTENTS:
        reading.notes.append(f"Labels without a group in the catalogue were dropped: {unbound}.")
    return labels.map(by_label)


def _sexes(rows: pd.DataFrame) -> pd.Series:
    if "sex" not in rows:
        return pd.Series("total", index=rows.index)
    return rows["sex"].map({label: SEXES.get(plain(label)) for label in rows["sex"].unique()})


def of_people(rows: pd.DataFrame, source: Source, store: Store, reading: Reading) -> pd.DataFrame:
    """Counts from shares in percent and the number of people of the same area and year.

    Shares of areas and years whose number of people is not held are left, and that is told.
    """
    if not source.share_of or rows.empty:
        return rows
    years = sorted({int(year) for year in rows["year"]})
    people = store.read(source.share_of, years=years)
    place = ["level", "area", "year"]
    people = people[people["group"] == "all"][[*place, "value"]]
    both = rows.merge(people.rename(columns={"value": "people"}), on=place, how="left")
    known = both["people"].notna()
    counts = both.assign(value=(both["value"] / 100 * both["people"]).round())[known]
    left = len(both[~known][place].drop_duplicates())
    if left:
        reading.notes.append(
            f"Shares of {left:,} areas and years were left, for their {source.share_of} is not "
            "held: fetch or import that first."
        )
    if counts.empty:
        reading.reason = reading.notes.pop().rstrip(".")
    return counts.drop(columns="people").reset_index(drop=True)


def marking_preliminary(rows: pd.DataFrame, source: Source, reading: Reading) -> pd.DataFrame:
    """Rows whose values the producer has not settled, with that status and a note."""
    is_early = rows["year"].isin(source.preliminary) & (rows["status"] == "ok")
    if is_early.any():
        years = sorted({str(year) for year in rows.loc[is_early, "year"]})
        reading.notes.append(f"The values of {', '.join(years)} are preliminary.")
        rows = rows.assign(status=rows["status"].mask(is_early, "preliminary"))
    return rows


def without_copied_year(rows: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Rows without a last year that repeats the year before in every area: it was not counted."""
    years = sorted(rows["year"].unique())
    if len(years) < 2 or rows["area"].nunique() < FEWEST_AREAS:
        return rows
    wide = rows[rows["year"].isin(years[-2:])].pivot_table(
        index=["area", "sex", "group"], columns="year", values="value", aggfunc="first"
    )
    wide = wide.dropna()
    if len(wide) < FEWEST_AREAS or wide.shape[1] < 2 or (wide.iloc[:, 0] != wide.iloc[:, 1]).any():
        return rows
    reading.notes.append(
        f"The values of {years[-1]} equal those of {years[-2]} in all {wide.shape[0]} places: "
        f"they are a copy, and {years[-1]} was left out."
    )
    return rows[rows["year"] != years[-1]]

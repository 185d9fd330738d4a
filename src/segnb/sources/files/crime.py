"""Tables of Brå: reported crime, and the survey NTU with its confidence limits."""

import re
from functools import partial

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.indicator_binding import marking_preliminary
from segnb.sources.files.labelled_table import plain
from segnb.sources.files.producers import licence_of, of_producer
from segnb.sources.files.regions import Regions
from segnb.store import make_observations
from segnb.vocabulary.areas import municipality_of
from segnb.vocabulary.catalogue import Catalogue, Indicator, Source
from segnb.vocabulary.errors import InvalidFile

KINDS = {"total": "Totalt antal anmälda brott", "violent": "Våldsbrott"}
PER_100000 = "Antal per 100 000 inv"
_TITLES = {
    "Brå: reported crime and NTU": "Anmälda brott och Nationella trygghetsundersökningen (NTU)",
    "Brå: all reported crimes": "Anmälda brott",
}
_INDICATORS = {"geografi", "enhet", "ar", "variabel", "varde", "kalla"}
_TOTALS = {"kommun", "period", "key", "count", "per100k"}
_LIMITS = {"ki (95 %) undre gräns": "ci_low", "ki (95 %) övre gräns": "ci_high"}
_UNITS = {"per_100000": re.compile("antal per 100 000 inv"), "percent": re.compile("andel.*"),
          "number": re.compile("antal")}  # fmt: skip


def _has(columns: set[str], document: Document) -> bool:
    return document.is_table and set(document.columns) >= columns


is_indicators, is_totals = partial(_has, _INDICATORS), partial(_has, _TOTALS)


def read_indicators(document: Document, catalogue: Catalogue, regions: Regions) -> Reading:
    """Reported crime and NTU by place, variable and unit."""
    frame = document.frame()
    return _read(frame, "Brå: reported crime and NTU", document.name, catalogue, regions)


def read_totals(document: Document, catalogue: Catalogue, regions: Regions) -> Reading:
    """All reported and violent crimes by municipality, as numbers and per 100 000 inhabitants."""
    frame = document.frame()
    parts = [
        pd.DataFrame({
            "geografi": frame["kommun"], "ar": frame["period"], "enhet": unit, "kalla": "",
            "variabel": frame["key"].map(KINDS), "varde": frame[column],
        })
        for unit, column in (("Antal", "count"), (PER_100000, "per100k"))
    ]  # fmt: skip
    both = pd.concat(parts, ignore_index=True).dropna(subset="variabel")
    return _read(both, "Brå: all reported crimes", document.name, catalogue, regions)


def _read(
    frame: pd.DataFrame, taken_as: str, name: str, catalogue: Catalogue, regions: Regions
) -> Reading:
    reading = Reading(taken_as=taken_as, producer="Brå", title=_TITLES[taken_as])
    reading.licence = licence_of(catalogue, "Brå")
    rows = _rows(frame, name)
    areas, reading.notes = regions.resolve(rows["place"], rows["year"])
    rows = rows.assign(level=areas["level"], area=areas["area"])[areas["level"] != ""]
    rows["municipality"] = rows["area"].map({a: municipality_of(a) for a in rows["area"].unique()})
    parts = [
        _observations(rows, entry, source, reading)
        for entry, source in of_producer(catalogue, "Brå")
    ]
    found = [part for part in parts if not part.empty]
    if not found:
        reading.reason = "none of its variables is bound to an indicator of the catalogue"
        return reading
    reading.observations = pd.concat(found, ignore_index=True)
    bound = {plain(n) for _, s in of_producer(catalogue, "Brå") for n in (s.table, *s.contents)}
    left = sorted(v for v in rows["variable"].unique() if plain(v) not in bound)
    if left:
        reading.notes.append(f"{len(left)} of {rows['variable'].nunique()} variables are in no "
                             f"entry of the catalogue and were left out: {'; '.join(left[:3])}"
                             f"{'; …' if len(left) > 3 else ''}.")  # fmt: skip
    return reading


def _rows(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    years = frame["ar"].astype("str").str.removesuffix(".0").str.strip()
    if not years.str.fullmatch(r"(19|20)\d{2}").all():
        raise InvalidFile(f"{name} has periods that are no years.")
    cells = parse_cells(frame["varde"], name)
    texts = frame[["geografi", "variabel", "enhet"]].fillna("").astype("str")
    texts = texts.set_axis(["place", "variable", "unit"], axis="columns").reset_index(drop=True)
    return pd.concat([texts, cells], axis="columns").assign(
        year=years.astype("int16").to_numpy(),
        unit=texts["unit"].map({unit: plain(unit) for unit in texts["unit"].unique()}),
    )


def _observations(
    rows: pd.DataFrame, entry: Indicator, source: Source, reading: Reading
) -> pd.DataFrame:
    """Rows of one entry: the unit that it has, and confidence limits where there are any."""
    wanted = {plain(name) for name in (source.table, *source.contents)}
    rows = rows[rows["year"].between(*entry.years_of(source))]
    about = rows[
        rows["variable"].isin([v for v in rows["variable"].unique() if plain(v) in wanted])
    ]
    unit = plain(source.fixed.get("enhet", ""))
    pattern = re.compile(re.escape(unit)) if unit else _UNITS.get(entry.unit)
    if pattern is None:
        return make_observations(about.iloc[:0], indicator=entry.id)
    groups = {u: "all" for u in about["unit"].unique() if pattern.fullmatch(u)} | _LIMITS
    about = about.assign(group=about["unit"].map(groups)).dropna(subset="group")
    return make_observations(marking_preliminary(about, source, reading), indicator=entry.id)

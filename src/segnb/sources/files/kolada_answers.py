"""Kolada: values of key figures, lists of key figures, municipalities and groups."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.contradicted_sexes import without_contradicted_sexes
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.indicator_binding import marking_preliminary
from segnb.sources.files.producers import licence_of, of_producer
from segnb.store import make_observations
from segnb.vocabulary.areas import counties, municipalities, municipality_of
from segnb.vocabulary.catalogue import Catalogue, Indicator, Source
from segnb.vocabulary.errors import InvalidFile

STATUSES = {
    "": "ok",
    "missing": "missing",
    "privacy": "suppressed",
    "not applicable": "not_applicable",
}
GENDERS = {"T": "total", "K": "women", "M": "men"}
TITLE = "Nyckeltal i Kolada"
_VALUES = {"kpi", "year", "gender", "status", "value"}
_PLACES = ("municipality_id", "municipality")
_PEERS = re.compile(r"Liknande kommuner socioekonomi, (.+), (20\d{2})")


def is_values(document: Document) -> bool:
    """Whether a table or an API answer holds values of key figures by place and year."""
    if document.kind == "json":
        return _has_entries(document, {"kpi", "municipality", "period", "values"})
    columns = set(document.columns)
    return document.is_table and columns >= _VALUES and bool(columns & set(_PLACES))


def _lists(columns: set[str], document: Document) -> bool:
    if document.kind == "json":
        return _has_entries(document, columns)
    return document.is_table and columns <= set(document.columns)


is_figures = partial(_lists, {"id", "title", "description", "operating_area"})
is_places = partial(_lists, {"id", "title", "type"})
is_groups = partial(_lists, {"id", "title", "members"})


def _has_entries(document: Document, keys: set[str]) -> bool:
    if '"values"' not in document.text[:200] and '"values"' not in document.text[-5_000:]:
        return False
    content = document.json
    entries = content.get("values") if isinstance(content, dict) else None
    first = entries[0] if isinstance(entries, list) and entries else None
    return isinstance(first, dict) and keys <= set(first)


def entries(document: Document) -> pd.DataFrame:
    """Rows of a list of Kolada, from a table or from an API answer."""
    if document.kind == "json":
        return pd.DataFrame(document.json["values"])
    return document.frame()


# -- values


def read_values(document: Document, catalogue: Catalogue) -> Reading:
    """Values of those key figures that the catalogue has."""
    rows, notes = value_rows(document)
    return bound_values(rows, catalogue, "Kolada: values of key figures", notes)


def bound_values(
    rows: pd.DataFrame, catalogue: Catalogue, taken_as: str, notes: list[str]
) -> Reading:
    """Reading of rows with `kpi`, `place`, `year`, `sex`, `value` and `status`."""
    reading = Reading(taken_as=taken_as, producer="Kolada", title=TITLE, notes=notes)
    reading.licence = licence_of(catalogue, "Kolada")
    bound = bindings(catalogue)
    known = rows["kpi"].isin(bound)
    if not known.all():
        left = sorted(rows.loc[~known, "kpi"].unique())
        reading.notes.append(
            f"{len(left)} of {rows['kpi'].nunique()} key figures are in no entry of the catalogue "
            f"and were left out: {', '.join(left[:8])}{', …' if len(left) > 8 else ''}."
        )
    located, dropped = _located(rows[known])
    located, contradicted = without_contradicted_sexes(located)
    reading.notes += dropped + contradicted
    by_kpi = dict(list(located.groupby("kpi", sort=False, observed=True)))
    parts = [
        _observations(by_kpi[kpi], entry, source, reading)
        for kpi, pairs in bound.items()
        for entry, source in pairs
        if kpi in by_kpi
    ]
    found = [part for part in parts if not part.empty]
    if not found:
        reading.reason = (
            "none of its places is an area known here"
            if known.any()
            else "no key figure in it is in the catalogue"
        )
        return reading
    reading.observations = pd.concat(found, ignore_index=True)
    return reading


def bindings(catalogue: Catalogue) -> dict[str, list[tuple[Indicator, Source]]]:
    """Entries of the catalogue, and the source of each, by key figure."""
    found: dict[str, list[tuple[Indicator, Source]]] = {}
    for entry, source in of_producer(catalogue, "Kolada"):
        found.setdefault(source.table, []).append((entry, source))
    return found


def _observations(
    rows: pd.DataFrame, entry: Indicator, source: Source, reading: Reading
) -> pd.DataFrame:
    group = next(iter(source.groups.values()), "all")
    rows = rows[rows["year"].between(*entry.years_of(source))]
    settled = marking_preliminary(rows, source, reading)
    return make_observations(settled, indicator=entry.id, group=group)


def value_rows(document: Document) -> tuple[pd.DataFrame, list[str]]:
    """Every cell with `kpi, place, year, sex, value, status`, and what was noted on the way.

    `given` and `mark` are value and status as the file has them.
    """
    if document.kind == "json":
        frame, notes = _of_answer(document.json)
    else:
        frame, notes = document.frame(), []
        place = next(column for column in _PLACES if column in frame)
        frame = frame.drop(columns=set(_PLACES) - {place}, errors="ignore")
        frame = frame.rename(columns={place: "place"})
    rows = pd.DataFrame({
        "kpi": _each(frame["kpi"], lambda kpi: kpi.strip().upper()),
        "place": _each(frame["place"], lambda place: place.strip().zfill(4)),
        "year": _years(frame["year"], document.name),
        "sex": frame["gender"].map(GENDERS),
    })  # fmt: skip
    if rows["sex"].isna().any():
        raise InvalidFile(f"{document.name} has a gender other than T, K and M.")
    cells, marks = _cells(frame, document.name)
    return pd.concat([rows, cells], axis="columns"), notes + marks


def _of_answer(content: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """Rows of an answer of the API, without those that Kolada has deleted."""
    try:
        frame = pd.DataFrame([
            {"kpi": entry["kpi"], "place": entry["municipality"], "year": entry["period"], **cell}
            for entry in content["values"]
            for cell in entry["values"]
        ])  # fmt: skip
        frame[["gender", "status", "value"]]
    except (KeyError, TypeError) as error:
        raise InvalidFile("An answer of Kolada is not whole: fetch it again.") from error
    notes = []
    if "isdeleted" in frame:
        deleted = frame["isdeleted"].fillna(False).astype(bool)
        notes = [f"{int(deleted.sum())} deleted values were dropped."] if deleted.any() else []
        frame = frame[~deleted].reset_index(drop=True)
    if content.get("next_url"):
        notes.append("The answer is one page of several: import the others too.")
    return frame, notes


def _each(texts: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Texts changed; each once, for few are repeated many times."""
    texts = texts.astype("str")
    return texts.map({text: change(text) for text in texts.unique()})


def _years(years: pd.Series, name: str) -> pd.Series:
    texts = _each(years, lambda year: year.removesuffix(".0"))
    if not all(re.fullmatch(r"(19|20)\d{2}", year) for year in texts.unique()):
        raise InvalidFile(f"{name} has periods that are no years.")
    return texts.astype("int16")


def _cells(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, list[str]]:
    values = parse_cells(frame["value"], name)["value"]
    words = _each(frame["status"].fillna(""), lambda word: word.strip().casefold())
    status = words.map(STATUSES)
    unknown = sorted(set(words[status.isna()]))
    status = status.fillna("missing").mask((status == "ok") & values.isna(), "missing")
    notes = [f"Kolada's marks {unknown} are not known and were taken as missing."] * bool(unknown)
    hidden = status[status != "ok"].value_counts()
    listed = ", ".join(f"{number} {word}" for word, number in sorted(hidden.items()))
    notes += [f"Without a value: {listed}."] if listed else []
    cells = {
        "value": values.where(status == "ok"),
        "status": status,
        "given": values,
        "mark": words,
    }
    return pd.DataFrame(cells), notes


def _located(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    places = {code: ("municipality", code) for code in municipalities()["code"]}
    places |= {f"00{code}": ("county", code) for code in counties()["code"]}
    places["0000"] = ("nation", "00")
    known = rows["place"].isin(places)
    found = rows[known].reset_index(drop=True)
    found["level"] = _each(found["place"], lambda place: places[place][0])
    found["area"] = _each(found["place"], lambda place: places[place][1])
    found["municipality"] = _each(found["area"], municipality_of)
    dropped = rows.loc[~known, "place"].nunique()
    notes = [f"{dropped} groups or units are no area known here and were dropped."]
    return found, notes if dropped else []


# -- groups


def read_groups(document: Document, catalogue: Catalogue) -> Reading:
    """The municipalities that Kolada calls similar in socioeconomic terms."""
    frame = entries(document)
    titles = frame["title"].astype("str").str.extract(_PEERS)
    codes = dict(municipalities()[["name", "code"]].itertuples(index=False, name=None))
    of = titles[0].map(codes)
    peers = frame.assign(municipality=of, year=titles[1])[of.notna()]
    reading = Reading(taken_as="Kolada: groups of municipalities", producer="Kolada",
                      title="Liknande kommuner, socioekonomi",
                      licence=licence_of(catalogue, "Kolada"))  # fmt: skip
    peers = peers[peers["year"] == peers.groupby("municipality")["year"].transform("max")]
    if peers.empty:
        reading.reason = 'none of its groups is a group "Liknande kommuner socioekonomi"'
        return reading
    members = peers["members"].map(_members)
    rows = peers.assign(kind="similar", member=members).explode("member")
    reading.groups = rows[["kind", "title", "municipality", "member"]]
    sizes = "–".join(str(n) for n in sorted({members.map(len).min(), members.map(len).max()}))
    reading.notes = [
        f"{len(peers)} municipalities with {sizes} similar ones each.",
        f"{len(frame) - len(peers)} groups of other kinds were left out.",
    ]
    return reading


def _members(given: Any) -> list[str]:
    """Codes of the members: of a text that lists all codes and then all names, or of an answer."""
    if isinstance(given, str):
        return [part for part in given.split("|") if re.fullmatch(r"\d{4}", part)]
    if not isinstance(given, list | np.ndarray):
        return []
    return [str(member["member_id"] if isinstance(member, dict) else member) for member in given]


# -- lists


def read_places(document: Document) -> Reading:
    """Kolada's places, held against those that the package carries."""
    frame = entries(document)
    named = frame[frame["type"] == "K"].set_index("id")["title"].to_dict()
    own = municipalities().set_index("code")["name"].to_dict()
    if not set(named) & set(own):
        return Reading(taken_as="list of ids, titles and types", reason="it lists no municipality")
    other = {code for code in set(named) | set(own) if named.get(code) != own.get(code)}
    word = "the same" if not other else f"different for {', '.join(sorted(other)[:5])}"
    return Reading(
        taken_as="Kolada: list of places",
        producer="Kolada",
        reason=f"its {len(named)} municipalities are known to segnb; codes and names are {word}",
    )

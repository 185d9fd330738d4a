"""Kolada's Excel exports: titles and names without codes, one column a year."""

import re
from typing import Any

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.kolada_answers import bindings, bound_values
from segnb.sources.files.kolada_figures import held_titles
from segnb.sources.files.labelled_table import plain
from segnb.sources.files.producers import of_producer
from segnb.sources.files.regions import tidy
from segnb.store import Store
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

_YEAR = re.compile(r"(19|20)\d{2}")
_AVERAGE = re.compile(r"alla kommuner|.*\(ovägt medel\)", re.I)


def is_export(document: Document) -> bool:
    """Whether a row of years stands above rows that begin with a title and a place."""
    return document.kind == "excel" and _header(document.head) is not None


def _header(rows: list[list[Any]]) -> int | None:
    for place, row in enumerate(rows[:4]):
        years = [cell for cell in row[2:] if cell not in (None, "")]
        is_header = len(row) > 3 and row[0] in (None, "") and row[1] in (None, "", "Kommun")
        if is_header and len(years) > 1 and all(_YEAR.fullmatch(str(y)) for y in years):
            return place
    return None


def read_export(document: Document, catalogue: Catalogue, store: Store) -> Reading:
    """Values by title and name, without averages and repeated rows."""
    taken_as = "Kolada: export to Excel"
    place = _header(document.rows)
    if place is None:
        raise InvalidFile(f"{document.name} has no row of years.")
    frame, notes = _long(document.rows[place:], document.name)
    others = document.workbook.names[1:]
    if others:
        notes.append(f"Only its first sheet was read, and not {', '.join(map(repr, others[:5]))}.")
    figures = _figures(catalogue, store)
    titles = frame["title"].map({t: figures.get(plain(t)) for t in frame["title"].unique()})
    unknown = sorted(frame.loc[titles.isna(), "title"].unique())
    if unknown:
        notes.append(f"{len(unknown)} of {frame['title'].nunique()} titles are those of no key "
                     f"figure known here and were left out: {'; '.join(unknown[:4])}"
                     f"{'; …' if len(unknown) > 4 else ''}.")  # fmt: skip
    rows = frame.assign(kpi=titles)[titles.notna()]
    if rows.empty:
        reason = "none of its titles is that of a key figure known here"
        return Reading(taken_as=taken_as, producer="Kolada", reason=reason, notes=notes)
    return bound_values(rows, catalogue, taken_as, notes)


def _figures(catalogue: Catalogue, store: Store) -> dict[str, str]:
    """Key figure by title: those of the catalogue, and of the lists in the store."""
    bound = bindings(catalogue)
    found = {title: kpi for title, kpi in held_titles(store).items() if kpi in bound}
    for _, source in of_producer(catalogue, "Kolada"):
        names = [*source.contents, *([source.title.sv] if source.title else [])]
        found |= {plain(name): source.table for name in names}
    return found


def _long(rows: list[list[Any]], name: str) -> tuple[pd.DataFrame, list[str]]:
    """One row a title, place and year, and notes on the rows that are no municipality's."""
    years = {i: int(y) for i, y in enumerate(rows[0]) if i > 1 and y not in (None, "")}
    table = pd.DataFrame([[*row[:2], *(row[i] for i in years)] for row in rows[1:]],
                         columns=["title", "place", *years.values()], dtype="object")  # fmt: skip
    texts = table[["title", "place"]].fillna("").astype("str").apply(lambda c: c.str.strip())
    average = texts["place"].str.fullmatch(_AVERAGE.pattern, flags=re.I)
    table = table.assign(title=texts["title"].map(lambda t: " ".join(t.split())),
                         place=texts["place"])[~average & (texts["place"] != "")]  # fmt: skip
    notes = [f"{int(average.sum())} rows of averages were dropped; their titles are not reliable."]
    repeated = table.duplicated()
    if repeated.any():
        places = ", ".join(sorted(table.loc[repeated, "place"].unique()))
        notes.append(f"{int(repeated.sum())} rows stand twice and were taken once ({places}).")
    table = table[~repeated]
    twice = table.duplicated(["title", "place"])
    if twice.any():
        row = table[twice].iloc[0]
        raise InvalidFile(f"{name} has two different rows for {row['place']}, {row['title']!r}.")
    return _located(table, list(years.values()), name, notes if average.any() else notes[1:])


def _located(
    table: pd.DataFrame, years: list[int], name: str, notes: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    codes = {tidy(m.name): m.code for m in municipalities().itertuples()}
    frame = table.melt(["title", "place"], years, "year", "cell")
    cells = parse_cells(frame["cell"], name)
    frame = pd.concat([frame.drop(columns="cell"), cells], axis="columns").assign(sex="total")
    held = frame["value"].notna().groupby([frame["title"], frame["year"]]).transform("any")
    frame = frame[held]
    known = frame["place"].map({place: codes.get(tidy(place)) for place in frame["place"].unique()})
    unknown = sorted(frame.loc[known.isna(), "place"].unique())
    if unknown:
        notes = [*notes, f"{len(unknown)} places are no municipality and were dropped: "
                         f"{', '.join(unknown[:3])}."]  # fmt: skip
    return frame.assign(place=known)[known.notna()].reset_index(drop=True), notes

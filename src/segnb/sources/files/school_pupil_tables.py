"""Skolverket's tables of schools: pupils and their background, one row a school and year."""

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.producers import licence_of, of_producer
from segnb.sources.files.school_export import export_frame, is_export
from segnb.store import make_observations
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

_COLUMNS = {"skola", "skol_enhetskod", "kommun_kod", "year"}


def is_schools(document: Document) -> bool:
    """Whether columns name schools, their unit codes, municipalities and years."""
    return is_export(document) or _is_gathered(document)


def _is_gathered(document: Document) -> bool:
    """Whether it is a table of several years, as others have put the reports together."""
    return document.is_table and set(document.columns) >= _COLUMNS


def read_schools(document: Document, catalogue: Catalogue) -> Reading:
    """Observations of schools, and their names."""
    gathered = _is_gathered(document)
    frame = document.frame() if gathered else export_frame(document)
    is_school = frame["kommun_kod"].notna() & (frame["kommun_kod"] != "")
    rows = _places(frame[is_school].reset_index(drop=True), document.name)
    reading = Reading(
        taken_as="Skolverket: table of schools",
        producer="Skolverket",
        title="Grundskolan: elever per skolenhet",
        licence=licence_of(catalogue, "Skolverket"),
        areas=_names(rows),
        notes=_notes(is_school, rows, gathered=gathered),
    )
    parts = []
    for entry, source in of_producer(catalogue, "Skolverket"):
        for column in sorted({source.table, *source.contents} & set(rows.columns)):
            cells = parse_cells(rows[column], document.name)
            known = pd.concat([rows[["area", "municipality", "year"]], cells], axis="columns")
            parts.append(make_observations(known, indicator=entry.id, level="school"))
    if parts:
        reading.observations = pd.concat(parts, ignore_index=True)
    else:
        reading.reason = _unused(rows, catalogue)
    return reading


def _unused(rows: pd.DataFrame, catalogue: Catalogue) -> str:
    """Why nothing of a table is used."""
    if any("meritvarde" in column for column in rows.columns):
        return (
            "it holds results of single schools, of which reports show none: few pupils stand "
            "behind each; results by municipality come with Skolverket's comparison of results "
            "over time (Jämförelse av betygsresultat över tid), pupils by school with the number "
            "of pupils by grade (Antal elever per årskurs)"
        )
    wanted = {c for _, s in of_producer(catalogue, "Skolverket") for c in s.contents if "_" in c}
    return (
        f"none of its columns is a figure of the catalogue ({', '.join(rows.columns[:12])}); "
        f"wanted is one of {', '.join(sorted(wanted))}: get the report on the number of pupils "
        "by grade (Antal elever per årskurs) by school unit"
    )


def _places(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows with the code of the school, which programs have made a number, as text."""
    codes = pd.to_numeric(rows["skol_enhetskod"], errors="coerce")
    if codes.isna().any():
        raise InvalidFile(f"{name} has a school unit code that is no number.")
    places = rows["kommun_kod"].astype("str").str.removesuffix(".0").str.zfill(4)
    unknown = sorted(set(places) - set(municipalities()["code"]))
    if unknown:
        raise InvalidFile(f"{name} has {unknown[0]!r} as a municipality: no such code.")
    return rows.assign(
        area=codes.astype("int64").astype("str").str.zfill(8),
        municipality=places,
        year=rows["year"].astype("int16"),
    )


def _names(rows: pd.DataFrame) -> pd.DataFrame:
    """Newest name and municipality of each school."""
    newest = rows.sort_values("year").drop_duplicates("area", keep="last")
    return newest[["area", "municipality"]].assign(
        level="school", name=newest["skola"].astype("str").str.strip()
    )


def _notes(is_school: pd.Series, rows: pd.DataFrame, *, gathered: bool) -> list[str]:
    footnotes = int((~is_school).sum())
    old = int((rows["area"].str.len() > 8).sum())
    return [
        f"{len(rows)} rows of {rows['area'].nunique()} schools.",
        *[f"{footnotes} rows of footnotes among them were left out."] * bool(footnotes),
        *[f"{old} rows have a code of the older register, with nine digits."] * bool(old),
        "An empty cell is hidden or missing, which the file does not tell; it is taken as missing."
        if gathered
        else "A school year stands at its second year.",
    ]

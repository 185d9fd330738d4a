"""Försäkringskassan's tables: days of benefits by month, each of the twelve months up to it."""

from dataclasses import replace

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import CONTENTS, LabelledTable, role
from segnb.vocabulary.errors import InvalidFile

PRODUCER = "Försäkringskassan"
_VARIABLES = ("år", "månad", "län", "kommun", "ålder", "kön")
_LAST = 12


def is_benefits(document: Document) -> bool:
    """Whether columns are year, month, county, municipality, age, sex and one measure."""
    if document.kind not in ("excel", "text"):
        return False
    names = [name for name in document.columns if name]
    return set(names) > set(_VARIABLES) and len(names) == len(_VARIABLES) + 1


def read_benefits(document: Document) -> LabelledTable:
    """Table with the last month of each year; a year that has not ended is preliminary."""
    frame = document.frame()
    measure = next(name for name in frame.columns if name and name not in _VARIABLES)
    months = pd.to_numeric(frame["månad"], errors="coerce")
    if not months.between(1, _LAST).all():
        raise InvalidFile(f"{document.name} has {frame['månad'][~months.between(1, _LAST)].iloc[0]}"
                          " as a month: months are 01 to 12.")  # fmt: skip
    is_last = months.eq(months.groupby(frame["år"].astype("str")).transform("max"))
    cells = parse_cells(frame[measure], document.name)
    early = is_last & months.lt(_LAST)
    cells["status"] = cells["status"].mask(early & cells["status"].eq("ok"), "preliminary")
    labels = frame[["år", "kommun", "ålder", "kön"]].astype("str")
    rows = pd.concat([labels.rename(columns=role), cells], axis="columns")
    table = LabelledTable(
        frame=rows[is_last].assign(**{CONTENTS: measure}).reset_index(drop=True),
        taken_as="Försäkringskassan: days of benefits",
        producer=PRODUCER,
    )
    return replace(table, notes=(_months(frame["år"], months, early),))


def _months(years: pd.Series, months: pd.Series, early: pd.Series) -> str:
    """What a year is, and which has not ended."""
    said = "A month is of the twelve up to it, and a year stands at its December"
    unfinished = pd.DataFrame({"year": years, "month": months})[early].drop_duplicates()
    listed = ", ".join(f"{year} at month {month}" for year, month in unfinished.to_numpy())
    return f"{said}; {listed}, which is preliminary." if listed else f"{said}."

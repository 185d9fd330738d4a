"""Cells of a download, whether the catalogue has them or not, to hold against another download."""

from pathlib import Path
from typing import TYPE_CHECKING

from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.kolada_answers import is_values, value_rows
from segnb.sources.live.queries import recognised
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import pandas as pd

    from segnb.store import Store


def cells_of(path: Path, store: "Store") -> "pd.DataFrame":
    """Cells of a file: of Kolada every key figure by its own id, else what an import would take.

    Returns
    -------
    DataFrame
        `indicator, area, year, sex, value, status`; where a figure has groups of people, these are
        part of `indicator` (`tenure/rented`), and the level is part of `area`.

    Raises
    ------
    InvalidFile
        It cannot be read, or holds no values.
    """
    document = Document(path, path.name)
    if is_values(document):
        rows, _ = value_rows(document)
        rows = rows.drop(columns=["value", "status"])
        return rows.rename(columns={"kpi": "indicator", "place": "area", "given": "value",
                                    "mark": "status"})  # fmt: skip
    reading = recognised(document, Context(store))
    if reading.observations is None or reading.observations.empty:
        why = reading.reason or "nothing in it is in the catalogue"
        raise InvalidFile(f"{path.name} holds no values to compare: {why}.")
    rows = reading.observations
    named = rows["indicator"] + ("/" + rows["group"]).where(rows["group"] != "all", "")
    area = rows["level"] + " " + rows["area"]
    return rows.assign(indicator=named, area=area)[
        ["indicator", "area", "year", "sex", "value", "status"]
    ]

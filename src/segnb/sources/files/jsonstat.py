"""JSON-stat 2, the form in which SCB and others answer: values row by row, with their marks."""

import math
from typing import Any

import numpy as np
import pandas as pd

from segnb.sources.files.cell_values import SYMBOLS
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import (
    CONTENTS,
    KNOWN,
    LabelledTable,
    named_by_codes,
    role,
    unfolded,
    without_place,
)
from segnb.sources.files.workbooks import MOST_CELLS
from segnb.vocabulary.errors import InvalidFile


def is_jsonstat(document: Document) -> bool:
    """Whether a file is a dataset of JSON-stat, of either version."""
    if document.kind != "json" or '"dimension"' not in document.text:
        return False
    return _dataset(document.json) is not None


def _dataset(content: Any) -> dict[str, Any] | None:
    """The dataset of an answer, in the form of version 2: ids and sizes beside the dimensions."""
    if not isinstance(content, dict):
        return None
    if {"id", "size", "dimension", "value"} <= set(content):
        return content
    for one in content.values():  # version 1 has datasets by name, with ids among the dimensions
        found = one.get("dimension") if isinstance(one, dict) and "value" in one else None
        if isinstance(found, dict) and {"id", "size"} <= set(found):
            return one | {key: found[key] for key in ("id", "size", "role") if key in found}
    return None


def read_jsonstat(document: Document) -> LabelledTable:
    """Table of a JSON-stat file."""
    return labelled_answer(_dataset(document.json) or {}, document.name)


def labelled_answer(content: dict[str, Any], name: str) -> LabelledTable:
    """Table of a parsed JSON-stat answer; regions by their codes, all else by its labels.

    Parameters
    ----------
    content
        A dataset of JSON-stat 2; `value` may be a list, or sparse by place.
    name
        What the answer is called in messages.

    Raises
    ------
    InvalidFile
        It is no such dataset, or its sizes do not fit its values.
    """
    try:
        variables, codes = _variables(content)
        sizes = [len(labels) for labels in variables.values()]
        size = math.prod(sizes)
        if not sizes or size > MOST_CELLS or sizes != [int(number) for number in content["size"]]:
            raise InvalidFile(f"{name} has other sizes than its variables, or is too large.")
        is_empty = size > 0 and content["value"] == []
        cells, notes = _cells({"value": {}} if is_empty else content, size, name)
        px = (content.get("extension") or {}).get("px") or {}
        table = str(px.get("tableid") or px.get("matrix") or "")
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InvalidFile(f"{name} is not whole JSON-stat 2: get it again.") from error
    frame = unfolded(variables, cells)
    return LabelledTable(
        frame=frame,
        taken_as="JSON-stat table",
        title=str(content.get("label") or ""),
        table=table,
        codes=codes,
        published=str(content.get("updated") or "")[:10],
        notes=tuple(notes),
        fault=_fault(frame, is_empty=is_empty),
    )


def _fault(frame: pd.DataFrame, *, is_empty: bool) -> str:
    if is_empty:
        return "it describes a table but holds none of its numbers: save the data, not the metadata"
    if {"region", "year"} <= set(frame.columns):
        return ""
    return without_place(str(n) for n in frame.columns if n not in ("value", "status"))


def _variables(content: dict[str, Any]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    times, contents = (set((content.get("role") or {}).get(k) or ()) for k in ("time", "metric"))
    found: dict[str, list[str]] = {}
    ids: tuple[str, ...] = ()
    for key in content["id"]:
        dimension = content["dimension"][key]
        codes = _codes(dimension["category"])
        labels = dimension["category"].get("label") or {}
        name = "år" if key in times else CONTENTS if key in contents else _name(key, dimension)
        if key not in (*times, *contents) and role(name) not in KNOWN:
            name = named_by_codes(codes) or name
        by_code = role(name) in ("region", "year")
        found[name] = codes if by_code else [str(labels.get(code, code)) for code in codes]
        ids = tuple(codes) if key in contents else ids
    return found, ids


def _name(key: str, dimension: dict[str, Any]) -> str:
    """Label of a variable; `region` where the code or the label says so."""
    label = str(dimension.get("label") or key)
    return "region" if "region" in (role(str(key)), role(label)) else label


def _codes(category: dict[str, Any]) -> list[str]:
    index = category.get("index", list(category.get("label", {})))
    if isinstance(index, dict):
        return [str(code) for code in sorted(index, key=lambda code: int(index[code]))]
    return [str(code) for code in index]


def _cells(content: dict[str, Any], size: int, name: str) -> tuple[pd.DataFrame, list[str]]:
    values = _placed(content["value"], size, np.nan, name)
    marks = content.get("status") or {}
    marks = [marks] * size if isinstance(marks, str) else _placed(marks, size, "", name)
    numbers = pd.Series([np.nan if v is None else float(v) for v in values], dtype="float64")
    words = pd.Series(["" if m is None else str(m).strip() for m in marks], dtype="object")
    known = words.map(SYMBOLS)
    status = known.where((words != "") | numbers.isna(), "ok")
    unknown = sorted(set(words[status.isna()]))
    status = status.where(status.notna(), np.where(numbers.isna(), "missing", "ok"))
    notes = [f"Marks {unknown} are not known; their values were kept."] if unknown else []
    return pd.DataFrame({"value": numbers, "status": status.astype("str")}), notes


def _placed(given: Any, size: int, empty: Any, name: str) -> list[Any]:
    """A list of `size`, from a list or from a dict by place."""
    if isinstance(given, dict):
        found = [empty] * size
        for place, value in given.items():
            if not 0 <= int(place) < size:
                raise InvalidFile(f"{name} has a value beyond its size.")
            found[int(place)] = value
        return found
    if len(given) != size:
        raise InvalidFile(f"{name} has {len(given)} values where its size asks for {size}.")
    return list(given)

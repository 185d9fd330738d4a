"""Parquet files of the store, written so that the same rows give the same bytes."""

from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from segnb.store.atomic_writing import replace_file
from segnb.vocabulary.errors import InvalidFile

ROWS_IN_GROUP = 16_384  # one municipality lies in one or two row groups

Filter = tuple[str, str, object]

_in_memory: dict[Path, tuple[tuple[int, ...], pa.Table]] = {}


def write_table(frame: pd.DataFrame, path: Path, texts: Iterable[str] = ()) -> None:
    """Write rows as they stand; `texts` are columns of few different values.

    Categories are written as the texts that they are.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    fields = [f.with_type(_plain(f.type)) for f in table.schema]
    table = table.cast(pa.schema(fields))
    write = partial(
        pq.write_table,
        table,
        compression="zstd",
        row_group_size=ROWS_IN_GROUP,
        use_dictionary=list(texts) or True,
    )
    replace_file(path, write)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def filter_on(column: str, value: object) -> Filter:
    """Filter for one value of a column, or for any of several."""
    if isinstance(value, str):
        return (column, "==", value)
    return (column, "in", [int(v) if column == "year" else str(v) for v in value])  # type: ignore[attr-defined]


def read_table(
    path: Path,
    *,
    columns: list[str] | None = None,
    filters: list[Filter] | None = None,
    coded: bool = False,
) -> pd.DataFrame:
    """Rows of a file of the store; row groups that cannot hold any are not read.

    It is read by one thread, without a buffer that starts another: a process with threads must
    not fork. All cells with the same text hold the same object; if `coded`, texts are categories.
    """
    try:
        needed = columns and [*columns, *(c for c, _, _ in filters or [] if c not in columns)]
        table = _rows(path, needed, filters or [])
        for one in filters or []:
            table = table.filter(_mask(table, one))
    except (OSError, pa.ArrowInvalid) as error:
        raise InvalidFile(
            f"{path.name} in the store {path.parent} is damaged: remove it and import again."
        ) from error
    table = table.select(columns) if columns else table
    return pd.DataFrame({name: _values(table[name], coded) for name in table.column_names})


def _values(column: pa.ChunkedArray, coded: bool) -> NDArray[Any] | ExtensionArray:
    """Values of a column as pandas has them; its own way there takes twice as long."""
    if not pa.types.is_dictionary(column.type):
        return column.to_numpy()
    held = column.combine_chunks()
    texts, places = held.dictionary.to_numpy(zero_copy_only=False), held.indices
    if coded:
        return pd.Categorical.from_codes(
            places.fill_null(-1).to_numpy(), pd.Index(texts, dtype="str")
        )
    if places.null_count:
        texts, places = np.append(texts, np.nan), places.fill_null(-1)
    return pd.array(texts[places.to_numpy()], dtype="str", copy=False)


def keep_in_memory(path: Path) -> None:
    """Keep the rows of a file for this process, and for those that are forked from it.

    Each text is kept once. The file is read anew where it has changed in the meantime.
    """
    _in_memory[path] = stamp(path), _opened(path).read(use_threads=False)


def stamp(path: Path) -> tuple[int, ...]:
    """What a file is told by without being read: its time, size and number."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _rows(path: Path, columns: list[str] | None, filters: list[Filter]) -> pa.Table:
    kept = _in_memory.get(path)
    if kept is not None and kept[0] == stamp(path):
        return kept[1].select(columns) if columns else kept[1]
    file = _opened(path)
    groups = [n for n in range(file.num_row_groups) if _may_hold(file, n, filters)]
    return file.read_row_groups(groups, columns=columns, use_threads=False)


def _opened(path: Path) -> pq.ParquetFile:
    """A file whose texts are read as numbers of texts."""
    metadata, texts = _told_of(path, stamp(path))
    return pq.ParquetFile(path, pre_buffer=False, read_dictionary=texts, metadata=metadata)


@lru_cache(maxsize=1024)
def _told_of(path: Path, _: tuple[int, ...]) -> tuple[pq.FileMetaData, list[str]]:
    """What a file tells of its row groups, and its columns of texts."""
    metadata = pq.read_metadata(path)
    schema = metadata.schema.to_arrow_schema()
    return metadata, [field.name for field in schema if pa.types.is_string(field.type)]


def _may_hold(file: pq.ParquetFile, group: int, filters: list[Filter]) -> bool:
    """Whether a row group may have rows that pass, by the least and largest value in it."""
    for column, kind, value in filters:
        place = file.schema_arrow.get_field_index(column)
        known = file.metadata.row_group(group).column(place).statistics
        if known is None or not known.has_min_max or kind == "not in":
            continue
        values = [value] if kind == "==" else value
        if not any(known.min <= one <= known.max for one in values):  # type: ignore[attr-defined]
            return False
    return True


def _mask(table: pa.Table, one: Filter) -> pa.ChunkedArray:
    column, kind, value = one
    if kind == "==":
        return pc.equal(table[column], value)
    listed = pa.array(list(value), type=_plain(table[column].type))  # type: ignore[call-overload]
    found = pc.is_in(table[column], value_set=listed)
    return pc.invert(found) if kind == "not in" else found

"""Parquet files of the store, written so that the same rows give the same bytes."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from segnb.store.files import replace_file
from segnb.vocabulary.errors import InvalidFile

ROWS_IN_GROUP = 16_384  # one municipality lies in one or two row groups

Filter = tuple[str, str, object]


def write_table(frame: pd.DataFrame, path: Path, texts: Iterable[str] = ()) -> None:
    """Write rows as they stand; `texts` are columns of few different values."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    write = partial(
        pq.write_table,
        table,
        compression="zstd",
        row_group_size=ROWS_IN_GROUP,
        use_dictionary=list(texts) or True,
    )
    replace_file(path, write)


def filter_on(column: str, value: object) -> Filter:
    """Filter for one value of a column, or for any of several."""
    if isinstance(value, str):
        return (column, "==", value)
    return (column, "in", [int(v) if column == "year" else str(v) for v in value])  # type: ignore[attr-defined]


def read_table(
    path: Path, *, columns: list[str] | None = None, filters: list[Filter] | None = None
) -> pd.DataFrame:
    """Rows of a file of the store; row groups that cannot hold any are not read."""
    try:
        table = pq.read_table(path, columns=columns, filters=filters or None)
    except (OSError, pa.ArrowInvalid) as error:
        raise InvalidFile(
            f"{path.name} in the store {path.parent} is damaged: remove it and import again."
        ) from error
    return table.to_pandas()

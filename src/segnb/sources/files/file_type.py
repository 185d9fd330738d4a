"""A file as it lies there: its bytes, and what they are by their content."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from segnb.sources.files.text_files import decode, split_rows
from segnb.sources.files.workbooks import Workbook
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import pandas as pd

LARGEST_FILE = 1_000_000_000  # bytes
LARGEST_PACKED = 200_000_000  # bytes of the file in an archive
PACKED = (".geojson", ".json", ".xlsx", ".csv")  # as producers put them into archives
MOST_SHEETS = 40
LARGEST_TABLE = 2_000_000_000  # bytes of a parquet file when unpacked

_MAGIC = {
    b"PK\x03\x04": "zip",
    b"PAR1": "parquet",
    b"SQLite format 3\x00": "sqlite",
    b"\x00\x00\x27\x0a": "shape",
    b"\xd0\xcf\x11\xe0": "old excel",
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"\x1f\x8b": "gzip",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PX = re.compile(r"\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|CREATION-DATE|MATRIX|TITLE)=", re.A)


@dataclass(frozen=True)
class Document:
    """One file, opened lazily; every reader works on it and none on the path.

    Attributes
    ----------
    path
        Where the file lies.
    name
        How it is called in reports: relative to the folder that is imported.
    sheet
        Which sheet of a workbook is read; the first unless one is named.
    """

    path: Path
    name: str
    sheet: str = ""

    @classmethod
    def of(cls, raw: bytes, name: str) -> "Document":
        """Document of bytes that lie elsewhere, such as those of a snapshot."""
        document = cls(Path(name), name)
        document.__dict__["raw"] = raw
        return document

    @property
    def size(self) -> int:
        """Bytes of the file; 0 where it cannot be asked."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @cached_property
    def raw(self) -> bytes:
        """The bytes of the file; of an archive with one table, those of the table."""
        try:
            if self.path.stat().st_size > LARGEST_FILE:
                raise InvalidFile(f"{self.name} is larger than {LARGEST_FILE // 10**6} MB.")
            raw = self.path.read_bytes()
        except OSError as error:
            raise InvalidFile(f"{self.name} cannot be read: {error.strerror or error}.") from error
        return _unpacked_if_one(raw, self.name)

    @cached_property
    def kind(self) -> str:
        """What the bytes are, whatever the file is called."""
        if not self.raw.strip():
            return "empty"
        for magic, kind in _MAGIC.items():
            if self.raw.startswith(magic):
                return self._special(kind)
        if self._is_dbase:
            return "dbase"
        if b"\x00" in self.raw[:4_000] and not self.raw.startswith(_UTF16):
            return "binary"
        return _kind_of_text(self.text)

    def _special(self, kind: str) -> str:
        if kind == "zip":
            return "excel" if Workbook.is_one(self.raw, self.name) else "zip"
        if kind == "sqlite" and self.raw[68:70] != b"GP":  # GPKG, GP10 or GP11
            return "database"
        if kind == "shape" and self.raw[100:104] == b"\x00\x00\x00\x32":
            return "shape index"
        return kind

    @property
    def _is_dbase(self) -> bool:
        """A dBASE table: a version byte, a date and header sizes that fit the file."""
        raw = self.raw
        if len(raw) < 32 or raw[0] not in (0x03, 0x30, 0x83, 0x8B) or not 1 <= raw[2] <= 12:
            return False
        rows = int.from_bytes(raw[4:8], "little")
        header, width = (int.from_bytes(raw[i : i + 2], "little") for i in (8, 10))
        return header > 32 and abs(header + rows * width - len(raw)) <= 2

    @property
    def text(self) -> str:
        """The text of a text file; InvalidFile if its letters cannot be told."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """Encoding in which the text was read."""
        return self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.raw, self.name)

    @cached_property
    def json(self) -> Any:
        """Content of a JSON file; InvalidFile if it is cut off, or nested beyond reason."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise InvalidFile(f"{self.name} is damaged or cut off: download it again.") from error

    @cached_property
    def workbook(self) -> Workbook:
        """The sheets of an Excel file."""
        return Workbook(self.raw, self.name)

    def sheets(self) -> Iterator["Document"]:
        """The document by each of its sheets, the first without a name; itself if it has none."""
        yield self
        names = self.workbook.names[1:MOST_SHEETS] if self.kind == "excel" else []
        yield from map(self.on, names)

    def on(self, sheet: str) -> "Document":
        """The document by one of its sheets, opened once for all of them."""
        if sheet == self.sheet:
            return self
        other = replace(self, sheet=sheet)
        other.__dict__.update({"raw": self.raw, "kind": self.kind, "workbook": self.workbook})
        return other

    @property
    def _sheet(self) -> str:
        return self.sheet or self.workbook.names[0]

    @cached_property
    def rows(self) -> list[list[Any]]:
        """Rows of the sheet, or of a text file with separators."""
        if self.kind == "excel":
            return self.workbook.rows(self._sheet)
        return split_rows(self.text, self.name)

    @cached_property
    def head(self) -> list[list[Any]]:
        """The first rows, without reading the rest of a sheet."""
        if self.kind == "excel":
            return self.workbook.rows(self._sheet, at_most=12)
        return split_rows(self.text[:200_000], self.name, whole=False)[:12]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names in the first row that has any, without case and outer spaces."""
        if self.kind == "parquet":
            return tuple(name.strip().lower() for name in self._parquet.schema_arrow.names)
        if self.kind not in ("excel", "text"):
            return ()
        first = next((row for row in self.head if any(c not in (None, "") for c in row)), [])
        return tuple(str(c).strip().lower() if c is not None else "" for c in first)

    @property
    def is_table(self) -> bool:
        """Whether the file has rows and columns."""
        return self.kind in ("excel", "text", "parquet")

    def frame(self, rows: list[list[Any]] | None = None) -> "pd.DataFrame":
        """The table under the first row; cells of text files stay text."""
        import pandas as pd

        if self.kind == "parquet":
            frame = self._unpacked().set_axis(list(self.columns), axis="columns")
            return frame.loc[:, ~frame.columns.duplicated()]
        found = [row for row in (rows or self.rows) if any(c not in (None, "") for c in row)]
        header = [str(c).strip().lower() if c is not None else "" for c in found[0]]
        width = len(header)
        body = [row if len(row) == width else (list(row) + [None] * width)[:width]
                for row in found[1:]]  # fmt: skip
        frame = pd.DataFrame(body, columns=header, dtype="object")
        return frame.loc[:, ~frame.columns.duplicated()]

    def _unpacked(self) -> "pd.DataFrame":
        import pyarrow as pa

        try:
            return self._parquet.read().to_pandas()
        except (OSError, ValueError, pa.ArrowException) as error:
            raise InvalidFile(f"{self.name} is a damaged or truncated parquet file.") from error

    @cached_property
    def _parquet(self) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(pa.BufferReader(self.raw))
        except (OSError, pa.ArrowInvalid) as error:
            raise InvalidFile(f"{self.name} is a damaged or truncated parquet file.") from error
        groups = range(file.metadata.num_row_groups)
        if sum(file.metadata.row_group(i).total_byte_size for i in groups) > LARGEST_TABLE:
            raise InvalidFile(f"{self.name} is too large when unpacked.")
        return file


def _kind_of_text(text: str) -> str:
    start = text.lstrip()[:1]
    if start in "{[":
        return "json"
    if start == "<":
        return "markup"
    if _PX.match(text) and re.search(r"(?m)^DATA=", text):
        return "px"
    return "text"


def _packed(raw: bytes, name: str) -> tuple[list[str], dict[str, bytes]]:
    """Names of the files in an archive that can be read, and the bytes where it is one."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = [m for m in archive.infolist() if m.filename.lower().endswith(PACKED)
                     and not m.filename.startswith("__MACOSX/")]  # fmt: skip
            names = [PurePosixPath(member.filename).name for member in found]
            if len(found) != 1 or found[0].file_size > LARGEST_PACKED:
                return names, {}
            return names, {names[0]: archive.read(found[0])}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise InvalidFile(f"{name} is a damaged archive.") from error


def unpacked(raw: bytes, name: str) -> Document:
    """The one file in an archive that can be read; it is never written to disk."""
    names, found = _packed(raw, name)
    for inside, content in found.items():
        return Document.of(content, inside)
    raise InvalidFile(f"{name} holds {len(names)} files that can be read, not one.")


def _unpacked_if_one(raw: bytes, name: str) -> bytes:
    if not raw.startswith(b"PK\x03\x04") or Workbook.is_one(raw, name):
        return raw
    _, found = _packed(raw, name)
    return next(iter(found.values()), raw)

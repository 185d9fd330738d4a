"""Excel files, read within bounds: an unpacked size and a number of cells that real tables keep."""

import io
import re
import zipfile
import zlib
from functools import cached_property
from typing import Any

from segnb.vocabulary.errors import InvalidFile

LARGEST_UNPACKED = 400_000_000  # bytes of XML; the largest real table here has 40 million
MOST_CELLS = 20_000_000  # of the rectangle from A1 to the last cell
MOST_PARTS = 2_000

_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})\d""")
_TALL = re.compile(rb"""\br\s*=\s*["'][A-Z]{0,3}(\d{5,})["']""")  # rows beyond LOW
LOW = 9_999
_WITHOUT_RESULT = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>"
)


class Workbook:
    """The sheets of an Excel file."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._raw = raw
        self._read: dict[str, list[list[Any]]] = {}

    @staticmethod
    def is_one(raw: bytes, name: str) -> bool:
        """Whether a zip archive is a workbook; InvalidFile if it is damaged or a bomb."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                parts = archive.infolist()
        except _UNREADABLE as error:
            raise InvalidFile(f"{name} is damaged or cut off: download it again.") from error
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names:
            return False
        if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
            raise InvalidFile(
                f"{name} would unpack to more than {LARGEST_UNPACKED // 10**6} MB: it is not read."
            )
        return True

    @property
    def names(self) -> list[str]:
        """Names of the sheets with cells."""
        from python_calamine import SheetTypeEnum

        found = [sheet.name for sheet in self._book.sheets_metadata
                 if sheet.typ == SheetTypeEnum.WorkSheet]  # fmt: skip
        if not found:
            raise InvalidFile(f"{self.name} is an Excel file without sheets.")
        return found

    def rows(self, sheet: str, at_most: int | None = None) -> list[list[Any]]:
        """Rows of a sheet, None where a cell is empty; InvalidFile if it is damaged."""
        from python_calamine import CalamineError

        if sheet not in self._read:
            try:
                rows = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            except (CalamineError, OSError, ValueError) as error:
                raise InvalidFile(self._damaged) from error
            self._read[sheet] = [[_cell(cell) for cell in row] for row in rows]
        return self._read[sheet][:at_most]

    @cached_property
    def _book(self) -> Any:
        from python_calamine import CalamineError, CalamineWorkbook

        self._check_sheets()
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self._raw))
        except (CalamineError, OSError, ValueError) as error:
            raise InvalidFile(self._damaged) from error

    @property
    def _damaged(self) -> str:
        return f"{self.name} is a damaged Excel file: download it again."

    def _check_sheets(self) -> None:
        """Refuse sheets that would fill the memory, and formulas saved without their results."""
        with zipfile.ZipFile(io.BytesIO(self._raw)) as archive:
            for part in archive.namelist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                    self._check_sheet(self._content(archive, part))

    def _content(self, archive: zipfile.ZipFile, part: str) -> bytes:
        try:
            return archive.read(part)
        except _UNREADABLE as error:
            raise InvalidFile(self._damaged) from error

    def _check_sheet(self, xml: bytes) -> None:
        width = max(map(_column, set(_COLUMN.findall(xml))), default=1)
        height = max(map(int, _TALL.findall(xml)), default=LOW)
        if width * height > MOST_CELLS:
            raise InvalidFile(f"{self.name} has more than {MOST_CELLS} cells.")
        formula = _WITHOUT_RESULT.search(xml) if b"<f" in xml or b":f" in xml else None
        if formula:
            text = (formula.group(1) or b"").decode("utf-8", "replace")[:30]
            raise InvalidFile(
                f"{self.name} has formulas whose results were not saved (={text}): open it in a "
                "spreadsheet program and save it."
            )


def _column(letters: bytes) -> int:
    """Number of a column by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _cell(cell: Any) -> Any:
    """A cell as a person reads it: nothing, a text, or a number without needless decimals."""
    if cell == "":
        return None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell

"""Excel files, read within bounds: an unpacked size and a number of cells that real tables keep."""

import io
import posixpath
import re
import zipfile
import zlib
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from segnb.vocabulary.errors import InvalidFile

LARGEST_UNPACKED = 400_000_000  # bytes of XML; the largest real table here has 40 million
MOST_CELLS = 20_000_000  # of the rectangle from A1 to the last cell
MOST_PARTS = 2_000

_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
MOST_LETTERS = 2_000_000_000  # of all cells whose texts are kept once and shared

_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})\d""")
_TALL = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}(\d{5,})["']""")  # rows beyond LOW
LOW = 9_999
NEAR = 702  # columns to ZZ
# A cell beyond NEAR or LOW, which nearly no sheet has; all cells of a sheet take longer to find.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,3}\d{5})""")
_WITHOUT_RESULT = re.compile(
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>(.*?)</(?:\w+:)?c>", re.S)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3}\d+)["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_RESULT = re.compile(rb"<(?:\w+:)?v>\s*([^<]*?)\s*</")


class Workbook:
    """The sheets of an Excel file."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._raw = raw
        self._parsed: dict[str, Any] = {}
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
        """Rows of a sheet, None where a cell is empty.

        Raises
        ------
        InvalidFile
            It is damaged; or it is read whole and a formula has no result, or an error as one.
        """
        if at_most is not None:
            return _cells(self._sheet(sheet).to_python(skip_empty_area=False, nrows=at_most))
        if sheet not in self._read:
            self._read[sheet] = _cells(self._sheet(sheet).to_python(skip_empty_area=False))
        self._check_formulas(sheet)
        return self._read[sheet]

    def _sheet(self, sheet: str) -> Any:
        from python_calamine import CalamineError

        if sheet not in self._parsed:
            try:
                self._parsed[sheet] = self._book.get_sheet_by_name(sheet)
            except (CalamineError, OSError, ValueError) as error:
                raise InvalidFile(self._damaged) from error
        return self._parsed[sheet]

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
        """Refuse what would fill the memory, in whatever part of the file it is."""
        longest, shared = 0, 0
        with zipfile.ZipFile(io.BytesIO(self._raw)) as archive:
            for part in archive.namelist():
                xml = self._content(archive, part)
                if b"sheetData" in xml:
                    self._check_sheet(xml)
                    shared += xml.count(b't="s"') + xml.count(b"t='s'")
                elif b"<sst" in xml or b":sst" in xml:
                    longest = max(map(len, re.split(rb"</(?:\w+:)?si>", xml)))
        if longest * shared > MOST_LETTERS:
            raise InvalidFile(f"{self.name} has texts in its cells that would fill the memory.")

    def _content(self, archive: zipfile.ZipFile, part: str) -> bytes:
        try:
            return archive.read(part)
        except (*_UNREADABLE, KeyError) as error:
            raise InvalidFile(self._damaged) from error

    def _check_sheet(self, xml: bytes) -> None:
        if NEAR * LOW <= MOST_CELLS and not _FAR.search(xml):
            return
        width = max(map(_column, set(_COLUMN.findall(xml))), default=1)
        height = max(map(int, _TALL.findall(xml)), default=LOW)
        if width * height > MOST_CELLS:
            raise InvalidFile(f"{self.name} has more than {MOST_CELLS} cells.")

    def _check_formulas(self, sheet: str) -> None:
        """Refuse formulas saved without results, with an error, or with 0 for all of them."""
        xml = self._xml(sheet)
        if b"<f" not in xml and b":f" not in xml and b'"e"' not in xml:
            return
        formula = _WITHOUT_RESULT.search(xml)
        if formula:
            text = (formula.group(1) or b"").decode("utf-8", "replace")[:30]
            raise InvalidFile(
                f"{self.name} has formulas whose results were not saved (={text}): open it in a "
                "spreadsheet program and save it."
            )
        results = []
        for head, content in _CELL.findall(xml):
            result = _RESULT.search(content)
            if _ERROR.search(head) and result:
                raise InvalidFile(
                    f"{self.name} has the error {result[1].decode('utf-8', 'replace')[:20]} in the "
                    f"cell {_placed(head)} of {sheet!r}: mend the formula and save it."
                )
            if re.search(rb"<(?:\w+:)?f\b", content) and result:
                results.append((result[1], head))
        if len(results) > 1 and all(value == b"0" for value, _ in results):
            raise InvalidFile(
                f"{self.name} has formulas that all are saved as 0, from the cell "
                f"{_placed(results[0][1])} of {sheet!r} on: open it in a spreadsheet program and "
                "save it."
            )

    def _xml(self, sheet: str) -> bytes:
        """The part of the file that a sheet is; empty where it cannot be told."""
        with zipfile.ZipFile(io.BytesIO(self._raw)) as archive:
            try:
                book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
                links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            except (KeyError, ElementTree.ParseError, *_UNREADABLE):
                return b""
            targets = {link.get("Id"): str(link.get("Target")) for link in links}
            for one in book.iter():
                if one.tag.endswith("}sheet") and one.get("name") == sheet:
                    place = next((v for k, v in one.attrib.items() if k.endswith("}id")), "")
                    part = posixpath.normpath(posixpath.join("xl", targets.get(place, "")))
                    return self._content(archive, part.lstrip("/").removeprefix("xl/xl/"))
        return b""


def _placed(head: bytes) -> str:
    """Where a cell stands, by its tag."""
    found = _PLACE.search(head)
    return found[1].decode() if found else "?"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + (letter & 0x1F)
    return number


def _cells(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells as a person reads them: nothing, a text, or a number without needless decimals."""
    return [
        [
            None if cell == "" else int(cell) if type(cell) is float and cell.is_integer() else cell
            for cell in row
        ]
        for row in rows
    ]

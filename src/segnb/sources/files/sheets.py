"""Excel files, read within bounds: an unpacked size and a number of cells that real tables keep."""

import io
import warnings
import zipfile
from functools import cached_property
from typing import Any

from segnb.vocabulary.errors import InvalidFile

LARGEST_UNPACKED = 400_000_000  # bytes of XML; the largest real table here has 40 million
MOST_CELLS = 20_000_000
MOST_PARTS = 2_000


class Workbook:
    """The sheets of an Excel file."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._raw = raw

    @staticmethod
    def is_one(raw: bytes, name: str) -> bool:
        """Whether a zip archive is a workbook; InvalidFile if it is damaged or a bomb."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise InvalidFile(f"{name} is damaged or cut off: download it again.") from error
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names:
            return False
        if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
            raise InvalidFile(
                f"{name} would unpack to more than {LARGEST_UNPACKED // 10**6} MB: it is not read."
            )
        return True

    @cached_property
    def _book(self) -> Any:
        return self._opened(data_only=True)

    def _opened(self, *, data_only: bool) -> Any:
        """The workbook with the saved results of formulas, or with the formulas themselves."""
        import openpyxl

        with warnings.catch_warnings():
            # openpyxl speaks of styles and extensions that hold no data
            warnings.simplefilter("ignore")
            try:
                return openpyxl.load_workbook(
                    io.BytesIO(self._raw), read_only=True, data_only=data_only, keep_links=False
                )
            except Exception as error:
                raise InvalidFile(
                    f"{self.name} is a damaged Excel file: download it again."
                ) from error

    @property
    def names(self) -> list[str]:
        """Names of the sheets with cells."""
        found = [sheet.title for sheet in self._book.worksheets]
        if not found:
            raise InvalidFile(f"{self.name} is an Excel file without sheets.")
        return found

    @cached_property
    def _has_formulas(self) -> bool:
        with zipfile.ZipFile(io.BytesIO(self._raw)) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            return any(b"<f>" in (xml := archive.read(n)) or b"<f " in xml for n in sheets)

    def rows(self, sheet: str, at_most: int | None = None) -> list[list[Any]]:
        """Rows of a sheet; InvalidFile where a formula was saved without its result."""
        rows = self._rows(self._book, sheet, at_most)
        if at_most is None and self._has_formulas:
            written = self._rows(self._opened(data_only=False), sheet, at_most)
            for row, formulas in zip(rows, written, strict=True):
                for value, formula in zip(row, formulas, strict=True):
                    if value is None and isinstance(formula, str) and formula.startswith("="):
                        raise InvalidFile(
                            f"{self.name} has formulas whose results were not saved "
                            f"({formula[:30]}): open it in a spreadsheet program and save it."
                        )
        return rows

    def _rows(self, book: Any, sheet: str, at_most: int | None) -> list[list[Any]]:
        rows: list[list[Any]] = []
        cells = 0
        try:
            for row in book[sheet].iter_rows(values_only=True, max_row=at_most):
                cells += max(len(row), 1)
                if cells > MOST_CELLS:
                    raise InvalidFile(f"{self.name} has more than {MOST_CELLS} cells.")
                rows.append(list(row))
        except InvalidFile:
            raise
        except Exception as error:
            raise InvalidFile(f"{self.name} is a damaged Excel file: download it again.") from error
        return rows

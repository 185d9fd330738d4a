"""Text files: their letters, their separator, their rows."""

import csv
import io
import re

from segnb.vocabulary.errors import InvalidFile

# Letters between which these stand when a file is read in the wrong encoding.
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf¤¥¶„…–]|Â[\u0080-\u00bf]|â€|ï¿½|\ufffd")
_CONTROL = r"[\x00-\x08\x0e-\x1f\x7f-\x9f]"
# What is rare stands first in the pattern, for a text is then gone through much faster.
_STRANGE = re.compile(
    rf"[†‡„”ŒŠšŽžƒˆ‰‹›Ÿ¤¥¦¨¯´¸{_CONTROL[1:-1]}]"
    rf"(?:(?<={_CONTROL})|(?<=[A-Za-zåäöÅÄÖ].)(?=[a-zåäö]))"
)
_SEPARATORS = ";\t,|"


def decode(raw: bytes, name: str) -> tuple[str, str]:
    """Text of these bytes and the encoding: UTF-8 or UTF-16 by its mark, UTF-8, or Windows-1252.

    Raises
    ------
    InvalidFile
        The bytes are none of these, or the letters were broken before the file came here.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if raw.startswith(mark):
            return _checked(_strictly(raw, encoding, name), name), encoding
    try:
        return _checked(raw.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        return _checked(_strictly(raw, "cp1252", name), name), "cp1252"


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidFile(_unreadable(name)) from error


def _checked(text: str, name: str) -> str:
    if _MOJIBAKE.search(text):
        raise InvalidFile(
            f"{name} holds letters that were broken when it was saved (such as Ã¤ for ä): "
            "get it again from its source."
        )
    if _STRANGE.search(text):
        raise InvalidFile(_unreadable(name))
    return text


def _unreadable(name: str) -> str:
    return (
        f"{name} is neither a file of a known kind nor text in UTF-8 or Windows-1252: "
        "if it is a table, save it as CSV in UTF-8."
    )


def separator(text: str) -> str:
    """The character that stands between cells; empty if the text has no columns."""
    lines = [line for line in text.splitlines()[:400] if line.strip()][:20]
    best, score = "", 1
    for candidate in _SEPARATORS:
        try:
            rows = _parse("\n".join(lines), candidate)
        except csv.Error:  # a cell beyond any real length: this is no separator
            continue
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows)
        if width > score and alike >= 0.5 * len(rows):
            best, score = candidate, width
    return best


def rows_of_table(text: str) -> list[list[str]]:
    """First rows of the table in a text, under a banner too; none where there is no table.

    Rows of a table have the same number of cells, more than one, in most lines.
    """
    lines = [line for line in text.splitlines()[:400] if line.strip()]
    best: list[list[str]] = []
    for mark in _SEPARATORS:
        try:
            rows = _parse("\n".join(lines), mark)
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        width = max(set(widths), key=widths.count, default=1)
        table = [row for row in rows if len(row) == width]
        if width > 1 and 2 * len(table) >= len(rows) and width > len(best[0] if best else [""]):
            best = table
    return best


def split_rows(text: str, name: str, *, whole: bool = True) -> list[list[str]]:
    """Rows of a text with separators, blank lines left out; a row a line if it has none.

    Parameters
    ----------
    whole
        Whether the text is the whole file, whose last row must then be complete.
    """
    mark = separator(text) or "\x00"
    try:
        rows = _parse(text, mark)
    except csv.Error as error:
        if whole:
            raise InvalidFile(f"{name} cannot be split into cells: {error}.") from error
        return []
    return [row for row in rows if row]


def _parse(text: str, mark: str) -> list[list[str]]:
    if mark == "\x00":
        return [[line] for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))

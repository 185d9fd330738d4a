"""Text that others have written, within bounds: how long, how deep, and of which letters."""

import re
from pathlib import Path
from typing import Any

from segnb.vocabulary.errors import InvalidParams

LARGEST = 100_000  # bytes of a params file, which may hold forewords and comments
LONGEST_KEY, LONGEST_TEXT = 100, 50_000
# Controls, halves of pairs, and marks that turn the direction of what follows.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def read_bounded(path: Path) -> str:
    """Text of a params file.

    Raises
    ------
    InvalidParams
        It is no file, is too large, or is no text.
    """
    name = short(str(path), 200)
    try:
        if not path.exists():
            raise InvalidParams(f"The params file {name} cannot be read: there is none.")
        if not path.is_file():
            raise InvalidParams(f"{name} is no file of settings: name a YAML file.")
        if path.stat().st_size > LARGEST:
            raise InvalidParams(
                f"The params file {name} has more than {LARGEST // 1000} kB: put long words into "
                "Markdown files and name them."
            )
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidParams(
            f"The params file {name} cannot be read as UTF-8: save it so."
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise InvalidParams(f"The params file {name} cannot be read: {reason}.") from error


def check_texts(content: Any, where: str = "") -> None:
    """Refuse texts of any length or letters, anywhere in lists and mappings."""
    if isinstance(content, dict):
        for key, value in content.items():
            if len(str(key)) > LONGEST_KEY:
                raise InvalidParams(f"A key is too long: {short(str(key))!r}.")
            check_texts(str(key), "the name of a setting")
            check_texts(value, str(key))
    elif isinstance(content, list):
        for value in content:
            check_texts(value, where)
    elif isinstance(content, str):
        if len(content) > LONGEST_TEXT:
            raise InvalidParams(
                f"The parameter {where!r} has {len(content)} letters, more than {LONGEST_TEXT}."
            )
        found = UNSEEN.search(content)
        if found:
            raise InvalidParams(
                f"The parameter {where!r} holds a letter that cannot be seen "
                f"(U+{ord(found[0]):04X}): take it away."
            )


def short(text: str, length: int = 60) -> str:
    """The beginning of a text, as it can be printed in one line."""
    seen = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: length + 1])
    return seen if len(seen) <= length else f"{seen[:length]}…"

"""The table of ids in ``docs/sources.md``: how each is known, from the data of the package."""

from pathlib import Path

from segnb.sources.live.services import WORDS, KnownId, known_ids
from studies.page import put

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sources.md"


def table() -> str:
    """One line an id."""
    lines = [
        "| service | id | used for | id known by | labels known by | note |",
        "| --- " * 6 + "|",
    ]
    return "\n".join([*lines, *map(_line, known_ids())])


def _line(one: KnownId) -> str:
    used, known = ", ".join(one.indicators), one.evidence
    cells = (one.service, one.id, used, WORDS[known.how], WORDS[known.labels], known.note)
    return f"| {' | '.join(cells)} |"


def main() -> None:
    put("ids", table(), PAGE)

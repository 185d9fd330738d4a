"""Which files the open data are made of, and what is known of each (`tables.yml`)."""

from dataclasses import dataclass, field
from pathlib import Path

from segnb.vocabulary.strict_yaml import load

LIST = Path(__file__).with_name("tables.yml")


@dataclass(frozen=True)
class Table:
    """One table, in one file or several.

    Attributes
    ----------
    title, producer, ids
        What it is called, whose it is, and the producer's ids of it.
    files
        Paths below the folder of the given files.
    read
        Files that must lie beside them to be read, and give no row of their own.
    published, retrieved
        Days that the files do not tell but that are known.
    state
        What is known of their age where no day is.
    licence, through
        Licence of the statistics, and the public repository that the file was taken from.
    checked, limits
        How the numbers were checked, and what has to be known of them, by language.
    """

    title: str
    producer: str
    licence: str
    through: str
    checked: str
    files: tuple[str, ...]
    ids: tuple[str, ...] = ()
    limits: dict[str, str] = field(default_factory=dict)
    published: str = ""
    retrieved: str = ""
    state: str = ""
    read: tuple[str, ...] = field(default=())


def listed(path: Path = LIST) -> list[Table]:
    """All tables, in the order of the page."""
    lists = ("files", "ids", "read")
    raw = load(path.read_text(encoding="utf-8"))
    return [Table(**one | {key: tuple(one.get(key, ())) for key in lists}) for one in raw]

"""Parts of a page that a program writes: what stands between two marks, and nothing else."""

from pathlib import Path


def marks(name: str) -> tuple[str, str]:
    """What stands before and after a part."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def put(name: str, body: str, page: Path) -> None:
    """Put the body between the marks of its name."""
    begin, end = marks(name)
    old = page.read_text(encoding="utf-8")
    if begin not in old or end not in old:
        raise ValueError(f"{page.name} has no {begin} … {end} to write between")
    before, after = old.split(begin)[0], old.split(end)[1]
    page.write_text(f"{before}{begin}\n\n{body}\n\n{end}{after}", encoding="utf-8")

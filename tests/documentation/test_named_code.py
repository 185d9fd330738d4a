"""What the documentation says of the code is there: dotted names, lines of script, days of runs."""

import importlib
import re
from functools import reduce
from pathlib import Path

import pytest

import segnb

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
HISTORY = {"decisions.md", "mutants.md"}  # what was chosen or found then, under its name of then
PAGES = [
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if page.name not in HISTORY),
]
PACKAGE = Path(segnb.__file__).parent
ROOMS = {path.stem for path in PACKAGE.iterdir() if path.is_dir()}
ANALYSES = {path.stem for path in (PACKAGE / "analysis").iterdir()}
FILES = {"csv", "html", "js", "json", "pdf", "py", "xlsx", "yml"}


def dotted_names(text: str) -> set[str]:
    """Names of the package in sentences, written in full; a room may stand for itself."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    found = set()
    for name in re.findall(r"`((?:\w+\.)+\w+)`", prose):
        first, last = name.split(".")[0], name.split(".")[-1]
        if last in FILES:
            continue
        if first in {"segnb", *ROOMS}:
            found.add(f"segnb.{name.removeprefix('segnb.')}")
        elif first in ANALYSES:
            found.add(f"segnb.analysis.{name}")
    return found


def is_there(name: str) -> bool:
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        return reduce(lambda at, part: getattr(at, part, None), parts[size:], module) is not None
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_dotted_name_is_one_of_the_package(page: Path) -> None:
    assert {n for n in dotted_names(page.read_text(encoding="utf-8")) if not is_there(n)} == set()


def test_a_name_that_has_moved_is_seen() -> None:
    names = dotted_names("`report.page.thresholds`, `trends.change`, `report.pdf`, `a.b`")
    assert names == {"segnb.report.page.thresholds", "segnb.analysis.trends.change"}
    assert [name for name in names if not is_there(name)] == ["segnb.report.page.thresholds"]


def test_the_lines_of_the_sites_script_are_those_counted() -> None:
    (told,) = re.findall(r"some (\d+) lines of script", (DOCS / "batch.md").read_text("utf-8"))
    scripts = (PACKAGE / "publish" / "templates" / "site").glob("*.js")
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in scripts)
    assert round(lines, -2) == int(told)


def test_a_day_named_beside_the_coverage_is_that_of_a_run() -> None:
    text = (DOCS / "inference.md").read_text(encoding="utf-8")
    prose = re.sub(r"<!-- ([\w ]+): begin -->.*?<!-- \1: end -->", "", text, flags=re.S)
    day = r"\d{4}-\d\d-\d\d|\d+ (?:November|December)"
    assert set(re.findall(day, prose)) <= set(re.findall(rf"Run.*?({day})", text))

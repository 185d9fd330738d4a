"""The rooms of the package import each other only downwards (the table below is the whole rule)."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "segnb"
MAY_IMPORT = {
    "vocabulary": set(),
    "measures": set(),
    "analysis": {"measures", "vocabulary"},
    "store": {"vocabulary"},
    "sources": {"store", "vocabulary"},
    "report": {"analysis", "measures", "store", "vocabulary"},
    "publish": {"report", "sources", "store", "vocabulary"},
    "teaching": {"analysis", "measures", "publish", "report", "sources", "store", "vocabulary"},
    "chapter": {"report", "sources", "store", "vocabulary"},
    "cli": {
        *{"analysis", "measures", "publish", "report", "sources", "store", "teaching"},
        "vocabulary",
    },
    "command": {"cli"},
}
ON_THE_WAY = {"page", "charts", "reading", "phrases", "exhibits", "municipality_report"}
REPORT_MAY_IMPORT = {
    "page": set(),
    "charts": {"page"},
    "reading": {"page"},
    "phrases": {"reading"},
    "exhibits": {"page", "charts", "reading"},
    "municipality_report": {"page", "reading"},
    "country_report": ON_THE_WAY,
    "division": ON_THE_WAY,
    "change": {*ON_THE_WAY, "division"},
    "comparison": {*ON_THE_WAY, "change", "division"},
    "area_types": {*ON_THE_WAY, "comparison"},
    "geography": {*ON_THE_WAY, "area_types", "division"},
    "focus_areas": {*ON_THE_WAY, "change", "division"},
    "documents": {*ON_THE_WAY, "area_types", "change", "division"},
    "evaluation_page": ON_THE_WAY,
    "front_matter": {*ON_THE_WAY, "change"},
    "national": {*ON_THE_WAY, "change", "country_report", "division"},
    "since_last": {*ON_THE_WAY, "change"},
    "verbs": set(),
}
KNOWS_PAPERMILL = {"publish", "cli"}
PURE = {"measures", "analysis"}
IMPURE = {"io", "matplotlib", "os", "pathlib", "seaborn", "socket", "sqlite3", "tempfile", "urllib"}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def imported(text: str, package: str) -> Iterator[str]:
    """Full names of what a module of `package` imports, relative imports resolved."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parents, node.module or ""]).strip(".") if node.level else node.module
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def wrong_imports(text: str, room: str, package: str) -> set[str]:
    """What a module in `room` imports although it may not."""
    allowed = MAY_IMPORT[room] | {room, "__version__"}
    names = [name.split(".") for name in imported(text, package)]
    wrong = {name[1] for name in names if name[0] == "segnb" and name[1] not in allowed}
    outside = {name[0] for name in names if name[0] != "segnb"}
    wrong |= outside & {"papermill"} if room not in KNOWS_PAPERMILL else set()
    return wrong | (outside & IMPURE if room in PURE else set())


def test_a_room_imports_only_the_rooms_below_it() -> None:
    for path in MODULES:
        package = ".".join(["segnb", *path.relative_to(SOURCE).parts[:-1]])
        wrong = wrong_imports(path.read_text(encoding="utf-8"), room_of(path), package)
        assert (path, wrong) == (path, set())


@pytest.mark.parametrize("room", REPORT_MAY_IMPORT)
def test_a_subject_of_the_report_imports_only_the_subjects_below_it(room: str) -> None:
    report = SOURCE / "report"
    modules = (
        [report / f"{room}.py"] if (report / f"{room}.py").exists() else report.glob(f"{room}/*.py")
    )
    names = {
        name.split(".")[2]
        for path in modules
        for name in imported(
            path.read_text(encoding="utf-8"),
            ".".join(["segnb", *path.relative_to(SOURCE).parts[:-1]]),
        )
        if name.startswith("segnb.report.")
    }
    assert names - REPORT_MAY_IMPORT[room] - {room} == set()


def test_no_two_modules_or_rooms_have_one_name() -> None:
    rooms = [path.parent for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE]
    named = [path for path in MODULES if path.name != "__init__.py"]
    names = [*(path.stem for path in named), *(path.name for path in rooms)]
    assert sorted(name for name, count in Counter(names).items() if count > 1) == []


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in MODULES} <= set(MAY_IMPORT)
    inside = (SOURCE / "report").iterdir()
    assert {path.stem for path in inside if list(path.glob("*.py")) or path.suffix == ".py"} == {
        "__init__",
        *REPORT_MAY_IMPORT,
    }


@pytest.mark.parametrize("table", [MAY_IMPORT, REPORT_MAY_IMPORT], ids=["package", "report"])
def test_the_table_has_no_circle(table: dict[str, set[str]]) -> None:
    assert list(TopologicalSorter(table).static_order())


@pytest.mark.parametrize(
    ("text", "room", "wrong"),
    [
        ("from segnb.sources import files", "report", {"sources"}),
        ("import segnb.publish.web_page", "report", {"publish"}),
        ("from segnb import store", "measures", {"store"}),
        ("from ..sources import demo", "report", {"sources"}),
        ("def late():\n    from segnb.cli import main", "publish", {"cli"}),
        ("import papermill", "report", {"papermill"}),
        ("from pathlib import Path", "measures", {"pathlib"}),
        ("from segnb import dissimilarity", "store", {"dissimilarity"}),
        ("from . import blocks\nfrom segnb import __version__", "report", set()),
    ],
)
def test_an_upward_import_is_seen(text: str, room: str, wrong: set[str]) -> None:
    assert wrong_imports(text, room, f"segnb.{room}") == wrong


def test_importing_the_measures_loads_pandas_but_nothing_that_draws_or_runs() -> None:
    heavy = ["matplotlib", "geopandas", "IPython", "papermill", "pydantic", "yaml"]
    program = f"import segnb.measures, sys; print([n for n in {heavy} if n in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"

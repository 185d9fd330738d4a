"""The command line: what each command says, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from segnb.cli import main
from segnb.publish.report_outcome import ReportOutcome
from segnb.sources.files import ImportedFile
from segnb.store import Store, make_observations
from segnb.vocabulary.errors import CannotWrite, NotebookFailed, SourceUnavailable
from segnb.vocabulary.params import Params


def segnb(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Params, Path, tuple[str, ...]]]:
    """What `make_report` was asked for; nothing is run."""
    asked: list[tuple[Params, Path, tuple[str, ...]]] = []

    def write(
        params: Params, out: Path, formats: tuple[str, ...], **_options: Any
    ) -> ReportOutcome:
        asked.append((params, out, formats))
        return ReportOutcome(out / "folder", {}, 2, ("a warning",))

    monkeypatch.setattr("segnb.publish.report_process.make_report", write)
    return asked


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that holds one number on Botkyrka."""
    folder = tmp_path / "data"
    held = Store.create(folder)
    snapshot = held.add_snapshot(b"raw", name="raw.csv", producer="SCB", published="2024-03-22")
    row = {"indicator": "population", "level": "municipality", "area": "0127", "year": 2022}
    row |= {"municipality": "0127", "sex": "total", "group": "all", "value": 95383.0}
    held.write(make_observations(pd.DataFrame([row | {"status": "ok"}])), snapshot)
    return folder


def one_line(result: Result) -> str:
    """What was printed as an error: one line, no traceback."""
    assert "Traceback" not in result.output
    (line,) = result.stderr.splitlines()
    return line


@pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)], ids=str)
def test_every_command_has_a_help_text(command: tuple[str, ...]) -> None:
    result = segnb(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_the_version_is_told() -> None:
    from segnb import __version__

    assert segnb("--version").output.strip() == f"segnb, version {__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "No such command"),
        (("report", "--lagn", "sv"), "No such option"),
        (("report", "Botkirka"), "Did you mean Botkyrka (0127)?"),
        (("report", "../x"), "No municipality is called"),
        (("report", "114"), "four digits"),
        (("report", "--lang", "de"), "'lang'"),
        (("report", "--year", "soon"), "'year'"),
        (("report", "--format", "doc"), "choose among html, pdf"),
        (("report", "--params", "gone.yml"), "cannot be read"),
        (("report", "0127", "--store", "gone"), "segnb import FOLDER --store gone"),
        (("import", "gone"), "There is no file or folder gone"),
        (("store", "status", "--store", "gone"), "There is no store in gone"),
        (("import", ".", "--store", "box"), "only read"),
        (("list", "stars"), "stars"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_request_is_one_line_and_exit_code_two(
    arguments: tuple[str, ...], message: str
) -> None:
    result = segnb(*arguments)
    assert result.exit_code == 2
    assert message in one_line(result)


def test_verbose_adds_the_traceback() -> None:
    result = segnb("report", "Botkirka", "--verbose")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr


def test_without_a_municipality_an_example_is_written_from_what_comes_along(written: list) -> None:
    result = segnb("report")
    assert result.exit_code == 0
    ((params, out, formats),) = written
    assert (params.municipality, params.store) == ("2081", "box")
    assert (out, formats) == (Path("outputs"), ("html", "pdf"))
    assert "make report KOMMUN=" in result.stdout
    assert "report.html" in result.stdout
    assert "open it with" in result.stdout
    assert "note: a warning" in result.stdout


def test_the_demonstration_is_asked_for_by_its_name(written: list) -> None:
    assert segnb("report", "demo").exit_code == 0
    ((params, _, _),) = written
    assert (params.municipality, params.store) == ("9901", "")


def test_a_settings_file_without_a_municipality_is_that_of_the_demonstration(
    tmp_path: Path, written: list
) -> None:
    (tmp_path / "p.yml").write_text("lang: en\n")
    assert segnb("report", "--params", "p.yml").exit_code == 0
    assert [params.municipality for params, _, _ in written] == ["9901"]


@pytest.mark.usefixtures("store")
def test_options_reach_the_report(written: list) -> None:
    segnb("report", "Botkyrka", "--lang", "en", "--year", "2020", "--out", "x", "--format", "pdf")
    ((params, out, formats),) = written
    assert (params.municipality, params.lang, params.year) == ("0127", "en", 2020)
    assert (params.store, out, formats) == ("data", Path("x"), ("pdf",))


@pytest.mark.usefixtures("store")
def test_the_command_line_goes_before_the_params_file(tmp_path: Path, written: list) -> None:
    (tmp_path / "p.yml").write_text("municipality: 0127\nlang: sv\nstore: data\n")
    assert segnb("report", "--params", "p.yml", "--lang", "en").exit_code == 0
    ((params, _, _),) = written
    assert (params.municipality, params.lang) == ("0127", "en")
    assert params.store == str(tmp_path / "data")


@pytest.mark.usefixtures("store")
def test_a_municipality_that_the_store_does_not_hold_is_refused_with_what_would_help(
    written: list,
) -> None:
    result = segnb("report", "Gävle")
    line = one_line(result)
    assert result.exit_code == 2
    assert "holds nothing on Gävle (2180)" in line
    assert "`segnb import FOLDER --store data`" in line
    assert "`segnb report 2180 --store data`" in line
    assert written == []


@pytest.mark.usefixtures("store")
def test_one_of_several_that_fails_does_not_stop_the_others(written: list) -> None:
    result = segnb("report", "Botkyrka", "Gävle", "9901", "--json")
    assert result.exit_code == 1
    assert [params.municipality for params, _, _ in written] == ["0127", "9901"]
    outcomes = json.loads(result.stdout)
    assert [outcome["exit"] for outcome in outcomes] == [0, 2, 0]
    assert "Gävle" in one_line(result)


def test_several_that_all_fail_for_the_same_reason_give_its_code() -> None:
    assert segnb("report", "Botkirka", "Gävel").exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"), [(NotebookFailed, 1), (CannotWrite, 2), (SourceUnavailable, 3)]
)
def test_an_error_of_the_run_gives_its_exit_code(
    error: type, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_options: Any) -> ReportOutcome:
        raise error("What went wrong.")

    monkeypatch.setattr("segnb.publish.report_process.make_report", fail)
    result = segnb("report")
    assert result.exit_code == code
    assert one_line(result) == "segnb: What went wrong."


def test_a_format_that_could_not_be_made_is_exit_code_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_given: Any, **_options: Any) -> ReportOutcome:
        return ReportOutcome(Path("folder"), {"pdf": "Why not."})

    monkeypatch.setattr("segnb.publish.report_process.make_report", write)
    result = segnb("report", "demo", "--quiet")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert one_line(result) == "segnb: Exempelstad: no pdf: Why not."


@pytest.mark.usefixtures("written")
def test_quiet_prints_nothing_and_json_is_json() -> None:
    assert segnb("report", "--quiet").output == ""
    (outcome,) = json.loads(segnb("report", "--json").stdout)
    assert outcome["files"] == ["report.html", "report.pdf"]
    assert outcome["gaps"] == 2


def imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *files: ImportedFile) -> Result:
    (tmp_path / "files").mkdir()
    monkeypatch.setattr("segnb.sources.files.import_folder", lambda *_a, **_k: list(files))
    return segnb("import", "files", "--store", "s")


GOOD = ImportedFile("a.csv", "SCB table", 120, notes=("a note",))
LEFT = ImportedFile("b.txt", "text", reason="no table of ours")
DAMAGED = ImportedFile("c.xlsx", "workbook", reason="the file is cut off", damaged=True)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ((GOOD,), 0),
        ((GOOD, LEFT), 0),
        ((GOOD, DAMAGED), 1),
        ((LEFT,), 2),
        ((DAMAGED,), 2),
        ((LEFT, DAMAGED), 2),
    ],
    ids=["good", "good and left", "one damaged", "none recognised", "the only damaged", "none"],
)
def test_the_exit_code_of_an_import(
    files: tuple[ImportedFile, ...], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert imported(monkeypatch, tmp_path, *files).exit_code == code


def test_an_import_says_what_became_of_each_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = imported(monkeypatch, tmp_path, GOOD, LEFT, DAMAGED).stdout.splitlines()
    assert lines[:4] == [
        "a.csv: SCB table, 120 observations",
        "  a note",
        "b.txt: left (text): no table of ours",
        "c.xlsx: left (workbook): the file is cut off",
    ]
    assert [line.split()[0] for line in lines[4:8]] == ["file", "a.csv", "b.txt", "c.xlsx"]
    assert lines[8:] == ["1 of 3 files are in s, with 120 observations."]


@pytest.mark.parametrize(
    "what", ["municipalities", "indicators", "measures", "sources", "chapters"]
)
def test_lists_are_read_by_people_and_programs(what: str) -> None:
    rows = json.loads(segnb("list", what, "--json").stdout)
    lines = segnb("list", what).stdout.splitlines()
    assert len(rows) == len(lines)
    assert segnb("list", what, "--quiet").stdout == ""


def test_municipalities_keep_their_zeros() -> None:
    rows = json.loads(segnb("list", "municipalities", "--json").stdout)
    assert {"0127", "9901"} <= {row["code"] for row in rows}


@pytest.mark.usefixtures("store")
def test_the_store_says_what_it_holds() -> None:
    result = segnb("store", "status")
    held = "population · municipality · 2022–2022 · 1 areas · 1 rows · from a file"
    assert held in result.stdout
    assert "1 snapshots (1 from a file), the newest of 2024-03-22." in result.stdout
    assert json.loads(segnb("store", "status", "--json").stdout)["fingerprint"]


def test_check_passes_where_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "a.yml").write_text("municipality: Botkyrka\nchapters: []\n")
    result = segnb("check")
    assert result.exit_code == 0
    assert "params/a.yml: municipality 0127, 0 chapters" in result.stdout


def test_check_tells_every_fault_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "a.yml").write_text("municipality: Botkirka\n")
    (tmp_path / "params" / "b.yml").write_text("lagn: sv\n")
    result = segnb("check", "--store", "gone")
    assert result.exit_code == 1
    assert "Did you mean Botkyrka" in result.stderr
    assert "Did you mean 'lang'" in result.stderr
    assert "There is no store in gone" in result.stderr


def test_check_finds_a_notebook_with_a_parameter_that_is_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    cell = new_code_cell("kommun = '0127'", metadata={"tags": ["parameters"]})
    path = tmp_path / "10_x.ipynb"
    nbformat.write(new_notebook(cells=[cell]), path)
    monkeypatch.setattr("segnb.publish.notebooks.chapters", lambda: {"x": path})
    result = segnb("check")
    assert result.exit_code == 1
    assert "10_x.ipynb: 'kommun' is no setting of a report" in result.stderr


def test_what_costs_a_second_in_every_process_is_not_loaded() -> None:
    program = "import segnb.cli, papermill, sys; print(sys.modules['rfc3987_syntax'])"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "None"


def test_telling_the_version_loads_nothing_heavy() -> None:
    heavy = ["papermill", "nbconvert", "matplotlib", "geopandas", "typst"]
    program = f"import segnb.cli, sys; print([n for n in {heavy} if n in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"

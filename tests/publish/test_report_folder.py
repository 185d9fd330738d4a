"""The whole report of a municipality: what is written, what is kept, and what is said of it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from sample_report import area_types, methods, shown, summary

from segnb.publish.forkserver import APART, HERE
from segnb.publish.manifest import (
    file_hashes,
    sources_by_kind,
    vocabulary_hash,
    write_manifest,
)
from segnb.publish.pdf import PdfFailed
from segnb.publish.report_folder import without_paths, write_report
from segnb.publish.report_outcome import ReportOutcome
from segnb.report.page.blocks import DOCUMENT, SourceLine
from segnb.store import BOX, Store
from segnb.vocabulary.errors import InvalidParams, NotebookFailed
from segnb.vocabulary.params import Params, make_params

CHAPTERS = {"summary": summary, "area_types": area_types, "methods": methods}
Runner = Callable[..., NotebookNode]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Chapters whose run is replaced by the sample's outputs; what each was given."""
    paths, given = {}, []
    for number, name in enumerate(CHAPTERS):
        paths[name] = tmp_path / f"{number}0_{name}.ipynb"
        source = 'municipality = "9901"\nlang = "sv"\nstore = ""'
        parameters = new_code_cell(source, metadata={"tags": ["parameters"]})
        nbformat.write(new_notebook(cells=[parameters]), paths[name])

    def run(path: Path, parameters: dict, out: Path, *, engine: str | None) -> NotebookNode:
        given.append({"path": path, "engine": engine, **parameters})
        notebook = shown(*CHAPTERS[path.stem[3:]]())
        notebook.metadata.papermill = {"input_path": str(path), "output_path": str(out)}
        nbformat.write(notebook, out)
        return notebook

    monkeypatch.setattr("segnb.publish.notebooks.chapters", lambda: paths)
    monkeypatch.setattr("segnb.publish.report_folder.run_chapter", run)
    return given


def params(**settings: Any) -> Params:
    return make_params(**{"municipality": "Botkyrka", "chapters": tuple(CHAPTERS)} | settings)


def write(out: Path, **settings: Any) -> ReportOutcome:
    return write_report(params(**settings), out)


def record(written: ReportOutcome) -> dict[str, Any]:
    return json.loads((written.folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("calls")
def test_a_report_is_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    written = write(tmp_path / "out")
    assert written.folder == tmp_path / "out" / "0127-botkyrka" / "sv"
    files = {path.name for path in written.folder.iterdir()}
    assert files == {
        *("report.html", "report.pdf", "manifest.json", "data.xlsx"),
        *("notebooks", "data", "figures"),
    }
    assert {p.suffix for p in (written.folder / "figures").iterdir()} == {".svg"}
    assert len(list((written.folder / "notebooks").iterdir())) == 3
    assert (written.folder / "data" / "composition.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


@pytest.mark.usefixtures("calls")
def test_two_runs_give_the_same_pages_and_data_byte_for_byte(tmp_path: Path) -> None:
    first, second = (file_hashes(write(tmp_path / name).folder) for name in ("a", "b"))
    changing = {"manifest.json", *(name for name in first if name.startswith("notebooks/"))}
    assert {n: h for n, h in first.items() if n not in changing} == {
        n: h for n, h in second.items() if n not in changing
    }
    assert len(first) - len(changing) > 10


@pytest.mark.usefixtures("calls")
def test_the_manifest_says_what_went_in_and_what_is_missing(tmp_path: Path) -> None:
    found = record(write(tmp_path))
    assert found["municipality"] == {"code": "0127", "name": "Botkyrka", "synthetic": False}
    assert found["parameters"]["municipality"] == "0127"
    assert (found["statistics_until"], found["date"]) == ("2023", "2024-03-22")
    (line,) = found["snapshots"]
    days = (line["years"], line["updated"], line["retrieved"])
    assert days == ("2020–2023", "2024-02-01", "2024-03-22")
    assert found["versions"]["segnb"]
    assert [s["table"] for s in found["snapshots"]] == ["TAB6258"]
    assert [g["status"] for g in found["gaps"]] == ["missing"]
    assert found["breaks"] == [["2024", "Nya områdesgränser och ny röjandekontroll."]]
    assert [c["name"] for c in found["chapters"]] == list(CHAPTERS)
    assert found["formats"] == {"html": "ok", "pdf": "ok"}
    assert "report.html" in found["files"]


def test_only_files_that_were_read_are_snapshots_of_a_record() -> None:
    read = SourceLine("SCB", "A", "T", "2020", "", "abc", "CC0", origin="file")
    own = SourceLine("Kommunens egna data", "B", "", "2021", "", "", "", origin="file")
    table = SourceLine("SKR", "Grupper", "", "2023", "", "", "")
    cited = [SourceLine("Delmos", title, "", "", "", "", "", origin=DOCUMENT) for title in "C–"]
    found = sources_by_kind([read, *cited, own, table])
    assert found["snapshots"] == [asdict(read), asdict(own)]
    assert found["tables"] == [{"producer": "SKR", "title": "Grupper", "years": "2023"}]
    assert [tuple(one.values()) for one in found["documents"]] == [("Delmos", "C"), ("Delmos", "")]


def test_a_record_is_read_with_its_letters_and_each_figure_is_a_line(tmp_path: Path) -> None:
    figures = [{"title": "Åren"}, {"title": "Öarna"}]
    write_manifest({"name": "Växjö", "figures": figures}, tmp_path)
    text = (tmp_path / "manifest.json").read_text("utf-8")
    assert json.loads(text) == {"name": "Växjö", "figures": figures}
    lines = [line.strip(" ,") for line in text.splitlines()]
    assert {'"name": "Växjö"', *(f'{{"title": "{one["title"]}"}}' for one in figures)} < set(lines)


@pytest.mark.usefixtures("calls")
def test_a_format_that_cannot_be_made_leaves_the_rest_standing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise PdfFailed("The PDF was refused.")

    monkeypatch.setattr("segnb.publish.report_folder.pdf", fail)
    written = write(tmp_path)
    assert written.exit_code == 1
    assert written.failed == {"pdf": "The PDF was refused."}
    assert (written.folder / "report.html").exists()
    assert not (written.folder / "report.pdf").exists()
    assert record(written)["formats"] == {"html": "ok", "pdf": "The PDF was refused."}


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(
    ("engine", "two", "shares"), [(HERE, True, 2), (HERE, False, 0), (None, True, 0)]
)
def test_two_processes_share_chapters_and_pages_where_cells_run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str | None, two: bool, shares: int
) -> None:
    shared: list[Any] = []

    def in_turn(jobs: list[Callable[[], Any]], ledger: Any) -> list[Any]:
        shared.append(ledger)
        return [job() for job in jobs]

    monkeypatch.setattr("segnb.publish.report_folder.in_turn", in_turn)
    write_report(params(), tmp_path, ["html"], engine=engine, two_processes=two)
    assert len(shared) == shares


@pytest.mark.usefixtures("calls")
def test_only_the_formats_that_were_asked_for_are_written(tmp_path: Path) -> None:
    written = write_report(params(), tmp_path, ["html"])
    assert not (written.folder / "report.pdf").exists()
    assert written.exit_code == 0


def test_a_chapter_gets_the_settings_that_it_has_a_parameter_for(
    tmp_path: Path, calls: list[dict[str, Any]]
) -> None:
    write_report(params(store="store", threshold=7), tmp_path, ["html"], engine="fast")
    for given in calls:
        assert given["store"] == str(Path("store").resolve())
        assert (given["municipality"], given["engine"]) == ("0127", "fast")
        assert "settings" not in given
        assert "threshold" not in given


@pytest.mark.usefixtures("calls")
def test_a_setting_that_no_chapter_takes_is_told(tmp_path: Path) -> None:
    written = write(tmp_path, threshold=7)
    assert written.warnings == ("no chapter of this report takes the setting 'threshold'",)
    assert record(written)["warnings"] == list(written.warnings)


def test_a_chapter_with_settings_gets_all_others_that_were_made(
    tmp_path: Path, calls: list[dict[str, Any]]
) -> None:
    for path in tmp_path.glob("*.ipynb"):
        source = 'municipality = "9901"\nlang = "sv"\nstore = ""\nsettings = {}'
        parameters = new_code_cell(source, metadata={"tags": ["parameters"]})
        nbformat.write(new_notebook(cells=[parameters]), path)
    written = write(tmp_path, threshold=7, show_police=True)
    assert [given["settings"] for given in calls] == [{"threshold": 7, "show_police": True}] * 3
    assert written.warnings == ("no chapter of this report takes the setting 'show_police'",)


@pytest.mark.usefixtures("calls")
def test_progress_is_told_chapter_by_chapter(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    write_report(params(), tmp_path, [], progress=lambda *step: seen.append(step))
    assert [step[1:] for step in seen] == [(1, 3), (2, 3), (3, 3)]
    assert {step[0] for step in seen} == set(CHAPTERS)


@pytest.mark.usefixtures("calls")
def test_the_notebooks_do_not_tell_where_they_were_run(tmp_path: Path) -> None:
    for path in (write(tmp_path).folder / "notebooks").iterdir():
        assert str(tmp_path) not in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("calls")
def test_a_failing_chapter_replaces_nothing_and_keeps_its_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file_hashes(write(tmp_path).folder)

    def fail(_path: Path, _parameters: dict, out: Path, **_options: object) -> NotebookNode:
        nbformat.write(new_notebook(), out)
        raise NotebookFailed(
            f"Botkyrka (0127), cell [2]: KeyError (the notebook is kept in {out})."
        )

    monkeypatch.setattr("segnb.publish.report_folder.run_chapter", fail)
    with pytest.raises(NotebookFailed) as caught:
        write(tmp_path)
    place = tmp_path / "0127-botkyrka"
    kept = place / "sv-failed" / "00_summary.ipynb"
    assert f"kept in {kept})" in str(caught.value)
    assert kept.exists()
    assert file_hashes(place / "sv") == before
    assert {path.name for path in place.iterdir()} == {"sv", "sv-failed"}


@pytest.mark.usefixtures("calls")
def test_an_unknown_chapter_is_refused_before_anything_is_run(tmp_path: Path) -> None:
    with pytest.raises(InvalidParams, match="Did you mean 'summary'"):
        write(tmp_path / "out", chapters=("sumary",))
    assert not (tmp_path / "out" / "0127-botkyrka").exists()


def test_the_hash_of_the_vocabulary_tells_its_parts_apart() -> None:
    assert vocabulary_hash("strings") != vocabulary_hash("catalogue")


def test_the_hash_of_the_vocabulary_changes_with_every_file_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segnb.publish.manifest.DATA", tmp_path)
    (tmp_path / "strings" / "sv").mkdir(parents=True)
    hashes = []
    for name, text in (("sv/a.yml", "a: 1"), ("sv/b.yml", "a: 1"), ("sv/b.yml", "a: 2"),
                       ("c.csv", "a"), ("notes.md", "not of it")):  # fmt: skip
        (tmp_path / "strings" / name).write_text(text, encoding="utf-8")
        hashes.append(vocabulary_hash("strings"))
    assert len(set(hashes)) == 4
    assert hashes[-1] == hashes[-2]


# -- what is asked, what is own, what is set


def own(folder: Path, name: str = "10_own.ipynb") -> str:
    """Path of a chapter of one's own, whose run the test replaces."""
    source = 'municipality = "9901"\nsettings = {}'
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), folder / name)
    return str(folder / name)


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Chapters of one's own fail; with what engines they were run."""
    engines: list[Any] = []

    def run(path: Path, _settings: dict, out: Path, _lang: Any, *, engine: Any) -> Any:
        engines.append(engine)
        made = shown(*methods())
        nbformat.write(made, out)
        return made, f"why {path.stem}"

    monkeypatch.setattr("segnb.publish.report_folder.run_own_chapter", run)
    return engines


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(
    ("engine", "broken", "known"), [(HERE, False, True), (HERE, True, False), (APART, False, False)]
)
def test_what_was_asked_is_known_where_all_ran_here_and_none_failed(
    tmp_path: Path, fails: list[Any], engine: str, broken: bool, known: bool
) -> None:
    store = Store.create(tmp_path / "data")
    chapters = (*CHAPTERS, *([own(tmp_path)] if broken else []))
    written = write_report(params(store=str(store.path), chapters=chapters), tmp_path / "out",
                           ["html"], engine=engine)  # fmt: skip
    made_of = record(written)["inputs"]
    assert made_of["questions"] == ({} if known else {'["fingerprint", {}]': ""})
    assert list(made_of["store"]) == ([] if known else ["."])
    assert fails == ([engine] if broken else [])
    assert written.exit_code == int(broken)
    if broken:
        assert written.failed == {"10_own.ipynb": "why 10_own"}
        assert record(written)["chapters"][-1]["failed"] == "why 10_own"
    assert "failed" not in record(written)["chapters"][0]


@pytest.mark.usefixtures("calls")
def test_the_demonstration_asks_no_store(tmp_path: Path) -> None:
    assert "questions" not in record(write(tmp_path, municipality="9901"))["inputs"]


@pytest.mark.usefixtures("calls", "fails")
def test_two_chapters_of_one_name_have_two_notebooks(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    both = (own(tmp_path / "a"), "summary", own(tmp_path / "b"))
    written = write_report(params(chapters=both), tmp_path / "out", [], engine=HERE)
    files = [chapter["notebook"] for chapter in record(written)["chapters"]]
    assert files == ["10_own.ipynb", "00_summary.ipynb", "2_10_own.ipynb"]
    assert {path.name for path in (written.folder / "notebooks").iterdir()} == set(files)
    assert all(chapter["seconds"] < 60 for chapter in record(written)["chapters"])


@pytest.mark.usefixtures("calls", "fails")
@pytest.mark.parametrize(
    ("chapter", "setting", "idle"),
    [
        ("summary", {"summary_plain": False}, False), ("methods", {"summary_plain": False}, True),
        ("summary", {"threshold": 7}, False), ("own", {"show_police": True}, False),
        ("summary", {"show_police": True}, True), ("summary", {"foreword": "Ord."}, False),
        ("summary", {"threshold": 5}, False),  # as it is anyway
    ],
)  # fmt: skip
def test_a_setting_is_idle_where_none_of_the_chapters_makes_anything_of_it(
    tmp_path: Path, chapter: str, setting: dict[str, Any], idle: bool
) -> None:
    for path in tmp_path.glob("*.ipynb"):
        own(tmp_path, path.name)
    named = own(tmp_path) if chapter == "own" else chapter
    written = write_report(params(chapters=(named,), **setting), tmp_path / "out", [], engine=HERE)
    (name,) = setting
    told = (f"no chapter of this report takes the setting {name!r}",) if idle else ()
    assert written.warnings == told


@pytest.mark.parametrize("store", ["", BOX, "data"])
def test_a_chapter_gets_the_store_by_its_whole_path(
    tmp_path: Path, calls: list[dict[str, Any]], store: str
) -> None:
    write_report(params(store=store, chapters=("summary",)), tmp_path, [], engine="x")
    assert calls[0]["store"] == (str(Path("data").resolve()) if store == "data" else store)
    assert "settings" not in calls[0]


@pytest.mark.usefixtures("calls")
def test_a_brief_and_pictures_are_written_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        "segnb.publish.report_folder.pdf",
        lambda _document, template: made.append(template) or template.encode(),
    )
    written = write_report(params(), tmp_path, ["brief", "png"])
    assert made == ["brief"]
    assert (written.folder / "brief.pdf").read_bytes() == b"brief"
    assert not (written.folder / "report.html").exists()
    assert {path.suffix for path in (written.folder / "figures").iterdir()} == {".svg", ".png"}
    assert record(written)["formats"] == {"brief": "ok", "png": "ok"}


@pytest.mark.usefixtures("calls")
def test_a_report_that_is_whole_again_takes_the_failed_one_away(tmp_path: Path) -> None:
    left = tmp_path / "0127-botkyrka" / "sv-failed"
    left.mkdir(parents=True)
    (left / "x.ipynb").write_text("x")
    private = tmp_path / "private"
    private.mkdir()
    written = write_report(params(), tmp_path, [], private=private)
    assert not left.exists()
    assert written.gaps == 1
    assert list(private.iterdir()) == []


def test_folders_are_taken_out_of_a_notebook_and_its_file_alike(tmp_path: Path) -> None:
    whole = str(tmp_path / "å {x}" / "10_a.ipynb")
    made = new_notebook(metadata={"papermill": {"input_path": whole, "output_path": None}})
    path = tmp_path / "10_a.ipynb"
    nbformat.write(made, path)
    without_paths(made, path)
    assert made.metadata.papermill == {"input_path": "10_a.ipynb", "output_path": None}
    assert nbformat.read(path, 4).metadata.papermill["input_path"] == "10_a.ipynb"
    plain = new_notebook()
    nbformat.write(plain, path)
    before = path.read_text("utf-8")
    without_paths(plain, path)
    assert path.read_text("utf-8") == before

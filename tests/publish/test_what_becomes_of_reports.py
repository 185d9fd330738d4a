"""What a batch says of its reports, what makes one current, and how a run is set up: no run."""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from segnb.publish import (
    batch,
    chapter_run,
    forkserver,
    lesson_copies,
    notebooks,
    own_chapter,
    report_process,
)
from segnb.publish.batch import LOCK, MANY, PRIVATE, Job, Outcome, alone_in, make, make_one, plan
from segnb.publish.batch_record import (
    Entry,
    failed_entry,
    held_entry,
    made_entry,
    merged,
    read_entries,
    write_entries,
)
from segnb.publish.chapter_run import _failure, _one_line, _way, _where, _without_placeholders
from segnb.publish.current_reports import (
    Currency,
    InputHashes,
    file_hash,
    inputs,
    lessons_beside,
    read_manifest,
    store_hashes,
)
from segnb.publish.forkserver import APART, HERE, KERNEL, Died, StoppedLate
from segnb.publish.health_page import write_health
from segnb.publish.municipality_check import check_held
from segnb.publish.report_outcome import ReportOutcome
from segnb.publish.scheduler import dask_workers
from segnb.store import BOX, Store
from segnb.store.ledger import recorded, recording
from segnb.vocabulary.errors import (
    CannotWrite,
    EmptyStore,
    InvalidFile,
    InvalidParams,
    NotebookFailed,
)
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import Params, make_params

NOTEBOOK = new_notebook(
    cells=[new_code_cell('municipality = "9901"', metadata={"tags": ["parameters"]})]
)


def params(code: str = "0127", **settings: Any) -> Params:
    return make_params(municipality=code, **settings)


def report(out: Path, **more: Any) -> Path:
    """Folder of a report with a page, and a record of it."""
    folder = out / "0127-botkyrka" / "sv"
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("x")
    record = {"formats": {"html": "ok"}, "chapters": [], "gaps": [1, 2], "files": {}} | more
    (folder / "manifest.json").write_text(json.dumps(record))
    return folder


# -- entries of a batch


def test_an_entry_says_what_is_there_and_what_went_wrong(tmp_path: Path) -> None:
    report(tmp_path)
    where = {"code": "0127", "name": "Botkyrka", "lang": "sv", "folder": "0127-botkyrka/sv"}
    whole = ReportOutcome(tmp_path, {}, 3)
    assert made_entry(params(), tmp_path, whole) == Entry(
        **where, status="ok", formats=("html",), gaps=3
    )
    partly = ReportOutcome(tmp_path, {"pdf": "b", "brief": "a"}, 4)
    assert made_entry(params(), tmp_path, partly) == Entry(
        **where, status="partly", formats=("html",), gaps=4, why="brief: a pdf: b", exit_code=1
    )
    failed = failed_entry(params(), tmp_path, f"kept in {tmp_path}/x", 2)
    assert (failed.status, failed.why, failed.exit_code) == ("failed", "kept in x", 2)
    assert failed.formats == ("html",)
    assert (whole.exit_code, partly.exit_code) == (0, 1)


def test_a_report_that_stands_tells_what_it_lacks(tmp_path: Path) -> None:
    chapters = [{"notebook": "10_a.ipynb", "failed": "why"}, {"notebook": "20_b.ipynb"}]
    report(tmp_path, formats={"html": "ok", "pdf": "refused"}, chapters=chapters)
    held = held_entry(params(), tmp_path)
    assert (held.status, held.gaps, held.exit_code) == ("partly", 2, 1)
    assert held.why == "10_a.ipynb: why pdf: refused"


def test_entries_of_other_reports_are_kept_by_code_and_language(tmp_path: Path) -> None:
    old = [Entry("0180", "Stockholm", "sv", "ok", "a", ("html",)),
           Entry("0127", "Botkyrka", "sv", "failed", "b")]  # fmt: skip
    write_entries(tmp_path, old)
    new = [Entry("0127", "Botkyrka", "sv", "ok", "c"), Entry("0127", "Botkyrka", "en", "ok", "d")]
    both = merged(tmp_path, new)
    assert [(one.code, one.lang, one.folder) for one in both] == [
        ("0127", "en", "d"), ("0127", "sv", "c"), ("0180", "sv", "a"),
    ]  # fmt: skip
    write_entries(tmp_path, [*both, Entry("Botkyrka", "x", "sv", "ok", "e")])
    assert read_entries(tmp_path) == both
    assert read_entries(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("codes", "stopped", "code"),
    [([], False, 1), ([0, 0], False, 0), ([2, 2], False, 2), ([0, 2], False, 1), ([0], True, 1)],
)
def test_a_batch_ends_with_the_code_that_all_have(
    codes: list[int], stopped: bool, code: int
) -> None:
    entries = [Entry("0127", "B", "sv", "ok", "f", exit_code=one) for one in codes]
    assert Outcome(entries, stopped=stopped).exit_code == code


# -- what a batch makes


def test_a_report_that_cannot_be_made_is_an_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(error: Exception) -> Callable[..., ReportOutcome]:
        def made(*_: Any, **__: Any) -> ReportOutcome:
            raise error

        return made

    job = Job(params(), tmp_path)
    for error, code, why in (
        (EmptyStore("Nothing."), 2, "Nothing."),
        (OSError(28, "No space"), 1, "No space."),
        (OSError("odd"), 1, "odd."),
    ):
        monkeypatch.setattr(batch, "make_report", raising(error))
        entry = make_one(job)
        assert (entry.status, entry.exit_code, entry.why) == ("failed", code, why)
    foreign = Job(params(), tmp_path, known=InputHashes("another program"))
    assert "another version of segnb" in make_one(foreign).why


def test_a_job_is_handed_on_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []

    def made(*how: Any, **named: Any) -> ReportOutcome:
        given.append((how[1:], named))
        return ReportOutcome(how[1], {}, 7)

    monkeypatch.setattr(batch, "make_report", made)
    monkeypatch.setattr(batch, "share_national", given.append)
    known = InputHashes(batch.program())
    job = Job(params(store="data"), tmp_path, ("html",), "kernel", 9.0, known, national=True)
    assert make_one(job).gaps == 7
    shared, (how, named) = given
    assert shared == "data"
    assert how == (tmp_path, ("html",))
    assert named == {"engine": "kernel", "timeout": 9.0, "private": tmp_path / PRIVATE,
                     "known": known}  # fmt: skip
    assert job.folder == tmp_path / "0127-botkyrka" / "sv"
    make_one(Job(params(), tmp_path))
    assert len(given) == 3
    assert given[-1][1]["timeout"] == 300


def test_a_fault_in_one_report_stops_no_other_and_ctrl_c_all(tmp_path: Path) -> None:
    jobs = [Job(params(code), tmp_path) for code in ("0127", "0180")]
    seen: list[Entry] = []
    with ThreadPoolExecutor(1) as pool, pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch, "make_one", lambda job: 1 // (job is jobs[0]))
        with pytest.raises(AttributeError):
            list(make(jobs, pool, lambda entry: seen.append(entry.why)))  # type: ignore[attr-defined]
        patched.setattr(batch, "make_one", lambda _job: 1 // 0)
        found = list(make(jobs, pool, seen.append))
        assert {entry.why for entry in found} == {
            "ZeroDivisionError: integer division or modulo by zero"
        }
        assert found == seen
        assert {entry.exit_code for entry in found} == {1}
        stopped: list[int] = []
        patched.setattr(batch, "stop_all", lambda: stopped.append(1))
        held: list[Future] = []
        submit = pool.submit
        patched.setattr(pool, "submit", lambda *how: held.append(submit(*how)) or held[-1])
        patched.setattr(batch, "make_one", lambda _job: time.sleep(0.05))

        def interrupt(_: Entry) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            list(make(jobs, pool, interrupt))
        assert stopped == [1]


def test_what_has_not_begun_when_a_batch_ends_is_not_made() -> None:
    with batch.processes(1) as pool:
        _, *others = [pool.submit(time.sleep, 0.05) for _ in range(3)]
    assert others[-1].cancelled()


class _Client:
    """Stands for what speaks to a scheduler; `waited` is whether its executor waits at the end."""

    waited: ClassVar[list[bool]] = []

    def __init__(self, _address: str, **_: Any) -> None: ...

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

    def get_executor(self, *, pure: bool = True) -> Any:
        assert not pure  # else the second of two reports that look alike would not be made
        return SimpleNamespace(shutdown=lambda *, wait=True: self.waited.append(wait))


def test_what_other_machines_are_making_is_not_waited_for_when_a_batch_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=_Client))
    with dask_workers("tcp://there:8786"):
        pass
    assert _Client.waited == [False]


def test_a_folder_belongs_to_one_batch_and_what_was_left_is_cleared(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with alone_in(out):
        (out / PRIVATE).mkdir()
        with pytest.raises(CannotWrite, match="Another batch is writing"), alone_in(out):
            pass
    assert [path.name for path in out.iterdir()] == [LOCK]
    (out / PRIVATE).mkdir()
    with alone_in(out):
        assert not (out / PRIVATE).exists()
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(CannotWrite, match=r"file cannot be written: File exists\. Name"),
        alone_in(tmp_path / "file"),
    ):
        pass


def test_reports_that_are_current_are_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(tmp_path)
    monkeypatch.setattr(Currency, "holds", lambda _self, made, _formats, _folder: made.year is None)
    jobs = [Job(params(), tmp_path), Job(params(year=2020), tmp_path)]
    todo, held = plan(jobs)
    assert [job.params.year for job in todo] == [2020]
    assert [entry.code for entry in held] == ["0127"]
    assert todo[0].known is not None
    todo, held = plan(jobs, fresh=True)
    assert (len(todo), len(held)) == (2, 0)
    many = plan([Job(params(year=2000 + n), tmp_path) for n in range(MANY)])[0]
    assert all(job.national for job in many)
    assert not any(job.national for job in plan(jobs * (MANY // 2 - 1), fresh=True)[0])


# -- what makes a report current


@pytest.fixture
def data(tmp_path: Path) -> Store:
    """A store with two municipalities."""
    import pandas as pd

    from segnb.store import make_observations

    store = Store.create(tmp_path / "data")
    for code in ("0127", "0180"):
        one = store.add_snapshot(code.encode(), name="x", producer="SCB", published="2024-01-01")
        row = pd.DataFrame([{"area": code, "year": 2022, "value": float(code)}])
        store.write(make_observations(row, indicator="population", level="municipality"), one)
    return store


def test_a_report_is_current_while_its_inputs_and_answers_are(tmp_path: Path, data: Store) -> None:
    made = params(store=str(data.path))
    known = InputHashes.of([made.store, ""])
    with recording() as ledger:
        recorded(data).read("population", municipality="0127")
    folder = report(tmp_path)
    now = inputs(made, ["pdf", "html"], known, folder)
    asked = {"questions": ledger.asked, "store": store_hashes(made.store, ledger.files(), known)}
    record = json.loads((folder / "manifest.json").read_text())

    def current(**inputs_of: Any) -> bool:
        whole = record | {"files": {"report.html": "h"}, "inputs": now | asked | inputs_of}
        (folder / "manifest.json").write_text(json.dumps(whole))
        return Currency(known).holds(made, ["html", "pdf"], folder)

    assert now["formats"] == ["html", "pdf"]
    assert current()
    assert not current(program="another")
    assert not current(lessons="elsewhere")
    assert current(questions={}, store={})
    assert not current(store={"observations/population.parquet": "other"},
                       questions={next(iter(ledger.asked)): "another answer"})  # fmt: skip
    assert current(store={"observations/population.parquet": "other"})  # answers as before
    other = {'["read_areas", {"level": "deso2018", "municipality": null}]': "another answer"}
    assert current(store={"observations/population.parquet": "other"}, questions=other)
    (folder / "report.html").unlink()
    assert not current()
    (folder / "report.html").write_text("x")
    without = record | {"files": {}, "inputs": now}
    (folder / "manifest.json").write_text(json.dumps(without))
    assert not Currency(known).holds(made, ["html", "pdf"], folder)  # nobody knows what was asked
    assert not Currency(known).holds(params("9901"), ["html", "pdf"], folder)


def test_the_demonstration_needs_no_questions(tmp_path: Path) -> None:
    made, known = params("9901"), InputHashes("p")
    folder = report(tmp_path)
    record = {"files": {}, "inputs": inputs(made, ["html"], known, folder)}
    (folder / "manifest.json").write_text(json.dumps(record))
    assert Currency(known).holds(made, ["html"], folder)


def test_what_is_hashed_is_the_content_of_files_and_the_names_of_raw_ones(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.json").write_text("1")
    known = InputHashes("p")
    before = store_hashes(str(tmp_path), ["a", "a/x.json", "none", "."], known)
    assert before["none"] == ""
    assert before["a/x.json"] == file_hash(tmp_path / "a" / "x.json")
    for hidden in ("a/.x", "a/y.gz"):
        (tmp_path / hidden).write_text("y")
    assert store_hashes(str(tmp_path), ["a"], known) == {"a": before["a"]}
    (tmp_path / "a" / "x.json").write_text("2")
    after = store_hashes(str(tmp_path), ["a", "."], known)
    assert after["a"] != before["a"]
    assert after["."] != before["."]
    held = InputHashes.of([str(tmp_path)])
    assert len(held.files) == 1  # a file of raw bytes has its hash as its name
    assert set(held.files.values()) == {file_hash(tmp_path / "a" / "x.json")}
    assert file_hash(tmp_path) == file_hash(tmp_path / "gone") == ""


def test_lessons_lie_beside_all_reports_in_the_language_of_one(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "index.sv.html").write_text("x")
    assert lessons_beside(tmp_path / "0127-botkyrka" / "sv") == "../../lessons"
    assert lessons_beside(tmp_path / "0127-botkyrka" / "en") == ""


@pytest.mark.parametrize("text", ["", "[1]", "no json"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert read_manifest(tmp_path) == {}


def test_a_setting_that_names_a_file_is_its_content_and_other_words_are_themselves(
    tmp_path: Path,
) -> None:
    words = tmp_path / "words.md"
    words.write_text("Ord.")
    made = [params(foreword=text) for text in (str(words), "x" * 300, "x" * 5000)]
    settings = [inputs(one, [], InputHashes("p"), tmp_path)["settings"] for one in made]
    assert len(set(settings)) == 3
    with_store = inputs(params(store="a"), [], InputHashes("p"), tmp_path)["settings"]
    assert with_store == inputs(params(store="b"), [], InputHashes("p"), tmp_path)["settings"]
    assert with_store != inputs(params(), [], InputHashes("p"), tmp_path)["settings"]


# -- how a run is set up


def test_a_way_to_run_is_chosen_by_name(tmp_path: Path) -> None:
    path = tmp_path / "10_a.ipynb"
    assert _way(HERE, path, "h") == {"engine_name": APART, "here": True, "folder": str(tmp_path)}
    assert _way(APART, path, "h")["here"] is False
    kernel = _way(KERNEL, path, "/home")
    assert kernel["engine_name"] is None
    assert kernel["resources"] == {"metadata": {"path": str(tmp_path)}}
    assert kernel["extra_arguments"] == ["--IPKernelApp.ipython_dir=/home"]
    manager = kernel["kernel_manager_class"]()
    assert (manager.transport, manager.connection_file) == ("ipc", "/home/kernel.json")
    assert "--log-level=40" in manager.kernel_spec.argv
    assert manager.kernel_spec.env == forkserver.ENVIRONMENT
    assert _way("nbclient", path, "h") == {"engine_name": "nbclient"}
    with pytest.raises(InvalidParams, match="no engine 'x': choose segnb, kernel"):
        _way("x", path, "h")


@pytest.mark.parametrize(("forks", "engine"), [(True, APART), (False, None)])
def test_without_a_way_a_chapter_runs_in_a_fork_or_where_there_is_none_in_a_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool, engine: str | None
) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(chapter_run, "can_fork", lambda: forks)
    monkeypatch.setattr(
        chapter_run.papermill, "execute_notebook",
        lambda *files, **how: ran.append((*files, how["engine_name"])),
    )  # fmt: skip
    path, out = tmp_path / "10_a.ipynb", tmp_path / "out.ipynb"
    nbformat.write(NOTEBOOK, path)
    chapter_run.run_chapter(path, {}, out)
    assert ran == [(str(path), str(out), engine)]


def test_an_error_is_told_in_one_short_line() -> None:
    assert _one_line("two\nlines.") == "two lines"
    assert _one_line(ValueError("")) == "ValueError"
    assert _one_line("x" * 300) == "x" * 300
    assert _one_line("x" * 301) == "x" * 300 + "…"
    assert _one_line("a " * 310) == _one_line("a " * 400)  # what lies beyond is not looked at
    assert _one_line(" " * 599 + "ab") == "a"


def test_a_failed_cell_is_told_with_its_place_and_what_segnb_raised_as_itself(
    tmp_path: Path,
) -> None:
    def failed(name: str) -> Exception:
        error = PapermillExecutionError(3, 7, "source", name, "a value.\nmore", [])
        return _failure(error, Path("10_a.ipynb"), {"municipality": "0127"}, tmp_path / "o.ipynb")

    assert isinstance(failed("EmptyStore"), EmptyStore)
    told = failed("KeyError")
    assert isinstance(told, NotebookFailed)
    assert str(told) == (
        "Botkyrka (0127), chapter 10_a, cell [7]: KeyError: a value. more (the notebook is kept in "
        f"{tmp_path / 'o.ipynb'})."
    )
    assert isinstance(failed("Path"), NotebookFailed)  # a name there that is no error of ours
    assert _where(Path("x/a.ipynb"), {}) == "without municipality, chapter a"
    assert _without_placeholders(Path("a/{b}/c")) == "a/{{b}}/c"


def test_an_own_chapter_that_fails_is_its_heading_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = tmp_path / "10_own.ipynb", tmp_path / "out" / "10_own.ipynb"
    out.parent.mkdir()
    cells = [new_markdown_cell("text\n# Vår rubrik\n## Två"), new_markdown_cell("# Sist")]
    nbformat.write(new_notebook(cells=cells), path)
    engines: list[Any] = []
    given: list[Any] = []

    def fail(*asked: Any, engine: Any) -> None:
        given.append(asked)
        engines.append(engine)
        raise NotebookFailed(f"kept in {out}")

    monkeypatch.setattr(own_chapter, "run_chapter", fail)
    told, why = own_chapter.run_own_chapter(path, {}, out, Language("sv"), engine=HERE)
    assert why == "kept in notebooks/10_own.ipynb"
    assert told.cells[0].source.startswith("# Vår rubrik\n\n")
    assert "notebooks/10_own.ipynb" in told.cells[0].source
    assert nbformat.read(out, 4).cells[0].source == told.cells[0].source
    out.write_text("kept")
    nbformat.write(new_notebook(), path)
    told, _ = own_chapter.run_own_chapter(path, {}, out, Language("sv"), engine=KERNEL)
    assert told.cells[0].source.startswith("# 10_own\n")
    assert out.read_text() == "kept"
    assert engines == [None, KERNEL]
    assert given == [(path, {}, out)] * 2
    assert own_chapter.is_own("a/b.ipynb")
    assert not own_chapter.is_own("housing")


def test_a_report_in_a_process_tells_where_it_was_when_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def stops(error: Exception) -> Callable[..., Any]:
        def apart(_work: Any, *arguments: Any, timeout: float | None, told: Any) -> None:
            given.append((arguments[2:], timeout))
            told(("housing", 2, 3))
            raise error

        return apart

    def message(error: Exception, **how: Any) -> str:
        monkeypatch.setattr(report_process, "apart", stops(error))
        with pytest.raises(NotebookFailed) as caught:
            report_process.make_report(params(), tmp_path, ["html"], **how)
        return str(caught.value)

    assert message(StoppedLate(), timeout=9.6) == (
        "Botkyrka (0127), chapter housing: stopped after 10 seconds."
    )
    assert message(Died(), engine=APART).startswith("Botkyrka (0127), chapter housing: the process")
    monkeypatch.setattr(report_process, "can_fork", lambda: False)
    heard: list[tuple[str, int, int]] = []
    message(Died(), engine="x", progress=lambda *step: heard.append(step))
    message(Died())
    engines = [how[1]["engine"] for how, _ in given]
    assert engines == [HERE, HERE, "x", KERNEL]
    usual = {"engine": HERE, "private": None, "known": None, "two_processes": False}
    assert given[0] == ((("html",), usual), 9.6)
    assert heard == [("housing", 2, 3)]
    assert report_process._where(params(), []) == "Botkyrka (0127)"


def test_a_report_is_written_in_the_process_with_all_that_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*asked: Any, progress: Any, **how: Any) -> Any:
        progress("housing", 1, 2)
        return asked, how

    monkeypatch.setattr("segnb.publish.report_folder.write_report", written)
    monkeypatch.setattr(report_process, "apart", lambda work, *given, told, **_: work(told, *given))
    heard: list[Any] = []
    found: Any = report_process.make_report(
        params("9901"), tmp_path, ["html"], progress=lambda *step: heard.append(step)
    )
    usual = {"engine": HERE, "private": None, "known": None, "two_processes": False}
    assert found == ((params("9901"), tmp_path, ("html",)), usual)
    assert heard == [("housing", 1, 2)]


def test_the_server_is_told_which_store_to_read_and_leaves_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forkserver, "_shared", {})
    forkserver.share_national("data")
    assert forkserver._shared == {forkserver.NATIONAL: "data"}
    monkeypatch.setenv("KEPT", "1")
    with forkserver._environment({"KEPT": "2", "NEW": "3"}):
        assert (os.environ["KEPT"], os.environ["NEW"]) == ("2", "3")
    assert os.environ["KEPT"] == "1"
    assert "NEW" not in os.environ
    monkeypatch.setattr(forkserver.sys, "platform", "darwin")
    assert not forkserver.can_fork()


# -- notebooks, lessons, health


def test_a_municipality_of_which_nothing_is_held_is_refused(data: Store, tmp_path: Path) -> None:
    check_held(params(store=str(data.path)))
    check_held(params("9901"))
    with pytest.raises(EmptyStore, match=r"holds nothing on Gävle \(2180\): `segnb import"):
        check_held(params("2180", store=str(data.path)))
    with pytest.raises(EmptyStore, match=f"no store in {tmp_path / 'none'}: `segnb import FOLDER"):
        check_held(params(store=str(tmp_path / "none")))
    with pytest.raises(EmptyStore, match="holds nothing on"):
        check_held(params("9901", store=str(data.path)))
    check_held(params(store=BOX))


def test_parameters_are_those_of_the_first_cell_with_that_tag(tmp_path: Path) -> None:
    more = new_code_cell("other = 1", metadata={"tags": ["parameters"]})
    cells = [new_code_cell("x = 1"), *NOTEBOOK.cells, more]
    made = new_notebook(cells=cells)
    assert notebooks.declared_parameters(made, Path("x")) == ("municipality",)
    cells[1].source = "a = b = 1\nc: int = 2\nd.e = 3\nprint(a)"
    assert notebooks.declared_parameters(made, Path("x")) == ("a", "b", "c")
    with pytest.raises(InvalidFile, match=r"x\.ipynb cannot be read as a notebook"):
        notebooks.parameters_of(tmp_path / "x.ipynb")
    assert notebooks._first_line(ValueError(" one.\ntwo")) == "one"
    assert notebooks._first_line(ValueError("")) == "ValueError"


def test_lessons_are_laid_out_once_with_the_settings_that_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = 'lang = "sv"  # språk\nmunicipality = "9901"\nother = 1'
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    for name in ("00_start.ipynb", "01_a.ipynb"):
        nbformat.write(new_notebook(cells=[cell, new_code_cell('lang = "sv"')]), tmp_path / name)
    ran: list[Path] = []
    monkeypatch.setattr(lesson_copies, "lesson_paths", lambda: sorted(tmp_path.glob("*.ipynb")))
    monkeypatch.setattr(
        lesson_copies, "run_chapter",
        lambda path, _settings, out: ran.append(out) or nbformat.read(path, 4),
    )  # fmt: skip
    out = tmp_path / "deep" / "lessons"
    assert lesson_copies.lay_out(out, "en", "Botkyrka") == out
    assert ran == [out / "00_start.ipynb"]
    first, second = nbformat.read(out / "01_a.ipynb", 4).cells
    assert first.source == 'lang = "en"  # språk\nmunicipality = "0127"\nother = 1'
    assert second.source == 'lang = "sv"'
    (out / "01_a.ipynb").write_text("mine")
    lesson_copies.lay_out(out, "sv")
    assert (out / "01_a.ipynb").read_text() == "mine"
    assert len(ran) == 1
    (settings,) = (out / ".jupyterlab").rglob("*.jupyterlab-settings")
    assert json.loads(settings.read_text()) == {"fetchNews": "false", "checkForUpdates": False}
    with pytest.raises(CannotWrite, match=r"laid out in .*: Not a directory\."):
        lesson_copies.lay_out(out / "01_a.ipynb" / "x", "sv")


def test_the_start_page_is_the_first_of_the_lessons() -> None:
    names = [path.name for path in lesson_copies.lesson_paths()]
    assert names[0] == lesson_copies.START
    assert all(name[:2].isdecimal() for name in names)
    assert len(names) > 1


def test_the_health_of_services_is_a_page_and_what_it_says_beside_it(tmp_path: Path) -> None:
    item = {"kind": "rows", "expected": "5", "found": "7", "holds": False}
    live = {"what": "SCB", "found": "x", "fault": "Fel ä", "live": True, "items": [item]}
    page, beside = write_health(
        [live, live | {"what": "own", "live": False}], tmp_path / "a/h.html"
    )
    assert (page, beside) == (tmp_path / "a" / "h.html", tmp_path / "a" / "h.json")
    assert "Fel ä" in page.read_text("utf-8")
    content = json.loads(beside.read_text("utf-8"))
    assert [check["what"] for check in content["checks"]] == ["SCB"]
    assert "Fel ä" in beside.read_text("utf-8")
    assert content["made"].endswith("+00:00")
    assert len(content["made"]) == len("2024-01-01T00:00:00+00:00")


def test_a_lock_of_another_does_not_stop_a_batch_for_long(tmp_path: Path) -> None:
    with FileLock(tmp_path / LOCK):
        started = time.monotonic()
        with pytest.raises(CannotWrite, match="name another --out"), alone_in(tmp_path):
            pass
        assert time.monotonic() - started < 1


def test_quiet_kernels_and_cells_have_the_limits_that_are_told() -> None:
    assert (chapter_run.LONGEST_CELL, chapter_run.LONGEST_REASON) == (600, 300)

"""Parts of what runs cells and forks work, without a run."""

import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbclient.client import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from segnb.publish import cell_runner, engine, forkserver, preload
from segnb.publish.cell_runner import _of_whole_letters, _Stream, _within
from segnb.publish.forkserver import Died, StoppedLate
from segnb.sources.demo.synthetic_store import demo_path


def test_what_is_shown_has_whole_letters() -> None:
    half = "a\ud800"
    assert _of_whole_letters("ren å") == "ren å"
    assert _of_whole_letters({"x": [half, 5, None], "y": half}) == {"x": ["a?", 5, None], "y": "a?"}


def test_what_is_printed_is_sent_together_and_once() -> None:
    sent: list[Any] = []
    stream = _Stream(SimpleNamespace(send=lambda *what: sent.append(what)), "stderr")
    assert stream.write("ab") == 2
    assert stream.write("c") == 1
    assert stream.writable()
    assert sent == []
    stream.flush()
    stream.flush()
    assert sent == [(None, "stream", {"name": "stderr", "text": "abc"})]
    with pytest.raises(TypeError, match="must be str, not <class 'int'>"):
        stream.write(5)  # type: ignore[arg-type]


def test_a_block_is_interrupted_after_its_seconds_and_the_alarm_is_as_before() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(KeyboardInterrupt), _within(0.05) as late:
        time.sleep(5)
    assert late == [True]
    with _within(60) as late:
        pass
    with _within(None) as none:
        pass
    assert (late, none) == ([], [])
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_folder_of_a_notebook_stands_before_all_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", ["/lib/python", "/lib/site-packages", "/other"])
    assert cell_runner._place_of_the_folder() == 1
    monkeypatch.setattr(sys, "path", ["/lib/python", "/other"])
    assert cell_runner._place_of_the_folder() == 0


def test_cells_that_are_passed_over_are_not_run() -> None:
    ran: list[str] = []
    client = SimpleNamespace(skip_cells_with_tag="skip", shell=SimpleNamespace(run_cell=ran.append))
    run = cell_runner._CellClient.execute_cell
    for cell in (new_code_cell("x", metadata={"tags": ["skip"]}), new_code_cell("  \n")):
        assert run(client, cell, 0) is cell  # type: ignore[arg-type]
    markdown = NotebookNode(cell_type="markdown", source="x", metadata=NotebookNode())
    assert run(client, markdown, 0) is markdown  # type: ignore[arg-type]
    assert ran == []


def test_a_cell_that_fails_is_told_with_its_traceback() -> None:
    shown = [NotebookNode(output_type="stream", name="stdout", text="x"),
             NotebookNode(output_type="error", traceback=["shown by the cell itself"]),
             NotebookNode(output_type="error", traceback=["here it failed"])]  # fmt: skip
    cell = new_code_cell("1 // 0")

    def run_cell(_source: str, **_: Any) -> Any:
        cell.outputs = shown
        return SimpleNamespace(error_before_exec=None, error_in_exec=ZeroDivisionError("zero"))

    shell = SimpleNamespace(execution_count=1, run_cell=run_cell)
    client: Any = SimpleNamespace(skip_cells_with_tag="", shell=shell, cell_seconds=None)
    with pytest.raises(CellExecutionError, match="here it failed"):
        cell_runner._CellClient.execute_cell(client, cell, 0)


def test_news_of_a_cell_reach_the_manager_with_its_outputs() -> None:
    heard: list[Any] = []
    cells = [new_code_cell("a"), new_code_cell("b")]
    manager = SimpleNamespace(
        nb=SimpleNamespace(cells=cells),
        cell_start=lambda cell, cell_index: heard.append((cell.source, cell_index)),
    )
    there = NotebookNode(outputs=["o"], execution_count=3, source="changed")
    engine._hear(manager, ("cell_start", 1, there))  # type: ignore[arg-type]
    assert heard == [("b", 1)]
    assert (cells[1].outputs, cells[1].execution_count, cells[1].source) == (["o"], 3, "b")
    told: list[Any] = []
    reporter = engine._Reporter(NotebookNode(cells=cells), told.append)
    reporter.cell_complete(cells[0], cell_index=7, other=1)
    reporter.autosave_cell()
    assert told == [("cell_complete", 7, cells[0])]


@pytest.mark.parametrize("forks", [True, False])
def test_ctrl_c_waits_while_a_server_that_forks_starts(
    monkeypatch: pytest.MonkeyPatch, forks: bool
) -> None:
    monkeypatch.setattr(forkserver, "can_fork", lambda: forks)
    monkeypatch.setattr(forkserver.resource_tracker, "ensure_running", lambda: None)
    with forkserver._interrupts_wait():
        assert (signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())) is forks
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_a_later_cell_changed_of_an_earlier_one_is_taken_over_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manager: Any = SimpleNamespace(nb=nbformat.v4.new_notebook(cells=[new_code_cell("a")]))
    changed = NotebookNode(outputs=[NotebookNode(name="late")], execution_count=1)
    ended = [changed], {"name": "python"}, {}
    monkeypatch.setattr(engine, "apart", lambda *_, **__: ended)
    engine._run_apart(manager, None, None)
    assert [cell.outputs for cell in manager.nb.cells] == [[{"name": "late"}]]
    assert manager.nb.metadata.language_info == {"name": "python"}


class _News:
    """Stands for a connection of which something, or nothing, comes."""

    def __init__(self, content: Any) -> None:
        self.content = content

    def recv(self) -> Any:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


def test_work_is_waited_for_until_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[Any] = []

    def ready(held: list[Any], left: float | None) -> list[Any]:
        waited.append(left)
        return held if held[0].content is not None else []

    monkeypatch.setattr(forkserver, "wait", ready)
    assert forkserver._next(_News(("news", 1)), None) == ("news", 1)  # type: ignore[arg-type]
    with pytest.raises(StoppedLate):
        forkserver._next(_News(None), time.monotonic() + 60)  # type: ignore[arg-type]
    with pytest.raises(StoppedLate):
        forkserver._next(_News(None), time.monotonic() - 60)  # type: ignore[arg-type]
    for error in (EOFError(), OSError()):
        with pytest.raises(Died):
            forkserver._next(_News(error), None)  # type: ignore[arg-type]
    assert waited[0] is None
    assert 59 < waited[1] <= 60
    assert waited[2] == 0


@pytest.mark.parametrize(("threads", "alone"), [("a", True), ("ab", False)])
def test_a_process_with_one_thread_may_fork(
    monkeypatch: pytest.MonkeyPatch, threads: str, alone: bool
) -> None:
    monkeypatch.setattr(forkserver.Path, "is_dir", lambda _self: True)
    monkeypatch.setattr(forkserver.Path, "iterdir", lambda _self: iter(threads))
    if alone:
        forkserver._check_alone()
    else:
        with pytest.raises(RuntimeError, match="more than one thread"):
            forkserver._check_alone()


class _Process:
    """Stands for a process; `done` is what was done with it."""

    def __init__(self, exitcode: int | None, done: list[Any]) -> None:
        self.exitcode, self.done = exitcode, done

    def join(self, seconds: float) -> None:
        self.done.append(seconds)

    def close(self) -> None:
        self.done.append("closed")


def test_a_process_that_has_ended_is_not_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []
    monkeypatch.setattr(forkserver, "_kill", lambda _process: done.append("killed"))
    for code in (0, None):
        forkserver._stop(_Process(code, done))  # type: ignore[arg-type]
    assert done == [0, "closed", "killed", 5.0, "closed"]


@pytest.mark.parametrize(
    ("forked", "forks", "way"),
    [(True, True, "fork"), (False, True, "forkserver"), (False, False, "spawn")],
)
def test_work_is_forked_from_where_it_can_be(
    monkeypatch: pytest.MonkeyPatch, forked: bool, forks: bool, way: str
) -> None:
    def stop(kind: str) -> None:
        raise RuntimeError(kind)

    monkeypatch.setattr(forkserver, "_forked", forked)
    monkeypatch.setattr(forkserver, "can_fork", lambda: forks)
    monkeypatch.setattr(forkserver.multiprocessing, "get_context", stop)
    with pytest.raises(RuntimeError, match=f"^{way}$"):
        forkserver._start(print, ())


def test_the_nation_is_read_of_the_store_that_is_named_or_of_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[Any] = []
    monkeypatch.setattr("segnb.store.shared_rows.load_national", read.append)
    preload._read_the_nation("data")
    preload._read_the_nation("")
    assert read == [Path("data"), demo_path()]

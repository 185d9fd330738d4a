"""The engine that forks shows what a kernel shows, and nothing passes from one run to the next."""

import json
import os
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import papermill
import pytest
from cells_of_all_kinds import CELLS, outputs, streams, written
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from segnb.publish import forkserver
from segnb.publish.chapter_run import run_chapter
from segnb.publish.engine import ForkEngine
from segnb.publish.forkserver import APART, HERE, KERNEL, Died, StoppedLate, apart, can_fork
from segnb.publish.notebooks import read_notebook
from segnb.vocabulary.errors import EmptyStore, InvalidParams, NotebookFailed

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork safely")


def run(path: Path, engine: str | None = APART) -> NotebookNode:
    return run_chapter(
        path, {"municipality": "0127"}, path.with_suffix(".out.ipynb"), engine=engine
    )


def run_in_turn(_tell: object, paths: list[Path]) -> list[str]:
    """What notebooks print that run one after the other in one process."""
    return [streams(run(path, HERE)) for path in paths]


def test_cells_show_what_they_show_in_a_kernel(tmp_path: Path) -> None:
    shown = {}
    for engine in (APART, KERNEL):
        path = written(tmp_path, *CELLS)
        with pytest.raises(NotebookFailed, match=r"cell \[23\]: ModuleNotFoundError"):
            run(path, engine)
        found = read_notebook(tmp_path / "10_chapter.out.ipynb")
        shown[engine] = outputs(found), found.metadata.language_info
    ours, kernels = shown[APART][0], shown[KERNEL][0]
    for cell, (here, there) in enumerate(zip(ours, kernels, strict=True)):
        assert here == there, f"cell {cell}"
    assert shown[APART][1] == shown[KERNEL][1]


def test_nothing_passes_from_one_notebook_to_the_next(tmp_path: Path) -> None:
    """Neither where each has a process of its own nor where chapters share one."""
    leaving = written(
        tmp_path,
        "import os, sys, builtins, warnings, numpy as np, matplotlib as mpl",
        "leak = 1; os.environ['LEAK'] = '1'; os.chdir('/'); sys.path.append('/leak')",
        "mpl.rcParams['font.size'] = 99; np.random.seed(3); warnings.simplefilter('error')",
        "import matplotlib.pyplot as plt; plt.figure(); plt.ion()",
        name="1.ipynb",
    )
    looking = written(
        tmp_path,
        "import os, sys, warnings, numpy as np, matplotlib as mpl, matplotlib.pyplot as plt",
        "print('leak' in globals(), os.environ.get('LEAK'), os.getcwd(), '/leak' in sys.path)",
        "print(mpl.rcParams['font.size'], warnings.filters[0][0] == 'error', plt.get_fignums())",
        "print(np.random.get_state()[1][0] == np.random.RandomState(3).get_state()[1][0])",
        name="2.ipynb",
    )
    clean = f"False None {tmp_path} False\n10.0 False []\nFalse\n"
    assert apart(run_in_turn, [leaving, looking])[1] == clean
    run(leaving)
    assert streams(run(looking)) == clean


def test_modules_beside_a_notebook_are_found(tmp_path: Path) -> None:
    (tmp_path / "beside_it.py").write_text("value = 'found'")
    path = written(tmp_path, "import beside_it\nprint(beside_it.value)")
    assert streams(run(path)) == "found\n"


def test_a_cell_that_fails_leaves_the_notebook_as_a_kernel_does(tmp_path: Path) -> None:
    path = written(tmp_path, "print('before')", "1 / 0", "print('never')")
    with pytest.raises(NotebookFailed, match=r"Botkyrka \(0127\), chapter 10_chapter, cell \[4\]"):
        run(path)
    found = read_notebook(tmp_path / "10_chapter.out.ipynb")
    assert streams(found).startswith("before\n")
    assert "never" not in streams(found)
    statuses = [
        cell.metadata.papermill.status for cell in found.cells[-4:] if "papermill" in cell.metadata
    ]
    assert statuses == ["completed", "failed", "pending"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("input('name?')", r"cell \[3\]: StdinNotImplementedError"),
        ("import sys; sys.exit(4)", r"cell \[3\]: SystemExit: 4"),
    ],
)
def test_a_cell_that_ends_everything_is_one_sentence(
    tmp_path: Path, cell: str, message: str
) -> None:
    with pytest.raises(NotebookFailed, match=message):
        run(written(tmp_path, cell))


def test_a_cell_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segnb.publish.chapter_run.LONGEST_CELL", 1)
    with pytest.raises(NotebookFailed, match=r"was stopped.*time.sleep"):
        run(written(tmp_path, "import time", "time.sleep(60)"))


def test_an_engine_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParams, match="no engine 'sgenb': choose segnb, kernel"):
        run(written(tmp_path), "sgenb")


def test_where_the_system_does_not_fork_a_kernel_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segnb.publish.chapter_run.can_fork", lambda: False)
    monkeypatch.setattr("segnb.publish.engine.can_fork", lambda: False)
    cell = "import ipykernel.kernelapp\nprint(ipykernel.kernelapp.IPKernelApp.initialized())"
    path = written(tmp_path, cell)
    assert streams(run(path, None)) == "True\n"
    monkeypatch.setattr("segnb.publish.chapter_run.can_fork", lambda: True)
    assert "False" in streams(run(path, HERE))  # where it has been told that it was forked
    papermill.engines.papermill_engines.register(APART, ForkEngine)
    found = papermill.execute_notebook(
        path, tmp_path / "o.ipynb", engine_name=APART, progress_bar=False
    )
    assert "True" in streams(found)


def test_papermill_finds_the_engine_by_its_name(tmp_path: Path) -> None:
    names = {point.name for point in entry_points(group="papermill.engine")}
    if APART not in names:
        pytest.skip("segnb was installed before it had an entry point: `pip install -e .`")
    path = written(tmp_path, "print(repr(municipality))")
    command = [sys.executable, "-m", "papermill", "--engine", APART, "--no-progress-bar"]
    command += [str(path), str(tmp_path / "out.ipynb"), "-r", "municipality", "0127"]
    subprocess.run(command, check=True, capture_output=True)
    assert streams(read_notebook(tmp_path / "out.ipynb")) == "'0127'\n"


def test_a_program_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    path = written(tmp_path, "print('cell')")
    program = tmp_path / "program.py"
    program.write_text(
        "import papermill, segnb.publish.chapter_run\nprint('once')\n"
        f"for n in '12':\n    papermill.execute_notebook({str(path)!r}, {str(tmp_path)!r} + "
        "f'/{n}.ipynb', engine_name='segnb', progress_bar=False)\n"
    )
    answer = subprocess.run(
        [sys.executable, program], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert answer.stdout == "once\n"
    assert streams(read_notebook(tmp_path / "2.ipynb")) == "cell\n"


def test_papermill_hears_of_every_cell_and_raises_its_own_error(tmp_path: Path) -> None:
    path = written(tmp_path, "1 / 0")
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(
            path, tmp_path / "out.ipynb", engine_name=APART, progress_bar=False
        )
    failed = read_notebook(tmp_path / "out.ipynb").cells[-1].metadata.papermill
    assert failed["status"] == "failed"
    assert failed["duration"] >= 0


# -- the server


def facts(_tell: object) -> dict[str, object]:
    tasks = Path(f"/proc/{os.getppid()}/task")
    threads = len(list(tasks.iterdir())) if tasks.is_dir() else 1
    loaded = [
        name for name in ("papermill", "geopandas", "segnb.publish.pdf") if name in sys.modules
    ]
    return {"server": os.getppid(), "process": os.getpid(), "threads": threads, "loaded": loaded}


def fail(tell: forkserver.Tell, error: Exception) -> None:
    tell("begun")
    raise error


def wait_long(tell: forkserver.Tell, mark: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(mark).write_text(json.dumps([os.getpid(), child.pid]))
    tell("waiting")
    time.sleep(60)


def give_what_cannot_be_sent(_tell: object) -> object:
    return lambda: None


def alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def gone(processes: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while any(map(alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, processes))


def test_every_piece_of_work_gets_a_process_of_its_own_from_one_server_with_one_thread() -> None:
    one, two = apart(facts), apart(facts)
    assert one["server"] == two["server"] != os.getpid()
    assert one["process"] != two["process"]
    assert one["threads"] == 1
    assert one["loaded"] == ["papermill", "geopandas", "segnb.publish.pdf"]


def test_what_the_work_raises_is_raised_here_with_its_traceback() -> None:
    heard: list[str] = []
    with pytest.raises(EmptyStore, match="Nothing") as caught:
        apart(fail, EmptyStore("Nothing."), told=heard.append)
    assert heard == ["begun"]
    assert "in fail" in "".join(caught.value.__notes__)


def test_a_result_that_cannot_be_sent_is_an_error_and_not_a_wait() -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        apart(give_what_cannot_be_sent)


def test_the_environment_is_that_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    apart(facts)
    monkeypatch.setenv("SET_LATER", "1")
    assert apart(environment, "SET_LATER") == "1"


def environment(_tell: object, name: str) -> str | None:
    return os.environ.get(name)


def test_work_that_takes_too_long_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(StoppedLate):
        apart(wait_long, str(mark), timeout=1.5)
    assert gone(json.loads(mark.read_text()))


def test_work_ends_when_it_is_stopped_from_elsewhere(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(Died):
        apart(wait_long, str(mark), told=lambda _: forkserver.stop_all())
    assert gone(json.loads(mark.read_text()))


def test_work_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    program = (
        "from segnb.publish.forkserver import apart; from test_engine import wait_long; "
        f"apart(wait_long, {str(mark)!r})"
    )
    path = os.pathsep.join(map(str, [Path(__file__).parent, Path(__file__).parents[1]]))
    asking = subprocess.Popen(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": path}
    )
    deadline = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    asking.kill()
    asking.wait()
    assert gone(json.loads(mark.read_text()))


def test_the_server_refuses_to_fork_beside_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda _self: True)
    monkeypatch.setattr(Path, "iterdir", lambda _self: iter("ab"))
    with pytest.raises(RuntimeError, match="more than one thread"):
        forkserver._check_alone()

"""Cells run in this process, with the shell of a Jupyter kernel and without its sockets.

What a cell sends goes straight to the client that would have received it from a kernel, so both
ways make outputs by the same code. The process should be one that was forked for it.
"""

import builtins
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import matplotlib as mpl
import numpy as np
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.profiledir import ProfileDir
from IPython.core.pylabtools import activate_matplotlib
from jupyter_client.session import Session
from matplotlib_inline.backend_inline import configure_inline_support
from matplotlib_inline.config import InlineBackend
from nbclient.client import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from traitlets.config import Config

INLINE = "module://matplotlib_inline.backend_inline"


def run_cells(
    manager: NotebookExecutionManager, timeout: float | None = None, folder: str | None = None
) -> None:
    """Run all cells of a managed notebook here, and stop at the first that fails.

    Parameters
    ----------
    timeout
        Seconds that a cell may take.
    folder
        Where the cells work, and find modules of their own; the current folder if left out.

    Raises
    ------
    CellTimeoutError
        A cell took longer.
    """
    with _undone(), _shell() as shell:
        os.chdir(folder or ".")
        client = _CellClient(manager, shell)
        client.cell_seconds = timeout
        client.papermill_execute_cells()
    manager.nb.metadata["language_info"] = dict(IPythonKernel.language_info)


class _Shell(ZMQInteractiveShell):
    """The shell of a kernel, whose messages go to `client`."""

    compiler_class = XCachingCompiler

    def enable_gui(self, gui: str | None = None) -> None:
        """Pictures are shown in cells; there is no window to open."""


class _EmptyProfile(ProfileDir):
    """A profile of IPython that nothing is kept in: its ten folders and files are not made."""

    def check_dirs(self) -> None:
        """Nothing to make."""

    check_log_dir = check_startup_dir = check_security_dir = check_pid_dir = check_dirs


class _Messages(Session):
    """Where a shell sends its messages: to the client itself, not to a socket."""

    deliver: Any = None

    def send(
        self, _stream: Any, message: Any, content: Any = None, parent: Any = None, **_rest: Any
    ) -> None:
        """Hand a message over."""
        whole = self.msg(message, content, parent) if isinstance(message, str) else message
        self.deliver(whole | {"content": _of_whole_letters(whole["content"])})


def _of_whole_letters(content: Any) -> Any:
    """What is shown, without the halves of letters that no file can hold."""
    if isinstance(content, str):
        return content if content.isascii() else content.encode("utf-8", "replace").decode("utf-8")
    if isinstance(content, Mapping):
        return {name: _of_whole_letters(value) for name, value in content.items()}
    return [*map(_of_whole_letters, content)] if isinstance(content, list) else content


class _Stream(io.TextIOBase):
    """What a cell prints, sent when something else is shown or the cell ends."""

    encoding = "utf-8"

    def __init__(self, messages: _Messages, name: str) -> None:
        self.messages, self.name = messages, name
        self._held: list[str] = []

    def write(self, text: str) -> int:
        """Keep a text until it is sent."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._held.append(text)
        return len(text)

    def flush(self) -> None:
        """Send what is held."""
        text = "".join(self._held)
        self._held.clear()
        if text:
            self.messages.send(None, "stream", {"name": self.name, "text": text})

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True


class _CellClient(PapermillNotebookClient):
    """Papermill's client, with a shell in place of a kernel."""

    cell_seconds: float | None = None

    def __init__(self, manager: NotebookExecutionManager, shell: _Shell) -> None:
        super().__init__(manager)
        self.shell = shell
        self.reset_execution_trackers()
        self._here: tuple[NotebookNode, int] | None = None
        shell.displayhook.session.deliver = self._take

    def execute_cell(self, cell: NotebookNode, cell_index: int) -> NotebookNode:
        """Run one cell; its outputs are those that a kernel would have sent."""
        tags = cell.metadata.get("tags", [])
        passed_over = cell.cell_type != "code" or self.skip_cells_with_tag in tags
        if passed_over or not cell.source.strip():
            return cell
        self._here, self.clear_before_next_output = (cell, cell_index), False
        cell.outputs, cell.execution_count = [], self.shell.execution_count
        with _within(self.cell_seconds) as late:
            result = self.shell.run_cell(cell.source, store_history=True)
            sys.stdout.flush()
            sys.stderr.flush()
        error = result.error_before_exec or result.error_in_exec
        if late:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "the cell was stopped", int(self.cell_seconds or 0), cell
            )
        if error is not None and "raises-exception" not in tags:
            said = {"ename": type(error).__name__, "evalue": str(error)}
            shown = [one.traceback for one in cell.outputs if one.output_type == "error"]
            lines = shown[-1] if shown else []
            raise CellExecutionError.from_cell_and_msg(cell, said | {"traceback": lines})
        return cell

    def _take(self, message: dict[str, Any]) -> None:
        """Turn a message into an output of the cell that is running."""
        if self._here is not None:
            self.process_message(message, *self._here)


@contextmanager
def _shell() -> Iterator[_Shell]:
    """Shell with a namespace of its own, set up as a kernel sets up its shell."""
    with TemporaryDirectory(prefix="segnb-cells-") as home, ExitStack() as stack:
        config = Config({"HistoryManager": {"enabled": False}})
        main = sys.modules["__main__"]
        profile = _EmptyProfile(location=home)
        shell = _Shell.instance(config=config, ipython_dir=home, profile_dir=profile)
        stack.callback(sys.modules.__setitem__, "__main__", main)
        stack.callback(_Shell.clear_instance)
        stack.callback(InlineBackend.clear_instance)
        messages = _Messages()
        for sender in (shell.displayhook, shell.display_pub):
            sender.session, sender.pub_socket, sender.topic = messages, None, b"cell"
        shell.displayhook.topic = b"execute_result"
        configure_inline_support.current_backend = "unset"  # formats are set for each shell anew
        configure_inline_support(shell, INLINE)
        activate_matplotlib(INLINE)
        stack.enter_context(redirect_stdout(_Stream(messages, "stdout")))
        stack.enter_context(redirect_stderr(_Stream(messages, "stderr")))
        yield shell


@contextmanager
def _undone() -> Iterator[None]:
    """What chapters change for the whole process is as before after each of them."""
    folder, environment, paths = Path.cwd(), dict(os.environ), list(sys.path)
    asked, chance = builtins.input, np.random.get_state()
    os.environ["MPLBACKEND"] = INLINE
    builtins.input = _no_input
    sys.path.insert(_place_of_the_folder(), "")
    try:
        with warnings.catch_warnings(), mpl.rc_context():
            mpl.rcParams["backend"] = INLINE
            yield
    finally:
        builtins.input, sys.path[:] = asked, paths
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        np.random.set_state(chance)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")


def _place_of_the_folder() -> int:
    """Where a kernel puts the current folder: behind the standard library, before all packages."""
    names = [Path(path).name for path in sys.path]
    return names.index("site-packages") if "site-packages" in names else 0


def _no_input(_prompt: object = "") -> NoReturn:
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


@contextmanager
def _within(seconds: float | None) -> Iterator[list[bool]]:
    """Interrupt the block after so many seconds; the list then holds an entry."""
    late: list[bool] = []

    def interrupt(*_: object) -> NoReturn:
        late.append(True)
        raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    if not seconds or not main or not hasattr(signal, "setitimer"):
        yield late
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield late
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

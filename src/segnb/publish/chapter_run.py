"""One chapter run by Papermill: in this process, in one of its own, or in a kernel."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError
from traitlets import CaselessStrEnum, Unicode

from segnb.publish.engine import ForkEngine
from segnb.publish.forkserver import APART, ENVIRONMENT, HERE, KERNEL, can_fork
from segnb.publish.notebooks import parameters_of
from segnb.vocabulary import errors
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.bounded_text import short
from segnb.vocabulary.errors import InvalidParams, NotebookFailed, SegnbError

LONGEST_CELL = 600  # seconds
LONGEST_REASON = 300  # letters of an error that are told
QUIET = ("--log-level=40", "--HistoryManager.enabled=False")
papermill_engines.register(APART, ForkEngine)


class OwnKernel(AsyncKernelManager):
    """Kernel of this very interpreter, whatever kernels the user has installed under any name."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How the kernel is started."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *QUIET]
        return KernelSpec(
            argv=command, display_name="Python 3", language="python", env=dict(ENVIRONMENT)
        )


def run_chapter(
    path: Path,
    parameters: Mapping[str, Any],
    out: Path,
    *,
    engine: str | None = None,
) -> NotebookNode:
    """Notebook as it is after its run; also written to `out`, even where it fails.

    Parameters
    ----------
    path
        The notebook; it is never changed.
    parameters
        Values for its parameters cell. A name that the cell does not have is refused.
    engine
        `here`: in this process, which should have been forked for it; `segnb`: in a process of its
        own; `kernel`: in a kernel of this interpreter; or another engine of Papermill. If left out
        `segnb`, and `kernel` where the system does not fork.

    Raises
    ------
    InvalidParams
        A parameter is not one of the notebook's.
    NotebookFailed
        A cell failed. What segnb itself raised in a cell is raised as such.
    """
    known = parameters_of(path)
    for name in parameters:
        if name not in known:
            raise InvalidParams(
                f"{path.name} has no parameter {name!r}: it has {', '.join(known)}."
            )
    with TemporaryDirectory(prefix="segnb-kernel-") as home:
        try:
            return papermill.execute_notebook(
                _without_placeholders(path),
                _without_placeholders(out),
                parameters=dict(parameters),
                kernel_name="python3",
                language="python",  # a notebook of one's own may not say so
                request_save_on_cell_execute=False,
                progress_bar=False,
                log_output=False,
                execution_timeout=LONGEST_CELL,
                **_way(engine or (APART if can_fork() else KERNEL), path, home),
            )
        except PapermillExecutionError as error:
            raise _failure(error, path, parameters, out) from error
        except (DeadKernelError, CellControlSignal, RuntimeError) as error:
            raise NotebookFailed(f"{_where(path, parameters)}: {_one_line(error)}.") from error


def _way(engine: str, path: Path, home: str) -> dict[str, Any]:
    if engine == KERNEL:
        return {"engine_name": None} | _kernel(path, home)
    if engine in (HERE, APART):
        folder = str(path.resolve().parent)
        return {"engine_name": APART, "here": engine == HERE, "folder": folder}
    try:
        papermill_engines.get_engine(engine)
    except PapermillException as error:
        raise InvalidParams(
            f"There is no engine {engine!r}: choose {APART}, {KERNEL}, or one that is installed."
        ) from error
    return {"engine_name": engine}


def _kernel(path: Path, home: str) -> dict[str, Any]:
    """Settings of a kernel that reads nothing of the user's own set-up and works beside `path`."""
    return {
        "kernel_manager_class": _manager(home),
        "shutdown_kernel": "immediate",
        "extra_arguments": [f"--IPKernelApp.ipython_dir={home}"],
        "resources": {"metadata": {"path": str(path.resolve().parent)}},
    }


def _manager(home: str) -> type[OwnKernel]:
    """Manager of a kernel that is spoken to through files of its own, for ports can be taken."""
    if os.name != "posix":
        return OwnKernel
    apart: dict[str, Any] = {"connection_file": Unicode(f"{home}/kernel.json")}
    apart |= {"transport": CaselessStrEnum(["tcp", "ipc"], default_value="ipc")}
    return type("OwnKernel", (OwnKernel,), apart)


def _without_placeholders(path: Path) -> str:
    """Path as text in which Papermill fills in nothing."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _failure(
    error: PapermillExecutionError, path: Path, parameters: Mapping[str, Any], out: Path
) -> SegnbError:
    own = getattr(errors, error.ename, None)
    if isinstance(own, type) and issubclass(own, SegnbError):
        return own(error.evalue)
    message = f"{error.ename}: {_one_line(error.evalue)}"
    return NotebookFailed(
        f"{_where(path, parameters)}, cell [{error.exec_count}]: {message} (the notebook is kept "
        f"in {out})."
    )


def _where(path: Path, parameters: Mapping[str, Any]) -> str:
    code = str(parameters.get("municipality", ""))
    name = f"{find_municipality(code).name} ({code})" if code else "without municipality"
    return f"{name}, chapter {path.stem}"


def _one_line(error: object) -> str:
    line = " ".join(str(error)[: 2 * LONGEST_REASON].split()).rstrip(".")
    return short(line, LONGEST_REASON) or type(error).__name__

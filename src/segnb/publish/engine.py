"""The engine of Papermill that forks: `papermill --engine segnb in.ipynb out.ipynb`.

Each notebook runs in a process of its own, forked from one that has everything loaded. Where a
system does not fork safely the engine is Papermill's own, with a kernel.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager

from segnb.publish.forkserver import Died, Tell, apart, can_fork
from segnb.store.ledger import enter, recording


class ForkEngine(Engine):
    """Runs a notebook in a forked process."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        here: bool = False,
        folder: str | None = None,
        execution_timeout: float | None = None,
        **settings: Any,
    ) -> None:
        """Run the notebook of a manager, which hears of each cell as it starts and ends.

        Parameters
        ----------
        here
            Run it in this process, which was forked for it.
        folder
            Where its cells work; the current folder if left out.
        execution_timeout
            Seconds that a cell may take.
        """
        if here:
            from segnb.publish.cell_runner import run_cells

            run_cells(nb_man, execution_timeout, folder)
        elif can_fork():
            _run_apart(nb_man, execution_timeout, folder)
        else:
            NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, execution_timeout=execution_timeout, **settings
            )


def _run_apart(
    manager: NotebookExecutionManager, timeout: float | None, folder: str | None
) -> None:
    text = nbformat.writes(manager.nb)
    try:
        told = partial(_hear, manager)
        cells, language, asked = apart(_run, text, timeout, folder, told=told)
    except Died as error:
        raise DeadKernelError("the process of the notebook died") from error
    enter(asked)
    manager.nb.metadata["language_info"] = language
    for here, there in zip(manager.nb.cells, cells, strict=True):
        _take_over(here, there)  # a later cell may have changed what an earlier one shows


def _hear(manager: NotebookExecutionManager, news: tuple[str, int, NotebookNode]) -> None:
    event, index, cell = news
    here = manager.nb.cells[index]
    _take_over(here, cell)
    getattr(manager, event)(here, cell_index=index)


def _take_over(here: NotebookNode, there: NotebookNode) -> None:
    here.update({key: there[key] for key in ("outputs", "execution_count") if key in there})


class _Reporter:
    """Stands for the manager in the process of the notebook, and reports to it."""

    def __init__(self, notebook: NotebookNode, tell: Tell) -> None:
        self.nb = notebook
        self._tell = tell

    def __getattr__(self, event: str) -> Callable[..., None]:
        return lambda cell, cell_index, **_: self._tell((event, cell_index, cell))

    def autosave_cell(self) -> None:
        """The manager saves when it is told of a cell."""


def _run(
    tell: Tell, text: str, timeout: float | None, folder: str | None
) -> tuple[list[NotebookNode], dict[str, Any], dict[str, str]]:
    from segnb.publish.cell_runner import run_cells

    notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    with recording() as ledger:
        run_cells(_Reporter(notebook, tell), timeout, folder)
    return notebook.cells, dict(notebook.metadata["language_info"]), ledger.asked

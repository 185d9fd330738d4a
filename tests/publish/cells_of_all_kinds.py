"""A notebook whose cells do what notebooks do: print, show, draw, wait, warn, call the shell."""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNELSPEC = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CELLS = (
    "import sys\nprint('x'); print('e', file=sys.stderr); print('y')",
    "municipality",
    "municipality;",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]); None",
    "figure, ax = plt.subplots()\nax.bar(['å', 'b'], [1, 3]); figure",
    "%matplotlib inline\nplt.title('again')",
    "from IPython.display import HTML, clear_output, display, update_display\n"
    "display(HTML('<b>1</b>'), display_id='q', metadata={'text/html': {'a': 1}})",
    "update_display(HTML('<b>2</b>'), display_id='q')",
    "print(1); clear_output(); print(2)",
    "print(1); display(HTML('<i>between</i>')); print(3)",
    "!echo hello",
    "import asyncio\nawait asyncio.sleep(0)\n42",
    "import warnings\nwarnings.warn('beware')",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "%%capture kept\nprint(5)",
    "kept.stdout, __name__, _",
    "class Both:\n    def _repr_mimebundle_(self, **_):\n"
    "        return {'text/plain': 'b', 'application/x-b+json': {'k': [1]}}\nBoth()",
    "from segnb.publish.output_folder import whole_folder\nwhole_folder?",
    "list({'a', 'b', 'c', 'd'})",
    "import os; os.environ['MPLBACKEND'], os.getcwd(), '' in sys.path, sys.path[0] == ''",
    "",
    "import nonexistent_module",
)


def notebook(*cells: str, parameters: str = 'municipality = "9901"') -> NotebookNode:
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    rest = [new_code_cell(cell) for cell in cells]
    return new_notebook(cells=[new_markdown_cell("# Kapitel"), first, *rest], metadata=KERNELSPEC)


def written(folder: Path, *cells: str, name: str = "10_chapter.ipynb") -> Path:
    """Path of a notebook with these cells."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    nbformat.write(notebook(*cells), path)
    return path


def outputs(found: NotebookNode) -> list[tuple[Any, str]]:
    """Execution count and outputs of each cell, without what differs from run to run."""
    return [
        (cell.get("execution_count"), _steady(str(cell.get("outputs", [])))) for cell in found.cells
    ]


def _steady(text: str) -> str:
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", text)
    return re.sub(r"ipykernel_\d+", "ipykernel_…", text)


def streams(found: NotebookNode) -> str:
    """All that was printed."""
    return "".join(
        output.get("text", "") for cell in found.cells for output in cell.get("outputs", [])
    )

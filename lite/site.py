"""A JupyterLite site with the lessons, whose kernel comes from the same server.

JupyterLite asks a server of others for Pyodide unless it is told where else it lies: the folder
that was given is put beside the site, and its settings name that one alone.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from segnb.publish.lesson_copies import lesson_paths
from segnb.vocabulary.errors import CannotWrite, InvalidFile

NEEDED = ("jupyterlite_core", "jupyterlite_pyodide_kernel")
KERNEL, LOCK = "pyodide.mjs", "pyodide-lock.json"
LOCAL = "./static/pyodide/pyodide.mjs"
OUTSIDE = re.compile(r"https?://[^\s\"'<>)]+")
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
INSTALL = """import piplite
await piplite.install({names}, deps=False)"""


def build(pyodide: Path, out: Path, wheels: Path | None = None) -> list[str]:
    """Write the site and say which addresses outside its settings still name.

    Parameters
    ----------
    pyodide
        Folder of Pyodide's full distribution, unpacked: with `pyodide.mjs` and `pyodide-lock.json`.
    out
        Folder of the site; what stood there before is replaced.
    wheels
        Folder of wheels in pure Python that Pyodide lacks and the lessons need (seaborn, babel …).

    Returns
    -------
    list of str
        Addresses outside; empty in a site that asks nobody.

    Raises
    ------
    InvalidFile
        JupyterLite is not installed, or the folder is not that of Pyodide.
    CannotWrite
        The site cannot be built or written.
    """
    _check(pyodide)
    with tempfile.TemporaryDirectory() as made:
        # A fresh folder: with a stale .jupyterlite.doit.db in it, the address of others would stay.
        work = Path(made)
        held = [_own_wheel(work / "wheels"), *sorted(wheels.glob("*.whl") if wheels else ())]
        _lessons(work / "files", held)
        _settings(work / "jupyter-lite.json")
        _run(_command(work, held), work)
        site = work / "site"
        shutil.copytree(pyodide, site / "static" / "pyodide", dirs_exist_ok=True)
        try:
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(site, out)
        except OSError as error:
            raise CannotWrite(f"The site cannot be written to {out}: {error.strerror}.") from error
    return sorted(set(addresses(out)))


def _check(pyodide: Path) -> None:
    lacking = [name.replace("_", "-") for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise InvalidFile(f"The lessons as JupyterLite need: pip install {' '.join(lacking)}.")
    for name in (KERNEL, LOCK):
        if not (pyodide / name).is_file():
            raise InvalidFile(
                f"There is no {name} in {pyodide}: name the unpacked folder of Pyodide's full "
                "distribution (make lite PYODIDE=folder)."
            )


def _own_wheel(folder: Path) -> Path:
    root = Path(__file__).resolve().parents[1]
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    _run([*pip, "--wheel-dir", str(folder), str(root)], root)
    return next(folder.glob("segnb-*.whl"))


def _lessons(folder: Path, wheels: list[Path]) -> None:
    """Copies of the lessons that install what they need from the site itself, without asking."""
    folder.mkdir(parents=True)
    names = json.dumps([wheel.name.partition("-")[0] for wheel in wheels])
    for path in lesson_paths():
        notebook = nbformat.read(path, as_version=4)
        at = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        install = new_code_cell(INSTALL.format(names=names), id="install")
        notebook.cells.insert(at, install)
        nbformat.write(notebook, folder / path.name)


def _settings(path: Path) -> None:
    kernel = {PLUGIN: {"pyodideUrl": LOCAL, "disablePyPIFallback": True}}
    settings = {"appName": "segnb", "litePluginSettings": kernel, "enableMemoryStorage": False}
    path.write_text(
        json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}),
        encoding="utf-8",
    )


def _command(work: Path, wheels: list[Path]) -> list[str]:
    named = (f"--piplite-wheels={wheel}" for wheel in wheels)
    build_it = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps"]
    return [*build_it, f"--lite-dir={work}", f"--contents={work / 'files'}",
            f"--output-dir={work / 'site'}", *named]  # fmt: skip


def _run(command: list[str], folder: Path) -> None:
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if answer.returncode:
        last = (answer.stderr or answer.stdout).strip().splitlines()[-1:]
        raise CannotWrite(f"{command[2]} failed: {' '.join(last)}")


def addresses(site: Path) -> Iterator[str]:
    """Addresses outside that the settings of a site name, file by file."""
    for path in sorted(site.rglob("jupyter-lite*.json")):
        yield from OUTSIDE.findall(path.read_text(encoding="utf-8"))

"""Chapters are run by Papermill in this interpreter, and a failure is told in one line."""

import json
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import APART, KERNEL
from segnb.publish.notebooks import (
    chapter_name,
    chapters,
    declared_parameters,
    find_notebook,
    parameters_of,
    read_notebook,
)
from segnb.vocabulary.errors import EmptyStore, InvalidFile, InvalidParams, NotebookFailed

KERNELSPEC = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
ENGINES = pytest.mark.parametrize("engine", [APART, KERNEL])
PARAMETERS = 'municipality = "9901"  # code or name\nyear: int | None = None'


def notebook(*cells: str, parameters: str | None = PARAMETERS) -> NotebookNode:
    tagged = [new_code_cell(parameters, metadata={"tags": ["parameters"]})] if parameters else []
    return new_notebook(cells=[*tagged, *map(new_code_cell, cells)], metadata=KERNELSPEC)


def written(folder: Path, *cells: str, name: str = "10_chapter.ipynb") -> Path:
    path = folder / name
    nbformat.write(notebook(*cells), path)
    return path


def streams(found: NotebookNode) -> str:
    return "".join(
        output.get("text", "") for cell in found.cells for output in cell.get("outputs", [])
    )


@ENGINES
def test_a_chapter_runs_in_this_interpreter_with_its_parameters_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """A kernel of the same name elsewhere, start-up files and braces in a path change nothing."""
    import sys

    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["/nowhere/python", "-m", "x"], "display_name": "x", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("print('start-up file')")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    assert KernelSpecManager().get_kernel_spec("python3").argv[0] == "/nowhere/python"
    folder = tmp_path / "{municipality} {0}"
    folder.mkdir()
    path = written(
        folder, "import sys, os", "print(sys.executable, repr(municipality), os.getcwd())"
    )
    found = run_chapter(path, {"municipality": "0127"}, folder / "out.ipynb", engine=engine)
    assert streams(found).split(maxsplit=2) == [sys.executable, "'0127'", f"{folder}\n"]
    assert streams(read_notebook(folder / "out.ipynb")) == streams(found)


@ENGINES
def test_a_failing_cell_is_named_and_its_notebook_kept(tmp_path: Path, engine: str) -> None:
    path = written(tmp_path, "print('before')", "values = {}\nvalues['gone']")
    out = tmp_path / "out.ipynb"
    with pytest.raises(NotebookFailed) as caught:
        run_chapter(path, {"municipality": "0127"}, out, engine=engine)
    message = str(caught.value)
    assert "\n" not in message
    for part in ("Botkyrka (0127)", "10_chapter", "cell [4]", "KeyError: 'gone'", str(out)):
        assert part in message
    assert "before" in streams(read_notebook(out))


@ENGINES
def test_what_segnb_itself_raises_in_a_cell_keeps_its_kind(tmp_path: Path, engine: str) -> None:
    raising = "from segnb.vocabulary.errors import EmptyStore\nraise EmptyStore('Nothing is held.')"
    with pytest.raises(EmptyStore, match=r"^Nothing is held\.$"):
        run_chapter(written(tmp_path, raising), {}, tmp_path / "out.ipynb", engine=engine)


@ENGINES
def test_a_kernel_that_dies_is_told_in_one_sentence(tmp_path: Path, engine: str) -> None:
    path = written(tmp_path, "import os\nos._exit(3)")
    with pytest.raises(NotebookFailed, match=r"^without municipality, chapter 10_chapter: .*died"):
        run_chapter(path, {}, tmp_path / "out.ipynb", engine=engine)


def test_a_parameter_that_the_notebook_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParams, match="no parameter 'yaer': it has municipality, year"):
        run_chapter(written(tmp_path), {"yaer": 2020}, tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()


def test_the_parameters_of_a_notebook_are_read_from_its_cell() -> None:
    assert declared_parameters(notebook(), Path("x.ipynb")) == ("municipality", "year")


def test_parameters_are_read_anew_when_the_notebook_has_changed(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert parameters_of(path) == ("municipality", "year")
    nbformat.write(notebook(parameters="line = 3"), path)
    assert parameters_of(path) == ("line",)
    path.unlink()
    with pytest.raises(InvalidFile, match="cannot be read as a notebook"):
        parameters_of(path)


@pytest.mark.parametrize(
    ("parameters", "message"), [(None, "no cell tagged"), ("a = (", "is not Python")]
)
def test_a_notebook_without_sound_parameters_is_refused(
    parameters: str | None, message: str
) -> None:
    with pytest.raises(InvalidFile, match=message):
        declared_parameters(notebook(parameters=parameters), Path("x.ipynb"))


@pytest.mark.parametrize("content", [b"", b"not json", b"\xff\xfe", b"[1, 2]", b'{"cells": 3}'])
def test_what_is_no_notebook_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(content)
    with pytest.raises(InvalidFile, match="cannot be read as a notebook") as caught:
        read_notebook(path)
    assert "\n" not in str(caught.value)


def test_a_notebook_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert find_notebook(str(path)) == path
    with pytest.raises(InvalidParams, match="There is no notebook"):
        find_notebook(str(tmp_path / "gone.ipynb"))


def test_a_misspelt_chapter_suggests_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"housing": Path("41_housing.ipynb"), "methods": Path("90_methods.ipynb")}
    monkeypatch.setattr("segnb.publish.notebooks.chapters", lambda: known)
    assert find_notebook("housing") == Path("41_housing.ipynb")
    for near in ("houzing", f"housing{'x' * 11}"):  # a little more than half of it is enough
        with pytest.raises(InvalidParams, match="Did you mean 'housing'"):
            find_notebook(near)
    with pytest.raises(InvalidParams, match="The chapters are housing, methods"):
        find_notebook("zzz")


@pytest.mark.parametrize(
    ("file", "name"), [("00_summary", "summary"), ("41_housing", "housing"), ("2024", "2024")]
)
def test_a_chapter_is_named_after_its_file_without_number(file: str, name: str) -> None:
    assert chapter_name(Path(f"{file}.ipynb")) == name


def test_the_chapters_of_the_package_are_found_in_their_order() -> None:
    files = [path.name for path in chapters().values()]
    assert files == sorted(files)

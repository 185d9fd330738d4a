"""A page of one notebook, and each figure as a file of its own."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from PIL import Image
from sample_report import half_figure, methods, picture, shown, summary

from segnb.publish import single_page
from segnb.publish.document import bind
from segnb.publish.figure_files import _rasters, figure_files
from segnb.publish.pdf import fonts
from segnb.publish.preload import _modules
from segnb.report.page.blocks import Drawing, Opening
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language


def test_a_figure_is_a_file_by_its_number_and_key() -> None:
    vector = replace(half_figure("Å b"), key="Å b")
    raster = replace(half_figure("c"), page=Drawing("image/png", picture(), 40, 20))
    blocks = (Opening("", "A"), vector, raster, replace(vector, key="§"))
    document = bind([("a", shown(*blocks))], find_municipality("0127"), Language("sv"))
    found = figure_files(document)
    assert list(found) == ["figure-1-a-b.svg", "figure-2-c.png", "figure-3-figure.svg"]
    assert found["figure-1-a-b.svg"].decode() == vector.page.content
    with Image.open(io.BytesIO(found["figure-2-c.png"])) as image:
        assert image.size == (40, 20)
    every = figure_files(document, rasters=True)
    assert list(every) == ["figure-1-a-b.png", *list(found)[:2], "figure-3-figure.png",
                           "figure-3-figure.svg"]  # fmt: skip
    with Image.open(io.BytesIO(every["figure-1-a-b.png"])) as image:
        wide, high = vector.page.width, vector.page.height
        assert image.size == pytest.approx((wide * 1.5, high * 1.5), abs=1)
    none = bind([("a", shown(Opening("", "A")))], find_municipality("0127"), Language("sv"))
    assert figure_files(none, rasters=True) == {}


def test_pictures_of_figures_have_the_fonts_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("typst.compile", lambda _files, **how: asked.append(how) or b"png")
    found = _rasters({"a": half_figure("a").page})
    assert found == {"a.png": b"png"}
    assert asked == [{"format": "png", "ppi": 144, "font_paths": fonts()}]


def test_a_page_of_one_notebook_is_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def run(path: Path, parameters: dict, out: Path, *, engine: str) -> NotebookNode:
        given.append((path.name, parameters, out.name, engine))
        made = shown(*summary(), *methods())
        made.metadata.papermill = {"input_path": str(path), "output_path": str(out)}
        nbformat.write(made, out)
        return made

    monkeypatch.setattr(single_page, "run_chapter", run)
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "index.en.html").write_text("x")
    target = tmp_path / "compared" / "en"
    written = single_page.write_page("comparison", "Two towns", {"a": 1}, target, "en",
                                     ("html", "png"), engine="x")  # fmt: skip
    assert given == [("comparison.ipynb", {"a": 1}, "comparison.ipynb", "x")]
    assert (written.folder, written.failed, written.gaps) == (target, {}, 1)
    page = (target / "report.html").read_text("utf-8")
    assert "<title>Two towns: comparison</title>" in page
    assert not (target / "report.pdf").exists()
    assert {path.suffix for path in (target / "figures").iterdir()} == {".svg", ".png"}
    notebook = json.loads((target / "notebooks" / "comparison.ipynb").read_text("utf-8"))
    assert notebook["metadata"]["papermill"]["output_path"] == "comparison.ipynb"


def test_what_is_loaded_before_is_every_module_of_a_room() -> None:
    found = _modules("store")
    assert "segnb.store.folder" in found
    assert all(name.startswith("segnb.store.") for name in found)

"""`segnb lab` lays the lessons out as copies, from any folder, and keeps what a learner wrote."""

import os
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from segnb.cli import main
from segnb.cli.lab_command import command
from segnb.publish.lesson_copies import START, lesson_paths


def lay_out(folder: Path, *more: str) -> str:
    return CliRunner().invoke(main, ["lab", "--only-copy", "--out", str(folder), *more]).output


def parameters(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return next(c.source for c in cells if "parameters" in c.metadata.get("tags", []))


def test_the_lessons_are_laid_out_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in lesson_paths()}
    assert "Your lessons are in" in lay_out(tmp_path / "mine", "--lang", "en")
    names = [path.name for path in lesson_paths()]
    assert sorted(p.name for p in (tmp_path / "mine").glob("*.*") if p.is_file()) == names
    assert 'lang = "en"  # sv | en' in parameters(tmp_path / "mine" / names[1])
    assert {path: path.read_bytes() for path in lesson_paths()} == before
    start = (tmp_path / "mine" / START).read_text(encoding="utf-8")
    assert "Start here" in start
    assert "01_by_hand.ipynb" in start
    assert "injected-parameters" not in start


def test_what_a_learner_wrote_is_kept(tmp_path: Path) -> None:
    lay_out(tmp_path, "--municipality", "Botkyrka")
    mine = tmp_path / lesson_paths()[1].name
    assert 'municipality = "0127"' in parameters(mine)
    mine.write_text("my own answers", encoding="utf-8")
    lay_out(tmp_path)
    assert mine.read_text(encoding="utf-8") == "my own answers"


def test_bad_requests_are_one_sentence(tmp_path: Path) -> None:
    assert lay_out(tmp_path, "--municipality", "Atlantis").startswith("segnb: ")
    (tmp_path / "file").touch()
    assert "is a file" in lay_out(tmp_path / "file")


def test_jupyterlab_opens_the_start_page_and_lets_root_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert command(tmp_path)[-2:] == [f"--LabApp.default_url=/lab/tree/{START}", "--allow-root"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "--allow-root" not in command(tmp_path)

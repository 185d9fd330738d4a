"""A table of params files that are wrong or mean harm: one sentence each, exit code 2, soon."""

import os
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hostile_rows import rows_of

from segnb.cli import main
from segnb.vocabulary.params import read_params

SOON = 1.0  # seconds of work


@pytest.mark.parametrize("row", rows_of("yaml.csv"), ids=lambda row: row.what)
def test_a_hostile_params_file_is_one_sentence(row: pd.Series, tmp_path: Path) -> None:
    path = tmp_path / "settings.yml"
    path.write_text(row.content, encoding="utf-8", newline="")
    begun = time.process_time()
    result = CliRunner().invoke(main, ["report", "--params", str(path), "--out", str(tmp_path)])
    assert time.process_time() - begun < SOON
    assert result.exit_code == 2
    assert row.sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 700
    assert list(tmp_path.iterdir()) == [path]


PATHS = {
    "a pipe": (os.mkfifo, "is no file of settings"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is no file of settings"),
    "a folder": (Path.mkdir, "is no file of settings"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be read"),
    "a link to nothing": (lambda path: path.symlink_to("gone"), "cannot be read"),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\xff"), "cannot be read as"),
    "UTF-16": (lambda path: path.write_bytes("lang: sv".encode("utf-16")), "cannot be read as"),
    "half a letter": (lambda path: path.write_bytes(b"foreword: \xc3"), "cannot be read as"),
}


@pytest.mark.parametrize("kind", PATHS)
def test_a_params_file_that_is_none_is_one_sentence(kind: str, tmp_path: Path) -> None:
    make, words = PATHS[kind]
    path = tmp_path / "settings.yml"
    make(path)
    result = CliRunner().invoke(main, ["report", "--params", str(path), "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("path", ["", "a" * 5_000, "x/" * 3_000])
def test_a_name_of_no_params_file_is_refused(path: str) -> None:
    result = CliRunner().invoke(main, ["report", "--params", path])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 500


def test_one_comparison_may_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("compare_with: county\n")
    assert read_params(tmp_path / "a.yml").compare_with == ("county",)

"""Where nobody sees a bar, a batch says how far it has come in lines."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from segnb.cli.batch_command import FEW, _progress


def said(total: int, capsys: pytest.CaptureFixture[str], *, loud: bool = True) -> list[str]:
    with _progress(total, Path("outputs"), loud) as seen:
        for number in range(total):
            seen(SimpleNamespace(why="", name=f"Ort {number + 1}", folder="x"))
    return capsys.readouterr().err.splitlines()


def test_a_few_reports_have_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(2, capsys) == ["1 of 2 reports: Ort 1", "2 of 2 reports: Ort 2"]


def test_of_many_reports_every_tenth_and_the_last_have_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = said(FEW + 2, capsys)
    assert [line.split(" ")[0] for line in found] == ["10", "20", "30", "32"]


def test_a_quiet_batch_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(3, capsys, loud=False) == []

"""The program in a shell of its own: Ctrl-C while it loads, and consoles with other letters."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segnb.cli.report_command import files_of, told
from segnb.publish.report_outcome import ReportOutcome

SEGNB = [sys.executable, "-c", "from segnb.command import main; main()"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
@pytest.mark.parametrize("seconds", [0.5, 3.0])
def test_ctrl_c_at_the_start_is_one_line(seconds: float, tmp_path: Path) -> None:
    words = ["report", "demo", "--format", "html", "--out", str(tmp_path)]
    run = subprocess.Popen(
        [*SEGNB, *words], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=120)
    assert run.returncode in (1, -signal.SIGINT)
    assert "Traceback" not in told or "segnb" not in told  # Python's own start is not ours


@pytest.mark.parametrize("letters", ["cp1252", "cp850", "ascii"])
def test_json_is_utf_8_on_every_console(letters: str) -> None:
    run = subprocess.run(
        [*SEGNB, "list", "municipalities", "--json"], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": letters},
    )  # fmt: skip
    assert "Malmö" in {place["name"] for place in json.loads(run.stdout.decode("utf-8"))}


@pytest.mark.parametrize("letters", ["cp850"])
def test_a_letter_that_the_console_lacks_stops_nothing(letters: str) -> None:
    run = subprocess.run(
        [*SEGNB, "list", "indicators"], capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": letters, "LC_ALL": "C", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert run.returncode == 0
    assert b"?" in run.stdout


def test_pictures_are_told_by_their_folder(tmp_path: Path) -> None:
    """They are many files, and have no name of their own among those of a report."""
    written = ReportOutcome(tmp_path)
    lines = told(written, "Botkyrka", ("html", "png"))
    assert lines[0] == f"Botkyrka: {tmp_path / 'report.html'} and {tmp_path / 'figures'}"
    assert files_of(written, ("png",)) == ["figures"]

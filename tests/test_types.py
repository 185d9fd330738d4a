"""The types of the package hold together, and no `type: ignore` stands there for nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]


def test_the_type_checker_finds_no_error() -> None:
    pytest.importorskip("mypy", reason="pip install mypy, or make dev")
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.stderr, answer.returncode) == ("", "", 0)

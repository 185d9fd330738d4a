"""The same locks give the same figures on every Python: draws are those of one numpy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
OTHERS = [f"3.{minor}" for minor in (11, 12, 13) if sys.version_info[:2] != (3, minor)]
VERSIONS = (
    "import numpy, scipy, pandas; print(numpy.__version__, scipy.__version__, pandas.__version__)"
)
FIGURES = """
import pandas as pd
from segnb.measures import intervals
total = [800 + 97 * unit % 1700 for unit in range(40)]
group = [40 + 31 * unit % 160 for unit in range(40)]
counts = pd.concat(
    pd.DataFrame({"unit": range(40), "group": name, "count": column})
    for name, column in (("x", group), ("y", [t - x for t, x in zip(total, group)]))
)
for measure in ("dissimilarity", "isolation"):
    print(intervals(counts, measure, "x", seed=1).to_csv(float_format="%.17g"))
"""


def answer(python: str, program: str) -> str:
    """What a program prints under an interpreter, with the package of this checkout."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    run = subprocess.run([python, "-c", program], capture_output=True, text=True, env=environment)
    return run.stdout


def other(version: str) -> str:
    """An interpreter with what the locks name, or the test is skipped."""
    named = os.environ.get(f"SEGNB_PYTHON_{version.replace('.', '_')}", f"python{version}")
    python = shutil.which(named)
    if python is None:
        pytest.skip(f"no Python {version} on the path")
    if answer(python, VERSIONS) != answer(sys.executable, VERSIONS):
        pytest.skip(f"Python {version} lacks the packages of the lock")
    return python


@pytest.mark.parametrize("version", OTHERS)
def test_intervals_are_the_same_on_another_python(version: str) -> None:
    theirs = answer(other(version), FIGURES)
    assert theirs.count("dissimilarity") == 1
    assert theirs == answer(sys.executable, FIGURES)

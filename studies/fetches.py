"""All kinds of fault, kills, two fetches at once and 290 single fetches, against a strict server.

The tests of live sources are run in full (as `make faults` does) and counted, kind by kind.
"""

import datetime as dt
import os
import platform
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from studies.page import put

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "faults.md"
TESTS = ("test_faults", "test_agencies", "test_single_fetches")
NAMES = {
    "test_of_a_tenth_of_faults_nothing_is_wrong_and_the_rest_is_named":
        "a kind of fault in a tenth of the calls to SCB and Kolada, then a fetch without any",
    "test_a_mixture_of_all_kinds_ends_with_the_same_store": "all kinds mixed, in a tenth of them",
    "test_a_fetch_that_is_killed_anywhere_goes_on": "killed (SIGKILL) at any moment, run again",
    "test_two_fetches_at_once_with_faults_end_with_the_same_store":
        "two programs at once, a tenth of the calls failing",
    "test_whatever_fails_nothing_wrong_is_stored_and_the_next_fetch_mends_it":
        "a kind of fault in the first four calls to Folkhälsomyndigheten, Skolverket, Polisen and "
        "Valmyndigheten, then a fetch without any",
    "test_a_drip_is_given_up_and_the_next_fetch_has_it_all": "the same four, byte by byte",
    "test_a_certificate_that_nobody_signed_is_named_until_it_is_trusted":
        "the same four behind a certificate that nobody signed",
    "test_a_file_that_has_moved_is_asked_of_the_user_and_imported_from_a_folder":
        "files that moved (404, or a page instead), then dropped into a folder with Brå's",
    "test_a_municipality_has_all_that_the_service_has_of_it": "one municipality by itself",
    "test_the_whole_country_is_all_that_the_service_has": "the whole country",
}  # fmt: skip


def outcomes(report: Path) -> pd.DataFrame:
    """Each case of a run: `test`, `passed`."""
    cases = ET.parse(report).getroot().iter("testcase")
    rows = [
        {"test": str(case.get("name")).partition("[")[0],
         "passed": not any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))}
        for case in cases
    ]  # fmt: skip
    return pd.DataFrame(rows)


def run(test: str, report: Path) -> pd.DataFrame:
    """Run one file of tests in full, and say what came of each case."""
    path = f"tests/sources/live/{test}.py"
    command = [sys.executable, "-m", "pytest", "-q", path, f"--junitxml={report}"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"SEGNB_FAULTS": "all"}, check=False)
    return outcomes(report)


def table(found: pd.DataFrame) -> str:
    """What was tried, how often, and how often it ended as it should."""
    lines = ["| what | times | as it should |", "| --- | --- | --- |"]
    for test, name in NAMES.items():
        cases = found[found["test"] == test]
        lines.append(f"| {name} | {len(cases)} | {int(cases['passed'].sum())} |")
    lines += ["", f"{dt.date.today()}, {os.cpu_count()} processors, Python "
              f"{platform.python_version()}."]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Try all of it and put the table into the page."""
    with TemporaryDirectory() as folder:
        found = [run(test, Path(folder) / f"{test}.xml") for test in TESTS]
    put("fetches", table(pd.concat(found)), PAGE)

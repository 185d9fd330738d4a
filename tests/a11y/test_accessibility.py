"""axe-core finds nothing in the pages of a report: on a desk, on a phone, folds closed and open."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "publish"))

from sample_report import report  # noqa: E402

from segnb.publish.web_page import page  # noqa: E402

pytestmark = pytest.mark.long

INSTALL = {
    "node": "apt-get install nodejs npm",
    "chromium": "apt-get install chromium",
    "axe-core": "make check-a11y",
}
PAGES = (("0127", "sv"), ("0127", "en"), ("9901", "sv"))


def chromium() -> str | None:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


def lacking() -> list[str]:
    """What is needed and not installed, each with the command that installs it."""
    missing = {
        "node": not shutil.which("node"),
        "chromium": not chromium(),
        "axe-core": not (HERE / "node_modules" / "axe-core").is_dir(),
    }
    return [f"{name} ({INSTALL[name]})" for name, gone in missing.items() if gone]


@cache
def outcomes(folder: Path) -> list[dict[str, Any]]:
    files = []
    for code, lang in PAGES:
        files.append(str(folder / f"{code}-{lang}.html"))
        Path(files[-1]).write_text(page(report(code, lang)), encoding="utf-8")
    command = ["node", str(HERE / "axe.mjs"), str(chromium()), *files]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What was found in each page, wide and narrow, folds closed and open."""
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    found = outcomes(tmp_path_factory.mktemp("pages"))
    assert len(found) == len(PAGES) * 4
    return found


def test_axe_finds_nothing(looked: list[dict[str, Any]]) -> None:
    assert all(view["passes"] > 30 for view in looked)
    assert [view for view in looked if view["violations"]] == []


def test_the_browser_requests_nothing(looked: list[dict[str, Any]]) -> None:
    assert [view["requests"] for view in looked if view["requests"]] == []


def test_no_page_scrolls_sideways(looked: list[dict[str, Any]]) -> None:
    assert [view["file"] for view in looked if view["sideways"]] == []


def test_the_first_key_press_reaches_the_skip_link(looked: list[dict[str, Any]]) -> None:
    assert {view["first"] for view in looked} == {"#content"}


def test_a_finger_can_hit_every_fold_on_a_phone(looked: list[dict[str, Any]]) -> None:
    assert {target for view in looked for target in view["small"]} == set()

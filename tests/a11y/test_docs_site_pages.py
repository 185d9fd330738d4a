"""The documentation in Chromium: axe finds nothing, nothing is requested, a phone will do.

Some pages here; with `SEGNB_FAULTS=1`, as `make check-a11y` sets it, each of them.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from test_accessibility import HERE, chromium, lacking

pytestmark = pytest.mark.long

LOOKED = ("index", "guides/analyst", "measures", "catalogue", "performance")


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    out = tmp_path_factory.mktemp("docs")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)]
    subprocess.run(build, cwd=HERE.parents[1], capture_output=True, check=True)
    every = [str(page) for page in sorted(out.rglob("*.html")) if page.stem != "404"]
    some = [str(out / f"{name}.html") for name in LOOKED]
    assert set(some) < set(every)
    pages = every if os.environ.get("SEGNB_FAULTS") else some
    command = ["node", str(HERE / "axe.mjs"), str(chromium()), *pages]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_axe_finds_nothing(looked: list[dict[str, Any]]) -> None:
    assert len(looked) >= len(LOOKED) * 4
    assert [(view["file"], view["violations"]) for view in looked if view["violations"]] == []


def test_nothing_is_requested_and_no_page_scrolls_sideways(looked: list[dict[str, Any]]) -> None:
    assert [view["requests"] for view in looked if view["requests"]] == []
    assert [view["file"] for view in looked if view["sideways"]] == []

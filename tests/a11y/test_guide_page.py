"""The page of the teacher's guide: axe finds nothing, nothing is requested, a phone will do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_accessibility import HERE, chromium, lacking

sys.path.insert(0, str(HERE.parents[1]))

from guide.making import html
from guide.pages import document

pytestmark = pytest.mark.long


def test_the_guide_has_no_barrier(tmp_path: Path) -> None:
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    files = [str(tmp_path / f"{lang}.html") for lang in ("sv", "en")]
    for file, lang in zip(files, ("sv", "en"), strict=True):
        Path(file).write_text(html(document(lang, "elm")), encoding="utf-8")
    command = ["node", str(HERE / "axe.mjs"), str(chromium()), *files]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=True)
    for view in json.loads(answer.stdout):
        assert (view["violations"], view["requests"], view["sideways"]) == ([], [], False)
        assert view["small"] == []
        assert view["passes"] > 30

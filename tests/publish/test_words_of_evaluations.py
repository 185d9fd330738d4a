"""A finished evaluation: no file of it, page, paper, table or record, has a word of cause."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from words_never_used import NEVER

from segnb.cli import main
from segnb.store import BOX

pytestmark = pytest.mark.long

CASE = Path(__file__).parents[2] / "params" / "evaluation" / "grant_2018.yml"
ADDRESSES = r"https?://\S+|data:\S+"


def text_of(path: Path) -> str:
    """What a reader sees of a file."""
    if path.suffix == ".html":
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for part in page(["script", "style"]):
            part.decompose()
        return page.get_text(" ")
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    return path.read_text("utf-8")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_file_of_an_evaluation_has_a_word_of_cause(lang: str, tmp_path: Path) -> None:
    wanted = ("html", "pdf") if shutil.which("pdftotext") else ("html",)
    told = ["--lang", lang, "--out", str(tmp_path), "--store", str(BOX), "--format"]
    done = CliRunner().invoke(main, ["evaluate", str(CASE), *told, ",".join(wanted)])
    assert done.exit_code == 0
    kinds = {".html", ".pdf", ".csv", ".json", ".svg", ".typ"}
    files = [path for path in tmp_path.rglob("*") if path.suffix in kinds]
    assert {path.suffix for path in files} >= {*(f".{one}" for one in wanted), ".csv", ".json"}
    for path in files:
        text = re.sub(ADDRESSES, " ", text_of(path))
        assert len(text) > 100
        assert re.findall(NEVER[lang], text, re.I) == [], path.name

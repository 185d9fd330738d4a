"""The search of a page offers each area that a table names, on whichever page of the table."""

import json
import subprocess
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from test_accessibility import HERE, chromium, lacking

from segnb.publish.document import bind
from segnb.publish.web_page import page
from segnb.report.page.blocks import Column, Opening, Row, Table
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

AREAS = [f"Område {number}" for number in range(1, 121)]  # more than a table shows at once


def html() -> str:
    columns = (Column("RegSO 2020 och RegSO 2025", "left"), Column("Andel, %"))
    rows = (Row((name, str(number))) for number, name in enumerate(AREAS, 1))
    table = Table("shares", "Andelar", "Procent, 2022", columns, (*rows, Row(("Övriga", ""))))
    cells = [
        new_code_cell(outputs=[new_output("display_data", data=block._repr_mimebundle_())])
        for block in (Opening("", "Områden"), table)
    ]
    notebook = new_notebook(cells=cells)
    return page(bind([("areas", notebook)], find_municipality("1480"), Language("sv")))


def test_each_area_is_offered_and_told_with_both_ends(tmp_path: Path) -> None:
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    (tmp_path / "report.html").write_text(html(), encoding="utf-8")
    command = ["node", HERE / "areas.mjs", chromium(), tmp_path / "report.html"]
    command += [AREAS[0], AREAS[-1], "Övriga"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert sorted(found["offered"]) == sorted(AREAS)
    ((what, value, ends, _),) = found["shown"][AREAS[-1]]
    assert (what, value) == ("Andel, %", "120")
    assert "1" in ends.split()
    assert "120" in ends.split()
    assert len(found["shown"][AREAS[0]]) == 1
    assert found["shown"]["Övriga"] == []

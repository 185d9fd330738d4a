"""What the page of the demonstration tells: names in its accessibility tree, contrast in the dark
scheme, and figures that answer a pointer, keys, a finger and a choice of what is compared."""

import json
import re
import subprocess
from collections import Counter
from typing import Any

import pytest
from test_accessibility import HERE, chromium, lacking

from segnb.publish.report_folder import write_report
from segnb.vocabulary.params import make_params

pytestmark = pytest.mark.long

CHAPTERS = ("summary", "whole_municipality", "area_types", "education")
OWN = "Exempelstad"
ONE_EACH = ("button", "combobox", "searchbox", "DisclosureTriangle", "heading")
VIEWS = ("desk", "phone")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `answers.mjs` saw."""
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    params = make_params(municipality="9901", chapters=CHAPTERS)
    folder = write_report(params, tmp_path_factory.mktemp("out"), ("html",)).folder
    command = ["node", str(HERE / "answers.mjs"), str(chromium()), str(folder / "report.html")]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_the_script_runs_without_an_error(told: dict[str, Any]) -> None:
    assert [told[part]["errors"] for part in ("tree", *VIEWS)] == [[], [], []]


def test_whatever_can_be_reached_has_a_name(told: dict[str, Any]) -> None:
    names = told["tree"]["names"]
    assert len(names) > 50
    assert [role for role, name in names if not name and role != "group"] == []


def test_what_acts_has_a_name_of_its_own(told: dict[str, Any]) -> None:
    names = Counter((role, name) for role, name in told["tree"]["names"] if role in ONE_EACH)
    assert [each for each, times in names.items() if times > 1] == []


def test_the_dark_scheme_has_contrast(told: dict[str, Any]) -> None:
    assert told["dark"]["passes"] > 200
    assert told["dark"]["violations"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_maps_strips_and_trends_answer_a_pointer_and_keys(told: dict[str, Any], view: str) -> None:
    found = told[view]["found"]
    assert len(found) >= 4
    for figure in found:
        assert len(figure["pointed"]) >= 3, figure["id"]
        first, second, back = (label for label, _ in figure["keyed"])
        assert first == back != second, figure["id"]
        assert all(label == heard for label, heard in figure["keyed"]), figure["id"]
        assert all(re.search(r"\d", text) for text in figure["pointed"]), figure["id"]


@pytest.mark.parametrize("view", VIEWS)
def test_a_chosen_municipality_is_marked_and_said_beside_the_own(
    told: dict[str, Any], view: str
) -> None:
    compared = [figure for figure in told[view]["found"] if figure["compared"]]
    assert len(compared) >= 3
    for figure in compared:
        assert OWN in figure["compared"], figure["id"]
        assert figure["picked"] > 0, figure["id"]

"""Lessons in JupyterLab: what is clicked and typed in counts, and no key leaks out of it."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from test_accessibility import HERE, chromium, lacking

from segnb import measures as m
from segnb.cli.lab_command import command
from segnb.publish.lesson_copies import SETTINGS, lay_out, lesson_paths
from segnb.teaching import Lesson, schelling
from segnb.teaching.interactive.start_towns import counts_of
from segnb.vocabulary.i18n import Language

pytestmark = pytest.mark.long

TOWN, ZONES, MODEL = (lesson_paths()[number].name for number in (1, 4, 7))
EVERY = bool(os.environ.get("SEGNB_FAULTS"))  # else the first lesson alone: the others take long
LESSONS = (TOWN, ZONES, MODEL) if EVERY else (TOWN,)
seldom = pytest.mark.skipif(not EVERY, reason="tried by make faults")
SV = Language("sv")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab over copies of the lessons."""
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    folder = lay_out(tmp_path_factory.mktemp("lab") / "lessons", "sv")
    port = free_port()
    options = ["--no-browser", f"--ServerApp.port={port}", "--IdentityProvider.token="]
    options += ["--LabApp.expose_app_in_browser=True"]
    environment = os.environ | {"JUPYTERLAB_SETTINGS_DIR": str(folder / SETTINGS)}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*command(folder), *options], env=environment, stderr=log)
        try:
            transport = httpx.HTTPTransport(retries=9)  # waits longer before each
            with httpx.Client(transport=transport, timeout=60) as client:
                client.get(f"http://127.0.0.1:{port}/api").raise_for_status()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def found(address: str) -> dict[str, Any]:
    script = ["node", str(HERE / "lab.mjs"), str(chromium()), address, *LESSONS]
    answer = subprocess.run(script, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def at(columns: int, row: int, column: int) -> int:
    """Place of a cell in reading order; rows and columns begin with 1."""
    return (row - 1) * columns + column - 1


def with_changed(cells: list[str], place: int, new: str) -> list[str]:
    return [new if one == place else old for one, old in enumerate(cells)]


def test_a_home_is_turned_and_the_number_is_that_of_the_town(found) -> None:
    steps, play = found["seen"][TOWN], Lesson(1).play("town")
    homes = ["ba"[int(home)] for home in play.homes]
    clicked = with_changed(homes, at(10, 3, 4), "ab"[homes[at(10, 3, 4)] == "a"])
    typed = with_changed(clicked, at(10, 4, 5), "ab"[homes[at(10, 4, 5)] == "a"])
    for name, wanted in (("start", homes), ("click", clicked), ("keys", typed)):
        shown = "".join(wanted)
        assert (name, steps[name]["kinds"]) == (name, shown)
        counts = counts_of("town", shown.replace("a", "1").replace("b", "0"), play.settings)
        D = SV.number(m.dissimilarity(counts, "A")["estimate"].item(), 3)
        assert steps[name]["values"]["D"] == D
    assert steps["keys"]["focus"] == "rad 4, kolumn 5, område a: A"


@seldom
def test_a_border_is_drawn_and_the_number_is_that_of_the_areas(found) -> None:
    steps, play = found["seen"][ZONES], Lesson(4).play("zones")
    pattern, _, zones = play.homes.partition("|")
    squares = zones.split(",")
    clicked = with_changed(squares, at(8, 3, 4), "1")
    typed = with_changed(clicked, at(8, 4, 5), "5")
    for name, wanted in (("start", squares), ("click", clicked), ("keys", typed)):
        assert (name, steps[name]["texts"]) == (name, wanted)
        counts = counts_of("zones", f"{pattern}|{','.join(wanted)}", play.settings)
        D = SV.number(m.dissimilarity(counts, "A")["estimate"].item(), 3)
        assert steps[name]["values"] == {"D": D, "zones": str(len(set(wanted)))}
    assert steps["keys"]["focus"].endswith("område 5")


@seldom
def test_a_home_of_the_model_is_turned_and_the_numbers_are_those_of_the_model(found) -> None:
    steps, play = found["seen"][MODEL], Lesson(7).play("schelling")
    side, wish = play.settings["rows"], play.settings["wish"]
    homes = list(play.homes)
    nobody_a_b = {"0": "1", "1": "2", "2": "0"}
    clicked = with_changed(homes, at(side, 3, 4), nobody_a_b[homes[at(side, 3, 4)]])
    typed = with_changed(clicked, at(side, 4, 5), nobody_a_b[homes[at(side, 4, 5)]])
    for name, wanted in (("start", homes), ("click", clicked), ("keys", typed)):
        assert (name, steps[name]["kinds"]) == (name, "".join("eab"[int(h)] for h in wanted))
        town = np.array([int(home) for home in wanted]).reshape(side, side)
        run = schelling.Run(town, town, wish, 0)
        assert steps[name]["values"] == {
            "round": "0",
            "unhappy": SV.number(run.unhappy),
            "like": SV.number(run.like, 3),
            "D": SV.number(schelling.dissimilarity(town), 3),
        }


@pytest.mark.parametrize("lesson", LESSONS)
def test_commands_of_jupyterlab_change_no_cell(found, lesson: str) -> None:
    before, after = (found["seen"][lesson][name] for name in ("keys", "commands"))
    assert after == before
    assert len(before["cells"]) == 24


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_clicked_in_is_one_stop_and_tab_leaves_it(found, lesson: str) -> None:
    steps = found["seen"][lesson]
    assert {step["stops"] for step in steps.values()} == {1}
    assert not steps["tab"]["focus"].startswith("rad ")


def test_jupyterlab_asks_nothing_of_the_network(found) -> None:
    assert found["outside"] == []

"""Lesson 1 in JupyterLab: a town that is clicked and typed in, and no key that leaks out of it."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from test_accessibility import HERE, chromium, lacking

from segnb import measures as m
from segnb.cli.lab_command import command
from segnb.publish.lesson_copies import SETTINGS, lay_out
from segnb.teaching import Lesson
from segnb.teaching.interactive.starts import counts_of
from segnb.vocabulary.i18n import Language

LESSON, CLICKED, TYPED = (
    "01_by_hand.ipynb",
    2 * 10 + 3,
    3 * 10 + 4,
)  # row 3, column 4; row 4, column 5


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
            yield f"http://127.0.0.1:{port}/lab/tree/{LESSON}?reset"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def seen(address: str) -> dict[str, Any]:
    script = ["node", str(HERE / "lab.mjs"), str(chromium()), address]
    answer = subprocess.run(script, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def shown(homes: str) -> str:
    """D of a town as the lesson writes it."""
    counts = counts_of("town", homes, Lesson(1).play("town").settings)
    return Language("sv").number(m.dissimilarity(counts, "A")["estimate"].item(), 3)


def turned(homes: str, *which: int) -> str:
    return "".join(str(1 - int(h)) if at in which else h for at, h in enumerate(homes))


def test_a_click_and_a_key_change_a_home_and_the_number_is_that_of_the_town(seen) -> None:
    start = Lesson(1).play("town").homes
    homes = [start, turned(start, CLICKED), turned(start, CLICKED, TYPED)]
    steps = [seen["steps"][name] for name in ("start", "click", "keys")]
    assert [step["homes"] for step in steps] == homes
    assert [step["D"] for step in steps] == [shown(one) for one in homes]
    assert steps[2]["focus"] == "rad 4, kolumn 5, område a: A"


def test_commands_of_jupyterlab_change_no_cell(seen) -> None:
    before, after = seen["steps"]["keys"], seen["steps"]["commands"]
    assert after == before
    assert before["cells"] == 24


def test_the_town_is_one_stop_and_tab_leaves_it(seen) -> None:
    assert {step["stops"] for step in seen["steps"].values()} == {1}
    assert seen["steps"]["tab"]["focus"] == "SUMMARY"


def test_jupyterlab_asks_nothing_of_the_network(seen) -> None:
    assert seen["outside"] == []

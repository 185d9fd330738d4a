"""The site in Chromium, as a file and from a server: by keyboard, by link, without script."""

import functools
import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from test_accessibility import HERE, chromium, lacking

from segnb.publish.site.country_values import indicators_of
from segnb.publish.site.site_folder import write_site
from segnb.sources.store_choice import open_store
from segnb.store import BOX

pytestmark = pytest.mark.long

WANTED = ("low_economic_standard", "child_poverty", "unemployed_share")


class Quiet(SimpleHTTPRequestHandler):
    """Server of a folder that prints nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    out = tmp_path_factory.mktemp("site")
    store = open_store(BOX)
    chosen = tuple(one for one in indicators_of(store) if one.entry.id in WANTED)
    write_site(out, store, chosen, "sv")
    handler = functools.partial(Quiet, directory=str(out))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield out, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def used(served: tuple[Path, str]) -> list[dict[str, Any]]:
    out, address = served
    command = ["node", str(HERE / "site.mjs"), str(chromium()), out.as_uri(), address]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_axe_finds_nothing_and_no_page_scrolls_sideways(used) -> None:
    for one in used:
        assert one["violations"] == []
        assert one["sideways"] == []


def test_only_the_folder_itself_is_asked(used) -> None:
    for one in used:
        assert [url for url in one["requests"] if not url.startswith(one["address"])] == []


def test_municipalities_are_chosen_by_keyboard_and_the_link_gives_the_same(used) -> None:
    for one in used:
        assert [row[0] for row in one["seen"]][:3] == ["Borlänge", "Stockholm", "Luleå"]
        assert one["same"] == one["seen"]
        assert one["link"] == "m=2081,0180,2580&i=child_poverty"
        assert one["left"] == ["Stockholm ×", "Luleå ×"]
        assert len(one["marks"]) == 3


def test_an_answer_that_comes_late_does_not_overwrite_what_was_chosen_after_it(used) -> None:
    for one in used:
        before, after = one["late"]
        assert before == after
        assert before.startswith("Barn i utsatta hushåll")


def test_a_line_is_never_drawn_across_a_break(used) -> None:
    assert [one["lines"] for one in used] == [6, 6]  # three municipalities, before and after 2011


def test_the_map_and_its_table_show_the_indicator_that_is_chosen(used) -> None:
    for one in used:
        assert one["hits"] == ["Borlänge"]
        assert one["value"] == "17,5"
        assert one["label"] == "Borlänge: 17,5"


def test_without_script_the_table_stands_and_nothing_idle_is_shown(used) -> None:
    assert [one["bare"] for one in used] == [{"rows": 290, "controls": 0}] * 2

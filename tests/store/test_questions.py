"""A store's answers are told apart by their hashes, and each question is asked once."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from segnb.publish.forkserver import ENVIRONMENT
from segnb.report.kept import kept
from segnb.store import Store, folder, make_observations, questions
from segnb.store.national import load_national
from segnb.store.questions import ask, asking, files_of, recording


@pytest.fixture
def store(tmp_path: Path) -> Store:
    held = Store.create(tmp_path / "data")
    for code, value in (("0127", 1.0), ("2180", 2.0)):
        write(held, code, value, "2024-01-01")
    return held


def write(store: Store, code: str, value: float, published: str) -> None:
    snapshot = store.add_snapshot(
        f"{code}{value}".encode(), name="x", producer="SCB", published=published
    )
    row = pd.DataFrame([{"area": code, "year": 2022, "value": value}])
    rows = make_observations(row, indicator="population", level="municipality")
    store.write(rows, snapshot)


def test_every_way_of_reading_is_recorded_with_the_files_it_rests_on(store: Store) -> None:
    sha = store.snapshots()["sha256"].iloc[0]
    with recording() as found:
        store.read("population", municipality=["2180", "0127"], years=range(2022, 2024))
        store.read_areas("deso2018", "0127")
        store.read_groups("0127")
        store.read_links("change", "deso2018", "deso2025")
        store.read_polygons("deso2018", municipality="0127")
        store.snapshot(sha)
    assert found.files() == [
        *("areas.parquet", "groups.parquet", "links.parquet", "observations/population.parquet"),
        *("polygons/deso2018.parquet", "polygons/municipality.parquet", f"snapshots/{sha}.json"),
    ]
    assert all(ask(store, question) == answer for question, answer in found.asked.items())


def test_the_same_question_is_asked_once_and_its_answer_cannot_be_spoiled(store: Store) -> None:
    with recording() as found:
        first = store.read("population", municipality="0127")
        first.loc[:, "value"] = 99.0
        again = store.read("population", municipality="0127", years=None)
    assert again["value"].tolist() == [1.0]
    assert len(found.asked) == 1
    assert Store.read.__qualname__ == "Store.read"
    assert not hasattr(Store.read, "__wrapped__")  # outside the block nothing is recorded


def test_only_the_answers_that_a_change_touches_are_different(store: Store) -> None:
    with recording() as found:
        for code in ("0127", "2180"):
            store.read("population", municipality=code)
        store.read("population", level="municipality")
    write(store, "0127", 7.0, "2025-01-01")
    changed = [q for q, answer in found.asked.items() if ask(store, q) != answer]
    assert len(changed) == 2
    assert not any("2180" in question for question in changed)


def test_a_result_that_is_kept_rests_on_what_was_asked_when_it_was_computed(store: Store) -> None:
    def compute() -> pd.DataFrame:
        return store.read("population", municipality="2180")[["area", "value"]]

    with recording():
        first = kept(store, "x", ["population"], compute)
    with recording() as found:
        second = kept(store, "x", ["population"], lambda: pytest.fail("it is there already"))
    pd.testing.assert_frame_equal(first, second)
    (question,) = found.asked
    assert "2180" in question
    assert files_of(question) == ["observations/population.parquet"]


def test_what_was_read_before_the_computation_counts_too(store: Store) -> None:
    with recording():
        before = store.read("population", municipality="0127")
        store.read("other", municipality="0127")
        _, asked = asking(lambda: before, ["observations/population.parquet"])
    assert [files_of(question) for question in asked] == [["observations/population.parquet"]]


def test_a_result_of_which_nobody_knows_what_was_asked_is_computed_again(store: Store) -> None:
    def compute() -> pd.DataFrame:
        return store.read("population", municipality="2180")

    kept(store, "x", ["population"], compute)  # in JupyterLab, where nothing is recorded
    kept(store, "x", ["population"], lambda: pytest.fail("it is there already"))
    with recording() as found:
        kept(store, "x", ["population"], compute)
    assert len(found.asked) == 1


def test_what_a_store_cannot_answer_is_not_the_answer_that_it_gave(store: Store) -> None:
    assert ask(store, '["read_areas", {"level": "nonsense", "municipality": null}]') == ""
    assert ask(store, '["read_everything", {}]') == ""


# -- what is read once for all reports of a batch


def national(store: Store) -> list[float]:
    """Values of all municipalities, asked as a report asks for them."""
    with recording():
        rows = store.read("population", level="municipality", sex=None, interval=True)
    return sorted(rows["value"])


def test_national_rows_are_read_once_and_again_when_their_file_has_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_loaded", {})
    load_national(store.path)
    opened: list[Path] = []
    read = folder.read_table
    monkeypatch.setattr(
        folder, "read_table", lambda path, **how: opened.append(path) or read(path, **how)
    )
    assert national(store) == [1.0, 2.0]
    assert opened == []
    write(store, "0127", 3.0, "2024-06-01")
    opened.clear()
    assert national(store) == [2.0, 3.0]
    assert [path.name for path in opened] == ["population.parquet"]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc on this system")
def test_reading_national_rows_starts_no_thread(store: Store) -> None:
    program = (
        "import os, sys; from pathlib import Path; from segnb.store.national import load_national; "
        "load_national(Path(sys.argv[1])); print(len(os.listdir('/proc/self/task')))"
    )
    alone = os.environ | ENVIRONMENT
    run = [sys.executable, "-c", program, str(store.path)]
    assert subprocess.run(run, env=alone, capture_output=True, check=True).stdout.strip() == b"1"

"""A store's answers are told apart by their hashes, and each question is asked once."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from segnb.publish.forkserver import ENVIRONMENT
from segnb.store import Store, derived_results, folder, ledger, make_observations, program
from segnb.store.derived_results import derive
from segnb.store.ledger import recorded, recording
from segnb.store.query_hashes import ask, files_of
from segnb.store.shared_rows import load_national


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
        store = recorded(store)
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
    plain = store
    with recording() as found:
        store = recorded(plain)
        first = store.read("population", municipality="0127")
        first.loc[:, "value"] = 99.0
        again = store.read("population", municipality="0127", years=None)
    assert again["value"].tolist() == [1.0]
    assert len(found.asked) == 1
    plain.read("population", municipality="2180")
    recorded(plain).read(
        "population", municipality="2180"
    )  # outside the block: nothing is recorded
    assert len(found.asked) == 1


def test_only_the_answers_that_a_change_touches_are_different(store: Store) -> None:
    with recording() as found:
        asked = recorded(store)
        for code in ("0127", "2180"):
            asked.read("population", municipality=code)
        asked.read("population", level="municipality")
    write(store, "0127", 7.0, "2025-01-01")
    changed = [q for q, answer in found.asked.items() if ask(store, q) != answer]
    assert len(changed) == 2
    assert not any("2180" in question for question in changed)


def test_a_result_that_is_kept_rests_on_what_was_asked_when_it_was_computed(store: Store) -> None:
    with recording():
        asked = recorded(store)
        rows = lambda: asked.read("population", municipality="2180")[["area", "value"]]  # noqa: E731
        first = derive(asked, "x", ["population"], rows)
    with recording() as found:
        asked = recorded(store)
        second = derive(asked, "x", ["population"], lambda: pytest.fail("it is there already"))
    pd.testing.assert_frame_equal(first, second)
    (question,) = found.asked
    assert "2180" in question
    assert files_of(question) == ["observations/population.parquet"]


def test_what_was_read_before_the_computation_counts_too(store: Store) -> None:
    with recording() as found:
        before = recorded(store).read("population", municipality="0127")
        recorded(store).read("other", municipality="0127")
        _, asked = found.page_of(lambda: before, ["observations/population.parquet"])
    assert [files_of(question) for question in asked] == [["observations/population.parquet"]]


def test_a_result_of_which_nobody_knows_what_was_asked_is_computed_again(store: Store) -> None:
    def compute() -> pd.DataFrame:
        return recorded(store).read("population", municipality="2180")

    derive(store, "x", ["population"], compute)  # in JupyterLab, where nothing is recorded
    derive(store, "x", ["population"], lambda: pytest.fail("it is there already"))
    with recording() as found:
        derive(recorded(store), "x", ["population"], compute)
    assert len(found.asked) == 1


def test_what_a_store_cannot_answer_is_not_the_answer_that_it_gave(store: Store) -> None:
    assert ask(store, '["read_areas", {"level": "nonsense", "municipality": null}]') == ""
    assert ask(store, '["read_everything", {}]') == ""


# -- what is read once for all reports of a batch


def national(store: Store) -> list[float]:
    """Values of all municipalities, asked as a report asks for them."""
    with recording():
        rows = recorded(store).read("population", level="municipality", sex=None, interval=True)
    return sorted(rows["value"])


def test_national_rows_are_read_once_and_again_when_their_file_has_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_shared", {})
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
        "import os, sys; from pathlib import Path; "
        "from segnb.store.shared_rows import load_national; "
        "load_national(Path(sys.argv[1])); print(len(os.listdir('/proc/self/task')))"
    )
    alone = os.environ | ENVIRONMENT
    run = [sys.executable, "-c", program, str(store.path)]
    assert subprocess.run(run, env=alone, capture_output=True, check=True).stdout.strip() == b"1"


def test_what_is_kept_holds_only_for_the_program_that_made_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    derive(store, "x", ["population"], lambda: pd.DataFrame({"x": [1]}))
    monkeypatch.setattr(derived_results, "program", lambda: "another program")
    made = derive(store, "x", ["population"], lambda: pd.DataFrame({"x": [2]}))
    assert made["x"].tolist() == [2]


def test_the_program_is_the_whole_package_and_all_that_computes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = {path.parent.name for path in program.parts()}
    assert {"store", "vocabulary", "measures", "analysis", "report", "publish"} <= rooms
    before = program.program.__wrapped__()
    for name in ("numpy", "pandas", "scipy", "shapely", "geopandas", "pyproj"):
        other = {**program.versions(), name: "0.0.1"}
        monkeypatch.setattr(program, "versions", lambda other=other: other)
        assert program.program.__wrapped__() != before
        monkeypatch.undo()

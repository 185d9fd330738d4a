"""A store knows each of its files: damage anywhere is found, and what is left behind is cleared."""

from pathlib import Path

import pandas as pd
import pytest
from small_stores import rows, snapshot, squares

from segnb.store import Store, file_hashes
from segnb.store.integrity import faults

AREAS = pd.DataFrame({"level": ["deso2018"], "area": ["0127A0010"], "name": ["A"]})
GROUPS = pd.DataFrame(
    {"kind": ["similar"], "title": ["x"], "municipality": ["0127"], "member": ["0126"]}
)
FILES = ("areas.parquet", "groups.parquet", "links.parquet", "polygons/deso2018.parquet",
         "observations/population.parquet", "snapshots/*.gz", "snapshots/*.json")  # fmt: skip


@pytest.fixture
def full(store: Store) -> Store:
    """Store with every kind of file."""
    one = snapshot(store, b"raw")
    store.write(rows([5, 7]), one)
    store.write_areas(AREAS, one)
    store.write_groups(GROUPS, one)
    store.write_links(pd.DataFrame({"kind": ["own"], "from_level": ["deso2018"], "from_area": ["a"],
                                    "to_level": ["own"], "to_area": ["b"]}), one)  # fmt: skip
    store.write_polygons("deso2018", squares(["0127A0010"]), one)
    return store


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_anywhere_is_found(full: Store, name: str) -> None:
    assert list(faults(full)) == []
    (path,) = full.path.glob(name)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert any(path.stem[:12] in fault for fault in faults(full)), place
    path.unlink()
    assert list(faults(full))
    path.write_bytes(whole)
    assert list(faults(full)) == []


def test_a_store_that_was_stopped_before_a_file_was_written_is_whole(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = snapshot(full, b"other", "2024-02-01")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _stopped)
        with pytest.raises(KeyboardInterrupt):
            full.write(rows([6, 8]), two)
    assert list(faults(full)) == []
    assert file_hashes.recorded(full.path)["observations/population.parquet"][1:]


def test_a_store_that_was_stopped_before_a_new_file_was_there_is_whole_too(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _stopped)
        with pytest.raises(KeyboardInterrupt):
            snapshot(full, b"third", "2024-03-01")
    assert list(faults(full)) == []
    snapshot(full, b"third", "2024-03-01")
    assert list(faults(full)) == []
    for path in full.path.glob("snapshots/*.gz"):
        path.unlink()
    assert len([fault for fault in faults(full) if "is missing" in fault]) == 2


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_a_stopped_writer_left_is_cleared_and_the_record_kept_short(full: Store) -> None:
    (full.path / "observations" / ".x.part").write_bytes(b"half")
    (full.path / "snapshots" / ".y.part").write_bytes(b"half")
    for number in range(5):
        full.write_areas(AREAS.assign(name=str(number)), full.snapshot(_sha(full)))
    before = len((full.path / file_hashes.RECORD).read_text("utf-8").splitlines())
    Store.create(full.path)
    assert not list(full.path.rglob("*.part"))
    assert len((full.path / file_hashes.RECORD).read_text("utf-8").splitlines()) < before
    assert list(faults(full)) == []


def _sha(store: Store) -> str:
    return store.snapshots()["sha256"].iloc[0]


def test_all_that_is_wrong_is_told_by_the_first_twelve_signs_of_a_hash(full: Store) -> None:
    sha = _sha(full)
    damaged = f"The snapshot {sha[:12]} in the store is damaged: remove its two files and import"
    raw, told_of = (full.path / "snapshots" / f"{sha}.{end}" for end in ("gz", "json"))
    raw.unlink()
    assert [fault for fault in faults(full) if fault.startswith(damaged)]
    told_of.unlink()
    told = list(faults(full))
    assert f"areas.parquet has rows of the snapshot {sha[:12]}, which is not in the store." in told
    assert f"snapshots/{sha}.json is missing: import its sources again." in told
    told_of.write_text("{}")
    (full.path / "groups.parquet").write_bytes(b"no table")
    told = list(faults(Store.open(full.path)))
    assert [fault for fault in told if fault.startswith(damaged)]
    assert [fault for fault in told if fault.startswith("groups.parquet: ")]


def test_a_file_of_rows_that_break_a_rule_is_told(full: Store) -> None:
    path = full.path / "observations" / "population.parquet"
    pd.read_parquet(path).assign(sex="x").to_parquet(path)
    assert "population.parquet: The sex 'x' of an observation is not known." in list(faults(full))

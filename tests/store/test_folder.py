"""The folder: snapshots, one writer at a time, damage, and stores of another version."""

import gzip
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from small_stores import CODES, rows, snapshot

from segnb.store import Store
from segnb.store.atomic_writing import replace_file
from segnb.store.lock import Lock
from segnb.store.parquet_files import keep_in_memory
from segnb.vocabulary.errors import CannotWrite, InvalidFile


def test_a_store_is_made_once_and_then_opened(tmp_path: Path) -> None:
    first = Store.create(tmp_path / "deep" / "store")
    first.write(rows([1.0]), snapshot(first, b"1"))
    assert not Store.create(first.path).read("population").empty
    assert not Store.open(first.path).read("population").empty


def test_a_folder_with_other_things_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InvalidFile, match="holds other things"):
        Store.create(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_place_that_cannot_hold_a_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="cannot be made"):
        Store.create(tmp_path / "file" / "store")


@pytest.mark.parametrize(
    ("mark", "message"),
    [('{"format": 99}', "newer than 2"), ("not json", "not the mark"), ("{}", "not the mark")],
)
def test_a_store_of_another_version_is_refused_and_left_alone(
    store: Store, mark: str, message: str
) -> None:
    (store.path / "store.json").write_text(mark)
    with pytest.raises(InvalidFile, match=message):
        Store.open(store.path)
    with pytest.raises(InvalidFile, match=message):
        Store.create(store.path)
    assert (store.path / "store.json").read_text() == mark


# -- snapshots


def test_a_snapshot_keeps_the_bytes_their_hash_and_its_dates(store: Store) -> None:
    taken = snapshot(store, "åäö".encode(), date(2024, 3, 22), modified=datetime(2024, 8, 6),
                     period=2022, notes=["a note"])  # fmt: skip
    assert store.raw(taken.sha256).decode() == "åäö"
    assert (taken.published, taken.modified, taken.date) == (
        "2024-03-22",
        "2024-08-06",
        "2024-03-22",
    )
    copied = snapshot(store, b"copied", None, modified=datetime(2026, 11, 29))
    assert (copied.modified, copied.date) == ("2026-11-29", "")  # the day of a file dates no data
    held = store.snapshots().set_index("sha256", drop=False).loc[taken.sha256]
    assert (held["sha256"], held["notes"], held["period"]) == (taken.sha256, ("a note",), 2022)


def test_the_same_bytes_are_one_snapshot_under_any_name(store: Store) -> None:
    first = snapshot(store, b"1", "2024-01-01")
    second = store.add_snapshot(b"1", name="other.csv", producer="Kolada", published="2025-01-01")
    assert second == first
    assert len(store.snapshots()) == 1


def test_snapshots_are_ordered_by_what_dates_them_best(store: Store) -> None:
    for raw, dates in (
        (b"published late", {"published": "2024-05-01"}),
        (b"fetched late", {"published": None, "retrieved": "2025-01-01"}),
        (b"only a file", {"published": None, "modified": "2026-01-01"}),
        (b"published early", {"published": "2024-01-01", "retrieved": "2026-01-01"}),
    ):
        snapshot(store, raw, **dates)
    order = [store.raw(sha).decode() for sha in store.snapshots()["sha256"]]
    assert order == ["only a file", "fetched late", "published early", "published late"]


def test_a_damaged_snapshot_is_told_in_one_sentence(store: Store) -> None:
    sha = snapshot(store, b"raw bytes").sha256
    path = store.path / "snapshots" / f"{sha}.gz"
    for content in (b"not gzip", gzip.compress(b"other bytes"), path.read_bytes()[:-6]):
        path.write_bytes(content)
        with pytest.raises(InvalidFile, match="is damaged"):
            store.raw(sha)
    (store.path / "snapshots" / f"{sha}.json").write_text(json.dumps({"sha256": sha}))
    with pytest.raises(InvalidFile, match="is damaged"):
        Store.open(store.path).snapshots()


@pytest.mark.parametrize("content", [b"", b"not parquet", b"PAR1 cut off"])
def test_damaged_observations_are_told_in_one_sentence(store: Store, content: bytes) -> None:
    store.write(rows([1.0]), snapshot(store, b"1"))
    (store.path / "observations" / "population.parquet").write_bytes(content)
    for read in (lambda: store.read("population"), store.coverage):
        with pytest.raises(InvalidFile, match="is damaged: remove it and import again"):
            read()


# -- writing


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def fail(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite, match="No space left"):
        replace_file(path, fail)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    code = ("import sys, time; from pathlib import Path; from segnb.store.lock import Lock\n"
            "with Lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)")  # fmt: skip
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / ".lock")], stdout=subprocess.PIPE
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CannotWrite, match="Another program"), Lock(tmp_path / ".lock", 0.2):
            pass
    finally:
        other.kill()
        other.communicate()
    with Lock(tmp_path / ".lock", 5):  # the lock of a killed writer is free
        pass


def _write_year(path: Path, year: int) -> int:
    store = Store.open(path)
    taken = store.add_snapshot(str(year).encode(), name="f", producer="SCB", published="2024-01-01")
    return store.write(rows([float(year)] * len(CODES), year=year), taken).new


def test_writers_in_several_processes_lose_nothing(store: Store) -> None:
    years = range(2011, 2019)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        new = list(pool.map(_write_year, [store.path] * len(years), years))
    assert new == [len(CODES)] * len(years)
    held = store.read("population")
    assert len(held) == len(CODES) * len(years)
    assert (held["value"] == held["year"]).all()


def test_the_fingerprint_follows_what_is_held(store: Store) -> None:
    empty = store.fingerprint()
    store.write(rows([1.0]), snapshot(store, b"1"))
    one = store.fingerprint()
    store.write(rows([2.0]), snapshot(store, b"2", "2025-01-01"))
    assert len({empty, one, store.fingerprint()}) == 3


# -- memory


@pytest.mark.parametrize("kept", [False, True])
def test_cells_with_the_same_text_hold_the_same_object(store: Store, kept: bool) -> None:
    store.write(rows([1.0, 2.0], status=["ok", "missing"]), snapshot(store, b"1"))
    path = store.path / "observations" / "population.parquet"
    if kept:
        keep_in_memory(path)
    read = store.read("population")
    for column in ("indicator", "level", "municipality", "snapshot"):
        assert read[column].dtype == "str"
        assert len({id(text) for text in read[column].array}) == 1
    assert list(read["status"]) == ["ok", "missing"]

"""How a store writes, records and clears its files, and what it begins as."""

import gzip
import json
import os
import random
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from shapely.geometry import box
from small_stores import CODES, rows, snapshot, squares

from segnb.store import BOX, Snapshot, Store, begin, ledger
from segnb.store.atomic_writing import replace_file, write_atomically
from segnb.store.derived_results import _tidy, derive
from segnb.store.file_hashes import ABSENT, record_all, recorded
from segnb.store.ledger import recording
from segnb.store.lock import Lock
from segnb.store.marker import BOX_FOLDER, FORMAT, check_format, folder_of, tidy, unmark
from segnb.store.open_data import derived_folder, end_unused, is_current, take_in
from segnb.store.parquet_files import ROWS_IN_GROUP, read_table, write_table
from segnb.store.program import program
from segnb.store.shared_rows import load_national
from segnb.vocabulary.errors import CannotWrite, InvalidFile

DAY = 24 * 3600


# -- writing


def test_a_file_is_written_beside_its_place_and_may_be_read_by_all(tmp_path: Path) -> None:
    seen: list[Path] = []
    replace_file(tmp_path / "new" / "file", lambda path: seen.append(path) or path.write_text("x"))
    (temporary,) = seen
    assert temporary.parent == tmp_path / "new"
    assert (temporary.name[0], temporary.suffix) == (".", ".part")
    assert (tmp_path / "new" / "file").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("odd"), "odd"),
    ],
)
def test_why_a_file_cannot_be_written_is_told_in_words(
    tmp_path: Path, error: OSError, told: str
) -> None:
    def fail(_: Path) -> None:
        raise error

    with pytest.raises(CannotWrite) as caught:
        replace_file(tmp_path / "file", fail)
    assert str(caught.value) == f"{tmp_path / 'file'} cannot be written: {told}."


def test_a_writer_waits_five_minutes_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    assert Lock(tmp_path / ".lock").patience == 300
    with Lock(tmp_path / ".lock"), pytest.raises(CannotWrite, match="for 0 seconds"):
        Lock(tmp_path / ".lock", 0.1).__enter__()
    with pytest.raises(CannotWrite, match="cannot be written: File exists"):
        Lock(tmp_path / ".lock" / "x", 0.1).__enter__()


# -- the record


def test_the_record_has_the_last_two_hashes_of_each_file_and_of_no_hidden_one(
    store: Store,
) -> None:
    for content in (b"1", b"2", b"3"):
        write_atomically(store.path / "areas.parquet", content)
    write_atomically(store.path / "polygons" / "x.parquet", b"x")
    for name in (".hidden", "store.json", "derived/program/result.json"):
        write_atomically(store.path / name, b"y")
    held = recorded(store.path)
    assert set(held) == {"areas.parquet", "polygons/x.parquet"}
    assert len(held["areas.parquet"]) == 2
    assert held["areas.parquet"][0] != held["areas.parquet"][1]
    assert ABSENT not in held["polygons/x.parquet"]


def test_a_record_with_a_damaged_line_is_read_all_the_same(store: Store) -> None:
    write_atomically(store.path / "areas.parquet", b"1")
    with (store.path / ".hashes").open("ab") as record:
        record.write(b"\n\xff\xfe half a line")
    assert set(recorded(store.path)) == {"areas.parquet"}


def test_a_record_made_anew_leaves_out_what_is_hidden(store: Store) -> None:
    write_atomically(store.path / "areas.parquet", b"1")
    write_atomically(store.path / ".hidden", b"1")
    record_all(store.path)
    assert set(recorded(store.path)) == {"areas.parquet"}


def test_what_a_writer_left_is_cleared_in_every_folder(store: Store) -> None:
    left = [store.path / ".a.part", store.path / "observations" / ".b.part"]
    left[1].parent.mkdir()
    for path in left:
        path.write_bytes(b"half")
    write_atomically(store.path / "areas.parquet", b"1")
    tidy(store.path)
    assert not any(path.exists() for path in left)
    assert len(recorded(store.path)["areas.parquet"]) == 2


# -- the mark


@pytest.mark.parametrize(
    ("number", "fits"), [(1, True), (FORMAT, True), (FORMAT + 1, False), ("2", False)]
)
def test_a_store_of_a_later_format_is_refused(store: Store, number: object, fits: bool) -> None:
    assert FORMAT == 2
    (store.path / "store.json").write_text(json.dumps({"format": number}))
    if fits:
        check_format(store.path)
    else:
        with pytest.raises(InvalidFile, match=f"format {number!r}, newer than 2"):
            check_format(store.path)


def test_the_store_that_comes_along_has_a_name_and_a_folder_of_that_name_is_another() -> None:
    assert folder_of(BOX) == BOX_FOLDER
    assert folder_of(Path(BOX)) == Path(BOX)
    assert folder_of(f"./{BOX}") == Path(BOX)
    assert folder_of("data") == Path("data")


def test_a_folder_with_hidden_files_alone_may_become_a_store(tmp_path: Path) -> None:
    (tmp_path / ".settings").write_text("x")
    store = Store.create(tmp_path)
    assert (tmp_path / "store.json").exists()
    unmark(store.path)
    assert [path.name for path in tmp_path.iterdir()] == [".settings"]


def test_an_empty_part_does_not_keep_a_store(store: Store) -> None:
    (store.path / "observations").mkdir()
    unmark(store.path)
    assert not store.path.exists()


# -- tables


def test_a_file_has_one_dictionary_a_column_of_texts_and_groups_of_rows(tmp_path: Path) -> None:
    frame = pd.DataFrame({"area": "a", "value": range(ROWS_IN_GROUP + 1)}, dtype=object)
    frame["value"] = frame["value"].astype("float64")
    for texts in (["area"], []):
        write_table(frame, tmp_path / "rows.parquet", texts)
        told = pq.read_metadata(tmp_path / "rows.parquet")
        assert [told.row_group(n).num_rows for n in range(told.num_row_groups)] == [16_384, 1]
        area, value = (told.row_group(0).column(n) for n in (0, 1))
        assert area.compression == value.compression == "ZSTD"
        assert area.has_dictionary_page
        assert value.has_dictionary_page is not bool(texts)


def test_the_texts_of_observations_have_dictionaries_and_their_numbers_none(store: Store) -> None:
    store.write(rows([1.0, 2.0]), snapshot(store, b"1"))
    told = pq.read_metadata(store.path / "observations" / "population.parquet").row_group(0)
    columns = [told.column(n) for n in range(told.num_columns)]
    without = {one.path_in_schema for one in columns if not one.has_dictionary_page}
    assert without == {"year", "value"}


def test_the_numbers_of_rows_are_no_column(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"a": [1.5, 2.5]}, index=["x", "y"]), tmp_path / "rows.parquet")
    assert read_table(tmp_path / "rows.parquet").columns.tolist() == ["a"]


def test_a_column_in_which_nothing_is_held_can_be_asked_for(tmp_path: Path) -> None:
    frame = pd.DataFrame({"area": pd.Series([None, None], dtype="str"), "value": [1.0, 2.0]})
    write_table(frame, tmp_path / "rows.parquet")
    assert read_table(tmp_path / "rows.parquet", filters=[("area", "==", "a")]).empty
    assert len(read_table(tmp_path / "rows.parquet", filters=[("area", "not in", ["a"])])) == 2


def test_a_column_that_is_asked_for_may_be_one_that_is_not_given(tmp_path: Path) -> None:
    frame = pd.DataFrame({"area": ["a", "b"], "year": [2020, 2021], "value": [1.0, 2.0]})
    write_table(frame, tmp_path / "rows.parquet")
    read = read_table(tmp_path / "rows.parquet", columns=["value"],
                      filters=[("area", "==", "b"), ("year", "in", [2021])])  # fmt: skip
    assert read.to_dict("list") == {"value": [2.0]}
    assert read_table(tmp_path / "rows.parquet", filters=[("year", "in", range(2021, 2022))])[
        "area"
    ].tolist() == ["b"]


# -- snapshots


def test_raw_bytes_are_kept_without_the_moment_at_which_they_came(store: Store) -> None:
    sha = snapshot(store, b"raw bytes").sha256
    packed = (store.path / "snapshots" / f"{sha}.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"
    chance = random.Random(1)
    words = [bytes(chance.choices(b"abcdef", k=chance.randint(2, 9))) for _ in range(300)]
    long = b" ".join(chance.choices(words, k=20_000))
    other = snapshot(store, long).sha256
    packed_long = (store.path / "snapshots" / f"{other}.gz").read_bytes()
    assert packed_long == gzip.compress(long, 6, mtime=0)  # the same bytes from every program
    assert gzip.decompress(packed) == b"raw bytes"


def test_a_description_is_written_in_the_order_of_the_alphabet(store: Store) -> None:
    taken = snapshot(store, b"1", title="Folkmängd på våren")
    text = (store.path / "snapshots" / f"{taken.sha256}.json").read_text("utf-8")
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert "Folkmängd på våren" in text


def test_bytes_of_what_came_along_are_added_to_what_is_known_of_it(store: Store) -> None:
    raw = b"from the producer"
    told = Snapshot(snapshot(store, b"x").sha256, "a.csv", "SCB", title="En titel")
    sha = store.add_snapshot(raw, name="b.csv", producer="Kolada").sha256
    for path in (store.path / "snapshots").glob(f"{sha}.*"):
        path.unlink()
    fresh = Store.open(store.path)
    fresh.describe(Snapshot(sha, "a.csv", "SCB", title="En titel", came_along=True))
    with pytest.raises(InvalidFile, match=r"The bytes of a\.csv did not come along"):
        fresh.raw(sha)
    again = fresh.add_snapshot(raw, name="b.csv", producer="Kolada")
    assert (again.name, again.title, again.came_along) == ("a.csv", told.title, False)
    assert fresh.raw(sha) == raw
    assert fresh.add_snapshot(raw, name="c.csv", producer="x", notes=["new"]).notes == ("new",)


def test_a_snapshot_says_how_it_came_and_which_of_its_days_counts() -> None:
    one = Snapshot("a", "x", "SCB", published="2024-01-01")
    assert (one.origin, one.date, one.period) == ("file", "2024-01-01", 0)
    two = Snapshot("a", "x", "SCB", published="2024-01-01", retrieved="2024-02-02", fetched="t")
    assert (two.origin, two.date) == ("fetch", "2024-02-02")
    assert Snapshot("a", "x", "SCB", fetched="t", came_along=True).origin == "box"
    assert Snapshot("a", "x", "SCB").date == ""


def test_the_fingerprint_of_raw_files_is_their_name(store: Store) -> None:
    sha = snapshot(store, b"1").sha256
    before = store.fingerprint()
    (store.path / "snapshots" / f"{sha}.gz").write_bytes(b"other bytes")
    (store.path / ".hidden").write_bytes(b"x")
    assert store.fingerprint() == before
    (store.path / "snapshots" / f"{sha}.json").write_bytes(b"{}")
    assert store.fingerprint() != before


# -- areas, links and polygons


def test_areas_that_say_the_same_are_not_written_again(store: Store) -> None:
    frame = pd.DataFrame({"level": "deso2018", "area": CODES[2::-1], "name": list("abc")})
    taken = snapshot(store, b"1")
    store.write_areas(frame, taken)
    before = (store.path / "areas.parquet").stat().st_ino
    store.write_areas(frame, taken)
    assert (store.path / "areas.parquet").stat().st_ino == before
    with pytest.raises(InvalidFile, match="needs a code"):
        store.write_areas(frame.assign(area=["a", "", "b"]), taken)


def test_links_are_of_two_levels_and_of_a_kind(store: Store) -> None:
    frame = pd.DataFrame({
        "kind": ["change", "change", "own"], "from_level": ["deso2018", "deso2018", "own"],
        "to_level": ["deso2025", "regso2025", "deso2025"], "from_area": list("abc"),
        "to_area": list("def"),
    })  # fmt: skip
    for raw in (b"1", b"2"):  # two files that say the same
        store.write_links(frame, snapshot(store, raw))
    assert store.read_links("change", "deso2018", "deso2025")["to_area"].tolist() == ["d"]
    assert store.read_links("change", "deso2018", "regso2025")["to_area"].tolist() == ["e"]
    assert store.read_links("own", "own", "deso2025")["to_area"].tolist() == ["f"]


def test_areas_that_know_no_municipality_are_sought_beside_those_that_do(store: Store) -> None:
    border = squares(["0127"])
    border["geometry"] = [box(659_000, 6_569_000, 663_000, 6_572_000)]
    store.write_polygons("municipality", border, snapshot(store, b"1"))
    listed = squares(["Alby", "Fittja", "Geneta"]).assign(municipality=["", "0127", "0181"])
    store.write_polygons("police", listed, snapshot(store, b"2"))
    assert store.read_polygons("police", "0127")["area"].tolist() == ["Alby", "Fittja"]
    assert store.read_polygons("police", "0181")["area"].tolist() == ["Geneta"]


# -- results that take long


def test_a_result_is_told_by_its_settings_in_any_order(store: Store) -> None:
    made = iter("abc")

    def compute() -> pd.DataFrame:
        return pd.DataFrame({"x": [next(made)]})

    first = derive(store, "r", ["population"], compute, one=1, day=date(2024, 1, 2))
    again = derive(store, "r", ["population"], compute, day=date(2024, 1, 2), one=1)
    other = derive(store, "r", ["population"], compute, day=date(2024, 1, 3), one=1)
    assert [frame["x"][0] for frame in (first, again, other)] == ["a", "a", "b"]
    folder = store.path / "derived" / program()[:12]
    names = [path.name for path in folder.iterdir()]
    assert {len(name) for name in names} == {len(".r-") + 20 + len(".parquet")}


def test_a_damaged_result_is_made_again(store: Store) -> None:
    derive(store, "r", [], lambda: pd.DataFrame({"x": [1]}))
    (path,) = (store.path / "derived").glob("*/.r-*.parquet")
    path.write_bytes(b"no table")
    assert derive(store, "r", [], lambda: pd.DataFrame({"x": [2]}))["x"].tolist() == [2]
    assert read_table(path)["x"].tolist() == [2]


def test_what_a_reader_has_read_before_counts_for_what_it_computes(store: Store) -> None:
    store.write(rows([1.0, 2.0]), snapshot(store, b"1"))
    asked: dict[bool, int] = {}
    for of_reader in (False, True):
        with recording() as before:
            held = ledger.recorded(store)
            frame = held.read("population")
            derive(held, f"r{of_reader}", ["population"], lambda frame=frame: frame[["area"]],
                   of_reader=of_reader)  # fmt: skip
        (path,) = (store.path / "derived").glob(f"*/.r{of_reader}-*.json")
        asked[of_reader] = len(json.loads(path.read_text()))
        assert len(before.asked) == 1
    assert asked == {False: 0, True: 1}


def test_what_other_programs_left_is_cleared_after_a_day(tmp_path: Path) -> None:
    ages = {"own": 9 * DAY, "older": DAY + 20, "younger": DAY - 20, "new": 0}
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / "file").write_text("what cannot be removed as a folder")
    os.utime(tmp_path / "file", (time.time() - 9 * DAY,) * 2)
    _tidy.__wrapped__(tmp_path / "own")
    assert {path.name for path in tmp_path.iterdir()} == {"own", "younger", "new", "file"}


def test_what_is_asked_of_the_whole_country_is_read_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    nation = rows([5.0], level="nation").assign(area="00", municipality="")
    store.write(pd.concat([nation, rows([1.0], level="municipality")]), snapshot(store, b"1"))
    monkeypatch.setattr(ledger, "_shared", {})
    load_national(store.path)
    monkeypatch.setattr(ledger, "_asked_now", lambda *_: pytest.fail("it is read already"))
    with recording():
        held = ledger.recorded(store)
        every = {"sex": None, "interval": True}
        assert held.read("population", level="nation", areas=["00"], **every)["value"][0] == 5
        assert len(held.read("population", level="municipality", **every)) == 1
        assert held.read_areas("deso2018").empty


def test_a_store_is_the_same_whoever_writes_down_what_it_is_asked(store: Store) -> None:
    with recording():
        one = ledger.recorded(store)
    with recording() as two:
        other = ledger.recorded(store)
        other.read("population")
    assert one == other
    assert "Ledger" not in repr(other)
    assert ledger.ledger_of(other) is two
    assert ledger.ledger_of(store) is None


# -- what comes along


@pytest.fixture
def small_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store in place of what comes along, with a file of each kind."""
    made = Store.create(tmp_path / "box")
    one, two = snapshot(made, b"1", "2023-01-01"), snapshot(made, b"2", "2024-01-01")
    made.write(rows([1.0, 2.0]), one)
    made.write(rows([5.0], year=2023), two)
    areas = pd.DataFrame({"level": "deso2018", "area": CODES[:2], "name": ["Alby", "Fittja"]})
    made.write_areas(areas, one)
    made.write_polygons("deso2018", squares(CODES[:2]), two)
    for each in (one, two):
        made.describe(Snapshot(**{**each.__dict__, "came_along": True}))
    (made.path / "LICENCES.txt").write_text("CC0")
    for name in ("marker", "open_data"):
        monkeypatch.setattr(f"segnb.store.{name}.BOX_FOLDER", made.path)
    monkeypatch.setattr("segnb.store.open_data.contents", made.fingerprint)
    return Store.open(made.path)


def test_a_store_begins_as_what_comes_along(small_box: Store, tmp_path: Path) -> None:
    store = begin(tmp_path / "own")
    assert store.read("population")["value"].tolist() == [1, 5, 2]
    assert (store.path / "LICENCES.txt").read_text() == "CC0"
    assert is_current(store)
    assert is_current(small_box)
    assert begin(store.path).fingerprint() == store.fingerprint()
    with pytest.raises(CannotWrite, match="only read"):
        begin(BOX)
    end_unused(store)
    assert not store.path.exists()


def test_a_store_that_holds_more_takes_in_what_comes_along_and_stays(
    small_box: Store, tmp_path: Path
) -> None:
    store = Store.create(tmp_path / "own")
    assert not is_current(store)
    mine = snapshot(store, b"mine", "2023-06-01")
    store.write(rows([7.0, 8.0, 9.0]), mine)
    store = begin(store.path)
    assert store.read("population", years=[2022])["value"].tolist() == [7, 8, 9]
    assert store.read("population", years=[2023])["value"].tolist() == [5]
    assert store.read_areas("deso2018")["name"].tolist() == ["Alby", "Fittja"]
    assert store.read_polygons("deso2018")["area"].tolist() == CODES[:2]
    assert sorted(store.snapshots()["origin"]) == ["box", "box", "file"]
    end_unused(store)
    assert len(store.read("population")) == 4
    take_in(small_box, store)  # a second time changes nothing
    assert len(store.snapshots()) == 3


def test_results_of_what_comes_along_are_kept_elsewhere(small_box: Store, store: Store) -> None:
    assert derived_folder(store) == store.path / "derived"
    assert not derived_folder(small_box).is_relative_to(small_box.path)

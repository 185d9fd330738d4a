"""The open data that come along: their numbers, their provenance, and how they are made."""

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from small_files import tenure_excel, write_csv, write_key

from open_data.build import MOST, build, size
from open_data.listed import Table, listed
from open_data.page import PAGE, page
from segnb.store import OWN_DATA, Store, begin, make_observations
from segnb.store.integrity import faults
from segnb.store.marker import BOX_FOLDER
from segnb.store.observation_schema import KEY
from segnb.store.open_data import LICENCES, box, derived_folder, is_current
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.errors import CannotWrite, InvalidFile

pytestmark = pytest.mark.long


def total(indicator: str, level: str, year: int, group: str) -> float:
    rows = box().read(indicator, level=level, years=[year])
    return rows.loc[rows["group"] == group, "value"].sum()


# -- what it holds (the sums are the official ones)


@pytest.mark.parametrize(
    ("indicator", "level", "year", "group", "expected"),
    [
        ("background", "deso2018", 2022, "total", 10_521_556),
        ("birth_region", "deso2018", 2022, "total", 10_521_556),
        ("population", "deso2018", 2023, "all", 10_551_707),
        ("population", "regso2020", 2020, "all", 10_379_295),
        ("population", "regso2020", 2023, "all", 10_551_707),
        ("population", "municipality", 1968, "all", 7_931_193),
        ("population", "municipality", 2000, "all", 8_882_792),
        ("population", "municipality", 2017, "all", 10_120_242),
        ("population", "municipality", 2025, "all", 10_605_520),
    ],
)
def test_sums_are_the_official_ones(
    indicator: str, level: str, year: int, group: str, expected: int
) -> None:
    assert total(indicator, level, year, group) == expected


@pytest.mark.parametrize(
    ("year", "expected"), [(2022, [160, 289, 855, 1770, 289]), (2023, [162, 293, 835, 1781, 292])]
)
def test_areas_of_each_type(year: int, expected: list[int]) -> None:
    types = box().read("area_type", level="regso2020", years=[year])["value"]
    assert types.value_counts().sort_index().tolist() == expected


@pytest.mark.parametrize(
    ("election", "year", "expected"),
    [("riksdag", 2022, 84.21), ("riksdag", 2018, 87.18), ("region", 2018, 83.75)],
)
def test_turnout_of_the_country(election: str, year: int, expected: float) -> None:
    rows = box().read(f"votes_{election}", level="nation", years=[year])
    rows = rows.set_index("group")["value"]
    assert 100 * rows["voters"] / rows["eligible"] == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("level", "areas"), [("municipality", 290), ("police", 59), ("deso2018", 1287 + 238),
                         ("deso2025", 175 + 584 + 53), ("regso2025", 300), ("district2022", 592)],
)  # fmt: skip
def test_borders_are_whole_and_valid(level: str, areas: int) -> None:
    shapes = box().read_polygons(level)
    assert len(shapes) == areas
    assert shapes.geometry.is_valid.all()
    assert not shapes.geometry.is_empty.any()


def test_every_municipality_has_indices_series_and_peers() -> None:
    levels = {"background": "deso2018", "area_type": "regso2020", "population": "municipality",
              "school_pupils": "school"}  # fmt: skip
    for indicator, level in levels.items():
        held = box().read(indicator, level=level)["municipality"]
        assert set(held) == set(municipalities()["code"])
    assert all(len(box().read_groups(code)) == 7 for code in ("0114", "1280", "2034", "2584"))


def smallest(shared: Path) -> list[Table]:
    """The smallest table of each producer and kind of file, and the key by which areas are known.

    Polygons hold no figures, and take long to read.
    """
    found: dict[tuple[str, str], Table] = {}
    for table in listed():
        kind = (table.producer, Path(table.files[0]).suffix)
        if kind[1] in (".csv", ".xlsx", ".parquet"):
            found[kind] = min((found.get(kind, table), table), key=lambda t: bytes_of(t, shared))
    keys = [table for table in listed() if any("koppling" in name for name in table.files)]
    return [*found.values(), *(key for key in keys if key not in found.values())]


def bytes_of(table: Table, shared: Path) -> int:
    return sum((shared / "data" / name).stat().st_size for name in (*table.files, *table.read))


def test_importers_read_what_it_holds(shared: Path, tmp_path: Path) -> None:
    """An importer that has changed what it reads calls for `make open-data`."""
    made = build(smallest(shared), shared / "data", tmp_path / "made")
    hashes = set(made.snapshots()["sha256"])
    assert len(hashes) >= 8
    for indicator in made.coverage()["indicator"].unique():
        ours, theirs = (store.read(indicator, sex=None, interval=True) for store in (made, box()))
        both = theirs[theirs["snapshot"].isin(hashes)].merge(ours, how="left", indicator=True)
        assert (both["_merge"] == "both").all(), indicator
        fresh = ours.merge(theirs[KEY], on=KEY, how="left", indicator=True)
        assert (fresh["_merge"] == "both").all(), indicator


# -- where it comes from


def test_every_listed_table_is_in_it_with_its_hash_and_licence_and_without_its_bytes() -> None:
    held = box().snapshots()
    wanted = {Path(name).name for table in listed() for name in table.files}
    assert set(held["name"]) == wanted
    assert held["came_along"].all()
    assert set(held["origin"]) == {"box"}
    assert (held["licence"] != "").all()
    assert (held["modified"] == "").all()  # the day of a copy says nothing
    assert (held["limits_sv"] == "").tolist() == (held["limits_en"] == "").tolist()
    assert OWN_DATA not in set(held["producer"])
    assert not list(BOX_FOLDER.rglob("*.gz"))


def test_nothing_in_it_is_damaged_and_all_of_it_is_small() -> None:
    assert list(faults(box())) == []
    assert size(box()) <= MOST


def test_damage_in_it_is_found(tmp_path: Path) -> None:
    store = begin(tmp_path / "store")
    (store.path / "areas.parquet").write_bytes(b"PAR1 no longer")
    assert any("areas.parquet is not what was written" in fault for fault in faults(store))


def test_its_licences_lie_beside_it() -> None:
    text = (BOX_FOLDER / LICENCES).read_text(encoding="utf-8")
    assert all(table.title in text and table.licence in text for table in listed())


def test_the_page_is_that_of_what_is_held() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(listed(), box())


def test_bytes_that_did_not_come_along_are_refused_with_what_would_help() -> None:
    sha = box().snapshots()["sha256"].iloc[0]
    with pytest.raises(InvalidFile, match="get the file from its producer"):
        box().raw(sha)


# -- it is only read


def test_nothing_is_written_into_it() -> None:
    with pytest.raises(CannotWrite, match="only read"):
        box().add_snapshot(b"x", name="x", producer="SCB")
    with pytest.raises(CannotWrite, match="only read"):
        begin("box")
    assert not derived_folder(box()).is_relative_to(BOX_FOLDER)


# -- a store of one's own


def newer(store: Store, value: float, published: str) -> None:
    row = {"area": ["0127"], "year": [2022], "value": [value]}
    rows = make_observations(pd.DataFrame(row), indicator="population", level="municipality")
    store.write(rows, store.add_snapshot(b"new", name="n.csv", producer="SCB", published=published))


def of_botkyrka(store: Store) -> float:
    rows = store.read("population", level="municipality", municipality="0127", years=[2017])
    return rows["value"].item()


def test_a_store_begins_as_it_and_newer_values_win(tmp_path: Path) -> None:
    store = begin(tmp_path / "store")
    assert is_current(store)
    before = store.coverage()
    pd.testing.assert_frame_equal(before, box().coverage())
    newer(store, 1.0, "2026-11-01")
    held = store.read("population", level="municipality", municipality="0127", years=[2022])
    assert held["value"].item() == 1.0
    origins = store.coverage().set_index(["indicator", "level"])["origin"]
    assert origins["population", "municipality"] == "box, file"
    assert origins["education", "deso2018"] == "box"


def test_a_store_that_there_was_takes_it_in_and_keeps_what_is_newer(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    rows = make_observations(
        pd.DataFrame({"area": ["0127", "0127"], "year": [2017, 1969], "value": [1.0, 2.0]}),
        indicator="population",
        level="municipality",
    )
    store.write(
        rows, store.add_snapshot(b"a", name="a.csv", producer="SCB", published="2026-11-01")
    )
    held = begin(store.path)
    assert is_current(held)
    assert of_botkyrka(held) == 1.0
    assert len(held.coverage()) == len(box().coverage())
    pd.testing.assert_frame_equal(
        held.read_polygons("municipality"), box().read_polygons("municipality")
    )
    assert list(faults(held)) == []


def test_the_file_itself_adds_its_bytes(tmp_path: Path) -> None:
    raw, store = b"the same bytes", Store.create(tmp_path)
    known = box().snapshot(box().snapshots()["sha256"].iloc[0])
    store.describe(replace(known, sha256=sha256(raw).hexdigest()))
    added = store.add_snapshot(raw, name="mine.csv", producer="SCB")
    assert (added.origin, added.name, added.published) == ("file", known.name, known.published)
    assert store.raw(added.sha256) == raw
    assert list(faults(store)) == []


# -- how it is made


def listed_here(*files: str, **more: str) -> Table:
    facts = {"title": "T", "producer": "SCB", "licence": "CC0", "through": "a/b", "checked": "yes"}
    return Table(**facts | more, files=files)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with a few files as SCB gives them."""
    folder = tmp_path / "given"
    write_key(folder)
    tenure_excel(folder / "tenure.xlsx", [[10, 20, 30, 0], [40, 0, 5, 0], [1, 2, 3, 4]])
    return folder


def contents(store: Store) -> dict[str, bytes]:
    files = sorted(path for path in store.path.rglob("*") if path.is_file())
    return {path.relative_to(store.path).as_posix(): path.read_bytes() for path in files}


def test_two_builds_give_the_same_bytes_whenever_the_files_were_copied(
    given: Path, tmp_path: Path
) -> None:
    tables = [listed_here("key.csv"), listed_here("tenure.xlsx", retrieved="2024-08-13")]
    first = build(tables, given, tmp_path / "first")
    for path in given.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    second = build(tables, given, tmp_path / "second")
    assert contents(first) == contents(second)
    assert first.read("tenure", level="deso2018")["value"].sum() == 115
    assert set(first.snapshots()["date"]) == {"", "2024-08-13"}


def test_a_file_that_is_missing_or_of_no_use_stops_the_build(given: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"no file gone\.csv"):
        build([listed_here("gone.csv")], given, tmp_path / "made")
    write_csv(given / "odd.csv", [["a", "b"], ["1", "2"]])
    with pytest.raises(InvalidFile, match=r"Nothing of odd\.csv is used"):
        build([listed_here("odd.csv")], given, tmp_path / "made2")


def test_what_is_said_of_regions_stands_at_the_election_to_them_alone() -> None:
    held = box().snapshots()
    told = held[held["limits_sv"].str.contains("Gotland")]
    assert list(told["title"]) == ["Val till regionfullmäktige 2022"]


def test_the_note_on_the_long_series_says_what_splits_do_to_it() -> None:
    held = map(box().snapshot, box().snapshots()["sha256"])
    (series,) = (one for one in held if one.table == "TAB638")
    every = box().read("population", level="municipality")
    rows = every[every["snapshot"] == series.sha256].set_index(["year", "area"])["value"].dropna()
    assert [len(rows[year]) for year in (1968, 1993, 1994)] == [284, 286, 288]
    assert "284 år 1968" in series.limits("sv")
    assert "284 in 1968" in series.limits("en")
    for whole, part in (("1490", "1443"), ("1880", "1814")):
        both = rows[1994, whole] + rows[1994, part]
        assert rows[1994, whole] < 0.96 * rows[1993, whole]  # a split is not summed back
        assert abs(both / rows[1993, whole] - 1) < 0.02
    assert "delats sedan 1992 är det inte" in series.limits("sv")
    assert "split since 1992 are not" in series.limits("en")

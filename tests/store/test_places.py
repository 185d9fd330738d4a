"""Areas, groups, links and polygons."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box
from small_stores import CODES, snapshot, squares

from segnb.store import Store
from segnb.vocabulary.errors import InvalidFile


def areas(names: list[str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"level": "regso2020", "area": ["0127R001", "0127R002"], "name": names,
                         **columns})  # fmt: skip


def test_areas_know_their_municipality_by_their_code(store: Store) -> None:
    store.write_areas(areas(["Alby", "Fittja"]), snapshot(store, b"1"))
    held = store.read_areas("regso2020")
    assert held["municipality"].tolist() == ["0127", "0127"]
    assert store.read_areas("regso2020", "0180").empty
    assert store.read_areas("deso2018").empty


def test_the_newest_name_holds_and_an_empty_one_never_replaces_it(store: Store) -> None:
    store.write_areas(areas(["Alby norra", "Fittja"]), snapshot(store, b"2", "2024-01-01"))
    store.write_areas(areas(["Alby", "Fitja"]), snapshot(store, b"1", "2023-01-01"))
    store.write_areas(areas(["", ""], parent="P"), snapshot(store, b"3", "2025-01-01"))
    held = store.read_areas("regso2020")
    assert held["name"].tolist() == ["Alby norra", "Fittja"]
    assert held["parent"].tolist() == ["P", "P"]


def test_a_file_read_again_gives_its_areas_up_that_it_no_longer_names(store: Store) -> None:
    taken = snapshot(store, b"1")
    store.write_areas(areas(["Alby", "Fittja"]), taken)
    store.write_areas(areas(["Alby", "Fittja"]).head(1), taken)
    assert store.read_areas("regso2020")["area"].tolist() == ["0127R001"]


def test_an_area_without_a_code_is_refused(store: Store) -> None:
    with pytest.raises(InvalidFile, match="needs a code"):
        store.write_areas(areas(["a", "b"]).assign(area=""), snapshot(store, b"1"))


def test_groups_are_those_of_the_newest_file(store: Store) -> None:
    for day, members in (("2024-01-01", ["0126", "0136"]), ("2023-01-01", ["0180"])):
        frame = pd.DataFrame({"kind": "similar", "title": "Liknande", "municipality": "0127",
                              "member": members})  # fmt: skip
        store.write_groups(frame, snapshot(store, day.encode(), day))
    assert store.read_groups("0127")["member"].tolist() == ["0126", "0136"]
    assert store.read_groups("0180").empty


def test_links_are_found_by_kind_and_levels(store: Store) -> None:
    frame = pd.DataFrame({"kind": "change", "from_level": "deso2018", "from_area": ["a", "a"],
                          "to_level": "deso2025", "to_area": ["b", "c"]})  # fmt: skip
    store.write_links(frame, snapshot(store, b"1"))
    assert store.read_links("change", "deso2018", "deso2025")["to_area"].tolist() == ["b", "c"]
    assert store.read_links("own", "deso2018", "deso2025").empty


# -- polygons


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "EPSG:3857"])
def test_polygons_come_back_in_sweref_from_any_system(store: Store, crs: str) -> None:
    store.write_polygons("deso2018", squares(CODES[:3], crs), snapshot(store, b"1"))
    held = store.read_polygons("deso2018", "0127")
    assert held.crs.to_epsg() == 3006
    assert held.geometry.area.tolist() == pytest.approx([1e6] * 3, rel=1e-6)


def test_polygons_without_a_system_are_refused(store: Store) -> None:
    bare = squares(CODES[:1]).set_crs(None, allow_override=True)
    with pytest.raises(InvalidFile, match="coordinate reference system"):
        store.write_polygons("deso2018", bare, snapshot(store, b"1"))


def test_newer_polygons_replace_those_of_the_same_area_only(store: Store) -> None:
    store.write_polygons("deso2018", squares(CODES[:2], name="old"), snapshot(store, b"1"))
    newer = snapshot(store, b"2", "2025-01-01")
    store.write_polygons("deso2018", squares(CODES[1:3], name="new"), newer)
    held = store.read_polygons("deso2018").set_index("area")["name"]
    assert held.to_dict() == {CODES[0]: "old", CODES[1]: "new", CODES[2]: "new"}


def test_the_same_polygons_twice_change_no_byte(store: Store) -> None:
    prints = set()
    for _ in range(2):
        store.write_polygons("deso2018", squares(CODES[:2]), snapshot(store, b"1"))
        prints.add(store.fingerprint())
    assert len(prints) == 1


def test_polygons_that_are_not_held_are_an_empty_frame_in_sweref(store: Store) -> None:
    held = store.read_polygons("regso2020", "0127")
    assert held.empty
    assert held.crs.to_epsg() == 3006


def test_areas_of_the_police_are_found_by_where_they_lie(store: Store) -> None:
    listed = squares(["Alby", "Hallunda"], municipality="", category="Utsatt område")
    store.write_polygons("police", listed, snapshot(store, b"1"))
    assert store.read_polygons("police", "0127").empty  # no border is held yet
    border = gpd.GeoDataFrame({"area": ["0127"]}, crs="EPSG:3006",
                              geometry=[box(659_000, 6_569_000, 661_000, 6_572_000)])  # fmt: skip
    store.write_polygons("municipality", border, snapshot(store, b"2"))
    assert store.read_polygons("police", "0127")["area"].tolist() == ["Alby"]
    assert len(store.read_polygons("police")) == 2


def test_a_damaged_file_of_polygons_is_told_in_one_sentence(store: Store) -> None:
    store.write_polygons("deso2018", squares(CODES[:1]), snapshot(store, b"1"))
    (store.path / "polygons" / "deso2018.parquet").write_bytes(b"no parquet")
    with pytest.raises(InvalidFile, match="is damaged: import it again"):
        store.read_polygons("deso2018")

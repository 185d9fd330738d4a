"""Maps: on which borders statistics are drawn, what is hatched, and what the caption owes."""

import re
from pathlib import Path

import pandas as pd
import pytest
from figure_frames import areas_frame
from figure_reading import drawn, named
from shapely import box
from types_store import (
    DESO,
    PLACE,
    REGSO,
    add_counts,
    add_polygons,
    add_types,
    make_report_of,
    make_store,
)

from segnb.report import charts, verbs
from segnb.report.front_matter import place_profile
from segnb.report.geography.area_maps import surroundings
from segnb.report.geography.map_names import USUAL, all_limits, class_limits
from segnb.report.geography.polygon_choice import describe_borders, find_borders
from segnb.report.page.blocks import Figure, Gap
from segnb.vocabulary.areas import counties
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import THIN

EDUCATION = ("pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long")
PEOPLE = {"all": [1000.0, 1000.0, 1000.0, 500.0]}


def test_polygons_of_the_areas_themselves_come_first(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "regso2020", REGSO)
    add_polygons(store, snapshot, "deso2018", DESO)
    found = find_borders(make_report_of(store), "regso2020", 2022)
    assert (found.polygons, found.put_together, found.bridge) == ("regso2020", False, None)


def test_finer_polygons_are_put_together_and_the_caption_says_so(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2018", DESO)
    report = make_report_of(store)
    found = find_borders(report, "regso2020", 2022)
    assert found.shapes.set_index("area").area.to_dict() == dict.fromkeys(REGSO, 8e6)
    assert found.shapes["name"].tolist() == ["Bo 1", "Bo 2"]
    assert describe_borders(report, found) == (
        "Gränser: RegSO 2020 sammanförda av DeSO 2018 (Handen), Sweref 99 TM."
    )


def test_the_other_vintage_is_joined_over_equal_codes_and_the_rest_is_kept(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_counts(store, snapshot, "population", PEOPLE)
    add_polygons(store, snapshot, "deso2025", [*DESO[:3], f"{PLACE}C9050"])
    report = make_report_of(store)
    found = find_borders(report, "regso2020", 2022)
    assert found.shapes["area"].tolist() == [*REGSO, ""]
    said = describe_borders(report, found)
    assert "DeSO 2018" in said
    assert "DeSO 2025" in said
    assert "3 av 4 områden" in said
    assert f"500 av 3{THIN}500 invånare 2022" in said


def changes(*places: str) -> pd.DataFrame:
    """Links of a log of changed borders, one in each of these places."""
    codes = [f"{place}A0010" for place in places]
    return pd.DataFrame({"kind": "change", "from_level": "deso2018", "from_area": codes,
                         "to_level": "deso2025", "to_area": codes})  # fmt: skip


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([], "ingen logg"),
        (["0114"], "gäller andra kommuner"),
        (
            [f"{county}77" for county in [*counties()["code"], PLACE[:2]]],
            "nämner inget område i kommunen",
        ),
    ],
)
def test_a_log_of_other_municipalities_says_nothing_of_this_one(
    tmp_path: Path, places: list[str], said: str
) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2025", DESO)
    if places:
        store.write_links(changes(*places), snapshot)
    report = make_report_of(store)
    assert said in describe_borders(report, find_borders(report, "deso2018", 2022))


def test_neighbours_lack_the_vintage_that_the_statistics_are_of(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_counts(store, snapshot, "education", dict.fromkeys(EDUCATION, [25.0] * len(DESO)))
    add_polygons(store, snapshot, "deso2018", DESO[:3])
    gap = verbs.measure_neighbours(make_report_of(store), "pre_secondary_share")
    assert isinstance(gap, Gap)
    said = " ".join(text for _, text in gap.rows)
    assert "1 av kommunens DeSO 2018" in said
    assert "gränser för DeSO 2018" in said


def test_people_are_those_of_the_year_of_the_statistics(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_counts(store, snapshot, "population", PEOPLE)
    add_counts(store, snapshot, "population", {"all": [2000.0, 500.0, 500.0, 1000.0]}, year=2023)
    add_types(store, snapshot, {2022: [1, 4], 2023: [1, 4]})
    add_polygons(store, snapshot, "deso2025", [*DESO[:3], f"{PLACE}C9050"])
    report = make_report_of(store)
    for year, without in ((2022, f"500 av 3{THIN}500"), (2023, f"1{THIN}000 av 4{THIN}000")):
        figure = verbs.show_type_map(report, verbs.get_types(report, year=year))
        assert f"Utan motsvarighet: {without} invånare {year}" in figure.source
        assert f"av invånarna {year}" in figure.beside[-1]
        assert figure.table.columns[-1].label == f"Invånare {year}"
    english = make_report_of(store, lang="en")
    note = verbs.show_type_map(english, verbs.get_types(english, year=2022)).beside[-1]
    assert note.endswith("of its residents in 2022.")


def test_a_code_whose_border_has_changed_is_not_carried_over(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2025", DESO)
    link = {"kind": "change", "from_level": "deso2018", "from_area": DESO[0],
            "to_level": "deso2025", "to_area": DESO[0], "date": "2025-01-01"}  # fmt: skip
    store.write_links(pd.DataFrame([link]), snapshot)
    report = make_report_of(store)
    found = find_borders(report, "deso2018", 2022)
    assert found.shapes["area"].tolist() == [*DESO[1:], ""]
    assert "nämner förs inte över" in describe_borders(report, found)


def test_a_border_outside_the_municipality_is_left_out_and_told(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2018", DESO)
    held = store.read_polygons("deso2018", PLACE)
    outline = held.dissolve("municipality", as_index=False).assign(area=PLACE)
    store.write_polygons("municipality", outline, snapshot)
    away = held.set_geometry(held.geometry.translate(0, 300_000))
    store.write_polygons("deso2018", away.iloc[:1], snapshot)
    found = find_borders(make_report_of(store), "deso2018", 2022)
    assert found.shapes["area"].tolist() == DESO[1:]
    said = describe_borders(make_report_of(store), found)
    assert "Gränser som ligger utanför kommunen ritas inte: 1." in said
    store.write_polygons("deso2018", away, snapshot)
    gap = find_borders(make_report_of(store), "deso2018", 2022)
    assert isinstance(gap, Gap)
    assert "ligger utanför kommunen" in str(gap.rows)


def test_without_polygons_the_map_is_a_stated_gap(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    report = make_report_of(store)
    found = verbs.show_type_map(report, verbs.get_types(report))
    assert isinstance(found, Gap)
    assert found.key in report.trail.gaps


def test_polygons_are_among_the_sources_of_the_chapter(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2018", DESO)
    report = make_report_of(store)
    find_borders(report, "deso2018", 2022)
    assert [line.sha256 for line in report.sources().sources] == [snapshot.sha256]


def test_an_area_with_a_border_and_no_row_is_named(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_polygons(store, snapshot, "regso2020", [*REGSO, f"{PLACE}R003"])
    report = make_report_of(store)
    figure = verbs.show_type_map(report, verbs.get_types(report))
    assert any(said.startswith("Uppgift saknas") and f"{PLACE}R003" in said
               for said in figure.beside)  # fmt: skip


def test_an_area_without_a_border_is_in_the_data_and_not_told_as_drawn(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_polygons(store, snapshot, "regso2020", REGSO[:1])
    report = make_report_of(store)
    figure = verbs.show_type_map(report, verbs.get_types(report))
    assert figure.title.startswith("1 av 2 områden är av typ 1 eller 2")
    assert "Karta över 1 av 2 områden" in figure.alt
    assert "1 av typ 1" in figure.alt
    assert "0 av typ 4" in figure.alt
    assert len(figure.data.rows) == len(figure.table.rows) == 2


def test_an_area_without_a_type_is_hatched_and_keeps_its_row(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, float("nan")]})
    add_polygons(store, snapshot, "regso2020", REGSO)
    report = make_report_of(store)
    figure = verbs.show_type_map(report, verbs.get_types(report))
    assert [row.cells[1] for row in figure.table.rows] == ["1", "–"]
    assert "Typer som inte finns" in figure.table.notes[0]


def test_a_map_of_shares_says_that_its_classes_are_of_printed_numbers(make_report) -> None:
    figure = verbs.show_share_map(make_report(), "pre_secondary_share")
    assert figure.subtitle.endswith(
        "Klasserna, efter avrundade tal, har samma gränser i alla rapporter och år."
    )


def test_a_map_of_types_counts_both_ends_and_says_that_area_is_not_people(make_report) -> None:
    report = make_report()
    types = verbs.get_types(report)
    figure = verbs.show_type_map(report, types)
    low, high = types.areas["type"].le(2).sum(), types.areas["type"].ge(4).sum()
    assert figure.title == f"{low} av 30 områden är av typ 1 eller 2, {high} av typ 4 eller 5"
    said = " ".join(figure.beside)
    assert all(name in said for name in types.areas["name"])
    assert figure.beside[-1].startswith("Ytan, med vatten, säger inget om antalet invånare.")
    assert len(figure.table.rows) == 30
    assert [row.cells[0] for row in figure.table.rows] == sorted(types.areas["name"])


def test_a_map_of_a_small_place_is_not_divided_into_parts(make_report) -> None:
    report = make_report("9904")
    beside = verbs.show_type_map(report, verbs.get_types(report)).beside
    assert not any(text.startswith("Områden i ") for text in beside)


def test_a_map_is_cut_to_where_people_live_and_the_caption_names_what_is_cut(
    tmp_path: Path,
) -> None:
    store, snapshot = make_store(tmp_path)
    add_polygons(store, snapshot, "deso2018", DESO)
    report = make_report_of(store)
    shapes = find_borders(report, "deso2018", 2022).shapes
    around = surroundings(report, shapes, pd.Series({DESO[0]: 5000.0, DESO[3]: 1.0}))
    assert around.place["window"] == (0, 0, 2000, 2000)
    assert around.cut == tuple(report.area_name(code) for code in DESO[1:])
    even = surroundings(report, shapes, pd.Series(dict.fromkeys(DESO, 100.0)))
    assert "window" not in even.place


def test_a_deso_is_called_by_its_regso_and_code(make_report) -> None:
    report = make_report()
    figure = verbs.show_share_map(report, "rental_share", "deso")
    names = [row.cells[0] for row in figure.table.rows]
    assert all(", 9901" in name for name in names)
    assert len(set(names)) == len(names) == 85


def test_classes_of_a_share_map_are_the_same_in_every_report(make_report) -> None:
    keys = []
    for place in ("9901", "9904"):
        figure = verbs.show_share_map(make_report(place), "rental_share", "regso")
        assert "samma gränser i alla rapporter" in figure.subtitle
        keys.append([text for text in ("under 5", "50–80", "80") if text in figure.page.content])
    assert keys[0] == keys[1] == ["under 5", "50–80", "80"]


def test_whole_per_cents_are_printed_as_they_are_published(make_report) -> None:
    report = make_report()
    whole, computed = (verbs.show_share_map(report, name, "regso")
                       for name in ("low_economic_standard", "rental_share"))  # fmt: skip
    cells = [cell for row in whole.table.rows for cell in row.cells[1:]]
    assert not re.search(r"\d,\d", " ".join((whole.title, whole.alt, *cells)))
    assert "," in computed.title


def test_class_limits_rise_and_belong_to_shares_of_the_catalogue() -> None:
    entries = catalogue().indicators
    for indicator, limits in all_limits().items():
        assert entries[indicator].kind == "share"
        assert list(limits) == sorted(set(limits))
    assert class_limits("no_such_share") == USUAL


def test_the_police_are_shown_only_where_asked_for(make_report) -> None:
    assert verbs.show_police_map(make_report()) is None
    assert verbs.note_police(make_report()) is None


def test_the_police_are_outlines_with_a_note_and_no_number_is_counted_by_them(make_report) -> None:
    report = make_report(show_police=True)
    figure = verbs.show_police_map(report)
    assert isinstance(figure, Figure)
    assert "Listan är polisens egen bedömning av områden" in figure.beside[0]
    assert "2023" in figure.source
    listed = report.store.read_polygons("police", "9901")
    assert [row.cells for row in figure.table.rows] == sorted(
        zip(listed["name"], listed["category"], strict=True)
    )
    assert not any(cell.isdigit() for row in figure.table.rows for cell in row.cells)


def test_a_place_that_the_police_do_not_list_says_so(make_report) -> None:
    found = verbs.show_police_map(make_report("9904", show_police=True))
    assert isinstance(found, Gap)
    assert found.status == "not_applicable"


@pytest.mark.parametrize("place", ["9901", "9904"])
def test_a_map_fits_its_budget_in_both_languages(make_report, place: str) -> None:
    for lang in ("sv", "en"):
        report = make_report(place, lang=lang)
        figure = verbs.show_type_map(report, verbs.get_types(report))
        assert len(figure.alt) <= 300
        assert len(figure.page.content) <= 200_000


# -- the chart


def test_other_areas_are_dashed_outlines_over_all_fills() -> None:
    figure = drawn(charts.type_map, areas_frame(), overlay=box(1000, 1000, 3000, 3000))
    (line,) = named(figure, "overlay")
    areas = [area.get_zorder() for area in named(figure, "area")]
    assert line.get_linestyle() not in ("-", "solid")
    assert line.get_zorder() > max(areas)


def test_the_small_map_finds_the_corner_where_it_covers_nothing() -> None:
    """Areas fill all corners but the bottom left one."""
    corner = box(0, 0, 3500, 4500)
    whole = areas_frame(6, 5)
    left = whole[~whole.intersects(corner)].assign(hatched=False)
    figure = drawn(charts.type_map, left, locator=left, window=tuple(whole.total_bounds))
    (mark,) = named(figure, "locator")
    assert mark.get_extents().x1 < 0.4 * figure.bbox.width


def test_the_head_names_the_areas_of_types_and_indices_not_of_newer_people(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_counts(store, snapshot, "education", dict.fromkeys(EDUCATION, [10.0] * 4))
    add_counts(store, snapshot, "population", PEOPLE, level="deso2025", year=2024)
    facts = verbs.place_facts(make_report_of(store))
    assert ("2", "områden (RegSO 2020)") in facts
    assert ("4", "mindre områden (DeSO 2018)") in facts
    assert not any("2025" in label for _, label in facts)


def test_areas_that_are_as_many_at_both_levels_are_not_called_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = {"regso": ("regso2020", 4), "deso": ("deso2018", 4)}
    monkeypatch.setattr(place_profile, "_areas", lambda _, family: levels[family])
    facts = verbs.place_facts(make_report_of(make_store(tmp_path)[0]))
    assert ("4", "områden (RegSO 2020)") in facts
    assert ("4", "områden (DeSO 2018)") in facts


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_one_area_has_no_ends_on_a_map_or_beside_it(tmp_path: Path, lang: str) -> None:
    store, snapshot = make_store(tmp_path)
    hidden = [10.0, float("nan"), float("nan"), float("nan")]
    add_counts(store, snapshot, "tenure", {"rental": hidden, "cooperative": hidden,
                                           "owned": hidden, "unknown": hidden})  # fmt: skip
    add_polygons(store, snapshot, "deso2018", DESO)
    report = make_report_of(store, lang=lang, areas="deso")
    drawn = [verbs.show_share_map(report, "rental_share"), verbs.show_ends(report, "rental_share")]
    for figure in drawn:
        text = f"{figure.title} {figure.alt}"
        assert not re.search(r"från|båda|högst|from |both|highest", text), text
        assert re.search(r"enda|only", text)
        assert ("33,3" if lang == "sv" else "33.3") in text

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from figure_frames import areas_frame, shares_frame
from figure_reading import SV, drawn, hatched, named, words, xs
from matplotlib.colors import to_hex
from shapely import box, union_all

from segnb.report import charts
from segnb.report.charts import map_geometry, map_labels
from segnb.report.charts.text_layout import Box
from segnb.report.page import theme

CLASSES = (10, 20, 30, 40)


def fills(figure: object) -> list[str]:
    return [to_hex(area.get_facecolor()).upper() for area in named(figure, "area")]


def test_areas_have_the_colours_of_their_types_and_their_numbers() -> None:
    frame = areas_frame(2, 1)
    figure = drawn(charts.type_map, frame)
    assert sorted(fills(figure)) == sorted(theme.TYPES[n].fill for n in frame["type_number"])
    assert {str(n) for n in frame["type_number"]} <= set(words(figure))


def test_large_areas_are_painted_first() -> None:
    figure = drawn(charts.type_map, areas_frame())
    areas = sorted(named(figure, "area"), key=lambda area: area.get_zorder())
    sizes = [np.ptp(xs(area)) for area in areas]
    assert sizes[-1] == min(sizes)


def test_an_area_without_type_is_hatched_and_has_a_dash() -> None:
    frame = areas_frame()
    frame["type_number"] = frame["type_number"].astype(float)
    frame.loc[3, "type_number"] = np.nan
    frame.loc[4, "hatched"] = True
    figure = drawn(charts.type_map, frame)
    assert len(hatched(figure)) == 3  # two areas and what the hatch means
    assert "uppgift saknas" in words(figure)
    assert words(figure).count("–") == 2


def test_a_phone_has_numbers_and_no_names() -> None:
    wide = words(drawn(charts.type_map, areas_frame()))
    phone = words(drawn(charts.type_map, areas_frame(), theme.PHONE))
    assert any(word.startswith("Område") for word in wide)
    assert not any(word.startswith("Område") for word in phone)
    assert {"1", "2", "3"} <= set(phone)


def test_an_area_without_a_name_has_none() -> None:
    frame = areas_frame()
    frame["name"] = [None, np.nan, *[""] * (len(frame) - 2)]
    assert not {"None", "nan"} & set(words(drawn(charts.type_map, frame)))


def test_every_map_has_scale_bar_and_north_mark() -> None:
    figure = drawn(charts.type_map, areas_frame())
    assert len(named(figure, "scale-bar")) == len(named(figure, "north")) == 1
    assert {"N", "0", "2 km"} <= set(words(figure))


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    window = (0.0, 0.0, 10_000.0, 8_000.0)
    figure = drawn(charts.type_map, areas_frame(), window=window)
    (bar,) = named(figure, "scale-bar")
    frame = map_geometry.fit(window, theme.PAGE.map_width, flattest=0.6, tallest=1.05)
    (said,) = [word for word in words(figure) if word.endswith(" km")]
    assert np.ptp(xs(bar)) * frame.metres == pytest.approx(float(said.split()[0]) * 1000)


def test_a_small_place_has_a_scale_bar_in_metres() -> None:
    frame = areas_frame(2, 2, side=300)
    assert any(word.endswith(" m") for word in words(drawn(charts.type_map, frame)))


def test_the_locator_shows_the_window_only_when_there_is_one() -> None:
    frame, whole = areas_frame(), box(0, 0, 8000, 6000)
    cut = drawn(charts.type_map, frame, locator=whole, window=(0, 0, 4000, 3000))
    county = drawn(charts.type_map, frame, locator=box(-9000, -9000, 20000, 20000))
    assert named(drawn(charts.type_map, frame), "locator") == []
    assert to_hex(named(cut, "locator")[0].get_facecolor(), keep_alpha=True).endswith("00")
    assert to_hex(named(county, "locator")[0].get_facecolor()).upper() == theme.OWN


def test_nothing_is_painted_outside_the_window() -> None:
    figure = drawn(charts.type_map, areas_frame(), window=(1000, 1000, 3000, 3000))
    width = theme.PAGE.map_width
    assert all(min(xs(area)) >= -1 and max(xs(area)) <= width + 1 for area in named(figure, "area"))


def test_areas_in_other_coordinates_are_drawn_in_metres() -> None:
    lonlat = areas_frame().set_crs(3006).to_crs(4326)
    shapes = map_geometry.in_metres(lonlat)
    assert shapes.crs.to_epsg() == 3006
    assert shapes.area.sum() == pytest.approx(areas_frame().area.sum(), rel=1e-3)


def test_a_crowded_map_has_numbers_only_where_they_fit_and_no_names() -> None:
    frame = areas_frame(20, 20, side=400)
    figure = drawn(charts.type_map, frame, theme.PHONE)
    (discs,) = named(figure, "disc")
    assert 0 <= len(discs.get_xdata()) < len(frame)
    assert not any(word.startswith("Område") for word in words(figure))


def test_discs_never_touch_each_other() -> None:
    figure = drawn(charts.type_map, areas_frame(7, 7, side=700), theme.PHONE)
    (discs,) = named(figure, "disc")
    points = discs.get_xydata()
    apart = [max(abs(a - b)) for i, a in enumerate(points) for b in points[:i]]
    assert min(apart) >= 18


def test_a_name_keeps_away_from_the_discs_of_other_areas() -> None:
    seen = [box(0, 0, 60, 60), box(60, 0, 120, 60)]
    found = map_labels.spots(seen, 18, [], Box(0, 0, 300, 200))
    names = map_labels.names(found, ["Hallunda", ""], seen, theme.PHONE, [], Box(0, 0, 300, 200))
    other = next(spot for spot in found if spot.area == 1)
    assert len(names) == 1
    assert not names[0].box.touches(other.box, map_labels.CLEAR)


def test_a_long_name_breaks_after_a_hyphen() -> None:
    lines = map_labels._lines("Lanthem-Tullinge centrum-Tullingeberg", 9)
    assert lines == ["Lanthem-Tullinge centrum-", "Tullingeberg"]
    assert map_labels._lines("Tuna", 9) == ["Tuna"]


def test_what_is_seen_of_an_area_leaves_out_what_is_painted_over_it() -> None:
    under, over = box(0, 0, 10, 10), box(4, 4, 6, 6)
    seen = map_geometry.visible([under, over])
    assert [area.area for area in seen] == [96, 4]


def test_gaps_between_areas_go_to_the_neighbour_and_water_does_not() -> None:
    left, right = box(0, 0, 50, 50), box(52, 0, 100, 50)
    border = box(0, 0, 100, 100)
    filled = map_geometry.fill_gaps([left, right], box(0, 0, 100, 50))
    assert union_all(filled).area == pytest.approx(5000, rel=0.01)
    untouched = map_geometry.fill_gaps([left, box(50, 0, 100, 50)], border)
    assert union_all(untouched).area == pytest.approx(5000)


def test_a_border_that_is_moved_crosses_itself_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    monkeypatch.setattr("shapely.buffer", lambda *_, **__: bow)
    moved = map_geometry.grown(box(0, 0, 2, 2), 1)
    assert moved.is_valid
    assert moved.intersection(box(0, 0, 1, 2)).area == pytest.approx(1)


def test_slits_specks_and_pinholes_are_closed() -> None:
    frame = map_geometry.MapFrame((0, 0, 100, 100), Box(0, 0, 100, 100))
    pierced = box(10, 10, 90, 90).difference(box(50, 50, 51, 51))
    speck = box(1, 1, 1.5, 1.5)
    shape = map_geometry.drawable(union_all([pierced, speck]), frame)
    assert shape.geom_type == "Polygon"
    assert not list(shape.interiors)


def test_the_window_holds_the_densest_areas_with_most_people() -> None:
    frame = areas_frame(4, 1)
    people = pd.Series([0, 10, 5000, 4900, 90])
    window = map_geometry.where_people_live(frame, people, share=0.95)
    assert window == (2000, 0, 6000, 2000)


def test_what_a_window_cuts_is_told_in_parts_of_the_surface() -> None:
    frame = areas_frame(2, 1).iloc[1:]
    cut = map_geometry.cut_off(frame, (0, 0, 3000, 2000))
    assert cut.round(2).tolist() == [0.0, 0.5]


def test_shares_fall_in_fixed_classes_and_a_limit_is_in_the_higher_one() -> None:
    frame = shares_frame().iloc[1:6].assign(share=[0.0, 9.9, 10.0, 39.9, 40.0])
    figure = drawn(charts.share_map, frame, classes=CLASSES)
    wanted = [theme.SHARES[n] for n in (0, 0, 1, 3, 4)]
    assert sorted(fills(figure)) == sorted(wanted)


def test_the_limits_of_the_classes_stand_under_a_share_map() -> None:
    found = words(drawn(charts.share_map, shares_frame(), classes=CLASSES))
    assert "under 10\u00a0%" in found
    assert "10–20\u00a0%" in found
    assert "40\u00a0% eller mer" in found
    assert "uppgift saknas" not in found


def test_a_missing_share_is_hatched_and_explained() -> None:
    frame = shares_frame()
    frame.loc[2, "share"] = np.nan
    figure = drawn(charts.share_map, frame, classes=CLASSES)
    assert len(hatched(figure)) == 2
    assert "uppgift saknas" in words(figure)


def test_real_areas_of_a_municipality_are_drawn_as_light_svg(shared: Path) -> None:
    areas = gpd.read_file(shared / "data/geo/stockholm_lan_deso2018.geojson")
    areas = areas[areas["kommun"] == "0127"]
    areas = areas.assign(type_number=1 + np.arange(len(areas)) % 5, name="", hatched=False)
    drawings = charts.draw(charts.type_map, areas, SV)
    assert {drawing.mime for drawing in drawings.values()} == {"image/svg+xml"}
    assert max(len(drawing.content) for drawing in drawings.values()) < 60_000


@pytest.mark.parametrize(
    ("share", "text", "class_"),
    [(4.9, "4,9", 1), (4.97, "5", 2), (5.2, "5", 2), (12.3, "12", 3), (9.6, "9,6", 2)],
)
def test_a_number_on_the_map_lies_in_the_class_that_its_colour_has(
    share: float, text: str, class_: int
) -> None:
    frame = areas_frame(columns=1, rows=1).iloc[[-1]].assign(share=share, hatched=False, name="")
    figure = drawn(charts.share_map, frame, classes=(5, 10, 15, 25))
    assert text in words(figure)
    assert fills(figure) == [theme.SHARES[class_ - 1]]

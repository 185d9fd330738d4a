"""What each chart says: marks in the right place and order, and words where something lacks."""

import numpy as np
import pandas as pd
import pytest
from figure_frames import (
    bars_frame,
    composition_frame,
    distribution_frame,
    gap_frame,
    index_frame,
    strips_frame,
)
from figure_reading import EN, drawn, hatched, named, text_of, width, words, xs
from matplotlib.colors import to_hex

from segnb.report import charts
from segnb.report.page import theme


def test_parts_of_a_bar_lie_in_the_order_of_the_types() -> None:
    figure = drawn(charts.composition, composition_frame())
    starts = [min(xs(part)) for n in range(1, 5) for part in named(figure, f"type-{n}")[:1]]
    assert starts == sorted(starts)
    assert to_hex(named(figure, "type-1")[0].get_facecolor()).upper() == theme.TYPES[1].fill


def test_parts_are_as_wide_as_their_shares() -> None:
    figure = drawn(charts.composition, composition_frame())
    first, second = (width(named(figure, f"type-{n}")[0]) for n in (1, 2))
    assert second / first == pytest.approx(34.7 / 14.8)


def test_a_type_without_residents_has_no_part() -> None:
    figure = drawn(charts.composition, composition_frame())
    assert len(named(figure, "type-5")) == 2
    assert len(named(figure, "type-4")) == 3


def test_places_keep_their_order_and_the_own_one_is_bold() -> None:
    figure = drawn(charts.composition, composition_frame())
    places = [text_of(figure, place) for place in ("Botkyrka", "Stockholms län", "Riket")]
    heights = [place.get_position()[1] for place in places]
    assert heights == sorted(heights)
    assert [place.get_weight() for place in places] == ["bold", "normal", "normal"]


def test_a_narrow_part_has_its_number_only_where_it_fits() -> None:
    frame = composition_frame().replace({"share": {3.5: 4.0}})
    wide = words(drawn(charts.composition, frame))
    narrow = words(drawn(charts.composition, frame, theme.PHONE))
    assert "4,0" in wide
    assert "4,0" not in narrow
    assert "typ 2: 34,7\u00a0%" in wide


def test_numbers_follow_the_language() -> None:
    found = words(drawn(charts.composition, composition_frame(), language=EN))
    assert "type 2: 34.7%" in found
    assert "95\u202f383 residents" in found


def test_what_is_not_known_of_a_bar_is_hatched_up_to_its_end() -> None:
    frame = composition_frame()
    frame.loc[(frame["place"] == "Riket") & (frame["type_number"] > 3), "share"] = np.nan
    figure = drawn(charts.composition, frame)
    (field,) = hatched(figure)
    assert max(xs(field)) == pytest.approx(theme.PAGE.width - 1)
    assert "uppgift saknas" in words(figure)


def test_a_hidden_share_is_said_to_be_hidden() -> None:
    frame = composition_frame()
    frame["status"] = "ok"
    own = frame["place"] == "Botkyrka"
    frame.loc[own, "share"] = np.nan
    frame.loc[own, "status"] = "suppressed"
    assert "för få för att visas" in words(drawn(charts.composition, frame))


def test_the_first_level_is_filled_and_the_second_open() -> None:
    figure = drawn(charts.index_dots, index_frame())
    filled, opened = named(figure, "level-0"), named(figure, "level-1")
    assert len(filled) == len(opened) == 3
    assert {mark.get_markerfacecolor() for mark in filled} == {theme.OWN}
    assert {mark.get_markerfacecolor() for mark in opened} == {theme.WHITE}


def test_dots_lie_in_the_order_of_their_values() -> None:
    marks = named(drawn(charts.index_dots, index_frame()), "level-0")
    assert np.argsort([xs(mark)[0] for mark in marks]).tolist() == [1, 0, 2]


def test_the_interval_holds_the_dot() -> None:
    figure = drawn(charts.index_dots, index_frame())
    for mark, interval in zip(
        named(figure, "level-0"), named(figure, "interval")[::2], strict=True
    ):
        assert min(xs(interval)) < xs(mark)[0] < max(xs(interval))


def test_each_dimension_has_one_heading() -> None:
    found = words(drawn(charts.index_dots, index_frame()))
    assert found.count("Socioekonomisk dimension (huvudmått)") == 1
    assert found.count("Etnisk dimension (sidovy)") == 1


def test_a_withheld_index_is_hatched_with_its_reason_and_has_no_number() -> None:
    frame = index_frame()
    first = frame["label"] == "Låg ekonomisk standard"
    frame.loc[first, "withheld"] = True
    frame.loc[first, "reason"] = "Färre än sex områden."
    figure = drawn(charts.index_dots, frame)
    found = words(figure)
    assert "Färre än sex områden." in found
    assert "37,0" not in found
    assert len(hatched(figure)) == 1


def test_the_axis_says_how_much_of_the_scale_it_shows() -> None:
    assert any(
        "axeln visar 0–50" in word for word in words(drawn(charts.index_dots, index_frame()))
    )
    frame = index_frame().assign(estimate=97.0, lower=96.0, upper=98.0)
    assert "Olikhetsindex D, 0–100" in words(drawn(charts.index_dots, frame))


def test_an_index_at_a_hundred_stays_on_the_axis() -> None:
    frame = index_frame().assign(estimate=100.0, lower=99.0, upper=100.0)
    figure = drawn(charts.index_dots, frame)
    assert all(xs(mark)[0] < theme.PAGE.width * 0.85 for mark in named(figure, "level-0"))


def test_a_missing_interval_leaves_the_dot() -> None:
    frame = index_frame().assign(lower=np.nan, upper=np.nan)
    figure = drawn(charts.index_dots, frame)
    assert named(figure, "interval") == []
    assert len(named(figure, "level-0")) == 3


def test_there_is_a_tick_for_every_other_municipality_and_rings_for_the_similar() -> None:
    figure = drawn(charts.comparison_strips, strips_frame())
    ticks = [len(xs(strip)) // 2 for strip in named(figure, "tick")]
    assert ticks == [236, 25] * 3
    assert [len(xs(rings)) for rings in named(figure, "ring")] == [7] * 3


def test_the_median_of_two_municipalities_is_half_way_between_them() -> None:
    frame = strips_frame()
    one = frame[(frame["label"] == "Inte sysselsatt") & (frame["strip"] == "similar")]
    others = one[~one["own"]].iloc[[0]].assign(estimate=10.0)
    alone = pd.concat([others, one[one["own"]]])
    figure = drawn(charts.comparison_strips, alone)
    marks = [named(figure, name)[0] for name in ("ring", "own", "median")]
    ring, own, median = (np.mean(xs(mark)) for mark in marks)
    assert median == pytest.approx((ring + own) / 2)


def test_the_own_interval_is_a_band_around_the_own_value() -> None:
    figure = drawn(charts.comparison_strips, strips_frame())
    for band, mark in zip(named(figure, "own-interval"), named(figure, "own"), strict=True):
        assert min(xs(band)) < xs(mark)[0] < max(xs(band))


def test_a_municipality_without_a_value_is_named_as_missing() -> None:
    frame = strips_frame()
    frame.loc[frame["own"], ["estimate", "lower", "upper"]] = np.nan
    figure = drawn(charts.comparison_strips, frame)
    assert words(figure).count("Botkyrka: uppgift saknas") == 3
    assert named(figure, "own") == []


def test_a_strip_without_values_is_hatched() -> None:
    frame = strips_frame()
    frame.loc[(frame["strip"] == "county") & ~frame["own"], "estimate"] = np.nan
    assert len(hatched(drawn(charts.comparison_strips, frame))) == 3


def test_discs_lie_where_their_shares_are_and_carry_their_numbers() -> None:
    frame = gap_frame().iloc[:4]
    figure = drawn(charts.gap_dots, frame)
    at = {n: xs(named(figure, f"type-{n}")[0])[0] for n in range(1, 5)}
    assert sorted(at, key=at.__getitem__) == [4, 3, 2, 1]
    assert {"1", "2", "3", "4"} <= set(words(figure))


def test_discs_never_cover_each_other() -> None:
    frame = gap_frame().iloc[:4].assign(share=[17.0, 17.1, 17.2, 17.3])
    figure = drawn(charts.gap_dots, frame)
    points = [named(figure, f"type-{n}")[0].get_xydata()[0] for n in range(1, 5)]
    apart = [np.hypot(*(a - b)) for i, a in enumerate(points) for b in points[:i]]
    assert min(apart) >= 18 * theme.PAGE.unit


def test_the_municipality_is_a_diamond_and_named_once() -> None:
    figure = drawn(charts.gap_dots, gap_frame(), place="Botkyrka")
    assert {mark.get_marker() for mark in named(figure, "own")} == {"D"}
    assert words(figure).count("hela Botkyrka") == 1
    assert "hela kommunen" in words(drawn(charts.gap_dots, gap_frame()))


def test_a_type_without_a_value_is_named_under_its_measure() -> None:
    frame = gap_frame()
    frame.loc[(frame["label"] == "Hyresrätt") & (frame["type_number"] == 3), "share"] = np.nan
    figure = drawn(charts.gap_dots, frame)
    assert "typ 3: uppgift saknas" in words(figure)
    assert len(named(figure, "type-3")) == 2


def test_measures_of_different_units_do_not_share_a_scale() -> None:
    frame = gap_frame()
    frame.loc[frame["label"] == "Hyresrätt", "unit"] = "tkr"
    with pytest.raises(ValueError, match="one unit"):
        drawn(charts.gap_dots, frame)


def test_bars_of_all_panels_share_one_scale_from_zero() -> None:
    figure = drawn(charts.type_bars, bars_frame())
    heights = {
        number: [abs(bar.get_height()) for bar in named(figure, f"type-{number}")]
        for number in (1, 4)
    }
    assert heights[1][0] / heights[1][1] == pytest.approx(85 / 9)
    assert heights[4][2] / heights[1][0] == pytest.approx(54 / 85)


def test_a_type_that_does_not_exist_keeps_its_place_with_a_word() -> None:
    found = words(drawn(charts.type_bars, bars_frame()))
    assert found.count("typ 5") == 4
    assert found.count("finns") == found.count("inte") == 4
    assert "ej" not in found


def test_panels_stand_two_by_two_on_a_phone_and_in_a_row_on_a_wide_page() -> None:
    for layout, rows in ((theme.PAGE, 1), (theme.PHONE, 2)):
        figure = drawn(charts.type_bars, bars_frame(), layout)
        tops = {round(text_of(figure, p).get_position()[1]) for p in bars_frame()["panel"].unique()}
        assert len(tops) == rows


def test_the_reference_is_a_stroke_over_its_bar() -> None:
    figure = drawn(charts.type_bars, bars_frame())
    assert len(named(figure, "reference")) == 16
    bar, reference = named(figure, "type-1")[0], named(figure, "reference")[0]
    assert min(xs(reference)) <= min(xs(bar)) < max(xs(bar)) <= max(xs(reference))


def test_a_missing_bar_is_hatched_and_its_value_is_not_written() -> None:
    frame = bars_frame()
    frame.loc[0, "share"] = np.nan
    figure = drawn(charts.type_bars, frame)
    assert len(hatched(figure)) == 1
    assert "85" not in words(figure)


def test_there_is_a_tick_for_every_area_with_a_value() -> None:
    frame = distribution_frame()
    frame.loc[:2, "value"] = np.nan
    figure = drawn(charts.distribution, frame)
    assert [len(xs(ticks)) // 2 for ticks in named(figure, "tick")] == [22, 25]
    assert "3 områden: uppgift saknas" in words(figure)


def test_both_ends_are_named_or_none() -> None:
    for layout in theme.LAYOUTS.values():
        figure = drawn(charts.distribution, distribution_frame(), layout, ends=True)
        assert sum(word.startswith("Område ") for word in words(figure)) % 2 == 0
    assert not any("Område" in w for w in words(drawn(charts.distribution, distribution_frame())))


def test_an_end_that_several_areas_share_as_published_names_none_of_them() -> None:
    frame = distribution_frame()
    low = frame[frame["label"] == "Låg standard"]["value"].nsmallest(2).index
    frame.loc[low, "value"] = [3.02, 3.04]
    found = words(drawn(charts.distribution, frame, ends=True))
    assert "2 områden 3,0\u00a0%" in found
    assert not any(word.startswith("Område") and "3,0" in word for word in found)


def test_ends_without_room_for_both_are_not_named() -> None:
    frame = distribution_frame()
    frame["name"] = "Ett område med ett mycket långt namn som inte får plats bredvid ett annat"
    found = words(drawn(charts.distribution, frame, theme.PHONE, ends=True))
    assert not any("långt namn" in word for word in found)


def test_the_whole_municipality_is_named_with_its_value() -> None:
    found = words(drawn(charts.distribution, distribution_frame(), place="Botkyrka"))
    assert "hela Botkyrka 17,0\u00a0%" in found
    assert "riket 14,0\u00a0%" in found

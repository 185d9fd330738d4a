import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from segnb.report.charts.text_layout import (
    HINTING,
    Box,
    LabelRequest,
    fitting,
    line_height,
    pixels,
    printable,
    shorten,
    spread,
    text_width,
    widest,
    wrap,
)
from segnb.report.page.theme import FONT

SIZE = 9.0


def test_bold_text_is_wider_and_width_grows_with_size() -> None:
    assert text_width("Botkyrka", SIZE, "bold") > text_width("Botkyrka", SIZE)
    assert text_width("Botkyrka", 2 * SIZE) == pytest.approx(2 * text_width("Botkyrka", SIZE))


def test_the_widest_counts_each_line_of_a_text_alone() -> None:
    lines = ["plats 14–19", "(1 = mest)"]
    assert widest(["\n".join(lines)], SIZE) == max(text_width(line, SIZE) for line in lines)
    assert widest([], SIZE) == 0


def test_wrapped_lines_fit_and_lose_no_word() -> None:
    text = "Barn och unga i ekonomiskt utsatta hushåll"
    lines = wrap(text, 110, SIZE)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(text_width(line, SIZE) <= 110 for line in lines)


def test_a_word_without_room_is_cut_with_an_ellipsis() -> None:
    (line,) = wrap("Sammanboendeutanbarnhushållstyp", 60, SIZE)
    assert line.endswith("…")
    assert text_width(line, SIZE) <= 60


def test_a_text_with_room_is_left_as_it_is() -> None:
    assert shorten("Tuna", 200, SIZE) == "Tuna"


def test_the_first_wording_that_fits_is_taken() -> None:
    assert fitting(["typ 2: 34,7 %", "34,7"], 200, SIZE) == "typ 2: 34,7 %"
    assert fitting(["typ 2: 34,7 %", "34,7"], 40, SIZE) == "34,7"
    assert fitting(["typ 2: 34,7 %", "34,7"], 5, SIZE) == ""


def test_control_characters_do_not_reach_a_figure() -> None:
    assert printable("Tu\x00na\x1b\u202f\u00a0å") == "Tuna\u202f\u00a0å"


def test_boxes_know_whether_they_touch_and_contain() -> None:
    a, b = Box(0, 0, 10, 10), Box(12, 0, 20, 10)
    assert not a.touches(b)
    assert a.touches(b, 3)
    assert Box(1, 1, 9, 9).inside(a)
    assert not b.inside(a)


def test_labels_with_room_stand_where_they_want() -> None:
    assert spread([LabelRequest(20, 10), LabelRequest(60, 10)], 0, 100) == [20, 60]


def test_labels_that_want_the_same_place_share_it_evenly() -> None:
    assert spread([LabelRequest(50, 10), LabelRequest(50, 10)], 0, 100) == [45, 55]


def test_the_least_important_label_goes_when_there_is_no_room() -> None:
    wanted = [LabelRequest(5, 10, 1), LabelRequest(5, 10, 9), LabelRequest(5, 10, 5)]
    places = spread(wanted, 0, 20)
    assert places[0] is None
    assert sorted(place for place in places if place is not None) == [5, 15]


heights = st.floats(5, 30)
middles = st.floats(-50, 250)
wants = st.lists(st.builds(LabelRequest, middles, heights, st.floats(0, 9)), max_size=12)


@given(wants)
def test_spread_labels_never_overlap_and_never_leave_the_panel(wanted: list[LabelRequest]) -> None:
    placed = [
        (at, w) for at, w in zip(spread(wanted, 0, 200), wanted, strict=True) if at is not None
    ]
    spans = sorted((at - w.height / 2, at + w.height / 2) for at, w in placed)
    assert all(start >= -1e-6 and end <= 200 + 1e-6 for start, end in spans)
    assert all(spans[i][1] <= spans[i + 1][0] + 1e-6 for i in range(len(spans) - 1))


@given(wants)
def test_a_label_is_dropped_only_when_there_is_no_room_for_all(wanted: list[LabelRequest]) -> None:
    if sum(w.height for w in wanted) <= 200:
        assert None not in spread(wanted, 0, 200)


def test_twelve_pixels_are_nine_points() -> None:
    assert pixels(9) == 12
    assert line_height(9) > 12


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(
    "text", ["", "A", "To", "AVATAR", "Valdeltagande 2 024,5 %", "Åre–Öland: Tyresö”"]
)
def test_a_text_is_as_wide_as_matplotlib_shapes_it(text: str, weight: str) -> None:
    font = FontProperties(family=FONT, size=pixels(SIZE), weight=weight)
    shaped = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    assert text_width(text, SIZE, weight) == pytest.approx(HINTING * shaped, abs=1e-9)


def test_a_ligature_of_three_letters_makes_less_difference_than_hinting() -> None:
    font = FontProperties(family=FONT, size=pixels(SIZE))
    shaped = text_to_path.get_text_width_height_descent("ffi", font, ismath=False)[0]
    assert shaped < text_width("ffi", SIZE) < HINTING**2 * shaped

"""The timeline: bars as long as their periods, dots for events, no text on another."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from figure_reading import drawn, named, text_of, width, words, xs
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from segnb.report import charts
from segnb.report.page import theme

LONG = "Statsbidrag till kommuner med mycket stora socioekonomiska utmaningar i hela landet 2018"


def efforts() -> pd.DataFrame:
    rows = [
        ("Program", "Tidigt", 1995.0, 1998.0, "1995–1997", False, False),
        ("Program", "Från 1998", 1998.5, np.nan, "från 1998", True, True),
        ("Pengar", LONG, 2018.0, 2029.0, "2018–2028", True, True),
        ("Pengar", "Ett år", 2018.0, 2019.0, "2018", True, False),
        ("Kunskap", "Sent", 2024.9, np.nan, "december 2024", False, False),
    ]
    return pd.DataFrame(
        rows, columns=["band", "label", "start", "end", "when", "filled", "own"]
    )  # fmt: skip


each_layout = pytest.mark.parametrize("layout", theme.LAYOUTS.values(), ids=theme.LAYOUTS.keys())


@each_layout
def test_no_text_touches_another_or_leaves_the_sheet(layout: theme.Layout) -> None:
    figure = drawn(charts.timeline, efforts(), layout)
    renderer = FigureCanvasAgg(figure).get_renderer()
    sheet = figure.bbox
    shown = [text for text in figure.findobj(Text) if text.get_text()]
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in shown}
    for text, box in boxes.items():
        assert box.x0 >= -1, text
        assert box.x1 <= sheet.x1 + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= sheet.y1 + 1, text
    for first, second in combinations(boxes, 2):
        assert not boxes[first].overlaps(boxes[second]), (first, second)


@each_layout
def test_every_text_is_horizontal_and_every_effort_has_its_time(layout: theme.Layout) -> None:
    figure = drawn(charts.timeline, efforts(), layout)
    assert all(text.get_rotation() == 0 for text in figure.findobj(Text))
    assert set(efforts()["when"]) <= set(words(figure))


def test_bars_are_as_long_as_their_periods() -> None:
    early, strategy, one = named(drawn(charts.timeline, efforts()), "period")
    assert width(early) == pytest.approx(3 * width(one))
    assert width(strategy) == pytest.approx(11 * width(one))
    assert min(xs(strategy)) == pytest.approx(min(xs(one)))


def test_what_has_no_end_is_a_dot() -> None:
    dots = named(drawn(charts.timeline, efforts()), "event")
    assert len(dots) == efforts()["end"].isna().sum()


def test_open_marks_are_white_and_own_efforts_bold() -> None:
    figure = drawn(charts.timeline, efforts())
    early, strategy, _ = named(figure, "period")
    assert early.get_facecolor()[:3] == (1, 1, 1)
    assert strategy.get_facecolor()[:3] != (1, 1, 1)
    assert text_of(figure, "Från 1998").get_weight() == "bold"
    assert text_of(figure, "Tidigt").get_weight() == "normal"


def test_a_time_without_room_to_the_right_stands_to_the_left() -> None:
    figure = drawn(charts.timeline, efforts(), theme.PHONE)
    (dot,) = [d for d in named(figure, "event") if max(xs(d)) > theme.PHONE.width / 2]
    late = text_of(figure, "december 2024")
    assert late.get_position()[0] < min(xs(dot))
    assert late.get_ha() == "right"


def test_a_timeline_of_nothing_says_so() -> None:
    assert words(drawn(charts.timeline, efforts().iloc[:0]))

"""What holds for every chart: texts stay on the sheet, keep apart, and can be read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib
import numpy as np
import pandas as pd
import pytest
from figure_frames import (
    areas_frame,
    bars_frame,
    composition_frame,
    distribution_frame,
    gap_frame,
    index_frame,
    panels_frame,
    shares_frame,
    short_frame,
    strips_frame,
    trend_frame,
)
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from shapely import box

from segnb.report import charts
from segnb.report.page import theme
from segnb.vocabulary.i18n import Language

SV, EN = Language("sv"), Language("en")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Case:
    chart: Callable[..., Figure]
    frame: Any
    values: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)

    def holding_nothing(self) -> Any:
        frame = self.frame.copy()
        frame[list(self.values)] = np.nan
        return frame

    def only_first(self) -> Any:
        return self.frame.iloc[:1]


CASES = {
    "composition": Case(charts.composition, composition_frame(), ("share",)),
    "index_dots": Case(charts.index_dots, index_frame(), ("estimate", "lower", "upper")),
    "comparison_strips": Case(
        charts.comparison_strips, strips_frame(), ("estimate", "lower", "upper")
    ),
    "type_map": Case(
        charts.type_map,
        areas_frame(),
        ("type_number",),
        {"locator": box(-9000, -9000, 19000, 19000)},
    ),
    "share_map": Case(
        charts.share_map,
        shares_frame(),
        ("share",),
        {"classes": (10, 20, 30, 40), "window": (1000, 1000, 6000, 5000)},
    ),
    "gap_dots": Case(charts.gap_dots, gap_frame(), ("share",), {"place": "Botkyrka"}),
    "type_bars": Case(charts.type_bars, bars_frame(), ("share",)),
    "distribution": Case(
        charts.distribution, distribution_frame(), ("value",), {"place": "Botkyrka", "ends": True}
    ),
    "trend": Case(
        charts.trend,
        trend_frame(),
        ("value",),
        {"breaks": [(2016, "Brott 2016"), (2018, "Brott 2018")]},
    ),
    "short_trend": Case(
        charts.trend,
        short_frame(),
        ("value", "lower", "upper"),
        {"breaks": [(2024, "Brott 2024")]},
    ),
    "small_multiples": Case(
        charts.small_multiples,
        panels_frame(),
        ("value", "lower", "upper"),
        {
            "breaks": {"Uppdelning": [(2024, "Brott 2024")]},
            "years": (1990, 2026),
        },
    ),
}

each_case = pytest.mark.parametrize("name", CASES)
each_layout = pytest.mark.parametrize("layout", theme.LAYOUTS.values(), ids=theme.LAYOUTS.keys())


def make(name: str, layout: theme.Layout, frame: Any = None, language: Language = SV) -> Figure:
    case = CASES[name]
    frame = case.frame if frame is None else frame
    with matplotlib.rc_context(dict(theme.STYLE)):
        return case.chart(frame, layout, language, **case.options)


def texts_of(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def hatched_in(figure: Figure) -> list[Patch]:
    return [patch for patch in figure.findobj(Patch) if patch.get_hatch()]


def text_boxes(figure: Figure) -> dict[str, Any]:
    """Boxes of all texts as the Agg renderer measures them, in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    return {
        f"{i} {t.get_text()}": t.get_window_extent(renderer) for i, t in enumerate(texts_of(figure))
    }


def assert_texts_are_apart_and_inside(figure: Figure) -> None:
    boxes, width, height = text_boxes(figure), *(figure.get_size_inches() * 96)
    for text, b in boxes.items():
        assert b.x0 >= -0.6, f"{text} leaves the sheet at the left"
        assert b.x1 <= width + 0.6, f"{text} leaves the sheet at the right"
        assert b.y0 >= -0.6, f"{text} leaves the sheet at the bottom"
        assert b.y1 <= height + 0.6, f"{text} leaves the sheet at the top"
    for (first, a), (second, b) in combinations(boxes.items(), 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
        assert apart, f"{first} touches {second}"


@each_layout
@each_case
@pytest.mark.parametrize("language", [SV, EN], ids=["sv", "en"])
def test_labels_never_touch_and_none_leaves_the_sheet(
    name: str, layout: theme.Layout, language: Language
) -> None:
    assert_texts_are_apart_and_inside(make(name, layout, language=language))


@each_layout
@each_case
def test_a_frame_of_missing_values_is_hatched_and_says_so(name: str, layout: theme.Layout) -> None:
    figure = make(name, layout, CASES[name].holding_nothing())
    assert_texts_are_apart_and_inside(figure)
    assert hatched_in(figure)
    words = " ".join(text.get_text() for text in texts_of(figure))
    assert "uppgift saknas" in words or "–" in words


@each_layout
@each_case
def test_a_single_row_is_drawn(name: str, layout: theme.Layout) -> None:
    assert_texts_are_apart_and_inside(make(name, layout, CASES[name].only_first()))


@each_layout
@each_case
def test_an_empty_frame_gives_a_hatched_sheet_with_a_word(name: str, layout: theme.Layout) -> None:
    figure = make(name, layout, CASES[name].frame.iloc[:0])
    assert hatched_in(figure)
    assert [text.get_text() for text in texts_of(figure)] == ["uppgift saknas"]


@each_layout
@each_case
def test_text_is_large_enough_to_read(name: str, layout: theme.Layout) -> None:
    least = 7.5 if layout.id == "page" else 9.0
    assert min(text.get_fontsize() for text in texts_of(make(name, layout))) >= least


@each_case
def test_each_drawing_has_the_width_of_its_layout(name: str) -> None:
    case = CASES[name]
    drawings = charts.draw(case.chart, case.frame, SV, **case.options)
    widths = {key: round(drawing.width) for key, drawing in drawings.items()}
    assert widths == {"page": 509 if "map" in name else 846, "phone": 328}
    svg = ET.fromstring(drawings["page"].content)
    on_paper = {True: 393, False: 654}["map" in name]
    assert round(float(svg.get("width"))) == widths["page"], "as a screen shows it"
    assert round(float(svg.get("viewBox").split()[2]) / 0.75) == on_paper


@each_case
def test_the_same_frame_gives_the_same_bytes_twice(name: str) -> None:
    case = CASES[name]
    first, second = (charts.draw(case.chart, case.frame, SV, **case.options) for _ in range(2))
    assert first == second


@each_case
def test_svg_holds_text_as_text_with_fallback_fonts_and_no_date(name: str) -> None:
    case = CASES[name]
    drawing = charts.draw(case.chart, case.frame, SV, **case.options)["page"]
    root = ET.fromstring(drawing.content)
    texts = list(root.iter(f"{SVG}text"))
    assert texts
    assert all("'DejaVu Sans', Verdana, sans-serif" in text.get("style") for text in texts)
    assert not list(root.iter(f"{SVG}metadata"))
    assert not list(root.iter(f"{SVG}style"))
    assert "date" not in drawing.content.lower()


@each_case
def test_a_chart_leaves_its_frame_as_it_was(name: str) -> None:
    before = CASES[name].frame.copy()
    make(name, theme.PAGE)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(CASES[name].frame))


LONG = (
    "Invånare i åldern 25–64 år med högst förgymnasial utbildning och/eller okänd utbildningsnivå"
)
LABELS = ("place", "label", "sublabel", "panel", "subtitle", "strip_label", "name", "rank_text")


@each_layout
@each_case
def test_long_labels_are_wrapped_or_cut_but_never_touch(name: str, layout: theme.Layout) -> None:
    frame = CASES[name].frame.copy()
    for column in set(LABELS) & set(frame.columns):
        values = {value: f"{LONG} {value}" for value in frame[column].unique()}
        frame[column] = frame[column].map(values)
    assert_texts_are_apart_and_inside(make(name, layout, frame))


@each_layout
@each_case
def test_a_text_that_is_missing_is_not_written_as_none_or_nan(
    name: str, layout: theme.Layout
) -> None:
    frame = CASES[name].frame.copy()
    optional = {"sublabel", "subtitle", "rank_text", "reason", "gap_text", "label"}
    if "series" not in frame.columns:
        optional.discard("label")
    for column in optional & set(frame.columns):
        frame[column] = None
    written = " ".join(text.get_text() for text in texts_of(make(name, layout, frame)))
    assert not {"None", "nan", "NaN"} & set(written.split())


@each_layout
@pytest.mark.parametrize("at", [0.0, 50.0, 100.0])
@each_case
def test_values_at_the_ends_of_the_scale_keep_their_labels_apart(
    name: str, at: float, layout: theme.Layout
) -> None:
    frame = CASES[name].frame.copy()
    columns = {"share", "value", "estimate", "municipality_share", "nation_share", "reference"}
    columns |= {"municipality_value", "nation_value"}
    for column in columns & set(frame.columns):
        frame[column] = at
    if {"lower", "upper"} <= set(frame.columns):
        frame = frame.assign(lower=max(at - 1, 0.0), upper=min(at + 1, 100.0))
    assert_texts_are_apart_and_inside(make(name, layout, frame))

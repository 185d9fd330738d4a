import numpy as np
import pandas as pd
import pytest
from figure_frames import panels_frame, short_frame, trend_frame
from figure_reading import drawn, hatched, named, text_of, words, xs

from segnb.report import charts
from segnb.report.charts.line_series import missing_years, runs, series_of
from segnb.report.charts.scales import Scale
from segnb.report.charts.series_breaks import break_lanes
from segnb.report.page import theme


def own(values: dict[int, float], label: str = "") -> pd.DataFrame:
    rows = [("own", year, value, "own", label) for year, value in values.items()]
    return pd.DataFrame(rows, columns=["series", "year", "value", "kind", "label"])


def spans(frame: pd.DataFrame, breaks: tuple = ()) -> list[tuple[int, int]]:
    (series,) = series_of(frame)
    return [(part.years[0], part.years[-1]) for part in runs(series, breaks)]


def test_a_line_stops_on_both_sides_of_a_break() -> None:
    frame = own(dict.fromkeys(range(2000, 2010), 1.0))
    assert spans(frame, ((2004, "Brott"),)) == [(2000, 2003), (2004, 2009)]


def test_a_line_stops_at_a_missing_value_and_at_missing_years() -> None:
    values = dict.fromkeys([2000, 2001, 2002, 2003, 2008, 2009], 1.0) | {2001: np.nan}
    assert spans(own(values)) == [(2000, 2000), (2002, 2003), (2008, 2009)]


def test_a_line_joins_elections_that_are_four_years_apart() -> None:
    assert spans(own(dict.fromkeys([1998, 2002, 2006, 2010], 80.0))) == [(1998, 2010)]


def test_a_series_without_values_has_no_line() -> None:
    assert spans(own({2020: np.nan, 2021: np.nan})) == []


def test_years_are_put_in_order_first() -> None:
    assert spans(own({2003: 1.0, 2001: 1.0, 2002: 1.0})) == [(2001, 2003)]


def test_missing_years_are_holes() -> None:
    nan = np.nan
    (series,) = series_of(own({2000: 1.0, 2001: nan, 2002: nan, 2003: 1.0, 2004: nan}))
    assert missing_years(series, "saknas") == [(2001, 2002, "saknas"), (2004, 2004, "saknas")]


def test_no_drawn_line_crosses_a_break() -> None:
    figure = drawn(charts.trend, trend_frame(), breaks=[(2016, "Brott 2016")])
    (stroke,) = named(figure, "break")
    at = xs(stroke)[0]
    lines = [line for kind in ("own", "median", "peer") for line in named(figure, f"line-{kind}")]
    assert len(lines) == 2 * (1 + 1 + 7)
    assert all(max(xs(line)) < at or min(xs(line)) > at for line in lines)


def test_the_municipality_is_the_thickest_line_and_lies_on_top() -> None:
    figure = drawn(charts.trend, trend_frame())
    (line,) = named(figure, "line-own")
    others = [
        other
        for kind in ("peer", "median", "nation", "women", "men")
        for other in named(figure, f"line-{kind}")
    ]
    assert all(other.get_linewidth() < line.get_linewidth() for other in others)
    assert all(other.get_zorder() < line.get_zorder() for other in others)


def test_labels_stand_at_the_height_of_the_line_ends_in_their_order() -> None:
    figure = drawn(charts.trend, trend_frame())
    order = ["män 29,0", "Botkyrka 27,3", "kvinnor 25,7", "riket 15,0", "median 14,0"]
    heights = [text_of(figure, label).get_position()[1] for label in order]
    assert heights == sorted(heights)


def test_labels_without_room_drop_the_least_important_first() -> None:
    frame = trend_frame()
    peers = frame["kind"] == "peer"
    frame.loc[peers, "label"] = "liknande kommun " + frame.loc[peers, "series"]
    crowd = pd.concat([frame.assign(series=frame["series"] + str(i)) for i in range(3)])
    found = words(drawn(charts.trend, crowd, theme.PHONE))
    assert "Botkyrka 27,3" in found
    assert sum(word.startswith("liknande kommun") for word in found) < 21


def test_holes_are_hatched_and_say_why() -> None:
    figure = drawn(charts.trend, short_frame(), holes=[(2024, 2026, "ny serie")])
    assert len(hatched(figure)) == 1
    assert "ny serie" in words(figure)


def test_a_missing_year_inside_the_own_series_is_hatched_not_bridged() -> None:
    values = dict.fromkeys(range(2010, 2020), 5.0) | {2014: np.nan}
    figure = drawn(charts.trend, own(values))
    (field,) = hatched(figure)
    lines = named(figure, "line-own")
    assert len(lines) == 2
    assert max(xs(lines[0])) < min(xs(field)) < max(xs(field)) < min(xs(lines[1]))


def test_a_break_is_dashed_and_named() -> None:
    figure = drawn(charts.trend, short_frame(), breaks=[(2024, "Brott 2024")], years=(2020, 2025))
    (stroke,) = named(figure, "break")
    assert stroke.get_linestyle() != "-"
    assert "Brott 2024" in words(figure)


def test_names_of_neighbouring_breaks_do_not_touch() -> None:
    breaks = [(2015, "Brott 2015"), (2016, "Brott 2016"), (2017, "Brott 2017")]
    figure = drawn(charts.trend, trend_frame(), theme.PHONE, breaks=breaks)
    heights = [text_of(figure, text).get_position()[1] for _, text in breaks]
    assert len(set(heights)) > 1


def test_no_stroke_of_a_break_runs_through_the_name_of_another() -> None:
    breaks = [(2015, "Brott 2015"), (2017, "Brott 2017")]
    time = Scale(2011.5, 2023.5, 40, 240)
    lanes = break_lanes(breaks, time, theme.PHONE)
    first, second = (lanes[entry] for entry in breaks)
    strokes = [time(year - 0.5) for year, _ in breaks]
    assert not (first.left < strokes[1] < first.right and second.line >= first.line)
    assert not (second.left < strokes[0] < second.right and first.line >= second.line)


def test_few_points_have_their_values_and_whiskers() -> None:
    figure = drawn(charts.trend, short_frame(), theme.PHONE)
    assert {"62,0", "62,3", "62,2", "61,7"} <= set(words(figure))
    assert len(named(figure, "interval")) == 4


def test_many_points_have_a_band_instead_of_whiskers() -> None:
    frame = own({year: 10.0 + year % 3 for year in range(2000, 2020)})
    frame = frame.assign(lower=frame["value"] - 1, upper=frame["value"] + 1)
    figure = drawn(charts.trend, frame)
    assert len(named(figure, "interval")) == 1


def test_the_axis_starts_at_zero_unless_told_otherwise() -> None:
    frame = own({2020: 71.0, 2021: 74.0})
    assert "0" in words(drawn(charts.trend, frame))
    found = words(drawn(charts.trend, frame, floor=60))
    assert "60" in found
    assert "0" not in found


def test_negative_values_stay_on_the_sheet() -> None:
    figure = drawn(charts.trend, own({2020: -4.0, 2021: 3.0, 2022: -1.0}))
    assert "−4" in words(figure)
    (line,) = named(figure, "line-own")
    assert max(line.get_path().vertices[:, 1]) <= figure.get_size_inches()[1] * 96


def test_panels_share_one_time_axis_and_anchors_have_no_line() -> None:
    figure = drawn(charts.small_multiples, panels_frame(), years=(1990, 2026))
    (anchors,) = named(figure, "anchor")
    assert anchors.get_linestyle() == "None"
    assert {"1990: 27", "2018: 41"} <= set(words(figure))
    starts = [text.get_position()[0] for text in figure.findobj(type(text_of(figure, "Riket")))
              if text.get_text() == "2000"]  # fmt: skip
    assert len(starts) == 3
    assert len(set(starts)) == 1


def test_a_panel_that_only_has_a_hole_is_hatched_without_an_axis_of_values() -> None:
    figure = drawn(
        charts.small_multiples,
        panels_frame().iloc[:0],
        holes={"Valdeltagande": [(1990, 2025, "ingen serie i lagret")]},
    )
    assert "ingen serie i lagret" in words(figure)
    assert "Valdeltagande" in words(figure)
    assert len(hatched(figure)) == 1


@pytest.mark.parametrize("layout", theme.LAYOUTS.values(), ids=theme.LAYOUTS.keys())
def test_years_are_written_without_touching(layout: theme.Layout) -> None:
    frame = own(dict.fromkeys(range(1990, 2026), 3.0), "Botkyrka 3,0")
    figure = drawn(charts.trend, frame, layout)
    years = sorted(
        text.get_position()[0]
        for text in figure.findobj(type(text_of(figure, "2000")))
        if text.get_text().isdigit() and len(text.get_text()) == 4
    )
    assert len(years) >= 2
    assert min(np.diff(years)) > 30

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from segnb.report.charts import scale_profile, scales
from segnb.report.charts.scales import Scale
from segnb.report.page.theme import PAGE
from segnb.vocabulary.i18n import Language


def test_a_scale_maps_its_ends_and_middle() -> None:
    scale = Scale(0, 50, 100, 300)
    assert (scale(0), scale(25), scale(50)) == (100, 200, 300)


def test_a_scale_may_run_upwards() -> None:
    assert Scale(0, 10, 200, 100)(10) == 100


@given(st.floats(-1e5, 1e5), st.floats(0.5, 1e6))
def test_limits_are_round_hold_all_values_and_have_few_ticks(low: float, span: float) -> None:
    first, last = scales.limits(low, low + span)
    assert first <= low + 1e-6 * span
    assert last >= low + span * (1 - 1e-6)
    assert 2 <= len(scales.ticks(first, last)) <= scales.MAX_TICKS + 1


@pytest.mark.parametrize("top", [10, 20, 30, 40, 50, 60, 80, 100])
def test_usual_axes_have_three_to_six_ticks_from_zero_to_the_end(top: int) -> None:
    values = scales.ticks(0, top)
    assert 3 <= len(values) <= 6
    assert values[0] == 0


def test_a_single_value_gets_an_axis_with_some_width() -> None:
    low, high = scales.limits(7, 7)
    assert low <= 7 < high


def test_values_that_are_all_missing_get_an_axis_of_a_hundred() -> None:
    assert scales.limits(float("nan"), float("nan")) == (0, 100)


def test_years_are_written_at_even_distance() -> None:
    assert scales.year_ticks(2012, 2023, 6) == [2012, 2014, 2016, 2018, 2020, 2022]
    assert scales.year_ticks(2020, 2023, 6) == [2020, 2021, 2022, 2023]


def test_a_single_year_is_written() -> None:
    assert scales.year_ticks(2023, 2023, 4) == [2023]
    assert scales.year_ticks(2021, 2023, 1) == [2022]


@pytest.mark.parametrize(("longest", "expected"), [(4700, 2000), (999, 500), (1000, 1000), (7, 5)])
def test_a_scale_bar_has_a_round_length(longest: float, expected: float) -> None:
    assert scales.round_length(longest) == expected


@pytest.mark.parametrize(("most", "words"), [(12.4, "2,5 %"), (18.0, "5 %"), (1.1, "0,25 %")])
def test_no_value_of_an_axis_is_written_as_another(most: float, words: str) -> None:
    frame = pd.DataFrame({"k": [200, 400], "p10": most / 4, "p50": most / 2, "p90": most})
    figure = scale_profile(frame, PAGE, Language("sv"), whole=most / 2)
    texts = [artist.get_text().replace("\u00a0", " ") for artist in figure.findobj(Text)]
    assert words in texts
    axis = [text for text in texts if re.fullmatch(r"[\d,]+ %", text)]
    assert len(axis) == len(set(axis)) >= 3

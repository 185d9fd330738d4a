"""An index over counts that a producer hides has bounds, in the figure, the table and the text."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from figure_reading import drawn, named, width

from segnb.measures import dissimilarity
from segnb.report import Report, charts, verbs
from segnb.report.division.index_tables import chart_frame
from segnb.report.division.index_values import Indices
from segnb.report.page.blocks import Finding
from segnb.report.reading.hidden_counts import possible_counts
from segnb.store import Store, make_observations

PLACE, SHARE = "9904", "pre_secondary_share"
GROUPS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]
DESO = [f"{PLACE}C{number:03d}0" for number in range(1, 9)]
PARENTS = dict(zip(DESO, np.repeat([f"{PLACE}R00{n}" for n in range(1, 9)], 1), strict=True))
COUNTS = np.array([
    [np.nan, 300, 120, 200], [90, 250, 80, 60], [120, 270, 60, 40], [np.nan, 180, 140, 310],
    [60, 280, 90, 100], [150, 210, 50, 30], [40, 260, np.nan, 190], [80, 240, 70, 90],
])  # fmt: skip


def report_of(folder: Path, status: str = "suppressed", **settings: str) -> Report:
    """Report over counts of which three are not there."""
    store = Store.create(folder / "store")
    snapshot = store.add_snapshot(b"hand", name="hand.csv", producer="SCB", table="T")
    areas = pd.DataFrame({"area": DESO, "name": "", "level": "deso2018"})
    areas["parent"] = areas["area"].map(PARENTS)
    store.write_areas(areas.assign(municipality=PLACE), snapshot)
    rows = pd.DataFrame(COUNTS, DESO, GROUPS).stack(future_stack=True).reset_index()
    rows.columns = ["area", "group", "value"]
    rows["status"] = np.where(rows["value"].isna(), status, "ok")
    made = make_observations(rows.assign(year=2022), indicator="education", level="deso2018")
    store.write(made, snapshot)
    return Report.make("whole_municipality", store, municipality=PLACE, **settings)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return report_of(tmp_path_factory.mktemp("hidden"))


@pytest.fixture(scope="module")
def indices(report: Report) -> Indices:
    return verbs.measure_indices(report, SHARE)


def index_if(values: tuple[float, ...]) -> float:
    """The index if the hidden counts were these."""
    counts = COUNTS.copy()
    counts[np.isnan(counts)] = values
    sides = {"in": counts[:, 0], "rest": counts[:, 1:].sum(axis=1)}
    frame = pd.DataFrame(sides, index=pd.Index(DESO, name="unit")).stack().rename("count")
    frame = frame.rename_axis(["unit", "group"]).reset_index()
    return 100 * dissimilarity(frame, "in")["estimate"].item()


@pytest.mark.parametrize("level", ["deso2018", "regso2020"])
def test_the_bounds_are_those_of_all_counts_that_may_be_hidden(indices, level: str) -> None:
    found = [index_if(values) for values in product(range(1, 5), repeat=3)]
    row = indices.frame.set_index("level").loc[level]
    assert row["lower_bound"] == pytest.approx(min(found))
    assert row["upper_bound"] == pytest.approx(max(found))
    assert row["lower"] < row["lower_bound"] < row["upper_bound"] < row["upper"]
    assert "hidden_cells" in row["flags"]


def test_no_point_is_shown_between_the_bounds(report: Report, indices: Indices) -> None:
    figure = verbs.show_indices(report, indices)
    row = indices.frame.iloc[0]
    bounds = report.language.interval(row["lower_bound"], row["upper_bound"])
    assert bounds in figure.table.rows[0].cells
    assert bounds in figure.alt
    assert bounds in figure.page.content
    chart = drawn(charts.index_dots, chart_frame(report, indices))
    for level in ("level-0", "level-1"):
        assert not named(chart, level)
        (bar,) = named(chart, f"bounds-{level}")
        assert width(bar) > 0
    assert "tal är dolda" in figure.subtitle
    column = figure.data.columns.index("index_without_chance")
    assert [cells[column] for cells in figure.data.rows] == [None, None]
    assert "lower_bound" in figure.data.columns


def test_the_sentence_says_bounds_and_what_they_are(report: Report, indices: Indices) -> None:
    finding = report.say(verbs.say_level(report, indices, SHARE))
    row = indices.frame.iloc[0]
    bounds = report.language.interval(row["lower_bound"], row["upper_bound"], 0)
    assert isinstance(finding, Finding)
    assert finding.number == bounds
    assert f"Tal är dolda: {bounds}" in finding.text
    assert finding.certainty == "certain"


def test_without_hidden_counts_nothing_is_said_of_bounds(make_report) -> None:
    report = make_report()
    indices = verbs.measure_indices(report, SHARE)
    figure = verbs.show_indices(report, indices)
    assert not indices.bounded
    assert "dolda" not in figure.subtitle
    assert "lower_bound" not in figure.data.columns
    assert "dolda" not in report.say(verbs.say_level(report, indices, SHARE)).text


def test_counts_that_are_missing_for_another_reason_give_no_bounds(tmp_path: Path) -> None:
    report = report_of(tmp_path, "missing")
    assert possible_counts(report.get(SHARE, "deso")) is None
    indices = verbs.measure_indices(report, SHARE)
    assert indices.frame[["estimate", "lower_bound"]].isna().all(axis=None)
    assert verbs.say_level(report, indices, SHARE) is None
    assert "områden: index visas inte" not in verbs.show_indices(report, indices).page.content

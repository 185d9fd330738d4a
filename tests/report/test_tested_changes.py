"""The table of all tests is enough to compute every adjusted p of a report."""

import numpy as np
import pandas as pd
import pytest
from report_making import MakeReport
from scipy.stats import false_discovery_control

from segnb.report.change.tested_changes import show_tests


@pytest.mark.parametrize(("place", "lang"), [("9901", "sv"), ("9904", "en")])
def test_adjusted_p_of_every_change_follows_from_the_table_of_tests(
    make_report: MakeReport, place: str, lang: str
) -> None:
    table = show_tests(make_report(place, lang=lang))
    assert table is not None
    assert table.data is not None
    tests = pd.DataFrame(table.data.rows, columns=list(table.data.columns))
    shared = tests["shared"].eq(True)
    assert shared.any()
    own, apart = tests[~shared], tests[shared].sort_values("p")
    assert own["adjusted"].tolist() == pytest.approx(
        false_discovery_control(own["p"].astype(float))
    )
    steps = apart["p"].astype(float) * (len(tests) - np.arange(len(apart)))
    assert apart["adjusted"].tolist() == pytest.approx(np.minimum(steps.cummax(), 1).tolist())
    assert set(own["tests"]) == {len(own)}
    assert set(apart["tests"]) == {len(tests)}
    told = [row.cells[-1] for row in table.rows]
    assert told == [f"{'Holm' if one else 'Benjamini–Hochberg'} ({len(tests) if one else len(own)})"
                    for one in shared]  # fmt: skip


def test_every_test_of_a_change_has_its_difference_inside_its_interval(
    make_report: MakeReport,
) -> None:
    table = show_tests(make_report("9901", lang="en"))
    assert table is not None
    assert table.data is not None
    tests = pd.DataFrame(table.data.rows, columns=list(table.data.columns))
    for row, (_, data) in zip(table.rows, tests.iterrows(), strict=True):
        difference, interval = (cell.replace("\u2212", "-") for cell in row.cells[4:6])
        if data["test"] == "turn":
            assert (difference, interval) == ("·", "·")
            assert row.cells[1].endswith(f" {int(data['turn'])}")
            continue
        low, high = (float(end) for end in interval.split(" to "))
        assert low <= float(difference) <= high
        assert float(difference) == pytest.approx(data["estimate"], abs=0.16)

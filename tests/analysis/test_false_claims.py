"""Reports on places where nothing changed seldom claim a change; a small sample of the study."""

import numpy as np
import pandas as pd
import pytest

from studies import __main__ as studies
from studies import false_claims
from studies.page import marks

REPORTS = 40


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    return false_claims.summary(false_claims.TOWNS[0], REPORTS, draws=39)


def test_reports_without_change_claim_any_in_one_case_of_twenty_at_most(found) -> None:
    assert found["claim any"] <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / REPORTS)
    assert found["one by one"] > 0.3  # what testing together is for


def test_the_turn_that_was_put_in_is_found_in_its_year(found) -> None:
    assert found["turn found"] > 0.9
    assert found["year within one"] > 0.9


def test_few_of_the_claims_are_false(found) -> None:
    assert found["false certain"] <= 0.10
    assert found["false claims"] <= 0.25


def test_the_false_part_of_claims_is_the_mean_over_reports() -> None:
    frame = pd.DataFrame({"area": [1, 1, 2, 2, 3], "claims": [True, True, True, False, False],
                          "true": [True, False, True, False, False]})  # fmt: skip
    part = false_claims.false_part(frame["claims"], frame["true"], frame["area"])
    assert part == pytest.approx((1 / 2 + 0 + 0) / 3)


def test_the_page_has_a_row_for_each_town(found, tmp_path, monkeypatch, capsys) -> None:
    page = tmp_path / "false_claims.md"
    page.write_text("before\n{}\n{}\nafter\n".format(*marks(false_claims.NAME)), "utf-8")
    monkeypatch.setattr(false_claims, "PAGE", page)
    monkeypatch.setattr(false_claims, "summary", lambda town: {**found, "town": town.name})
    studies.main(["false_claims"])
    text = page.read_text("utf-8")
    assert all(f"| {town.name} |" in text for town in false_claims.TOWNS)
    assert text.startswith("before\n")
    assert "medium" in capsys.readouterr().out


def test_what_falls_everywhere_lets_no_false_claim_pass(found) -> None:
    assert found["claim any"] <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / REPORTS)
    assert found["one family"] > 0.12  # what it would be if the fall were evidence like any other

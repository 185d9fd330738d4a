"""Synthetic controls with covariates, by our convex weights, on figures that are typed here.

What a covariate counts for is found as the authors find it: the mix of the years before is nearest.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from segnb.analysis.evaluation.synthetic_control import convex_weights

PUBLISHED = Path(__file__).parent / "published"
Values = dict[str, dict[str, np.ndarray]]


def typed(name: str) -> Values:
    """Values of a file by what they measure and place; a dash is none."""
    found: Values = {}
    for line in (PUBLISHED / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            place, measure, *values = line.split()
            numbers = np.array([np.nan if one == "-" else float(one) for one in values])
            found.setdefault(measure, {})[place] = numbers
    return found


def mix(marks: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Weights of the others (all columns but the first), marks counted as said."""
    part = np.abs(counts) / np.abs(counts).sum()
    weighed = np.sqrt(part)[:, None] * marks / marks.std(axis=1, ddof=1, keepdims=True)
    return convex_weights(weighed[:, 0], weighed[:, 1:].T)


def best_counts(marks: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """What each mark counts for, so that the mix has an outcome (places, years) like the first."""

    def far(counts: np.ndarray) -> float:
        return float(((outcome[0] - mix(marks, counts) @ outcome[1:]) ** 2).mean())

    return minimize(far, np.full(len(marks), 1 / len(marks)), method="Nelder-Mead",
                    options={"maxiter": 1000}).x  # fmt: skip


def of_countries(values: Values, places: list[str], half: int) -> np.ndarray:
    """Income, trade, inflation, industry, schooling and investment of a decade: 0 or 1."""
    years, decade = slice(11 + 10 * half, 21 + 10 * half), slice(10 * half, 10 * half + 10)
    rows = [[values["gdp"][place][years].mean() for place in places]]
    rows += [[np.nanmean(values[name][place][decade]) for place in places]
             for name in ("trade", "infrate", "industry")]  # fmt: skip
    rows += [[values["schooling"][place][2 * half : 2 * half + 2].mean() for place in places],
             [values["invest"][place][half] for place in places]]  # fmt: skip
    return np.array(rows)


def test_west_germany_is_mixed_as_published_and_earned_less_after_1990() -> None:
    values = typed("germany.txt")
    others = [place for place in values["gdp"] if place != "West-Germany"]
    places = ["West-Germany", *others]
    income = np.array([values["gdp"][place] for place in places])
    counts = best_counts(of_countries(values, places, 0), income[:, 21:31])
    weights = mix(of_countries(values, places, 1), counts)
    found = dict(zip(others, weights, strict=True))
    here = {"Austria": 0.415, "USA": 0.216, "Japan": 0.163, "Switzerland": 0.107,
            "Netherlands": 0.098}  # fmt: skip
    printed = {
        "Austria": 0.42,
        "USA": 0.22,
        "Japan": 0.16,
        "Switzerland": 0.11,
        "Netherlands": 0.09,
    }
    for place in here:
        assert found[place] == pytest.approx(here[place], abs=0.005)
        assert found[place] == pytest.approx(printed[place], abs=0.01)
    assert sum(found[place] for place in others if place not in here) < 0.005
    mixed = weights @ income[1:]
    assert mixed[-1] / income[0, -1] - 1 == pytest.approx(0.116, abs=0.005)
    assert (income[0] - mixed)[30:].mean() == pytest.approx(-1554, abs=0.005 * 1554)


def test_the_basque_country_is_mixed_of_catalonia_and_madrid_and_earned_less_after_1970() -> None:
    values = typed("basque.txt")
    others = [place for place in values["gdp"] if place != "Basque"]
    places = ["Basque", *others]
    before = np.array([values["gdp"][place][:10] for place in places])
    covariates = [measure for measure in values if measure != "gdp"]
    means = [[values[name][place].mean() for place in places] for name in covariates]
    marks = np.array([before.mean(axis=1), *means])
    found = dict(zip(others, mix(marks, best_counts(marks, before)), strict=True))
    assert found["Catalonia"] == pytest.approx(0.851, abs=0.005)
    assert found["Madrid"] == pytest.approx(0.149, abs=0.005)
    long = {place: values["gdp"][place] for place in ("Basque", "Catalonia", "Madrid")}
    mixed = found["Catalonia"] * long["Catalonia"] + found["Madrid"] * long["Madrid"]
    assert (long["Basque"] - mixed)[10:].mean() == pytest.approx(-0.580, abs=0.005)

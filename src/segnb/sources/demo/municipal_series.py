"""Figures that exist for municipalities, counties and the nation only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_scales import FLAT, MAIN, YEARS, Course, population
from segnb.sources.demo.observation_rows import PLACE_LEVELS, rows, summed
from segnb.sources.demo.settlement import SEED, Floats, settlement
from segnb.vocabulary.strict_yaml import load_file


@dataclass(frozen=True)
class Series:
    """One figure a municipality and year.

    Attributes
    ----------
    course
        What is put into the main town.
    years
        Years in which it is published.
    spread
        How much municipalities differ, in its own unit.
    means
        How it follows the means of a municipality: `1` higher where people are better off.
    noise
        How much it jumps about from year to year.
    women
        Women's value less men's, where it is published by sex.
    margin
        Half width of the interval of a survey; 0 for registers.
    limits
        Lowest and highest value that can be.
    """

    course: Course
    years: tuple[int, ...]
    spread: float
    means: int
    noise: float
    women: float | None = None
    margin: float = 0.0
    limits: tuple[float, float] = (0.0, 100.0)
    decimals: int = 1


def _series(row: dict[str, Any]) -> Series:
    course, (first, last, *step) = Course(*row.pop("course")), row.pop("years")
    limits = tuple(row.pop("limits", Series.limits))
    return Series(course, tuple(range(first, last + 1, *step)), limits=limits, **row)


_ROWS = load_file("sources.demo", "series.yml")
SERIES = {name: _series(row) for name, row in _ROWS.items()}


def series_tables(series: Mapping[str, Series] = SERIES) -> dict[str, pd.DataFrame]:
    """Rows of every indicator of a table of series."""
    return {name: _table(name, one) for name, one in series.items()}


def _table(name: str, one: Series) -> pd.DataFrame:
    values = _values(name, one)
    half = 0.0 if one.women is None else one.women / 2
    offsets = {"total": 0.0} | ({} if one.women is None else {"women": half, "men": -half})
    columns = np.flatnonzero(np.isin(YEARS, one.years))
    parts = []
    for level in PLACE_LEVELS:
        place = _at(level, values)
        for sex, offset in offsets.items():
            clipped = np.clip(place + offset, *one.limits).astype(float)
            rounded = np.round(clipped, one.decimals)
            groups = {"all": rounded} | _interval(one, level, rounded)
            parts.append(rows(level, columns, groups).assign(sex=sex))
    return pd.concat(parts, ignore_index=True)


def _values(name: str, one: Series) -> Floats:
    """Values of municipalities in all years: the main town's course, and others beside it."""
    rng = np.random.default_rng([SEED, 7, *name.encode()])
    towns = settlement().municipalities
    beside = one.spread * (0.7 * rng.normal(size=len(towns)) + 3 * one.means * towns["prosperity"])
    slant = rng.uniform(0.6, 1.4, (2, len(towns)))
    late = rng.integers(-3, 4, len(towns))
    lines = []
    for number, code in enumerate(towns["code"]):
        course = one.course if code == MAIN else _beside(one.course, slant[:, number], late[number])
        flat = Course(one.course.value) if code == FLAT else course
        lines.append(flat.over(YEARS) + (0.0 if code == MAIN else beside[number]))
    return np.array(lines) + rng.normal(0, one.noise, (len(towns), len(YEARS)))


def _beside(course: Course, slant: Floats, late: int) -> Course:
    after = None if course.after is None else course.after * slant[1]
    return Course(course.value, course.before * slant[0], course.turn + int(late), after)


def _at(level: str, values: Floats) -> Floats:
    if level == "municipality":
        return values
    spread = values[settlement().atoms["place"]]
    return (summed(level, spread * population())[1] / summed(level, population())[1]).astype(float)


def _interval(one: Series, level: str, values: Floats) -> dict[str, Floats]:
    """Confidence limits of a survey: wide for a municipality, narrow for the nation."""
    if not one.margin:
        return {}
    margin = one.margin * {"municipality": 1.0, "county": 0.35, "nation": 0.12}[level]
    low = np.clip(values - margin, *one.limits)
    return {
        "ci_low": np.round(low, one.decimals),
        "ci_high": np.round(np.clip(values + margin, *one.limits), one.decimals).astype(float),
    }

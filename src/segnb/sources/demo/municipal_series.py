"""Figures that exist for municipalities, counties and the nation only."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_model import Floats
from segnb.sources.demo.latent_scales import FLAT, MAIN, YEARS, Course, population
from segnb.sources.demo.observation_rows import PLACE_LEVELS, rows, summed
from segnb.sources.demo.settlement import SEED, settlement


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


def _every(first: int, last: int, step: int = 1) -> tuple[int, ...]:
    return tuple(range(first, last + 1, step))


SERIES: dict[str, Series] = {
    "overcrowding": Series(Course(17.0, 0.15), _every(2012, 2023), 3.0, -1, 0.25),
    "overcrowding_norm3": Series(Course(31.0, 0.2), _every(2012, 2023), 4.0, -1, 0.3, women=-1.0),
    "long_term_unemployment": Series(
        Course(4.6, 0.11, 2014, -0.16), _every(1997, 2024), 0.8, -1, 0.06
    ),
    "school_eligibility": Series(
        Course(83.0, -0.4, 2012, 0.3), _every(1998, 2024), 2.5, 1, 0.5, women=3.5
    ),
    "reported_crime": Series(
        Course(13600.0, 130.0, 2009, -150.0),
        _every(1996, 2025),
        1700.0,
        -1,
        140.0,
        limits=(2000.0, 40000.0),
        decimals=0,
    ),
    "unsafe_share": Series(Course(27.0, 0.2), _every(2017, 2025), 3.0, -1, 0.5, margin=3.2),
    "self_rated_health": Series(
        Course(71.0, 0.1), _every(2006, 2024, 2), 2.0, 1, 0.5, women=-3.0, margin=2.6
    ),
    "sickness_days": Series(
        Course(43.0, 1.1, 2004, -1.2),
        _every(1999, 2025),
        4.0,
        -1,
        0.4,
        women=8.0,
        limits=(5.0, 90.0),
    ),
}


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
    """Means over the people of county and nation."""
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

"""What was put into the demonstration, for tests to hold the measures and findings to."""

import numpy as np
import pandas as pd

from segnb.sources.demo.income_model import INDEX_YEARS, socioeconomic_index
from segnb.sources.demo.latent_scales import (
    MAIN,
    SCALES,
    YEARS,
    Course,
    Scale,
    segregation_in_places,
    shares_in_places,
)
from segnb.sources.demo.municipal_series import SERIES
from segnb.sources.demo.settlement import settlement

COLUMNS = ["measure", "indicator", "group", "municipality", "year", "value"]
_UNPUBLISHED = ("assistance", "turnout")


def truths() -> pd.DataFrame:
    """What was put in: one row a number.

    Returns
    -------
    DataFrame
        `measure`, `indicator`, `group`, `municipality`, `year`, `value`. The measures are

        - `dissimilarity`: of the groups in `group` (joined by `+`) against all others of known
          group over DeSO, each year that is published by area; holds but for rounding to whole
          people, for the noise that some tables carry (0.002), and for whole per cents where
          only these are published (0.02);
        - `share`: of these groups in the municipality, among those of known group;
        - `turn`: year in which the trend of the dissimilarity (`group` as above) or of the value
          (`group` is `all`) changes its direction in the main town; no row where it never does;
        - `slope_before`, `slope_after`: change a year before and after it;
        - `women_minus_men`: difference of a value by sex;
        - `index_mean`, `index_sd`: of all RegSO, from which the area types of a year are cut.

    Examples
    --------
    >>> known = truths().set_index(["measure", "indicator", "municipality", "year"])["value"]
    >>> known["dissimilarity", "economic_standard", "9901", 2018].item()
    0.33
    >>> known["turn", "economic_standard", "9901", 2018].item()
    2018.0
    """
    scales = [scale for name, scale in SCALES.items() if name not in _UNPUBLISHED]
    parts = [part for scale in scales for part in (_segregation(scale), _shares(scale))]
    courses = [(s.indicator, lower_groups(s), s.dissimilarity) for s in scales]
    courses += [(name, "all", one.course) for name, one in SERIES.items()]
    turns = pd.DataFrame([row for each in courses for row in _turns(*each)], columns=COLUMNS)
    every = pd.concat([*parts, turns, _sexes(), _cut_offs()], ignore_index=True)
    return every[COLUMNS].astype({"year": "int16", "value": "float64"})


def lower_groups(scale: Scale) -> str:
    """Groups on the lower side of the dissimilarity that is put in."""
    return "+".join(scale.groups[: scale.cut + 1])


def _segregation(scale: Scale) -> pd.DataFrame:
    return _by_place("dissimilarity", scale, segregation_in_places(scale))


def _shares(scale: Scale) -> pd.DataFrame:
    return _by_place("share", scale, shares_in_places(scale)[..., scale.cut])


def _by_place(measure: str, scale: Scale, values: np.ndarray) -> pd.DataFrame:
    codes = settlement().municipalities["code"].to_numpy()
    first, last = scale.area_years if measure == "dissimilarity" else scale.place_years
    columns = np.flatnonzero((first <= YEARS) & (last >= YEARS))
    return pd.DataFrame(
        {
            "measure": measure,
            "indicator": scale.indicator,
            "group": lower_groups(scale),
            "municipality": np.repeat(codes, len(columns)),
            "year": np.tile(YEARS[columns], len(codes)),
            "value": values[:, columns].ravel(),
        }
    )


def _turns(indicator: str, group: str, course: Course) -> list[tuple]:
    after = course.before if course.after is None else course.after
    rows = [("slope_before", course.before), ("slope_after", after)]
    rows += [("turn", float(course.turn))] if course.before * after < 0 else []
    return [(measure, indicator, group, MAIN, course.turn, value) for measure, value in rows]


def _sexes() -> pd.DataFrame:
    rows = [
        ("women_minus_men", name, "all", MAIN, year, one.women)
        for name, one in SERIES.items()
        if one.women is not None
        for year in one.years
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _cut_offs() -> pd.DataFrame:
    yearly = socioeconomic_index().groupby("year")["value"]
    found = {"index_mean": yearly.mean(), "index_sd": yearly.std(ddof=0)}
    rows = [
        (measure, "socioeconomic_index", "all", "", year, values.loc[year])
        for measure, values in found.items()
        for year in range(INDEX_YEARS[0], INDEX_YEARS[1] + 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)

"""What is put into the demonstration: groups cut from scales, their shares and segregation."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from segnb.sources.demo.calibration import Areas, shares_below, whole_counts
from segnb.sources.demo.settlement import SEED, Floats, Settlement, settlement
from segnb.vocabulary.strict_yaml import load_file

YEARS = np.arange(1990, 2026)
MAIN, FLAT = "9901", "9903"  # the town with known turns, and the one where nothing changes
# How far an area moves on its scale over the years, and how far it jumps about from year to year.
_DRIFT, _WOBBLE = 0.3, 0.15


@dataclass(frozen=True)
class Course:
    """A straight line that turns once: its value in the year of the turn, and the two slopes."""

    value: float
    before: float = 0.0
    turn: int = 2018
    after: float | None = None

    def over(self, years: NDArray[np.integer]) -> Floats:
        """The line over years."""
        after = self.before if self.after is None else self.after
        since = years - self.turn
        return self.value + self.before * np.minimum(since, 0) + after * np.maximum(since, 0)


@dataclass(frozen=True)
class Scale:
    """Ordered groups of one indicator.

    Attributes
    ----------
    shares
        Share of each group in the nation in knot years, from the low end of the scale to the high.
    cut
        Groups up to this one are one side of the dissimilarity that is put in, the rest the other.
    dissimilarity
        That of the main town.
    means, urban, own
        Weights of the position on the scale of means, of blocks of flats, and of chance.
    base
        People (dwellings, households) of the indicator per inhabitant.
    unknown
        Share of them whose group is not known.
    step
        A jump of the logit in a year in which the definition changed.
    area_years, place_years
        First and last year by area, and for municipality, county and nation.
    wide
        Whether every place has area rows for every year, or only the four with polygons (the
        others for the latest years).
    like
        Another indicator whose chances are shared, so that the two agree area by area.
    """

    indicator: str
    shares: dict[int, dict[str, float]]
    cut: int
    dissimilarity: Course
    area_years: tuple[int, int]
    place_years: tuple[int, int]
    means: float = 0.0
    urban: float = 0.0
    own: float = 0.5
    base: float = 1.0
    unknown: float = 0.0
    step: tuple[int, float] | None = None
    wide: bool = False
    like: str = ""

    @property
    def groups(self) -> list[str]:
        """Groups from low to high."""
        return list(next(iter(self.shares.values())))


@cache
def population() -> NDArray[np.int64]:
    """People in each atom and year."""
    atoms = settlement().atoms
    growth = atoms["growth"].to_numpy()[:, None] * (YEARS - 2018)
    return np.rint(atoms["people"].to_numpy()[:, None] * np.exp(growth)).astype("int64")


def base_of(scale: Scale) -> NDArray[np.int64]:
    """People (dwellings, households) that the scale divides, in each atom and year."""
    rng = _random(scale, 1)
    share = scale.base * rng.uniform(0.95, 1.03, len(population())) if scale.base < 1 else 1.0
    return np.rint(population() * np.broadcast_to(share, len(population()))[:, None]).astype(int)


def counts_of(scale: Scale) -> dict[str, NDArray[np.int64]]:
    """Counts of each group in each atom and year, `unknown` last where there is any."""
    every = base_of(scale)
    unknown = np.rint(every * scale.unknown).astype("int64")
    places = settlement()
    areas = Areas(_score(scale, places), (every - unknown).astype(float), places.starts)
    below = shares_below(areas, shares_in_places(scale), scale.cut, segregation_in_places(scale))
    counts = whole_counts(every - unknown, below)
    found = {group: counts[..., number] for number, group in enumerate(scale.groups)}
    return found | ({"unknown": unknown} if scale.unknown else {})


def shares_in_places(scale: Scale) -> Floats:
    """Share below each cut that is put into each municipality and year."""
    knots = sorted(scale.shares)
    sums = np.array([np.cumsum(list(scale.shares[year].values()))[:-1] for year in knots])
    nation = np.stack([np.interp(YEARS, knots, one) for one in sums.T], axis=-1)
    towns = settlement().municipalities
    shift = -0.6 * np.sign(scale.means) * towns["prosperity"].to_numpy()
    shift = shift + _random(scale, 2).normal(0, 0.12, len(towns))
    jump = 0.0 if scale.step is None else scale.step[1] * (scale.step[0] <= YEARS)
    return expit(logit(nation)[None] + shift[:, None, None] + np.reshape(jump, (1, -1, 1)))


def segregation_in_places(scale: Scale) -> Floats:
    """Dissimilarity that is put into each municipality and year."""
    towns = settlement().municipalities
    rng = _random(scale, 3)
    rows = []
    for code, number in zip(towns["code"], towns["deso"], strict=True):
        chance = rng.uniform(size=4)
        rows.append(_course_of(scale, code, number, chance).over(YEARS))
    return np.clip(np.array(rows), 0.03, 0.8)


def _course_of(scale: Scale, code: str, areas: int, chance: Floats) -> Course:
    """Course of a municipality: smaller places are less segregated, and turn in other years."""
    main = scale.dissimilarity
    if code == MAIN:
        return main
    value = main.value * (0.55 + 0.1 * np.log(areas)) * (0.85 + 0.3 * chance[0])
    if code == FLAT:
        return Course(value)
    slopes = 0.006 * (chance[1:3] - 0.4)
    return Course(value, slopes[0], 2012 + int(9 * chance[3]), slopes[1])


def _score(scale: Scale, places: Settlement) -> Floats:
    """Where each atom lies on the scale of the indicator, drifting a little over the years."""
    atoms = places.atoms
    rng = _random(scale, 4)
    kin = atoms["kin"].to_numpy()
    own = rng.normal(0, 1, len(atoms))[kin]
    steady = scale.means * atoms["position"] - scale.urban * atoms["urban"] + scale.own * own
    steps = rng.normal(0, 1, (2, len(atoms), len(YEARS)))[:, kin]
    drift = np.cumsum(steps[0], axis=1) * _DRIFT / np.sqrt(len(YEARS)) + steps[1] * _WOBBLE
    return steady.to_numpy()[:, None] + drift


def _random(scale: Scale, purpose: int) -> np.random.Generator:
    return np.random.default_rng([SEED, purpose, *(scale.like or scale.indicator).encode()])


def _scale(name: str, row: dict[str, Any]) -> Scale:
    course = Course(**row.pop("dissimilarity"))
    pairs = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Scale(name, dissimilarity=course, **row | pairs)


_ROWS = load_file("sources.demo", "scales.yml")
SCALES = {name: _scale(name, row) for name, row in _ROWS.items()}
STEPS = {name: scale.step[0] for name, scale in SCALES.items() if scale.step}


@cache
def counts_in_atoms(indicator: str) -> dict[str, NDArray[np.int64]]:
    """Counts of each group in each atom and year, made once."""
    return counts_of(SCALES[indicator])

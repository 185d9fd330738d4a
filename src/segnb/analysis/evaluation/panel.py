"""The yearly values that an effort is judged by, and the cases in which it is not judged at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segnb.vocabulary.errors import InvalidParams

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
FEWEST_BEFORE, FEWEST_AFTER, FEWEST_COMPARED = 5, 3, 19
MANY = 6  # so many treated areas are matched in disjoint sets
NARROW, WIDE = 0.5, 2.0


@dataclass(frozen=True)
class Panel:
    """Values of treated and comparison areas, without a gap.

    Attributes
    ----------
    areas, years
        Names of the rows and columns.
    values : array of shape (areas, years)
        In the unit of the outcome.
    treated : array of shape (areas,)
        Which areas the effort was in.
    population : array of shape (areas,)
        Persons before the start.
    after : array of shape (years,)
        Which years lie after the start; the others lie before it.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    treated: Flags
    population: Floats
    after: Flags

    @property
    def before(self) -> Flags:
        """Which years lie before the start."""
        return ~self.after

    @property
    def past(self) -> Floats:
        """Values before the start: all that matching may see."""
        return self.values[:, self.before]

    @property
    def past_years(self) -> Floats:
        """Years before the start."""
        return np.asarray(self.years, dtype=float)[self.before]

    @property
    def distance(self) -> float:
        """Years between the middle of the years before and of those after."""
        years = np.asarray(self.years, dtype=float)
        return float(years[self.after].mean() - years[self.before].mean())

    @property
    def change(self) -> Floats:
        """Mean after less mean before, of each area."""
        return self.values[:, self.after].mean(axis=1) - self.past.mean(axis=1)

    @property
    def slope(self) -> Floats:
        """Change a year before the start, of each area (least squares)."""
        years = self.past_years - self.past_years.mean()
        return self.past @ years / (years @ years)

    @property
    def bent(self) -> Floats:
        """Change less what each area's own slope before would have given: the twin's outcome."""
        return self.change - self.slope * self.distance

    def only(self, rows: Flags | NDArray[np.intp]) -> "Panel":
        """The panel of some areas."""
        areas = tuple(np.asarray(self.areas, dtype=object)[rows])
        return replace(self, areas=areas, values=self.values[rows], treated=self.treated[rows],
                       population=self.population[rows])  # fmt: skip

    def with_values(self, values: Floats) -> "Panel":
        """The panel with other values of the same areas and years."""
        return replace(self, values=values)

    def earlier(self, last: int = 2) -> "Panel":
        """The years before, the last ones of them as if they came after: a placebo in time."""
        after = np.zeros(int(self.before.sum()), dtype=bool)
        after[-last:] = True
        years = tuple(int(year) for year in self.past_years)
        return replace(self, years=years, values=self.past, after=after)


def comparable(panel: Panel) -> Panel:
    """Panel of the treated areas and of those whose population is half to twice theirs.

    Few treated areas have one pool, around the geometric mean of their populations, so that all of
    it varies alike. Many are matched one by one: there an area stays that is near any of them.

    Raises
    ------
    InvalidParams
        The treated areas themselves are too unlike in size to be judged together.
    """
    own = panel.population[panel.treated]
    if panel.treated.sum() >= MANY:
        ratio = panel.population[:, None] / own[None, :]
        return panel.only(((ratio >= NARROW) & (ratio <= WIDE)).any(axis=1) | panel.treated)
    ratio = np.round(panel.population / np.exp(np.log(own).mean()), 6)
    near = (ratio >= NARROW) & (ratio <= WIDE)
    if not near[panel.treated].all():
        unlike = next(a for a, t, n in zip(panel.areas, panel.treated, near, strict=True)
                      if t and not n)  # fmt: skip
        raise InvalidParams(
            f"The area {unlike} has under half or over twice the population of the other treated "
            "areas: evaluate it in a plan of its own."
        )
    return panel.only(near)


def check_years(years: Sequence[int], start: int, left_out: Sequence[int] = ()) -> None:
    """Refuse a window with too few years on either side of the start.

    Raises
    ------
    InvalidParams
        Fewer than five years before or three years after the start.
    """
    kept = [year for year in years if year not in left_out]
    sides = ((sum(y < start for y in kept), FEWEST_BEFORE, "before"),
             (sum(y >= start for y in kept), FEWEST_AFTER, "after"))  # fmt: skip
    for number, fewest, side in sides:
        if number < fewest:
            raise InvalidParams(
                f"There are {number} years {side} the start {start} with one definition, and "
                f"{fewest} are needed: choose another outcome or wait for more years."
            )


def check_compared(number: int) -> None:
    """Refuse a pool in which no result could be unusual.

    Raises
    ------
    InvalidParams
        Fewer than nineteen comparison areas: the smallest p would be above 0.05.
    """
    if number < FEWEST_COMPARED:
        raise InvalidParams(
            f"There are {number} comparison areas with all years and a population of half to twice "
            f"the treated, and {FEWEST_COMPARED} are needed: evaluate at another level."
        )

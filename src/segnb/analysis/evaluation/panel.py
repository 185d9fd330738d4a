"""The yearly values that an effort is judged by, and the cases in which it is not judged at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segnb.vocabulary.evaluation_plan import Refusal

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
FEWEST_BEFORE, FEWEST_AFTER, FEWEST_COMPARED = 5, 3, 19
MANY = 6  # so many treated areas are matched in disjoint sets
NARROW, WIDE = 0.5, 2.0
MOST_COMPARED, MOST_TO_MATCH = 300, 1000


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

    def in_order(self) -> "Panel":
        """The panel by the names of its areas: no draw then hangs on their order."""
        return self.only(np.argsort(np.asarray(self.areas, dtype=object), kind="stable"))

    def with_values(self, values: Floats) -> "Panel":
        """The panel with other values of the same areas and years."""
        return replace(self, values=values)

    @property
    def first_after(self) -> int:
        """First year after the start."""
        return int(np.asarray(self.years)[self.after][0])

    def without_last(self) -> "Panel":
        """The panel as it was a year ago."""
        return replace(self, years=self.years[:-1], values=self.values[:, :-1],
                       after=self.after[:-1])  # fmt: skip

    def earlier(self, last: int = 2) -> "Panel":
        """The years before, the last ones of them as if they came after: a placebo in time."""
        after = np.zeros(int(self.before.sum()), dtype=bool)
        after[-last:] = True
        years = tuple(int(year) for year in self.past_years)
        return replace(self, years=years, values=self.past, after=after)


def comparable(panel: Panel, seed: int = 0) -> Panel:
    """Panel of the treated areas and of those whose population is half to twice theirs.

    They have one pool, around the geometric mean of their populations, so that all of it varies
    alike. Six treated areas or more are matched on their population one by one, from all areas.
    A pool of thousands is drawn down to some hundreds: more would find nothing more.

    Raises
    ------
    Refused
        The treated areas themselves are too unlike in size to be judged together.
    """
    panel, many = panel.in_order(), panel.treated.sum() >= MANY
    if not many:
        panel = panel.only(_of_their_size(panel))
    others = np.flatnonzero(~panel.treated)
    most = MOST_TO_MATCH if many else MOST_COMPARED
    if len(others) <= most:
        return panel
    drawn = np.random.default_rng(seed).choice(others, most, replace=False)
    return panel.only(np.sort(np.concatenate([np.flatnonzero(panel.treated), drawn])))


def _of_their_size(panel: Panel) -> Flags:
    own = panel.population[panel.treated]
    ratio = np.round(panel.population / np.exp(np.log(own).mean()), 6)
    near = (ratio >= NARROW) & (ratio <= WIDE)
    if not near[panel.treated].all():
        unlike = panel.areas[int(np.flatnonzero(panel.treated & ~near)[0])]
        raise Refusal("sizes", area=unlike)
    return near


def check_years(years: Sequence[int], start: int, left_out: Sequence[int] = ()) -> None:
    """Refuse a window with too few years on either side of the start.

    Raises
    ------
    Refused
        Fewer than five years before or three years after the start.
    """
    kept = [year for year in years if year not in left_out]
    sides = ((sum(y < start for y in kept), FEWEST_BEFORE, "before"),
             (sum(y >= start for y in kept), FEWEST_AFTER, "after"))  # fmt: skip
    for number, fewest, side in sides:
        if number < fewest:
            raise Refusal(side, number=number, start=start, fewest=fewest)


def check_compared(number: int) -> None:
    """Refuse a pool in which no result could be unusual.

    Raises
    ------
    Refused
        Fewer than nineteen comparison areas: the smallest p would be above 0.05.
    """
    if number < FEWEST_COMPARED:
        raise Refusal("areas", number=number, fewest=FEWEST_COMPARED)

"""Do printed amounts hold together? What finds a lost, added, swapped or wrong digit.

They point at a row; they never repair one.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GROUPED = re.compile(r"\d{1,3}([ \u00a0]\d{3})*")
POWERS = (10, 100, 0.1, 0.01)
NEAR = 1e-12


class Shared(NamedTuple):
    """What `shared_factor` finds.

    Attributes
    ----------
    low, high
        Ends of the factor that most rows share.
    fits : array of shape (rows,)
        Which rows share it.
    powers : array of shape (rows,)
        Power of ten that would make a row fit; 1 where it fits, NaN where none does.
    """

    low: float
    high: float
    fits: NDArray[np.bool_]
    powers: NDArray[np.float64]


def well_grouped(printed: str) -> bool:
    """Whether the digits of a printed number stand in groups of three.

    Examples
    --------
    >>> well_grouped("164 000 000"), well_grouped("164 000 00")
    (True, False)
    """
    return GROUPED.fullmatch(printed.strip()) is not None


def shared_factor(values: Sequence[float], base: Sequence[float], unit: float) -> Shared:
    """The factor between two columns that most rows share, and the rows that do not share it.

    A value rounded to `unit` leaves the interval [(v - unit/2) / b, (v + unit/2) / b] for the
    factor. The factor is what most of these intervals have in common.

    Parameters
    ----------
    values, base
        Two amounts a row, such as the grant of one year and of another.
    unit
        What `values` are rounded to.

    Examples
    --------
    >>> shared_factor([20, 30, 400, 50], [10, 15, 20, 25], 1).powers.tolist()
    [1.0, 1.0, 0.1, 1.0]
    """
    v, b = np.asarray(values, dtype=float), np.asarray(base, dtype=float)
    lows, highs = (v - unit / 2) / b, (v + unit / 2) / b
    inside = (lows <= lows[:, None] + NEAR) & (highs >= lows[:, None] - NEAR)
    fits = inside[int(inside.sum(axis=1).argmax())]
    low, high = float(lows[fits].max()), float(highs[fits].min())
    powers = np.where(fits, 1.0, np.nan)
    for power in POWERS:
        near = ((v * power - unit / 2) / b <= high) & ((v * power + unit / 2) / b >= low)
        powers = np.where(np.isnan(powers) & near, power, powers)
    return Shared(low, high, fits, powers)

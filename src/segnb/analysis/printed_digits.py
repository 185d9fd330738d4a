"""Do printed amounts hold together? Tests that find a lost, added, swapped or wrong digit.

They point at a row; they never repair one.
"""

import re
from collections.abc import Iterator, Sequence
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


def swap_possible(difference: int) -> bool:
    """Whether two swapped digits can be the cause of a difference: only if nine divides it."""
    return difference % 9 == 0


def explained_by(values: Sequence[int], difference: int) -> list[int]:
    """Rows in which one wrong, lost, added or swapped digit gives the difference of a sum.

    Parameters
    ----------
    difference
        Stated total less the sum of the rows.

    Examples
    --------
    >>> explained_by([120, 368], 90)
    [0]
    """
    return [row for row, value in enumerate(values)
            if value + difference in set(misprints(value))]  # fmt: skip


def misprints(value: int) -> Iterator[int]:
    """Numbers that one slip of the hand makes of a whole number."""
    text = str(value)
    for place in range(len(text)):
        yield int(text[:place] + text[place + 1 :] or 0)
        yield int(text[:place] + text[place : place + 2][::-1] + text[place + 2 :])
        yield from (int(f"{text[:place]}{digit}{text[place + 1 :]}") for digit in range(10))
    for place in range(len(text) + 1):
        yield from (int(f"{text[:place]}{digit}{text[place:]}") for digit in range(10))

"""Scales: how values become pixels, round limits and few ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import TypeVar

import numpy as np

MAX_TICKS = 6
Values = TypeVar("Values", float, np.ndarray)


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to pixels; `start` and `end` are pixels of `low` and `high`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Values) -> Values:
        """Pixel of a value, or of each of many."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = MAX_TICKS) -> list[float]:
    """Three to six round values from `low` to `high`.

    Examples
    --------
    >>> ticks(0, 60)
    [0.0, 20.0, 40.0, 60.0]
    """
    step = _step(high - low, most)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def decimals(values: Iterable[float]) -> int:
    """Decimals that an axis needs so that none of its values is written as another.

    Examples
    --------
    >>> decimals(ticks(0, 20)), decimals(ticks(0, 12.5)), decimals(ticks(0, 1.1))
    (0, 1, 2)
    """
    return next(n for n in range(11) if all(round(value, n) == value for value in values))


def limits(low: float, high: float, most: int = MAX_TICKS) -> tuple[float, float]:
    """Round limits that hold all values; a range of nothing becomes one step wide.

    Examples
    --------
    >>> limits(0, 47.9)
    (0.0, 50.0)
    """
    if not (isfinite(low) and isfinite(high)):
        return 0.0, 100.0
    if high - low < 1e-9:
        high = low + max(abs(low) * 0.1, 1.0)
    step = _step(high - low, most)
    return floor(low / step + 1e-9) * step + 0.0, ceil(high / step - 1e-9) * step + 0.0


def year_ticks(first: int, last: int, most: int) -> list[int]:
    """Years to write under an axis: all, or every second, fourth, fifth, tenth …

    Examples
    --------
    >>> year_ticks(1990, 2026, 5)
    [1990, 2000, 2010, 2020]
    """
    for step in (1, 2, 4, 5, 10, 20, 50):
        years = [year for year in range(first, last + 1) if year % step == 0]
        if len(years) <= most:
            return years
    return [first]


def round_length(longest: float) -> float:
    """Largest of 1, 2, 5, 10, 20 … that is not above `longest`.

    Examples
    --------
    >>> round_length(4700)
    2000
    """
    power = 10 ** floor(log10(longest))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= longest)


def _step(span: float, most: int) -> float:
    """Smallest of 1, 2, 2.5, 5 times a power of ten that gives at most `most` ticks."""
    power = 10.0 ** floor(log10(span / most))
    for factor in (1, 2, 2.5, 5, 10):
        if ceil(span / (factor * power) - 1e-9) + 1 <= most:
            return factor * power
    return 20 * power

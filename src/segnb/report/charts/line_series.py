"""Series over years: where their lines stop, and what can stand beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from segnb.report.page import theme

Break = tuple[int, str]
Hole = tuple[int, int, str]
NUMBERS = ("value", "lower", "upper")
LONGER = 1.5  # times the usual step: elections every third or fourth year leave no hole


@dataclass(frozen=True)
class LineStyle:
    """How the line of a kind of series looks, and how much its label matters."""

    colour: str
    width: float
    dash: tuple[float, ...] | None
    importance: int
    weight: str = "normal"
    ink: str = theme.TEXT_SECONDARY


KINDS = {
    "own": LineStyle(theme.OWN, 3.0, None, 9, "bold", theme.OWN),
    "median": LineStyle(theme.TEXT_SECONDARY, 1.8, (5, 3), 8, "bold"),
    "nation": LineStyle(theme.TEXT, 1.8, (9, 3, 2, 3), 7, ink=theme.TEXT),
    "anchor": LineStyle(theme.TEXT, 1.0, None, 7, "bold", theme.TEXT),
    "county": LineStyle(theme.TICK, 1.6, None, 6),
    "women": LineStyle(theme.OWN, 1.8, (2, 2), 5, ink=theme.OWN),
    "men": LineStyle(theme.OWN, 1.8, (2, 2), 5, ink=theme.OWN),
    "girls": LineStyle(theme.OWN, 1.8, (2, 2), 5, ink=theme.OWN),
    "boys": LineStyle(theme.OWN, 1.8, (2, 2), 5, ink=theme.OWN),
    "peer": LineStyle(theme.CONTEXT_LINE, 1.2, None, 1),
}


@dataclass(frozen=True)
class Points:
    """Years in order, with their values and intervals; NaN stands for what is not known."""

    years: np.ndarray
    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def __len__(self) -> int:
        return len(self.years)

    def __getitem__(self, rows: slice | np.ndarray) -> "Points":
        return Points(self.years[rows], self.values[rows], self.lower[rows], self.upper[rows])

    @property
    def known(self) -> "Points":
        """Years with a value."""
        return self[~np.isnan(self.values)]

    @property
    def certain(self) -> "Points":
        """Years with an interval."""
        return self[~np.isnan(self.lower) & ~np.isnan(self.upper)]


@dataclass(frozen=True)
class Series:
    """One series in the order of its years."""

    name: str
    kind: str
    label: str
    points: Points

    @property
    def style(self) -> LineStyle:
        """How its line looks."""
        return KINDS[self.kind]

    @cached_property
    def known(self) -> Points:
        """Years with a value."""
        return self.points.known


def series_of(frame: pd.DataFrame) -> list[Series]:
    """Series of a frame, context first so that the municipality is painted on top."""
    codes, names = pd.factorize(frame["series"], use_na_sentinel=False)
    kinds, labels = frame["kind"].to_numpy(object), frame["label"].to_numpy(object)
    every = Points(frame["year"].to_numpy(int), *(_numbers(frame, name) for name in NUMBERS))
    found = []
    for code, name in enumerate(names):
        rows = np.flatnonzero(codes == code)
        rows = rows[np.argsort(every.years[rows], kind="stable")]
        label = [text for text in labels[rows] if isinstance(text, str) and text]
        kind = str(kinds[rows[0]])
        found.append(Series(str(name), kind, label[-1] if label else "", every[rows]))
    return sorted(found, key=lambda series: series.style.importance)


def _numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    return frame[column].to_numpy(float) if column in frame else np.full(len(frame), np.nan)


def runs(series: Series, breaks: Sequence[Break]) -> list[Points]:
    """Parts of a series that one line may join.

    A line stops at a break, at a year without a value, and where years are missing: more than
    half again the usual step between the years of the series.
    """
    points = series.points
    if len(points) == 0:
        return []
    steps = np.diff(points.years)
    usual = float(np.median(steps)) if len(steps) else 1.0
    empty = np.isnan(points.values)
    ends = [
        after
        for after, (first, second) in enumerate(pairwise(points.years), start=1)
        if second - first > LONGER * usual
        or any(first < year <= second for year, _ in breaks)
        or empty[after - 1]
        or empty[after]
    ]
    parts = [points[start:end] for start, end in pairwise([0, *ends, len(points)])]
    return [part for part in parts if len(part.known)]


def missing_years(series: Series, word: str) -> list[Hole]:
    """Years that a series has without a value, as holes with a word."""
    years, empty = series.points.years, np.isnan(series.points.values)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], empty, [0]])))
    return [(int(years[a]), int(years[b - 1]), word) for a, b in edges.reshape(-1, 2)]

"""Series over years: where their lines stop, and what can stand beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from segnb.report import theme

Break = tuple[int, str]
Hole = tuple[int, int, str]


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
    "peer": LineStyle(theme.CONTEXT_LINE, 1.2, None, 1),
}


@dataclass(frozen=True)
class Series:
    """One series in the order of its years."""

    name: str
    kind: str
    label: str
    data: pd.DataFrame

    @property
    def style(self) -> LineStyle:
        """How its line looks."""
        return KINDS[self.kind]

    @cached_property
    def known(self) -> pd.DataFrame:
        """Years with a value."""
        return self.data.dropna(subset=["value"])


def series_of(frame: pd.DataFrame) -> list[Series]:
    """Series of a frame, context first so that the municipality is painted on top."""
    found = []
    for name, part in frame.groupby("series", sort=False, dropna=False):
        data = part.sort_values("year")
        labels = [text for text in data["label"] if isinstance(text, str) and text]
        kind = str(data["kind"].iloc[0])
        found.append(Series(str(name), kind, labels[-1] if labels else "", data))
    return sorted(found, key=lambda series: series.style.importance)


def runs(series: Series, breaks: Sequence[Break]) -> list[pd.DataFrame]:
    """Parts of a series that one line may join.

    A line stops at a break, at a year without a value, and where years are missing: more than
    half again the usual step between the years of the series.
    """
    data = series.data
    years = data["year"].to_numpy()
    if len(years) == 0:
        return []
    usual = float(np.median(np.diff(years))) if len(years) > 1 else 1.0
    values = data["value"].to_numpy(dtype=float)
    ends = [
        after
        for after, (first, second) in enumerate(pairwise(years), start=1)
        if second - first > 1.5 * usual
        or any(first < year <= second for year, _ in breaks)
        or np.isnan(values[after - 1])
        or np.isnan(values[after])
    ]
    parts = [data.iloc[start:end] for start, end in pairwise([0, *ends, len(data)])]
    return [part for part in parts if part["value"].notna().any()]


def missing_years(series: Series, word: str) -> list[Hole]:
    """Years that a series has without a value, as holes with a word."""
    empty = series.data["value"].isna()
    blocks = (empty != empty.shift()).cumsum()[empty]
    return [
        (int(part["year"].iloc[0]), int(part["year"].iloc[-1]), word)
        for _, part in series.data[empty].groupby(blocks)
    ]

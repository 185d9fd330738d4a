"""Indices of what was got: estimates with their intervals, or bounds."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from segnb import measures
from segnb.analysis.index_estimates import VALUES, indices, withheld
from segnb.report.charts.index_dots import BOUNDS
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.hidden_counts import PossibleCounts, possible_counts
from segnb.report.reading.indicator_data import IndicatorData, noise_in
from segnb.report.reading.levels import OWN
from segnb.report.reading.reader import Reader

FAMILIES = ("deso", "regso")
DATA_NAMES = {
    "estimate": "index_without_chance",
    "value": "index_without_chance",
    "expected": "raw_index_of_even_spread",
}


@dataclass(frozen=True)
class Indices:
    """Indices of several indicators at several levels.

    Attributes
    ----------
    held
        What was measured, one for each indicator and level.
    frame
        One row for each of them: `indicator, level, year, share` (of the group, per cent),
        `withheld`, and what `analysis.index_estimates.indices` gives, in 0-100. Where counts are
        hidden there is no `estimate` but a `lower_bound` and an `upper_bound`.
    """

    held: tuple[IndicatorData, ...]
    frame: pd.DataFrame

    def of(self, indicator: str) -> pd.DataFrame:
        """Rows of one indicator, the finest level first."""
        return self.frame[self.frame["indicator"] == indicator]

    @property
    def indicators(self) -> list[str]:
        """Ids of what was measured, in its order."""
        return list(dict.fromkeys(one.entry.id for one in self.held))

    @property
    def bounded(self) -> bool:
        """Whether an index has bounds instead of a value, because counts are hidden."""
        return bool(self.frame["lower_bound"].notna().any())


def measure_indices(
    report: Report,
    *indicators: str,
    families: tuple[str, ...] = FAMILIES,
    measure: str | Callable[..., pd.DataFrame] = "dissimilarity",
) -> Indices | Gap:
    """Index of each share between areas, at each level where it is held.

    Parameters
    ----------
    indicators
        Ids of shares in the catalogue; the people in the share are compared with all others.
    families
        Levels, the finest first. The municipality's own areas come last, where the settings name
        them.
    measure
        Function of `segnb.measures`, or its name; one that runs from 0 to 1.
    """
    measure = measure if isinstance(measure, str) else measure.__name__
    years = {name: common_year(report.read, name, families) for name in indicators}
    got = [one for name, year in years.items() for one in _got(report, name, families, year)]
    if report.params.areas == OWN:  # the own files need not have all
        got += [report.get(name, OWN) for name in indicators if report.read.held(name, OWN)]
    held = tuple(one for one in got if isinstance(one, IndicatorData))
    if not held:
        return next(one for one in got if isinstance(one, Gap))
    rows = [_measured(report, one, measure) for one in held]
    frame = pd.concat(rows, ignore_index=True)
    report.trail.show_index(held, _as_shown(frame), measure)
    return Indices(held, frame)


def common_year(reader: Reader, indicator: str, families: tuple[str, ...]) -> int | None:
    """The newest year that all levels have which have any: two years are not one finding.

    Where no year is common, the newest that most levels have. None where nothing is held.
    """
    newest = {one: got.year for one in families if (got := reader.held(indicator, one))}
    if len(set(newest.values())) < 2:
        return next(iter(newest.values()), None)
    levels = Counter(year for one in newest for year in reader.years(indicator, one)
                     if reader.held(indicator, one, year=year))  # fmt: skip
    return max(levels, key=lambda year: (levels[year], year))


def _got(
    report: Report, indicator: str, families: tuple[str, ...], year: int | None
) -> list[IndicatorData | Gap]:
    """An indicator at each level that has the year; gaps for levels that have none at all."""
    wanted = [one for one in families if not report.read.held(indicator, one)
              or report.read.held(indicator, one, year=year)]  # fmt: skip
    return [report.get(indicator, family, year=year) for family in wanted]


def _measured(report: Report, held: IndicatorData, measure: str) -> pd.DataFrame:
    possible = _possible(report, held)
    if measure == "dissimilarity" and possible is None:
        return kept_index(report.read, held)
    return index_of(held, measure, possible)


def _as_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Indices as the record of the report keeps them."""
    status = frame["withheld"].map({True: "not_applicable", False: "ok"})
    return frame.assign(area=frame["municipality"], value=frame["estimate"], status=status)


def _possible(report: Report, held: IndicatorData) -> PossibleCounts | None:
    """What hidden counts may hold."""
    finer = held.summed_from
    parents = report.read.parents(finer, report.place.code, held.family) if finer else None
    return possible_counts(held, parents)


def index_of(
    held: IndicatorData, measure: str = "dissimilarity", possible: PossibleCounts | None = None
) -> pd.DataFrame:
    """Index of what was got, a row a municipality, in 0-100 with the group's share.

    Parameters
    ----------
    possible
        What hidden counts may hold: the index then has bounds instead of a value.
    """
    counts = held.counts() if possible is None else possible.counts
    hidden = None if possible is None else possible.more
    is_own = held.level == OWN and not held.summed_from  # nobody has added noise to them
    found = indices(
        counts,
        measure,
        "in",
        by="municipality",
        rounding=held.entry.rounding or None,
        noise=None if is_own else noise_in(held, held.year),
        hidden=hidden,
    )
    found[BOUNDS] = np.nan
    if hidden is not None:
        ends = measures.bounds(counts, measure, "in", by="municipality", hidden=hidden)
        found[BOUNDS] = ends[BOUNDS].mask(withheld(found))
        found[["estimate", "raw_index"]] = np.nan  # a point would be a guess
    found[[*VALUES, *BOUNDS]] *= 100
    share = 100 * found["group_size"] / found["total"]
    place = {"indicator": held.entry.id, "level": held.level, "year": held.year}
    share = share if hidden is None else np.nan
    return found.assign(**place, share=share, withheld=withheld(found))


def kept_index(reader: Reader, held: IndicatorData) -> pd.DataFrame:
    """The dissimilarity of what was got, computed once for all chapters."""
    key = ("index", held.entry.id, held.level, held.year, held.summed_from)
    return reader.once(key, partial(index_of, held))


def as_data(frame: pd.DataFrame) -> pd.DataFrame:
    """Indices as a data file names them, so that no index is taken for another."""
    return frame.rename(columns=DATA_NAMES)

"""An indicator over years: each vintage of its areas is a series of its own, never joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import pandas as pd

from segnb import measures
from segnb.analysis import shares, sums
from segnb.analysis.certainty import ENDS
from segnb.measures.inference import WITHHELD_UNITS
from segnb.report.charts.line_series import LONGER
from segnb.report.division.index_values import kept_index
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.phrases import divided_by
from segnb.report.reading.breaks_and_splits import breaks_here
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Break, Indicator

AREAS = ("regso", "deso")
COLUMNS = ["level", "area", "municipality", "year", "sex", "value", *ENDS, "status"]


@dataclass(frozen=True)
class Trend:
    """One indicator over years, at one kind of area.

    Attributes
    ----------
    held
        What was got, the oldest vintage first.
    rows
        `level, area, municipality, year, sex, value, lower, upper, lower80, upper80, status`; of
        an index also `raw_index`, and `level` is the vintage of the areas that it is between.
    index
        Whether the values are the dissimilarity (0-100) between areas, without what chance adds.
    """

    held: tuple[IndicatorData, ...]
    rows: pd.DataFrame
    index: bool = False

    @property
    def entry(self) -> Indicator:
        """Entry of the catalogue."""
        return self.held[0].entry

    @cached_property
    def own(self) -> pd.DataFrame:
        """Rows of both sexes together."""
        return self.rows[self.rows["sex"] == "total"].sort_values(["level", "year"])

    @cached_property
    def known(self) -> pd.DataFrame:
        """Rows of both sexes together that have a value, year by year."""
        return self.own.dropna(subset="value").sort_values("year", kind="stable")

    @cached_property
    def status(self) -> dict[tuple[str, int], str]:
        """Status of the value of both sexes together, by level and year."""
        columns = (self.own[name].tolist() for name in ("level", "year", "status"))
        return {(level, year): str(status) for level, year, status in zip(*columns, strict=True)}

    @cached_property
    def levels(self) -> list[str]:
        """Levels with a value, the oldest vintage first."""
        return list(self.known["level"].unique())

    @cached_property
    def years(self) -> tuple[int, int]:
        """First and last year with a value."""
        return int(self.known["year"].iloc[0]), int(self.known["year"].iloc[-1])

    def span(self, year: int) -> tuple[int, int]:
        """First and last of the years that the value of a year is a mean of."""
        return self.entry.span(int(year), str(self.own["municipality"].iloc[0])[:2])

    @property
    def mean_of(self) -> int:
        """How many years the newest value is a mean of."""
        first, last = self.span(self.years[1])
        return last - first + 1

    @cached_property
    def begins(self) -> int:
        """First year that a value is of: of means of several years it lies before their first."""
        return self.span(self.years[0])[0]

    @cached_property
    def in_means(self) -> set[int]:
        """Years that a mean of several years has inside it; none of values of one year."""
        spans = [self.span(year) for year in self.known["year"].unique()]
        means = [(first, last) for first, last in spans if first < last]
        return {year for first, last in means for year in range(first, last + 1)}


def breaks_of(trend: Trend, reader: Reader) -> list[Break]:
    """Breaks inside the years of a trend, at its levels; a part that was split off is one."""
    (first, last), place = trend.years, reader.place.code
    found = (one for level in trend.levels for one in breaks_here(trend.entry, level, place))
    return [one for one in dict.fromkeys(found) if first < one.year <= last]


def alt_breaks(report: Report, trend: Trend) -> str:
    """Years of the breaks of a trend, for those who do not see the lines that mark them."""
    years = sorted({str(found.year) for found in breaks_of(trend, report.read)})
    return report.text("trends.alt_breaks", years=report.language.listing(years)) if years else ""


def is_apart(known: np.ndarray, year: int) -> bool:
    """Whether the known years around a year are further from each other than is usual."""
    after = int(np.searchsorted(known, year))
    return bool(known[after] - known[after - 1] > LONGER * np.median(np.diff(known)))


def mean_marks(trend: Trend) -> dict[str, bool]:
    """Which words explain the points of means, with those for a line that stops between two.

    Years inside a mean are not lacking, so no hatching says why that line stops.
    """
    years = np.unique(trend.known["year"].to_numpy(int))
    apart = any(is_apart(years, last) for first, last in pairwise(years)
                if last - first > 1 and trend.in_means.issuperset(range(first, last)))  # fmt: skip
    is_mean = trend.mean_of > 1
    return {"mean": is_mean and not apart, "mean_apart": is_mean and apart}


def get_trend(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> Trend | Gap:
    """Indicator over years, or the gap that stands in its place; what is got counts as shown.

    Parameters
    ----------
    indicator
        Id in the catalogue.
    family
        Level without vintage. Of DeSO and RegSO the index between them is got, since a line for
        each area would rank them.
    index
        The dissimilarity between areas; with `municipality`, between RegSO.
    """
    found = read_trend(report.read, indicator, family, index=index)
    if found is None:
        return _gap(report, indicator, area_family(family, index) if index else family)
    for held in found.held:
        report.use(held)
    if found.index:
        report.trail.show_index(found.held, found.own, "dissimilarity")
    return found


def area_family(family: str, index: bool) -> str:
    """Kind of area that an index is between."""
    return AREAS[0] if index and family == "municipality" else family


def _gap(report: Report, indicator: str, family: str) -> Gap:
    if not (family in AREAS or _is_area(family)) or report.read.held(indicator, family) is None:
        return report.gap_of(indicator, family)
    level, name = report.level_name(family), divided_by(report, report.read.catalogue[indicator])
    return report.gap(
        f"{indicator}_{family}_index",
        report.text("trends.index_between", name=name, level=level),
        report.text("trends.few_areas", level=level),
        status="not_applicable",
    )


def read_trend(
    reader: Reader,
    indicator: str,
    family: str = "municipality",
    *,
    index: bool = False,
    intervals: bool = True,
) -> Trend | None:
    """As `get_trend`, without leaving a trail; None where nothing is held.

    Parameters
    ----------
    intervals
        Whether an index gets its interval and has what chance adds taken out, which takes a tenth
        of a second a year; without, the rows have raw indices alone.
    """
    index = index or family in AREAS or _is_area(family)
    key = ("trend", indicator, area_family(family, index), index, intervals)
    how = {"index": index, "intervals": intervals}
    return reader.once(key, lambda: _read(reader, indicator, family, **how))


def _read(
    reader: Reader, indicator: str, family: str, *, index: bool, intervals: bool
) -> Trend | None:
    held = tuple(_vintages(reader, indicator, area_family(family, index)))
    if index:
        held = tuple(one for one in held if "denominator" in one.rows)
    if not held:
        return None
    between = partial(_indices, reader) if intervals else _estimates
    made = (between if index else _values)(held)
    if made.loc[made["sex"] == "total", "value"].isna().all():  # also where none has both sexes
        return None
    return Trend(held, made.reset_index(drop=True), index)


def _is_area(family: str) -> bool:
    return family in LEVELS and LEVELS[family].family in AREAS


def _vintages(reader: Reader, indicator: str, family: str) -> list[IndicatorData]:
    """What is held at each vintage of a level, the oldest first."""
    of_family = [level.id for level in LEVELS.values() if level.family == family]
    every = [reader.held(indicator, level, sex=None) for level in of_family or [family]]
    found = [held for held in every if held is not None]
    return [one for held in found for one in _summed(reader, held)]


def _summed(reader: Reader, held: IndicatorData) -> list[IndicatorData]:
    """Sums for the municipality from every vintage: its border is the same in all of them."""
    if not held.summed_from or LEVELS[held.level].vintage is not None:
        return [held]
    family = LEVELS[held.summed_from].family
    others = [level for level in LEVELS if LEVELS[level].family == family]
    basis = reader.catalogue[held.entry.of or held.entry.id]
    made = []
    for level in others:
        finer = reader.held(basis.id, level, sex=None)
        if finer is None or level == held.summed_from:
            made += [held] * (level == held.summed_from)
            continue
        rows = sums.to_level(finer.observed, held.level)
        if held.entry.kind == "share":
            rows = shares.of_entry(rows, held.entry)
        more = {"rows": rows, "observed": finer.observed, "year": finer.year}
        made.append(replace(held, summed_from=level, **more))
    return made


def _values(held: Sequence[IndicatorData]) -> pd.DataFrame:
    """Values year by year; where two vintages give a year, that of the newer one."""
    rows = pd.concat([_one_figure(one) for one in held], ignore_index=True)
    keys = ["level", "area", "year", "sex"]
    return rows.reindex(columns=COLUMNS).drop_duplicates(keys, keep="last")


def of_total(held: IndicatorData, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Rows of the total, or all where they are of one figure; None where groups have no total."""
    if "group" not in rows or rows["group"].nunique() < 2:
        return rows
    whole = [group for group in (*held.entry.totals, "all") if group in set(rows["group"])]
    return rows[rows["group"] == whole[0]] if whole else None


def _one_figure(held: IndicatorData) -> pd.DataFrame:
    """Rows of one figure: of counts, those of the total or the sum of all groups."""
    rows, groups = held.rows, held.entry.groups
    whole = of_total(held, rows)
    if whole is not None:
        return whole
    keys = ["level", "area", "municipality", "year", "sex"]
    rows = rows[rows["group"].isin(list(groups) or rows["group"])]
    summed = rows.groupby(keys, observed=True)["value"].sum(min_count=rows["group"].nunique())
    return summed.reset_index().assign(status="ok")


def _indices(reader: Reader, held: Sequence[IndicatorData]) -> pd.DataFrame:
    """Dissimilarity between areas, year by year and vintage by vintage."""
    parts = [
        kept_index(reader, replace(one, year=int(year)))
        for one in held
        for year in sorted(one.rows.dropna(subset="value")["year"].unique())
    ]
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "raw_index"])
    rows = pd.concat(parts, ignore_index=True).rename(columns={"estimate": "value"})
    status = rows["value"].isna().map({True: "missing", False: "ok"})
    status = status.mask(rows["withheld"], "not_applicable")
    rows = rows.assign(area=rows["municipality"], sex="total", status=status)
    return rows[[*COLUMNS, "raw_index", "units", "group_size", "share"]]


def _estimates(held: Sequence[IndicatorData]) -> pd.DataFrame:
    """As `_indices`, without intervals."""
    parts = []
    for one in held:
        counts = one.counts(*one.rows["year"].unique())
        found = measures.dissimilarity(counts, "in", by=["municipality", "year"])
        few = found["units"] <= WITHHELD_UNITS
        value = 100 * found["estimate"].mask(few)
        parts.append(found.assign(value=value, level=one.level, area=found["municipality"]))
    rows = pd.concat(parts, ignore_index=True)
    status = rows["value"].isna().map({True: "missing", False: "ok"})
    return rows.assign(sex="total", status=status).reindex(columns=COLUMNS)

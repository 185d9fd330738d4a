"""Measures of some municipalities beside each other, with ranks as intervals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from segnb.analysis.medians import median_of
from segnb.analysis.national_ranking import indices_everywhere
from segnb.analysis.pairwise_tests import ranks_together
from segnb.analysis.ranks import ranks
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.all_municipalities import everywhere, held_years, uncertain
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import vintages
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.catalogue import breaks_at
from segnb.vocabulary.errors import InvalidParams

FEWEST, MOST = 2, 60
AS_ROWS = 12  # more places than these are ticks of a strip, and rows of the table alone
PAGE_ROWS, BESIDE_ROWS = 52, 6  # of a drawing on paper; of a panel, beside those of its places
ENDS = ["value", "lower", "upper"]


@dataclass(frozen=True)
class Measure:
    """One measure of the places.

    Attributes
    ----------
    rows
        One row a place, in the order in which they were named: `area, value, lower, upper, status,
        rank, rank_first, rank_last, of` (among all municipalities), `together_first,
        together_last` (among those shown), and for change `first_year, first_value`.
    others
        Values of all municipalities of the store in the year; empty of an index.
    nation
        Value of the country, with its `nation_status`; missing where none is held.
    """

    held: IndicatorData
    rows: pd.DataFrame
    others: pd.DataFrame
    nation: float
    index: bool = False
    nation_status: str = "missing"


@dataclass(frozen=True)
class PlaceRanks:
    """Places and their measures."""

    places: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def many(self) -> bool:
        """Whether places are too many for a row each in a figure, and for every pair in a table."""
        return len(self.places) > AS_ROWS

    @property
    def parts(self) -> list["PlaceRanks"]:
        """Measures in the order given, as many together as a page of paper can show."""
        rows = BESIDE_ROWS + (1 if self.many else len(self.places))
        most = max(1, PAGE_ROWS // rows)
        starts = range(0, len(self.measures), most)
        return [replace(self, measures=self.measures[at : at + most]) for at in starts]


def compared_places(named: Sequence[str]) -> tuple[str, ...]:
    """Codes of the municipalities that are named, each once.

    Raises
    ------
    InvalidParams
        There are fewer than two or more than sixty.
    """
    codes = tuple(dict.fromkeys(find_municipality(one).code for one in named))
    if not FEWEST <= len(codes) <= MOST:
        raise InvalidParams(
            f"{len(codes)} municipalities are named: a comparison takes {FEWEST} to {MOST}."
        )
    return codes


def measure_beside(
    report: Report, places: Sequence[str], *indicators: str, index: Sequence[str] = ()
) -> PlaceRanks:
    """Values of the places in each indicator, and indices between their DeSO.

    Parameters
    ----------
    places
        Codes or names of two to sixty municipalities; rows keep their order.
    indicators
        Ids; one that is not held becomes a gap of the page.
    index
        Ids of shares whose dissimilarity follows, without what chance gives.
    """
    codes = compared_places(places)
    made = [_measure(report, codes, name) for name in indicators]
    made += [_index(report, codes, name) for name in index]
    return PlaceRanks(codes, tuple(one for one in made if isinstance(one, Measure)))


def _measure(report: Report, codes: tuple[str, ...], indicator: str) -> Measure | Gap:
    held = report.read.held(indicator, "municipality", everywhere=True)
    if held is None:
        return report.gap_of(indicator, "municipality")
    everyone = held.latest.reindex(columns=["area", *ENDS, "status"]).reset_index(drop=True)
    full = everyone["lower"].isna().all()
    ranked = ranks(everyone, full_count=bool(full)).set_index("area")
    rows = ranks_together(ranked.reindex(codes).reset_index())
    nation = report.read.held(indicator, "nation", year=held.year)
    whole = None if nation is None else nation.latest.iloc[0]
    value = float("nan") if whole is None else float(whole["value"])
    status = "missing" if whole is None else str(whole["status"])
    rows = rows.assign(**_first(held, codes))
    report.use(held.of_years({held.year, *rows["first_year"].dropna()}))
    return Measure(held, rows, everyone, value, nation_status=status)


def _first(held: IndicatorData, codes: tuple[str, ...]) -> dict[str, object]:
    """Earliest year with one definition, its values, and the median of the changes."""
    breaks = [one.year for one in breaks_at(held.entry, held.level) if one.year <= held.year]
    known = held.rows[held.rows["year"] >= max(breaks, default=0)]
    wide = known.pivot_table(index="area", columns="year", values="value", aggfunc="first")
    whole = [year for year in wide if wide[year].reindex(codes).notna().all()]
    first = whole[0] if whole and whole[0] < held.year else None
    if first is None or held.year not in wide:
        return {"first_year": None, "first_value": float("nan"), "median_change": float("nan")}
    change = median_of(wide[held.year] - wide[first])
    values = wide[first].reindex(codes).to_numpy()
    return {"first_year": int(first), "first_value": values, "median_change": change}


def _index(report: Report, codes: tuple[str, ...], indicator: str) -> Measure | Gap:
    """Dissimilarity between the DeSO of each place, in the newest year that is held."""
    held = newest_deso(report, indicator)
    if held is None:
        return report.gap_of(indicator, "deso")
    counts = held.counts(held.year)
    counts = counts[counts["municipality"].isin(codes)]
    found = indices_everywhere(counts, "dissimilarity", "in", **uncertain(held, held.year))
    found[ENDS] *= 100
    rows = found.rename(columns={"municipality": "area"}).set_index("area").reindex(codes)
    report.use(held)
    rows = ranks_together(rows.reset_index()[["area", *ENDS]])
    empty = pd.DataFrame(columns=["area", *ENDS])
    return Measure(held, rows, empty, float("nan"), index=True)


def newest_deso(report: Report, indicator: str) -> IndicatorData | None:
    """All DeSO of the country in the newest year that is held, by the newest vintage."""
    for level in vintages("deso"):
        years = held_years(report.store, indicator, level)
        held = everywhere(report.store, indicator, level, years[-1]) if years else None
        if held is not None:
            return held
    return None

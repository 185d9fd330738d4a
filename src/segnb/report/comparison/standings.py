"""Values and indices of all municipalities, and where the own one stands among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from segnb.analysis.certainty import CERTAIN
from segnb.analysis.ranks import standing
from segnb.analysis.statuses import computed_from
from segnb.report.change.printed_values import decimals_of
from segnb.report.change.trend_frames import compared_with
from segnb.report.charts.absence import early
from segnb.report.comparison.comparison_groups import members_of
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.phrases import divided_by, fitting_title
from segnb.report.reading.all_municipalities import national_indices
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import small

COLUMNS = ["indicator", "municipality", "value", "lower", "upper", "lower80", "upper80", "status"]


@dataclass(frozen=True)
class Standing:
    """Values of all municipalities, and where the own one stands.

    Attributes
    ----------
    held
        What was got, one for each indicator.
    frame
        `indicator, municipality, value, lower, upper, lower80, upper80, status, year`.
    told
        What `analysis.ranks.standing` says, a row an indicator and group (`all`, `county`,
        `similar`).
    index
        Whether the values are the dissimilarity between areas, without what chance adds.
    """

    held: tuple[IndicatorData, ...]
    frame: pd.DataFrame
    told: pd.DataFrame
    index: bool = False

    def of(self, indicator: str, group: str = "all") -> pd.Series:
        """What is told of an indicator against a group."""
        return self._told[indicator, group]

    def mark(self, indicator: str, municipality: str) -> str:
        """Mark of a value that its producer may still change; empty for another."""
        return early(self._status[indicator].get(municipality))

    def mark_any(self, indicator: str) -> str:
        """Mark of what is computed of all values of an indicator, where one may still change."""
        return early(computed_from(self._status[indicator].values()))

    @cached_property
    def _told(self) -> dict[tuple[str, str], pd.Series]:
        return {(row["indicator"], row["group"]): row for _, row in self.told.iterrows()}

    @cached_property
    def _status(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        columns = (self.frame[name] for name in ("indicator", "municipality", "status"))
        for indicator, municipality, status in zip(*columns, strict=True):
            found.setdefault(indicator, {})[municipality] = status
        return found


def measure_standing(
    report: Report, *indicators: str, family: str = "municipality", index: bool = False
) -> Standing | Gap:
    """Values of all municipalities that are held, in the newest year of the own one.

    Parameters
    ----------
    indicators
        Ids in the catalogue: shares or published values; for an index, shares.
    family
        `municipality`, or `deso` or `regso` for the dissimilarity between these areas.
    index
        The dissimilarity between areas (DeSO unless `family` says otherwise).

    Returns
    -------
    Standing or Gap
        The gap of the first indicator where none has a value in the municipality, or where no
        other municipality is held.
    """
    index = index or family != "municipality"
    level = "deso" if index and family == "municipality" else family
    got = [report.get(name, level) for name in indicators]
    held = [one for one in got if isinstance(one, IndicatorData)]
    parts = [_indices(report, one) if index else _values(report, one) for one in held]
    shown = [(one, part) for one, part in zip(held, parts, strict=True) if _is_told(report, part)]
    if not shown:
        gaps = [one for one in got if isinstance(one, Gap)]
        return gaps[0] if gaps else _alone(report, held[0], parts[0], index)
    told = pd.concat([_told(report, one, part, index) for one, part in shown], ignore_index=True)
    frame = pd.concat([part for _, part in shown], ignore_index=True)
    return Standing(tuple(one for one, _ in shown), frame, told, index)


def _values(report: Report, held: IndicatorData) -> pd.DataFrame:
    found = report.read.held(held.entry.id, "municipality", year=held.year, everywhere=True)
    rows = held.latest if found is None else found.latest
    if "group" in rows and rows["group"].nunique() > 1:
        wanted = [*held.entry.totals, "all", *rows["group"]][0]
        rows = rows[rows["group"] == wanted]
    return rows.assign(indicator=held.entry.id).reindex(columns=[*COLUMNS, "year"])


def _indices(report: Report, held: IndicatorData) -> pd.DataFrame:
    rows = national_indices(report.store, held.entry.id, held.level, held.year)
    return rows.reindex(columns=[*COLUMNS, "year"])


def _is_told(report: Report, part: pd.DataFrame) -> bool:
    known = part.dropna(subset="value")
    own = known["municipality"] == report.place.code
    return bool(own.any() and (~own).any())


def _alone(report: Report, held: IndicatorData, part: pd.DataFrame, index: bool) -> Gap:
    """Why there is nothing to compare: the own value is withheld, or nobody else has one."""
    name = held.entry.name.in_language(report.lang)
    if index:  # the share itself is compared
        name = report.text("trends.index_of", name=divided_by(report, held.entry))
    own = part.loc[part["municipality"] == report.place.code, "value"]
    why, status = ("alone", "missing") if own.notna().any() else ("few", "not_applicable")
    return report.gap(
        f"standing_{held.entry.id}_{held.level}",
        report.text("comparison.among_all", name=small(name)),
        report.text(f"comparison.{why}", level=report.level_name(held.level)),
        status=status,
    )


def _told(report: Report, held: IndicatorData, part: pd.DataFrame, index: bool) -> pd.DataFrame:
    groups = {name: codes for name, codes in groups_of(report).items() if name != "nation"}
    decimals = decimals_of(held.entry, index, held.latest["value"])
    told = standing(part, report.place.code, groups, decimals=decimals)
    return told.assign(indicator=held.entry.id)


def groups_of(report: Report) -> dict[str, list[str]]:
    """Municipalities of each strip, in the order of the settings; the nation is all of them."""
    asked, others = report.params.compare_with, compared_with(report)
    every = list(report.store.read_areas("municipality")["area"])
    county = sorted(set(every) & set(members_of(report, "county")))
    groups = {"nation": [], "county": county, "similar": others}
    apart = "county" in asked and 1 < len(county) < len(every)
    wanted = {"nation": True, "county": apart, "similar": bool(others)}
    return {name: codes for name, codes in groups.items() if wanted[name]}


def standing_title(report: Report, found: Standing) -> str:
    """Which of the measures certainly differ from the median, and which way."""
    rows = found.told[found.told["group"] == "all"].dropna(subset="p")
    sure = rows[rows["certainty"] == CERTAIN]
    ways = {way: sure.loc[sure["direction"] == way, "indicator"] for way in ("up", "down")}
    named = {way: _names(report, names, index=found.index) for way, names in ways.items()}
    kind = "index" if found.index else "value"
    if rows.empty:
        every = {"names": _names(report, found.frame["indicator"].unique(), index=found.index)}
        return fitting_title(report, "comparison.title_no_rule", every)
    if sure.empty:
        every = {"names": _names(report, rows["indicator"], index=found.index)}
        return fitting_title(report, "comparison.title_none", every)
    way = "mixed" if all(named.values()) else "higher" if named["up"] else "lower"
    return fitting_title(report, f"comparison.named_{kind}_{way}", named)


def _names(report: Report, indicators: Iterable[str], *, index: bool) -> list[str]:
    if index:
        return [divided_by(report, report.read.catalogue[name]) for name in indicators]
    known = (report.read.catalogue[name].name.in_language(report.lang) for name in indicators)
    return [small(name) for name in known]

"""Claims of the national documents, tested here: evidence, verdicts, and their numbers in words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segnb.analysis import claims
from segnb.analysis.certainty import CERTAIN
from segnb.analysis.index_estimates import FEW_AREAS
from segnb.analysis.trends import SHORTEST
from segnb.report.area_types.earlier_gaps import measure_earlier_gaps
from segnb.report.area_types.gap_between_types import distance_text
from segnb.report.area_types.gap_notes import few_reason
from segnb.report.area_types.moving_yardstick import Yardstick, measure_yardstick
from segnb.report.area_types.values_by_type import ByType, measure_by_type
from segnb.report.change.change_rules import verdict as verdict_of
from segnb.report.change.printed_values import between, change_of_values, interval_cell
from segnb.report.change.trend_series import read_trend
from segnb.report.division.division_today import small_name
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.page.statements import FEWEST_AREAS
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.seeds import seed_table

# Definitions of K1, the chosen one first: the division between areas by income.
RISING = (
    ("lowest_quartile_share", "deso"),
    ("low_economic_standard", "deso"),
    ("lowest_quartile_share", "regso"),
    ("low_economic_standard", "regso"),
)
LEVELS_OF_INCOME = ("gini", "low_economic_standard", "high_economic_standard")
# Conditions by type (K4); of those that the types are built of, a gap follows from the building.
CONDITIONS = ("employed_share", "post_secondary_share", "unemployed_share", "pre_secondary_share",
              "low_economic_standard")  # fmt: skip
NUMBERS = ["value_first", "value_last", "estimate", "lower", "upper"]


@dataclass(frozen=True)
class Claims:
    """What the ten claims are judged on in this municipality, and the verdicts.

    Attributes
    ----------
    verdicts
        Verdicts of `analysis.claims.ledger`, by id of the claim.
    changes
        Changes of indices and of levels of income: `indicator, family, index, level, first, last,
        value_first, value_last, estimate, lower, upper, certainty, direction, reason`.
    by_type
        Conditions by area type, or the gap in their place.
    split
        Types by moving and by frozen limits, or the gap in their place.
    """

    verdicts: dict[str, claims.Verdict]
    changes: pd.DataFrame
    by_type: ByType | Gap
    split: Yardstick | Gap

    @property
    def chosen(self) -> pd.Series:
        """The change that K1 is judged on: the first definition that has an answer."""
        rows = self.changes[self.changes["index"] & (self.changes["reason"] == "")]
        return rows[rows["estimate"].notna()].iloc[0]

    @property
    def gaps(self) -> pd.DataFrame:
        """Distances between the ends of the municipality's types that K4 rests on."""
        return self.gaps_of("municipality")

    def gaps_of(self, place: str) -> pd.DataFrame:
        """Distances that K4 rests on in a place, `municipality` or `nation`."""
        if isinstance(self.by_type, Gap):
            return pd.DataFrame()
        rows = self.by_type.gaps
        told = (rows["place"] == place) & (rows["reason"] == "")
        return rows[told & ~rows["indicator"].isin(claims.ARITHMETIC)]


def measure_claims(report: Report) -> Claims:
    """Evidence on the claims, and what the declared rules make of it."""
    changes = _changes(report)
    by_type, split = measure_by_type(report, *CONDITIONS), measure_yardstick(report)
    told = several_years(changes)
    typed = None if isinstance(by_type, Gap) else by_type
    evidence = claims.Evidence(
        index_changes=_index_changes(report, changes),
        types=None if isinstance(split, Gap) else split.series.assign(type="1"),
        income_gaps=told.assign(measure=told["indicator"] + "_" + told["family"]),
        gaps=_gaps_here(typed) if typed else None,
        gaps_before=measure_earlier_gaps(report, typed) if typed else None,
        grants=seed_table("grants_delmos_2018_by_county"),
        municipalities=len(municipalities()),
    )
    verdicts = {one.claim: one for one in claims.ledger(evidence)}
    return Claims(verdicts, changes, by_type, split)


def _index_changes(report: Report, changes: pd.DataFrame) -> pd.DataFrame:
    """Changes of an index by income, or why there can be none: too few areas."""
    rows = changes[changes["index"]]
    areas = [held.latest["area"].nunique() for name, family in RISING
             if (held := report.read.held(name, family)) is not None]  # fmt: skip
    if len(rows) or not areas or max(areas) >= FEWEST_AREAS:
        return rows
    few = {"estimate": float("nan"), "reason": FEW_AREAS}
    return pd.DataFrame([few]).reindex(columns=changes.columns)


def _gaps_here(by_type: ByType) -> pd.DataFrame:
    """Gaps of the municipality; that of its types one alone has figures is no lack of types."""
    gaps = by_type.gaps[by_type.gaps["place"] == "municipality"]
    if len(by_type.present) < 2:
        return gaps
    return gaps.assign(reason=gaps["reason"].replace(claims.ONE_TYPE, "no_values"))


def _changes(report: Report) -> pd.DataFrame:
    """Verdicts of the joint test on the series of K1 and K3 that are held."""
    wanted = [(name, family, True) for name, family in RISING]
    wanted += [(name, "municipality", False) for name in LEVELS_OF_INCOME]
    rows = [_change(report, *one) for one in wanted]
    columns = ["indicator", "family", "index", "level", "first", "last", *NUMBERS]
    columns += ["certainty", "direction", "reason"]
    made = pd.DataFrame([row for row in rows if row is not None], columns=columns)
    return made.astype({"index": bool} | dict.fromkeys(NUMBERS, float))


def _change(report: Report, indicator: str, family: str, index: bool) -> dict | None:
    row = verdict_of(report, indicator, family, index=index)
    trend = read_trend(report.read, indicator, family, index=index, intervals=False)
    if row is None or trend is None:
        return None
    for held in trend.held:
        report.use(held)
    return dict(row) | {"indicator": indicator, "family": family, "index": index}


def series_behind(report: Report, rows: pd.DataFrame) -> list[IndicatorData]:
    """What was read for changes that are printed, of the years between their ends."""
    found = []
    for row in rows.to_dict("records"):
        how = {"index": row["index"], "intervals": False}
        trend = read_trend(report.read, row["indicator"], row["family"], **how)
        years = range(int(row["first"]), int(row["last"]) + 1)
        held = () if trend is None else trend.held
        found += [one.of_years(years) for one in held if one.level == row["level"]]
    return found


def several_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Changes between two years, not those of a series of one."""
    return rows[rows["estimate"].notna() & (rows["first"] < rows["last"])]


def words_of(report: Report, found: Claims, claim: str) -> dict[str, str]:
    """Placeholders of what is said of a claim: numbers of its verdict, in the reader's language."""
    verdict = found.verdicts[claim]
    if claim == "K1":
        return _rising_words(report, found)
    if claim == "K4":
        return _gap_words(report, found)
    plain = {"first", "last"}
    words = {
        name: str(int(value)) if name in plain else
        report.language.number(value, int(name == "percent"))
        for name, value in verdict.numbers.items()
    }  # fmt: skip
    return words | {"municipalities": report.language.number(len(municipalities()))}


def _rising_words(report: Report, found: Claims) -> dict[str, str]:
    number, row = report.language.number, found.chosen
    rows = found.changes[found.changes["index"]]
    return {
        "measure": small_name(report, row["indicator"]),
        "level": report.level_vintage(row["level"]),
        "years": report.language.years(int(row["first"]), int(row["last"])),
        "a": number(row["value_first"], 1),
        "b": number(row["value_last"], 1),
        "difference": number(change_of_values(row), 1, sign=True),
        "interval": between(report, row),
        "series": " · ".join(_series(report, one) for one in rows.to_dict("records")),
    }


def _series(report: Report, row: dict) -> str:
    name, level = small_name(report, row["indicator"]), report.level_vintage(row["level"])
    return f"{name}, {level}: {interval_cell(report, row)}"


def _gap_words(report: Report, found: Claims) -> dict[str, str]:
    rows = found.gaps
    if rows.empty:
        return {}
    told = _distances(report, _alike_in_nation(found))
    years = sorted({str(year) for year in rows["year"]})
    return _distances(report, rows) | {
        "sure": report.language.number(((rows["certainty"] == CERTAIN) & ~rows["against"]).sum()),
        "count": report.language.number(len(rows)),
        "years": report.language.listing(years),
        "nation": report.text("claims.gaps_of_nation", **told) if told else "",
        "whole": report.text(f"claims.gaps.whole_{'one' if len(rows) == 1 else 'many'}"),
        "few_reason": _few_areas(report, found, rows),
        "lasting": _lasting(report, found.verdicts["K4"]),
    }


def _alike_in_nation(found: Claims) -> pd.DataFrame:
    """The gaps of the country between the types that the gaps of the municipality are between."""
    rows = found.gaps.copy()
    for end in ("low", "high"):
        rows[f"value_{end}"] = [
            found.by_type.of(name, "nation")["value"].get(kind)  # type: ignore[union-attr]
            for name, kind in zip(rows["indicator"], rows[f"type_{end}"], strict=True)
        ]
    known = {"certainty": CERTAIN, "against": False, "lower": -np.inf, "upper": np.inf}
    return rows.assign(**known).dropna(subset=["value_low", "value_high"])


def _few_areas(report: Report, found: Claims, rows: pd.DataFrame) -> str:
    """That the types at the ends are hardly more than single areas, as other gaps say it."""
    if isinstance(found.by_type, Gap):
        return ""
    each = (few_reason(report, found.by_type, row) for _, row in rows.iterrows())
    return next(filter(None, each), "")


def _distances(report: Report, rows: pd.DataFrame) -> dict[str, str]:
    """Each condition with its distance, and the types that it is between."""
    if rows.empty:
        return {}
    each = [_distance(report, row) for row in rows.to_dict("records")]
    ends = {end: str(rows[f"type_{end}"].iloc[0]) for end in ("low", "high")}
    return {"gaps": report.language.listing(each)} | ends


def _distance(report: Report, row: dict[str, Any]) -> str:
    """A condition with its distance, and that it is uncertain or speaks against the claim."""
    said = f"{small_name(report, row['indicator'])} {distance_text(report, row)}"
    if row["certainty"] != CERTAIN:
        return report.text("claims.unsure_gap", gap=said)
    return report.text("claims.opposite_gap", gap=said) if row["against"] else said


def _lasting(report: Report, verdict: claims.Verdict) -> str:
    """Whether the gaps were there in an earlier year, or that no such year can be compared."""
    n, say = verdict.numbers, report.language
    if "tested" not in n:
        return report.text("claims.lasting.untested", shortest=say.number(SHORTEST))
    words = {name: say.number(n[name]) for name in ("kept", "tested")}
    years = say.years(int(n["earliest"]), int(n["before"]))
    return report.text("claims.lasting.tested", years=years, **words)

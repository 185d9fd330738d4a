"""The ledger of claims K1 to K10: what a municipality's own numbers say of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from segnb.analysis.certainty import CERTAIN, DOWN, UP
from segnb.analysis.index_estimates import FEW_AREAS
from segnb.analysis.type_gaps import SMALL_GAP
from segnb.analysis.type_populations import BUILT_OF, PARTLY_BUILT_OF

SUPPORTED, PARTLY, CONTRADICTED = "supported", "partly", "contradicted"
MIXED, UNDECIDED = "mixed", "undecided"
NOT_TESTABLE, NOT_TESTED = "not_testable", "not_tested"
VERDICTS = (SUPPORTED, PARTLY, CONTRADICTED, MIXED, UNDECIDED, NOT_TESTABLE, NOT_TESTED)
NATIONAL = ("K10",)  # about the country alone: no verdict on a municipality
ARITHMETIC = BUILT_OF | PARTLY_BUILT_OF  # a gap of types in these is so, in part at least
ONE_TYPE = "one_type"  # what no data could change, as too few areas
CLAIMED_RECIPIENTS, CLAIMED_PART = 150, 1 / 6  # K10, as printed
HALF_POINT = 0.005  # what rounding to whole per cents hides
KINDS = ("region", "kommun", "ideell_forening", "stiftelse")


@dataclass(frozen=True)
class Evidence:
    """What the ledger is judged on; whatever is missing leaves its claims not testable here.

    Attributes
    ----------
    index_changes
        Rows of :func:`segnb.analysis.trends.index_change` for the municipality, the chosen
        definition first (K1).
    types
        Rows of :func:`segnb.analysis.yardstick.yardstick_series` for the municipality or the
        nation (K2).
    income_gaps
        `measure, first, last, value_first, value_last`: each measure of income gaps (K3).
    gaps
        Rows of :func:`segnb.analysis.type_gaps.gap` with `indicator`, one a figure, and
        `against`, of :func:`segnb.analysis.type_gaps.goes_against` (K4).
    grants
        The table of grants by county, with the kinds of recipients as columns (K10).
    municipalities
        Number of municipalities in the country (K10).
    gaps_before
        The same gaps in an earlier year whose types and shares can be compared (K4).
    """

    index_changes: pd.DataFrame | None = None
    types: pd.DataFrame | None = None
    income_gaps: pd.DataFrame | None = None
    gaps: pd.DataFrame | None = None
    grants: pd.DataFrame | None = None
    municipalities: int = 290
    gaps_before: pd.DataFrame | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said of one claim, by which definition, with which numbers.

    Attributes
    ----------
    claim
        `K1` to `K10`.
    verdict
        One of `VERDICTS`.
    definition
        Word for the definition chosen, empty where the claim needs none.
    reason
        Why there is no verdict for or against, else empty.
    numbers
        The numbers behind it, by name.
    """

    claim: str
    verdict: str
    definition: str = ""
    reason: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


def ledger(evidence: Evidence) -> tuple[Verdict, ...]:
    """Verdicts on all ten claims, by declared rules.

    Returns
    -------
    tuple of Verdict
        K1 to K10.

    Notes
    -----
    ===  ==========================================================================================
    K1   supported (contradicted) where the index of the first row has certainly risen (fallen), and
         no other row certainly the other way (then mixed); undecided where no change is certain;
         not tested where no two years are held, not testable where there are too few areas
    K2   not testable: types start in 2011 and their cut-offs move; the numbers on both yardsticks
    K3   not testable as written: no measure is named; each measure's change in units and per cent
    K4   partly supported where every gap between the two ends is certain and goes the way it does
         in the country: no document says how large a gap must be, so that it is large is not
         tested, and that it lasts only where an earlier year can be compared. Contradicted where
         every interval lies within one percentage point of 0, mixed where some are certain, either
         way; undecided otherwise. Shares that the types are
         built of do not count: their gap is arithmetic. Not testable where all areas are of one
         type, not tested where data are lacking
    K5   not tested: needs people who stay and comparable areas
    K6   not tested: needs moves by income; open data have net moves
    K7   not testable: no costs in open data
    K8   not tested: needs results for people besides those for areas
    K9   not testable: no open data on organisation
    K10  supported where recipients are as many as claimed, and municipalities among them are the
         part claimed to half a per cent
    ===  ==========================================================================================
    """
    return (
        _rises(evidence.index_changes),
        _doubled(evidence.types),
        _income_gaps(evidence.income_gaps),
        _gaps_remain(evidence.gaps, evidence.gaps_before),
        Verdict("K5", NOT_TESTED, reason="needs_stayers"),
        Verdict("K6", NOT_TESTED, reason="needs_moves"),
        Verdict("K7", NOT_TESTABLE, reason="needs_costs"),
        Verdict("K8", NOT_TESTED, reason="needs_people"),
        Verdict("K9", NOT_TESTABLE, reason="needs_organisation"),
        _grants(evidence.grants, evidence.municipalities),
    )


def _told(rows: pd.DataFrame | None) -> pd.DataFrame | None:
    """Rows that have an answer, if there are any."""
    if rows is None:
        return None
    told = rows[(rows["reason"] == "") & rows["estimate"].notna()]
    return told if len(told) else None


def _rises(rows: pd.DataFrame | None) -> Verdict:
    told = _told(rows)
    if told is None:
        reason = "" if rows is None or rows.empty else str(rows["reason"].iloc[0])
        verdict = NOT_TESTABLE if reason == FEW_AREAS else NOT_TESTED
        return Verdict("K1", verdict, reason=reason or "no_index")
    chosen = told.iloc[0]
    sure = set(told.loc[told["certainty"] == CERTAIN, "direction"])
    if sure >= {UP, DOWN}:
        verdict = MIXED
    elif chosen["certainty"] == CERTAIN:
        verdict = SUPPORTED if chosen["direction"] == UP else CONTRADICTED
    else:
        verdict = UNDECIDED
    names = ["first", "last", "value_first", "value_last", "estimate", "lower", "upper"]
    numbers = {name: float(chosen[name]) for name in names}
    return Verdict("K1", verdict, "dissimilarity", numbers=numbers)


def _doubled(series: pd.DataFrame | None) -> Verdict:
    if series is None or series.empty:
        return Verdict("K2", NOT_TESTABLE, "area_types", "starts_2011")
    challenged = series[series["type"].isin(["1", "2"])]
    years = challenged.groupby("year")[["areas_yearly", "areas_frozen"]].sum()
    numbers = {"first": float(years.index[0]), "last": float(years.index[-1])}
    for end, position in (("first", 0), ("last", -1)):
        for way in ("yearly", "frozen"):
            numbers[f"{way}_{end}"] = float(years[f"areas_{way}"].iloc[position])
    return Verdict("K2", NOT_TESTABLE, "area_types", "starts_2011", numbers)


def _income_gaps(rows: pd.DataFrame | None) -> Verdict:
    numbers: dict[str, float] = {}
    for row in [] if rows is None else rows.to_dict("records"):
        units = row["value_last"] - row["value_first"]
        numbers[f"{row['measure']}_units"] = float(units)
        if row["value_first"]:
            numbers[f"{row['measure']}_percent"] = float(100 * units / row["value_first"])
    return Verdict("K3", NOT_TESTABLE, "", "no_measure", numbers)


def _gaps_remain(rows: pd.DataFrame | None, before: pd.DataFrame | None) -> Verdict:
    told = _told(rows if rows is None else rows[~rows["indicator"].isin(ARITHMETIC)])
    if told is None:
        one = rows is not None and len(rows) > 0 and bool(rows["reason"].eq(ONE_TYPE).all())
        reason = ONE_TYPE if one else "no_gap" if _told(rows) is None else "built_of"
        return Verdict("K4", NOT_TESTABLE if one else NOT_TESTED, "type_gap", reason)
    certain = told["certainty"] == CERTAIN
    sure = certain & ~told["against"]
    alike = (told["lower"] > -SMALL_GAP) & (told["upper"] < SMALL_GAP)
    if alike.all():
        verdict = CONTRADICTED
    elif sure.all():
        verdict = PARTLY
    else:
        verdict = MIXED if certain.any() else UNDECIDED
    numbers = {str(row["indicator"]): float(row["estimate"]) for row in told.to_dict("records")}
    return Verdict("K4", verdict, "type_gap", numbers=numbers | _lasting(told, before))


def _lasting(told: pd.DataFrame, before: pd.DataFrame | None) -> dict[str, float]:
    """Of the gaps that an earlier year has too, how many were certain on the same side then."""
    if before is None or before.empty:
        return {}
    both = told.merge(before[before["reason"] == ""], on="indicator", suffixes=("", "_before"))
    if both.empty:
        return {}
    kept = (both["certainty"] == CERTAIN) & (both["certainty_before"] == CERTAIN)
    kept &= ~both["against"]
    kept &= both["estimate"] * both["estimate_before"] > 0
    years = both["year_before"]
    return {"tested": float(len(both)), "kept": float(kept.sum()),
            "before": float(years.max()), "earliest": float(years.min())}  # fmt: skip


def _grants(table: pd.DataFrame | None, municipalities: int) -> Verdict:
    if table is None or table.empty:
        return Verdict("K10", NOT_TESTED, "recipients", "no_table")
    sums = {kind: float(table[kind].astype(float).sum()) for kind in KINDS}
    recipients, part = sum(sums.values()), sums["kommun"] / municipalities
    holds = recipients == CLAIMED_RECIPIENTS and abs(part - CLAIMED_PART) <= HALF_POINT
    numbers = {**sums, "recipients": recipients, "percent": 100 * part}
    return Verdict("K10", SUPPORTED if holds else CONTRADICTED, "recipients", numbers=numbers)

"""The findings of one report, tested together."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from segnb.analysis.certainty import (
    CERTAIN,
    INNER_LEVEL,
    LEVEL,
    LIKELY,
    PRINTED,
    UNKNOWN,
    apart,
)

RATE, INNER_RATE = 1 - LEVEL, 1 - INNER_LEVEL


def judge_together(
    findings: pd.DataFrame, *, rate: float = RATE, decimals: int = PRINTED
) -> pd.DataFrame:
    """Which findings of a report stand when all of them are tested together.

    Parameters
    ----------
    findings : DataFrame
        One row a finding, with its two-sided `p` (missing: it concludes nothing) and, where a
        report has several, `kind`: findings of one kind (change, level, comparison) are a family.
    rate : float
        False discovery rate of what stands.
    decimals : int
        With how many decimals the ends of intervals (`lower, upper`, where there are any) are
        printed: a finding whose interval is printed as reaching 0 is `likely` at most.

    Returns
    -------
    DataFrame
        The rows with `adjusted` (p adjusted after Benjamini and Hochberg), `stands`, and
        `certainty`: `certain` where it stands, `likely` where the adjusted p is at most .20 and
        another finding of the family stands, else `unknown`. The sentence of a finding follows
        this word, not that of its interval alone.

    Notes
    -----
    Where nothing has changed, at most five reports in a hundred claim anything at all: the
    procedure then rejects any hypothesis with probability `rate` at most, and the weaker word needs
    a finding that stands. Kinds are families of their own, since a level is nearly always above
    chance: among many findings that are true, false ones of another kind would pass more often.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57, 289-300.

    Examples
    --------
    >>> findings = pd.DataFrame({"p": [.001, .04, .3, None]}, index=["a", "b", "c", "d"])
    >>> judge_together(findings)["certainty"].tolist()
    ['certain', 'likely', 'unknown', 'unknown']
    """
    made = findings.copy()
    kinds = findings["kind"] if "kind" in findings else pd.Series("", findings.index)
    p = findings["p"].astype("float64")
    made["adjusted"] = np.nan
    known = p.notna()
    for kind in kinds[known].unique():
        rows = known & (kinds == kind)
        made.loc[rows, "adjusted"] = false_discovery_control(p[rows].clip(0, 1), method="bh")
    made["stands"] = (made["adjusted"] <= rate).to_numpy()
    opened = made["stands"].groupby(kinds.to_numpy()).transform("any").to_numpy()
    made["certainty"] = _words(made["stands"].to_numpy(), opened, made["adjusted"].to_numpy())
    touching = _touching(made, decimals) & (made["certainty"] == CERTAIN)
    made["certainty"] = made["certainty"].mask(touching, LIKELY)
    return made


def _touching(findings: pd.DataFrame, decimals: int) -> NDArray[np.bool_]:
    """Findings whose interval, as it is printed, reaches 0."""
    ends = findings.reindex(columns=["lower", "upper"]).astype("float64")
    known = ends.notna().all(axis=1).to_numpy()
    return known & ~apart(ends["lower"], ends["upper"], decimals=decimals)


def _words(
    stands: NDArray[np.bool_], opened: NDArray[np.bool_], adjusted: NDArray[np.float64]
) -> NDArray[np.object_]:
    likely = opened & (adjusted <= INNER_RATE)
    return np.where(stands, CERTAIN, np.where(likely, LIKELY, UNKNOWN)).astype(object)

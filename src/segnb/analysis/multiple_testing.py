"""The findings of one report, tested together."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from segnb.analysis.certainty import (
    CERTAIN,
    INNER_LEVEL,
    LEVEL,
    LIKELY,
    PRINTED,
    UNKNOWN,
    apart,
)

RATE, INNER_RATE = round(1 - LEVEL, 2), round(1 - INNER_LEVEL, 2)  # 1 - .8 is less than .2


def judge_together(
    findings: pd.DataFrame, *, rate: float = RATE, decimals: int = PRINTED
) -> pd.DataFrame:
    """Which findings of a report stand when all of them are tested together.

    Parameters
    ----------
    findings : DataFrame
        One row a finding, with its two-sided `p` (missing: it concludes nothing) and, where a
        report has several, `kind`: findings of one kind (change, level, comparison) are a family.
        Those that are `shared` (true, false) may hold in every place alike, and are a family apart.
    rate : float
        False discovery rate of what stands.
    decimals : int
        With how many decimals the ends of intervals (`lower, upper`, where there are any) are
        printed: a finding whose interval is printed as reaching 0 is `likely` at most.

    Returns
    -------
    DataFrame
        The rows with `adjusted` (p adjusted after Benjamini and Hochberg), `tests` (of how many;
        missing without a p), `stands`, and `certainty`: `certain` where it stands, `likely` where
        the adjusted p is at most .20 and another finding of the family stands, else `unknown`. The
        sentence of a finding follows this word, not that of its interval alone. What is shared is
        adjusted after Holm, as some of all tests of its kind, and is `certain` or `unknown`.

    Notes
    -----
    Where nothing has changed, at most five reports in a hundred claim anything at all: the
    procedure then rejects any hypothesis with probability `rate` at most, and the weaker word needs
    a finding that stands. Kinds are families of their own, since a level is nearly always above
    chance: among many findings that are true, false ones of another kind would pass more often.
    So it is with what is shared: turnout that falls everywhere would let a chance change beside it
    pass. After Holm the chance of any false finding is `rate` at most, however many are true.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6, 65-70.

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
    shared = findings.get("shared", pd.Series(False, findings.index)).eq(True)
    p = findings["p"].astype("float64")
    made["adjusted"], made["tests"] = np.nan, pd.array([pd.NA] * len(made), dtype="Int64")
    for kind in kinds[p.notna()].unique():
        rows = p.notna() & (kinds == kind)
        own, apart_from_it = rows & ~shared, rows & shared
        made.loc[own, "adjusted"] = _benjamini_hochberg(p[own].clip(0, 1).to_numpy())
        together = holm(p[apart_from_it].clip(0, 1).to_numpy(), of=int(rows.sum()))
        made.loc[apart_from_it, "adjusted"] = together
        made.loc[own, "tests"], made.loc[apart_from_it, "tests"] = int(own.sum()), int(rows.sum())
    made["stands"] = (made["adjusted"] <= rate).to_numpy()
    opened = (made["stands"] & ~shared).groupby(kinds.to_numpy()).transform("any") & ~shared
    made["certainty"] = _words(
        made["stands"].to_numpy(), opened.to_numpy(), made["adjusted"].to_numpy()
    )
    touching = _touching(made, decimals) & (made["certainty"] == CERTAIN)
    made["certainty"] = made["certainty"].mask(touching, LIKELY)
    return made


def _touching(findings: pd.DataFrame, decimals: int) -> NDArray[np.bool_]:
    """Findings whose interval, as it is printed, reaches 0."""
    ends = findings.reindex(columns=["lower", "upper"]).astype("float64")
    known = ends.notna().all(axis=1).to_numpy()
    return known & ~apart(ends["lower"], ends["upper"], decimals=decimals)


def _benjamini_hochberg(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rate of false findings at which each stands (Benjamini & Hochberg, 1995).

    SciPy has it too, in a part that takes a fifth of the program's whole start to load.
    """
    order, adjusted = np.argsort(p), np.empty_like(p)
    ranked = p[order] * (p.size / np.arange(1, p.size + 1))
    adjusted[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return adjusted


def holm(p: ArrayLike, of: int | None = None) -> NDArray[np.float64]:
    """Holm's adjusted p of tests made together; `of` is their number where some are left out.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=float)
    of, order = p.size if of is None else of, np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(of, of - p.size, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _words(
    stands: NDArray[np.bool_], opened: NDArray[np.bool_], adjusted: NDArray[np.float64]
) -> NDArray[np.object_]:
    likely = opened & (adjusted <= INNER_RATE)
    return np.where(stands, CERTAIN, np.where(likely, LIKELY, UNKNOWN)).astype(object)

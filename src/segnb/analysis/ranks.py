"""A place among others: ranks that count everybody's uncertainty, nearest groups."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from segnb.analysis.certainty import (
    DOWN,
    ENDS,
    LEVEL,
    PRINTED,
    UNKNOWN,
    UP,
    Floats,
    difference_of,
    quantile,
    word,
)
from segnb.analysis.medians import median_of

BY_INTERVAL, BY_VALUE, NONE = "interval", "full_count", "none"
Flags = NDArray[np.bool_]
RANKS = ["rank", "rank_first", "rank_last", "of", "method", "reason"]
NO_INTERVAL, NO_VALUE = "no_interval", "no_value"
STANDING = [
    "group", "n", "value", "median", "lowest", "highest", "place_lowest", "place_highest",
    "estimate", *ENDS, "p", "certainty", "direction", *RANKS,
]  # fmt: skip


def ranks(
    frame: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    full_count: bool = False,
    rate: float = 1 - LEVEL,
) -> pd.DataFrame:
    r"""Rank of every place among all, with the range that their intervals leave.

    Parameters
    ----------
    frame : DataFrame
        One row a place (within `by`): `value` and, where there are any, `lower, upper`.
    by : sequence of str
        Columns within which places are ranked, such as `year`.
    full_count : bool
        Whether the producer counts everybody, so that values without an interval may be ranked as
        they are. Otherwise they get no rank.
    rate : float
        Chance that the range of a place does not hold its rank.

    Returns
    -------
    DataFrame
        The rows with `rank` (1 is the highest value; ties share the best), `rank_first` and
        `rank_last` (best and worst rank that cannot be ruled out), `of` (places ranked), `method`
        (`interval`, `full_count` or `none`) and `reason`.

    Notes
    -----
    Every other place is compared with the one in question by the interval of their difference.
    The n - 1 comparisons are tested together (Holm), so that the range holds the true rank with
    probability 1 - rate:

    .. math:: [\,1 + \#\text{certainly higher},\; n - \#\text{certainly lower}\,]

    Overlapping the intervals of two places instead would find too few differences, and comparing
    each pair at 95 per cent alone too many. The range is therefore wide, and may reach beyond the
    middle of a place whose own interval lies on one side of the median (:func:`standing`).

    References
    ----------
    Mogstad, M., Romano, J. P., Shaikh, A. M. & Wilhelm, D. (2024). Inference for ranks with
    applications to mobility across neighbourhoods and academic achievement across countries. Review
    of Economic Studies 91, 476-518.

    Examples
    --------
    >>> towns = pd.DataFrame({"value": [20.0, 19.0, 12.0], "lower": [18.0, 17, 10],
    ...                       "upper": [22.0, 21, 14]})
    >>> ranks(towns)[["rank", "rank_first", "rank_last"]].to_numpy().tolist()
    [[1, 1, 2], [2, 1, 2], [3, 3, 3]]
    """
    parts = frame.groupby(list(by), observed=True) if by else [((), frame)]
    made = pd.concat([_ranked(part, full_count, rate) for _, part in parts] or [frame])
    return (
        made.loc[frame.index]
        if len(made)
        else frame.reindex(columns=list(dict.fromkeys([*frame, *RANKS])))
    )


def _ranked(part: pd.DataFrame, full_count: bool, rate: float) -> pd.DataFrame:
    values = _Values(part, full_count)
    of, first, last = values.rank(), *values.range(np.arange(len(part)), rate)
    made = part.assign(of=int(values.known.sum()), method=values.methods(), reason=values.reasons())
    return made.assign(
        **{
            name: pd.Series(ranks, made.index).astype("Int64")
            for name, ranks in (("rank", of), ("rank_first", first), ("rank_last", last))
        }
    )


class _Values:
    """Values of places with their intervals, of which those that are known are ranked."""

    def __init__(self, rows: pd.DataFrame, full_count: bool) -> None:
        value, self.lower, self.upper = (
            rows[name].to_numpy(dtype=float) if name in rows else np.full(len(rows), np.nan)
            for name in ("value", "lower", "upper")
        )
        self.value, self.has_value = value, ~np.isnan(value)
        with_ends = ~(np.isnan(self.lower) | np.isnan(self.upper))
        self.known = self.has_value & (full_count | with_ends)
        self.by_interval = bool(self.known.any()) and bool(with_ends[self.known].all())

    def methods(self) -> NDArray[np.object_]:
        """How each place is ranked."""
        return np.where(self.known, BY_INTERVAL if self.by_interval else BY_VALUE, NONE).astype(
            object
        )

    def reasons(self) -> NDArray[np.object_]:
        """Why a place is not ranked."""
        missing = [~self.has_value, ~self.known]
        return np.select(missing, [NO_VALUE, NO_INTERVAL], "").astype(object)

    def rank(self) -> Floats:
        """Rank of each place, 1 for the highest; ties share the best."""
        ordered = np.sort(self.value[self.known])
        higher = len(ordered) - np.searchsorted(ordered, self.value, side="right")
        return np.where(self.known, 1.0 + higher, np.nan)

    def range(self, asked: NDArray[np.intp], rate: float) -> tuple[Floats, Floats]:
        """Best and worst rank of some places that their intervals leave."""
        if not self.by_interval:
            return (self.rank()[asked],) * 2
        first, last = (np.full(len(asked), np.nan) for _ in range(2))
        ranked = self.known[asked]
        rows = np.cumsum(self.known)[asked[ranked]] - 1
        higher, lower = self._certain(rows, rate)
        first[ranked] = 1 + higher.sum(axis=1)
        last[ranked] = self.known.sum() - lower.sum(axis=1)
        return first, last

    def range_among(self, own: int, group: Flags, rate: float) -> tuple[float, float]:
        """Best and worst rank of a place in a group, by the comparisons with all places."""
        if not self.known[own]:
            return np.nan, np.nan
        inside = group[self.known]
        if not self.by_interval:
            values = self.value[self.known][inside]
            return (1.0 + (values > self.value[own]).sum(),) * 2
        row = np.array([np.cumsum(self.known)[own] - 1])
        higher, lower = (mask[0] & inside for mask in self._certain(row, rate))
        return 1.0 + higher.sum(), float(inside.sum() - lower.sum())

    def _certain(self, rows: NDArray[np.intp], rate: float) -> tuple[Flags, Flags]:
        """Which known places are certainly higher, and certainly lower, than some of them."""
        v = self.value[self.known]
        down, up = v - self.lower[self.known], self.upper[self.known] - v
        gap = v[None, :] - v[rows, None]  # the other less the place of the row
        half = np.where(
            gap > 0,
            np.hypot(down[None, :], up[rows, None]),
            np.hypot(up[None, :], down[rows, None]),
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            z = np.where(gap == 0, 0.0, quantile(LEVEL) * np.abs(gap) / half)
        rejected = _holm(2 * ndtr(-z), rows, rate)
        return rejected & (gap > 0), rejected & (gap < 0)


def _holm(p: Floats, own: NDArray[np.intp], rate: float) -> Flags:
    """Comparisons of each row that are rejected together; that of the own place is none."""
    n = p.shape[1]
    others = p.copy()
    others[np.arange(len(own)), own] = np.inf
    order = np.argsort(others)
    steps = rate / np.maximum(n - 1 - np.arange(n), 1)
    passed = np.take_along_axis(others, order, 1) <= steps
    passed = np.logical_and.accumulate(passed, axis=1)
    rejected = np.zeros_like(passed)
    np.put_along_axis(rejected, order, passed, axis=1)
    return rejected


def standing(
    frame: pd.DataFrame,
    municipality: str,
    groups: Mapping[str, Iterable[str]] | None = None,
    *,
    full_count: bool = False,
    decimals: int = PRINTED,
) -> pd.DataFrame:
    """One municipality against all others and against smaller groups of them.

    Parameters
    ----------
    frame : DataFrame
        One row a municipality: `municipality, value` and, where there are any, `lower, upper`.
    municipality : str
        The one in question.
    groups : mapping of str to codes, optional
        Groups to compare with, such as ``{"county": [...], "similar": [...]}``; `all` is always
        there and comes first.
    full_count : bool
        As in :func:`ranks`.
    decimals : int
        With how many decimals values are printed.

    Returns
    -------
    DataFrame
        One row a group, the municipality always in it: `group`, `n` (with a value), `value`
        (own), `median`, `lowest`, `highest`, `place_lowest, place_highest` (their codes),
        `estimate` (own less the median), `lower, upper, lower80, upper80, p, certainty, direction`,
        and `rank, rank_first, rank_last, of, method, reason`.

    Notes
    -----
    Number, median, ends and ranks are those of one set, so that they are the same whichever
    municipality of it asks. Ranks in every group rest on the comparisons with all municipalities,
    tested together: one that is certainly higher in its county is so in the country. The median is
    taken as it is printed, as a limit: what a reader sees
    decides, `certain` where the whole 95 per cent interval of the municipality lies on one side of
    it, and `likely` where only the 80 per cent interval does. The interval of the difference is the
    municipality's own. That of the median is left out: of 237 municipalities its standard error is
    0.2 of an index whose own is 0.9 to 1.6 (seen on 2026-11-30, five indices drawn 2 000 times).
    """
    wanted = {"all": frame["municipality"].unique(), **(groups or {})}
    values = _Values(frame, full_count)
    rows = [
        {"group": group, **_standing(frame, values, municipality, set(codes))}
        for group, codes in wanted.items()
    ]
    made = pd.DataFrame(rows).reindex(columns=STANDING)
    return _against(made, frame[frame["municipality"] == municipality], decimals)


def _standing(
    frame: pd.DataFrame, values: _Values, municipality: str, codes: set[str]
) -> dict[str, object]:
    names = frame["municipality"].to_numpy(dtype=object)
    inside = np.isin(names, [*codes, municipality])
    known = np.flatnonzero(values.has_value & inside)
    known = known[np.lexsort((names[known].astype(str), values.value[known]))]
    own = np.flatnonzero(names == municipality)
    made: dict[str, object] = {"n": len(known), "value": np.nan, "reason": NO_VALUE}
    if len(own):
        made |= _own_rank(values, own.item(), inside)
    if not set(names[known]) & (codes - {municipality}):
        return made  # nobody to stand among
    for name, position in {"lowest": 0, "highest": -1}.items():
        made[name] = values.value[known[position]]
        made[f"place_{name}"] = names[known[position]]
    return made | {"median": median_of(frame.loc[inside, "value"])}


def _own_rank(values: _Values, own: int, inside: Flags) -> dict[str, object]:
    first, last = values.range_among(own, inside, 1 - LEVEL)
    higher = values.value[values.known & inside] > values.value[own]
    ranks = {"rank": 1 + higher.sum() if values.known[own] else np.nan,
             "rank_first": first, "rank_last": last}  # fmt: skip
    return {
        "value": values.value[own],
        **{name: None if np.isnan(rank) else int(rank) for name, rank in ranks.items()},
        "of": int((values.known & inside).sum()),
        "method": values.methods()[own],
        "reason": values.reasons()[own],
    }


def _against(made: pd.DataFrame, own: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """The own interval beside the median of each group, as both are printed."""
    at = made.index[made["median"].notna()] if len(own) else []
    value = own.reindex(columns=["value", *ENDS]).astype("float64").iloc[[0] * len(at)]
    value.index = at
    median = made.loc[at, "median"].astype("float64")
    told = difference_of((value * 0).add(median, axis=0), value)
    ends, limit = told[ENDS].add(median, axis=0), [round(one, decimals) for one in median]
    told["certainty"] = pd.array(word(ends, limit, decimals), dtype="str")
    side = np.where(told["estimate"] > 0, UP, DOWN)
    told["direction"] = np.where(told["certainty"] == UNKNOWN, "", side)
    return made.assign(**told.reindex(made.index))

"""Shares of counts, and published figures, with the interval that each of them allows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.analysis.area_rows import Places, places_of
from segnb.analysis.certainty import (
    ENDS,
    INNER_LEVEL,
    LEVEL,
    Floats,
    inner_ends,
    quantile,
    score_interval,
)
from segnb.analysis.statuses import PLACE, judged, present, rank
from segnb.vocabulary.catalogue import Indicator

VALUES = ["numerator", "denominator", "value", *ENDS, "status", "reason"]
NOT_PUBLISHED, NO_PEOPLE = "not_published", "no_people"
INCONSISTENT, NO_BASE = "inconsistent_counts", "no_base"
# Producers add noise of a few people to every cell, so that a part may exceed its whole.
MOST_NOISE = 10


def share(
    observations: pd.DataFrame, numerator: Sequence[str], denominator: Sequence[str] = ()
) -> pd.DataFrame:
    """Share of some groups in others, in per cent, for every area, year and sex.

    Parameters
    ----------
    observations : DataFrame
        Rows of a counts indicator, as `Store.read` gives them.
    numerator, denominator : sequence of str
        Groups whose counts are added; a leading minus subtracts. Without a denominator, all
        groups of the frame.

    Returns
    -------
    DataFrame
        The columns that tell places apart (`indicator, level, area, municipality, year, sex`) and
        `numerator, denominator` (counts), `value` (per cent), `lower, upper, lower80, upper80`
        (Wilson's intervals), `status` and `reason`.

    Notes
    -----
    A share has a value only where every cell has one: a hidden part makes it `suppressed`, a
    missing one `missing`, and a group without a row is `missing` with the reason `not_published`,
    never 0. A denominator of nobody is `not_applicable`.

    Examples
    --------
    >>> rows = pd.DataFrame({"area": ["0127"] * 2, "year": [2022] * 2, "group": ["low", "rest"],
    ...                      "value": [20.0, 80.0], "status": ["ok", "ok"]})
    >>> share(rows, ["low"], ["low", "rest"])[["value", "lower", "upper"]].round(1).to_numpy()
    array([[20. , 13.3, 28.9]])
    """
    whole = list(denominator) or sorted(observations["group"].unique())
    upper, lower = _signs(numerator), _signs(whole)
    rows = observations[observations["group"].isin({*upper, *lower})]
    places = places_of(rows, present(rows, PLACE))
    x, n = (places.sums(rows["value"] * _factors(rows["group"], sign)) for sign in (upper, lower))
    judgement = judged(
        places.highest(rank(rows["status"])),
        (places.sizes() < len({*upper, *lower}), "missing", NOT_PUBLISHED),
        (_wrong(x, n), "missing", INCONSISTENT),
        (n <= 0, "not_applicable", NO_PEOPLE),
    )
    known = judgement["reason"] == ""
    x, n = (np.where(known, count, np.nan) for count in (x, n))
    part = np.clip(x / n, 0, 1)
    return _shares(places, x, n, 100 * part, (part, part), judgement)


def _signs(groups: Sequence[str]) -> dict[str, float]:
    return {name.removeprefix("-"): -1.0 if name.startswith("-") else 1.0 for name in groups}


def _factors(groups: pd.Series, signs: dict[str, float]) -> Floats:
    """What each row counts for in a sum of groups."""
    codes, names = pd.factorize(groups.array)
    return np.array([signs.get(name, 0.0) for name in names], dtype=float)[codes]


def _wrong(x: Floats, n: Floats) -> NDArray[np.bool_]:
    """A part that exceeds its whole by more than noise."""
    return (x - n > MOST_NOISE) | (x < -MOST_NOISE)


def _shares(
    places: Places,
    x: Floats,
    n: Floats,
    value: Floats,
    ends: tuple[Floats, Floats],
    judgement: dict[str, NDArray[np.object_]],
) -> pd.DataFrame:
    """The table of shares, with the intervals of shares (0-1) that lie between two values."""
    least, most = ends
    bounds = {}
    for level, name in ((LEVEL, ""), (INNER_LEVEL, "80")):
        bounds[f"lower{name}"] = 100 * score_interval(least, n, level)[0]
        bounds[f"upper{name}"] = 100 * score_interval(most, n, level)[1]
    columns = {"numerator": x, "denominator": n, "value": value, **bounds, **judgement}
    return places.frame(**{name: columns[name] for name in VALUES})


def published_share(
    observations: pd.DataFrame,
    percent: str | Sequence[str],
    base: str = "",
    *,
    rounding: float = 0.01,
) -> pd.DataFrame:
    """A published percentage with the interval of its base and of its rounding.

    Parameters
    ----------
    observations : DataFrame
        Rows of an indicator whose groups are percentages and the number of people behind them.
    percent : str or sequence of str
        The group or groups that are percentages; several are added.
    base : str
        The group that holds the number of people. Without it, or where it has no value, the
        share has a value and no interval, with the reason `no_base`.
    rounding : float
        Step to which shares were rounded by the producer: .01 for whole per cents, as in
        :func:`segnb.measures.intervals`.

    Returns
    -------
    DataFrame
        As of :func:`share`. The interval reaches from the lower end of the lowest share that would
        have been rounded so to the upper end of the highest.
    """
    names = [percent] if isinstance(percent, str) else list(percent)
    rows = observations[observations["group"].isin([*names, base])]
    shown = rows["group"].isin(names).to_numpy()
    places = places_of(rows, present(rows, PLACE))
    cells, ranks = places.sums(shown), np.where(shown, rank(rows["status"]), 0).astype(np.int8)
    judgement = judged(places.highest(ranks), (cells < len(names), "missing", NOT_PUBLISHED))
    value = places.sums(np.where(shown, rows["value"], 0.0))
    value = np.where(judgement["reason"] == "", value, np.nan)
    n = places.only(~shown, rows["value"])
    slack = 100 * rounding * len(names) / 2
    least, most = (np.clip(value + side * slack, 0, 100) / 100 for side in (-1, 1))
    frame = _shares(places, value / 100 * n, n, value, (least, most), judgement)
    frame.loc[frame["value"].notna() & frame["lower"].isna(), "reason"] = NO_BASE
    return frame[cells > 0].reset_index(drop=True)


def published_interval(observations: pd.DataFrame, *, rounding: float = 0.0) -> pd.DataFrame:
    """A published value with the confidence limits that its producer gave.

    Parameters
    ----------
    observations : DataFrame
        Rows of a value indicator read with ``interval=True``: the groups `ci_low` and `ci_high`
        are the limits of the others, at 95 per cent.
    rounding : float
        Step to which the producer rounded the value (.01 for whole per cents), which widens the
        interval.

    Returns
    -------
    DataFrame
        `indicator, level, area, municipality, year, sex, group, value, lower, upper, lower80,
        upper80, status, reason`. Without limits there is no interval: then `lower` is missing and
        no sentence may conclude anything.
    """
    limits = observations["group"].isin(["ci_low", "ci_high"])
    values = observations[~limits]
    keys = present(values, PLACE)
    given = (
        _limits(observations, keys, limits) if limits.any() else [np.full(len(values), np.nan)] * 2
    )
    value = values["value"].to_numpy()
    slack = quantile(LEVEL) * 100 * rounding / np.sqrt(12)
    low, high = (value + np.copysign(np.hypot(end - value, slack), end - value) for end in given)
    ends = dict(zip(ENDS, (low, high, *inner_ends(value, low, high)), strict=True))
    judgement = judged(rank(values["status"]))
    columns = {name: values[name].array for name in [*keys, "group"]}
    return pd.DataFrame({**columns, "value": value, **ends, **judgement})


def _limits(observations: pd.DataFrame, keys: list[str], limits: pd.Series) -> list[Floats]:
    """The limits that were published of each value; NaN where there are none."""
    places, group = places_of(observations, keys), observations["group"]
    at = places.codes[~limits.to_numpy()]
    return [
        places.only((group == name).to_numpy(), observations["value"])[at]
        for name in ("ci_low", "ci_high")
    ]


def of_entry(observations: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    """A share or a published figure, computed as its catalogue entry says.

    Parameters
    ----------
    observations : DataFrame
        Rows of the indicator that the entry is made of (`entry.of`, else the entry itself).
    entry : Indicator
        An entry of kind `share` or `value`.

    Returns
    -------
    DataFrame
        As of :func:`share`, :func:`published_share` or :func:`published_interval`, with the id of
        the entry as `indicator`.
    """
    if entry.kind == "value":
        frame = published_interval(observations, rounding=entry.rounding)
    elif entry.percent:
        frame = published_share(observations, entry.percent, entry.base, rounding=entry.rounding)
    else:
        frame = share(observations, entry.numerator, entry.denominator)
    return frame.assign(indicator=entry.id) if len(frame) else frame

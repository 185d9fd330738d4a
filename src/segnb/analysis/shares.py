"""Shares of counts, and published figures, with the interval that each of them allows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.analysis.certainty import ENDS, INNER_LEVEL, LEVEL, score_interval, with_inner
from segnb.analysis.statuses import PLACE, named, present, rank, reason
from segnb.vocabulary.catalogue import Indicator

VALUES = ["numerator", "denominator", "value", *ENDS, "status", "reason"]
NOT_PUBLISHED, NO_PEOPLE, INCONSISTENT, NO_BASE = (
    "not_published",
    "no_people",
    "inconsistent_counts",
    "no_base",
)
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
    keys = present(rows, PLACE)
    parts = rows[keys].assign(
        numerator=rows["value"] * rows["group"].map(upper).fillna(0.0).astype(float),
        denominator=rows["value"] * rows["group"].map(lower).fillna(0.0).astype(float),
        rank=rank(rows["status"]),
        cells=1,
    )
    how = {"numerator": "sum", "denominator": "sum", "rank": "max", "cells": "sum"}
    sums = parts.groupby(keys, sort=True, observed=True).agg(how).reset_index()
    status = named(sums["rank"])
    sums["status"], sums["reason"] = status, reason(status)
    _mark(sums, sums["cells"] < len({*upper, *lower}), "missing", NOT_PUBLISHED)
    _mark(sums, _wrong(sums), "missing", INCONSISTENT)
    _mark(sums, sums["denominator"] <= 0, "not_applicable", NO_PEOPLE)
    return _with_interval(sums, keys)


def _signs(groups: Sequence[str]) -> dict[str, float]:
    return {name.removeprefix("-"): -1.0 if name.startswith("-") else 1.0 for name in groups}


def _wrong(sums: pd.DataFrame) -> pd.Series:
    """A part that exceeds its whole by more than noise."""
    over = sums["numerator"] - sums["denominator"]
    return (over > MOST_NOISE) | (sums["numerator"] < -MOST_NOISE)


def _mark(frame: pd.DataFrame, where: pd.Series, status: str, word: str) -> None:
    """Say why rows that have been fine so far have no value."""
    rows = where & (frame["reason"] == "")
    frame.loc[rows, "status"], frame.loc[rows, "reason"] = status, word


def _with_interval(sums: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    known = sums["reason"] == ""
    x, n = (sums[column].where(known) for column in ("numerator", "denominator"))
    frame = sums.assign(numerator=x, denominator=n)
    part = (x / n).clip(0, 1)
    frame["value"] = 100 * part
    return _bounded(frame, part, part, n)[[*keys, *VALUES]]


def _bounded(frame: pd.DataFrame, least: pd.Series, most: pd.Series, n: pd.Series) -> pd.DataFrame:
    """The frame with both intervals, of shares that lie between two values."""
    for level, name in ((LEVEL, ""), (INNER_LEVEL, "80")):
        frame[f"lower{name}"] = 100 * score_interval(least, n, level)[0]
        frame[f"upper{name}"] = 100 * score_interval(most, n, level)[1]
    return frame


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
    rows = observations[observations["group"].isin(names)]
    keys = present(rows, PLACE)
    parts = rows.assign(rank=rank(rows["status"]), cells=1).groupby(keys, observed=True)
    frame = parts.agg(value=("value", "sum"), rank=("rank", "max"), cells=("cells", "sum"))
    frame = frame.reset_index()
    frame["status"] = named(frame["rank"])
    frame["reason"] = reason(frame["status"])
    _mark(frame, frame["cells"] < len(names), "missing", NOT_PUBLISHED)
    people = observations.loc[observations["group"] == base, [*keys, "value"]]
    frame = frame.merge(people.rename(columns={"value": "denominator"}), on=keys, how="left")
    frame["value"] = frame["value"].where(frame["reason"] == "")
    slack = 100 * rounding * len(names) / 2
    least, most = ((frame["value"] + side * slack).clip(0, 100) / 100 for side in (-1, 1))
    n = frame["denominator"].where(frame["value"].notna())
    frame = _bounded(frame, least, most, n)
    frame["numerator"] = frame["value"] / 100 * n
    frame.loc[frame["value"].notna() & frame["lower"].isna(), "reason"] = NO_BASE
    return frame[[*keys, *VALUES]]


def published_interval(observations: pd.DataFrame) -> pd.DataFrame:
    """A published value with the confidence limits that its producer gave.

    Parameters
    ----------
    observations : DataFrame
        Rows of a value indicator read with ``interval=True``: the groups `ci_low` and `ci_high`
        are the limits of the others, at 95 per cent.

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
    columns = [*keys, "group", "value", "status"]
    frame = values[columns].assign(reason=reason(values["status"]))
    for group, end in (("ci_low", "lower"), ("ci_high", "upper")):
        limit = observations.loc[observations["group"] == group, [*keys, "value"]]
        frame = frame.merge(limit.rename(columns={"value": end}), on=keys, how="left")
    return with_inner(frame)[[*keys, "group", "value", *ENDS, "status", "reason"]]


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
        frame = published_interval(observations)
    elif entry.percent:
        frame = published_share(observations, entry.percent, entry.base, rounding=entry.rounding)
    else:
        frame = share(observations, entry.numerator, entry.denominator)
    return frame.assign(indicator=entry.id) if len(frame) else frame


def is_concluding(frame: pd.DataFrame) -> np.ndarray:
    """Rows with an interval: only these may carry a sentence that concludes something."""
    return frame[["lower", "upper"]].notna().all(axis=1).to_numpy()

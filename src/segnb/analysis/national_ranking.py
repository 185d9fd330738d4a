"""Every index among all municipalities: distribution, ranks, and where change is certain."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segnb.analysis.certainty import OF_ONE
from segnb.analysis.index_estimates import indices
from segnb.analysis.multiple_testing import judge_together
from segnb.analysis.ranks import ranks
from segnb.analysis.trends import index_change

PLACE = ["municipality", "year"]
QUANTILES = {"p10": 0.1, "p25": 0.25, "p75": 0.75, "p90": 0.9}


def indices_everywhere(
    counts: pd.DataFrame,
    measure: str | Sequence[str],
    group: str | Sequence[str],
    *,
    by: Sequence[str] = PLACE,
    **options: Any,
) -> pd.DataFrame:
    """Indices of every municipality with intervals and with the rank among all of them.

    Parameters
    ----------
    counts : DataFrame
        Counts of all municipalities, of one level of areas.
    measure, group, options
        As in :func:`segnb.measures.intervals`.
    by : sequence of str
        Columns that tell places apart, `municipality` first; ranks are within the others.

    Returns
    -------
    DataFrame
        The columns of :func:`segnb.analysis.index_estimates.indices` with `value` for
        `estimate` (without what chance adds, so that municipalities with few areas are not higher
        by chance) and `rank, rank_first, rank_last, of, method`. A municipality with five areas or
        fewer has no value and is not ranked, with the reason `few_areas`.
    """
    found = indices(counts, measure, group, by=list(by), **options)
    found = found.rename(columns={"estimate": "value"})
    placed = ranks(found, by=[*by[1:], "measure"])
    placed["reason"] = found["reason"].where(found["reason"] != "", placed["reason"])
    return placed


def distribution(
    everywhere: pd.DataFrame, *, by: Sequence[str] = ("year", "measure")
) -> pd.DataFrame:
    """Distribution of each index over the municipalities, with both ends.

    Parameters
    ----------
    everywhere : DataFrame
        What :func:`indices_everywhere` gives.

    Returns
    -------
    DataFrame
        The `by` columns and `n, lowest, p10, p25, median, p75, p90, highest, place_lowest,
        place_highest`, and `without` (municipalities without a value). The median is that of
        :func:`~segnb.analysis.ranks.standing`; each other cut lies between two municipalities as
        far as its part does.
    """
    keys = list(by)
    known = everywhere[everywhere["value"].notna()].sort_values(["value", "municipality"])
    groups = known.groupby(keys)
    made = pd.DataFrame({"n": groups.size(), "lowest": groups["value"].min()})
    for name, part in QUANTILES.items():
        made[name] = groups["value"].quantile(part)
    made["median"] = groups["value"].median()
    made["highest"] = groups["value"].max()
    made["place_lowest"], made["place_highest"] = (
        groups["municipality"].first(), groups["municipality"].last(),
    )  # fmt: skip
    made["without"] = everywhere.groupby(keys).size() - made["n"]
    return made.reset_index()


def changes_everywhere(
    counts: pd.DataFrame,
    measure: str,
    group: str | Sequence[str],
    first: int,
    last: int,
    **options: Any,
) -> pd.DataFrame:
    """Change of an index in every municipality, tested together over all of them.

    Parameters
    ----------
    counts, measure, group, first, last, options
        As in :func:`~segnb.analysis.trends.index_change`.

    Returns
    -------
    DataFrame
        The columns of :func:`~segnb.analysis.trends.index_change`, with `adjusted` and `stands`;
        `certainty` is that of :func:`~segnb.analysis.multiple_testing.judge_together`: of the
        municipalities where change is said to be certain, at most one in twenty is expected to be
        wrong."""
    found = index_change(counts, measure, group, first, last, **options)
    made = judge_together(found, decimals=OF_ONE)
    made.loc[made["certainty"] == "unknown", "direction"] = ""
    return made

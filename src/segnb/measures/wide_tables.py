"""From a wide table with totals, as many countries publish it, to a tidy frame of counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import REST, UNIT_TOTAL, By, Floats, names, numbers


@takes_tables
def from_wide(
    table: pd.DataFrame,
    groups: str | Sequence[str],
    *,
    unit: str = "unit",
    total: str | None = None,
    by: By = (),
    noisy: bool = False,
) -> pd.DataFrame:
    """A tidy frame from a table with a row for each unit and a column for each group.

    Parameters
    ----------
    table : DataFrame
        One row for each unit (and place).
    groups : str or sequence of str
        Columns with the people of each group.
    unit : str
        Column that names the unit.
    total : str, optional
        Column with all people; those who belong to no group become the group ``rest``.
    by : str or sequence of str
        Columns to keep that tell places apart.
    noisy : bool
        Parts and totals were perturbed by the producer and need not agree: where a unit has more
        members than people, the total is built from the parts and the rest is 0.

    Returns
    -------
    DataFrame
        ``by`` columns, ``unit, group, count`` and, with ``total``, ``unit_total``: all people of
        the unit, the same in each of its rows. A missing part makes the rest missing; the total
        still holds for the two together, and :func:`~segnb.measures.bounds`,
        ``intervals(…, hidden=…)`` and :func:`~segnb.measures.profile` keep to it.

    Notes
    -----
    .. math:: rest_j = t_j - \\sum_k n_{jk}

    Without ``noisy`` a unit with more members than people is refused by name.

    References
    ----------
    Wickham, H. (2014). Tidy data. Journal of Statistical Software 59 (10).

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["a", "b"], "x": [30, 10], "people": [100, 100]})
    >>> from_wide(table, ["x"], total="people")["count"].tolist()
    [30.0, 70.0, 10.0, 90.0]
    """
    keys, columns = names(by), names(groups)
    absent = [
        name for name in (*keys, unit, *columns, *([total] if total else [])) if name not in table
    ]
    if absent:
        raise ValueError(f"the table lacks {', '.join(map(str, absent))}")
    n = np.column_stack([_people(table, unit, name) for name in columns])
    head = table[[*keys, unit]].rename(columns={unit: "unit"})
    if total is not None:
        people = _people(table, unit, total)
        rest = _rest(n, people, table[unit], noisy)
        n, columns = np.column_stack((n, rest)), [*columns, REST]
        head = head.assign(**{UNIT_TOTAL: people})
    frame = head.loc[head.index.repeat(len(columns))].reset_index(drop=True)
    frame.insert(len(keys) + 1, "group", columns * len(table))
    frame.insert(len(keys) + 2, "count", n.ravel())
    return frame


def _people(table: pd.DataFrame, unit: str, name: str) -> Floats:
    """A column of people, none of them negative."""
    found = numbers(table[name])
    if (found < 0).any():
        first = int(np.argmax(found < 0))
        raise ValueError(
            f"the unit {table[unit].iloc[first]!r} has {found[first]:g} in the column {name!r}; "
            "counts are people, 0 or more"
        )
    return found


def _rest(n: Floats, people: Floats, units: pd.Series, noisy: bool) -> Floats:
    rest = people - n.sum(axis=1)
    over = people < np.nansum(n, axis=1)
    if not noisy and over.any():
        first = int(np.argmax(over))
        raise ValueError(
            f"the unit {units.iloc[first]!r} has {np.nansum(n[first]):g} members but only "
            f"{people[first]:g} people; if the producer adds noise, say noisy=True"
        )
    return np.maximum(rest, 0.0)

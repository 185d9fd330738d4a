"""From a wide table with totals, as many countries publish it, to a tidy frame of counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.cells import By, names

REST = "rest"


def from_wide(
    table: pd.DataFrame,
    groups: Sequence[str],
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
    groups : sequence of str
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
        ``by`` columns, ``unit, group, count``. A missing part or total makes the rest missing.

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
    keys, columns = names(by), list(groups)
    absent = [
        name for name in (*keys, unit, *columns, *([total] if total else [])) if name not in table
    ]
    if absent:
        raise ValueError(f"the table lacks {', '.join(map(str, absent))}")
    n = table[columns].to_numpy(dtype=float, na_value=np.nan)
    if total is not None:
        rest = table[total].to_numpy(dtype=float, na_value=np.nan) - n.sum(axis=1)
        if not noisy and (rest < 0).any():
            first = int(np.argmax(rest < 0))
            raise ValueError(
                f"the unit {table[unit].iloc[first]!r} has {n[first].sum():g} members but only "
                f"{table[total].iloc[first]:g} people; if the producer adds noise, say noisy=True"
            )
        n = np.column_stack((n, np.maximum(rest, 0.0)))
        columns = [*columns, REST]
    head = table[[*keys, unit]].rename(columns={unit: "unit"})
    frame = head.loc[head.index.repeat(len(columns))].reset_index(drop=True)
    return frame.assign(group=columns * len(table), count=n.ravel())

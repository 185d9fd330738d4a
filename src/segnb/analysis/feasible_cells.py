"""What a reader can find out about hidden cells from the cells and totals that are shown."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from segnb.analysis.certainty import Floats

TOTAL = "total"
Mask = NDArray[np.bool_]


def cell_ranges(shown: Floats, *, wanted: Mask | None = None) -> tuple[Floats, Floats]:
    """Lowest and highest value that each hidden cell may have.

    Parameters
    ----------
    shown : array
        Cells with their totals at the end of every axis; hidden ones are missing.
    wanted : array of bool, optional
        Cells to find the range of; all hidden ones if left out.

    Returns
    -------
    tuple of arrays
        Lowest and highest, of the same shape; the value itself where it is shown.

    Notes
    -----
    Every line of the table adds up to its total. The range of a cell is the smallest and the
    largest value that a solution of these equations gives it (linear programming), rounded inwards
    since counts are whole. A hidden cell holds 1 or more, since zeros are shown; only in a table
    without any cell left to show may it be 0.
    """
    hidden = np.isnan(shown)
    low, high = shown.copy(), shown.copy()
    if not hidden.any():
        return low, high
    lowest = float(not hidden[(slice(-1),) * hidden.ndim].all())
    matrix, sums = _equations(shown, hidden)
    targets = hidden if wanted is None else hidden & wanted
    number = np.cumsum(hidden.ravel()).reshape(hidden.shape) - 1
    for cell in zip(*np.nonzero(targets), strict=True):
        objective = np.zeros(matrix.shape[1])
        objective[number[cell]] = 1.0
        low[cell] = np.ceil(_least(objective, matrix, sums, lowest) - 1e-6)
        high[cell] = np.floor(-_least(-objective, matrix, sums, lowest) + 1e-6)
    return low, high


def _equations(shown: Floats, hidden: Mask) -> tuple[csr_array, Floats]:
    """One equation a line with hidden cells: its cells less its total, of what is hidden."""
    number = np.where(hidden, np.cumsum(hidden.ravel()).reshape(hidden.shape) - 1, -1)
    rows: list[Floats] = []
    sums: list[float] = []
    for axis in range(shown.ndim):
        sign = np.ones(shown.shape[axis])
        sign[-1] = -1.0
        lines = np.moveaxis(shown, axis, -1).reshape(-1, shown.shape[axis])
        numbers = np.moveaxis(number, axis, -1).reshape(-1, shown.shape[axis])
        for line, places in zip(lines, numbers, strict=True):
            away = places >= 0
            if away.any():
                row = np.zeros(int(hidden.sum()))
                row[places[away]] = sign[away]
                rows.append(row)
                sums.append(-float((sign * line)[~away].sum()))
    return csr_array(np.array(rows)), np.array(sums)


def _least(objective: Floats, matrix: csr_array, sums: Floats, lowest: float) -> float:
    found = linprog(objective, A_eq=matrix, b_eq=sums, bounds=(lowest, None), method="highs")
    if found.status == 3:  # nothing shown limits the cell
        return -np.inf
    if not found.success:
        raise ValueError(f"the shown cells contradict each other: {found.message}")
    return float(found.fun)


def hidden_range(
    shown: pd.DataFrame,
    dimensions: Sequence[str] = ("area", "group"),
    *,
    by: Sequence[str] = ("year",),
) -> pd.DataFrame:
    """Range of every hidden cell of a table that :func:`~segnb.analysis.disclosure.protect` made.

    Parameters
    ----------
    shown : DataFrame
        `by`, `dimensions` (with `total` for the totals) and `count`, missing where hidden.

    Returns
    -------
    DataFrame
        The hidden rows with `lowest` and `highest`. A measure over hidden cells gets bounds from
        these: ``measures.bounds(…, hidden=(lowest.min(), highest.max()))``.
    """
    names = list(dimensions)
    parts = shown.groupby(list(by)) if by else [((), shown)]
    made = []
    for _, part in parts:
        labels = [[*sorted(set(part[name]) - {TOTAL}), TOTAL] for name in names]
        index = pd.MultiIndex.from_product(labels)
        cells = part.set_index(names)["count"].reindex(index).to_numpy(dtype=float)
        low, high = cell_ranges(cells.reshape([len(found) for found in labels]))
        ranges = pd.DataFrame({"lowest": low.ravel(), "highest": high.ravel()}, index=index)
        made.append(part[part["count"].isna()].join(ranges, on=names))
    columns = [*by, *names, "lowest", "highest"]
    return pd.concat(made)[columns] if made else pd.DataFrame(columns=columns)

"""Small counts of a user's own files: hidden, with as many others as it takes to keep them so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.analysis.certainty import Floats
from segnb.analysis.feasible_cells import cell_ranges

Mask = NDArray[np.bool_]

THRESHOLD = 5
TOTAL = "total"
REST = "(rest)"
_MARGIN_COST = 1e6  # a total is hidden only where no other cell will do


def protect(
    counts: pd.DataFrame,
    dimensions: Sequence[str] = ("area", "group"),
    *,
    by: Sequence[str] = ("year",),
    threshold: int = THRESHOLD,
    published: Sequence[str] = (),
    totals: pd.DataFrame | None = None,
    keep_rest: bool = False,
) -> pd.DataFrame:
    r"""Counts and their totals with everything hidden that must not be shown.

    Parameters
    ----------
    counts : DataFrame
        `count` (whole numbers) and the columns named in `dimensions` and `by`. A cell without a row
        is 0.
    dimensions : sequence of str
        Columns over which totals exist: areas, groups, sex. All totals count as shown.
    by : sequence of str
        Columns that tell separate tables apart, such as `year`.
    threshold : int
        Smallest count that may be shown. A 0 may be shown as well.
    published : sequence of str
        Dimensions whose totals others have published, such as `area` where the areas make up the
        municipality: these totals are known whatever is hidden here.
    totals : DataFrame, optional
        Published totals over the first dimension (the other dimensions, `by` and `count`), where
        the areas are only a part of the municipality. What remains is a cell too: it could be found
        by subtraction, and is protected as one.
    keep_rest : bool
        Also return what remains, as `(rest)`: with it the rows add up to the totals.

    Returns
    -------
    DataFrame
        One row a cell and total (`total` in the place of a label): `by`, `dimensions`, `count`
        (missing where hidden) and `status` (`ok` or `suppressed`). Nothing tells cells that are
        small from those hidden for their sake.

    Raises
    ------
    ValueError
        A count is not a whole number of people, or exceeds the published total.

    Notes
    -----
    Counts from 1 to `threshold` - 1 are hidden, totals included. Others are hidden with them until
    the lowest and the highest value that the shown cells allow for each small count
    (:func:`~segnb.analysis.feasible_cells.cell_ranges`: linear programming, hidden cells at least
    1) lie `threshold` - 1 or more apart: a reader cannot even tell that the cell is small. The
    partners are corners of a hypercube with the small cell, the ones that lose least.

    References
    ----------
    Giessing, S. & Repsilber, D. (2002). Tools and strategies to protect multiple tables with the
    GHQUAR cell suppression engine. In: Inference Control in Statistical Databases, Springer,
    181-192. Fischetti, M. & Salazar, J. J. (2001). Solving the cell suppression problem on tabular
    data with linear constraints. Management Science 47, 1008-1027.

    Examples
    --------
    >>> counts = pd.DataFrame({"area": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [3, 40, 20, 60]})
    >>> shown = protect(counts, by=[])
    >>> shown.loc[shown["status"] == "suppressed", ["area", "group"]].to_numpy().tolist()
    [['a', 'x'], ['a', 'y'], ['b', 'x'], ['b', 'y']]
    """
    dimensions, by = list(dimensions), list(by)
    _check(counts, [*by, *dimensions])
    rows = counts if totals is None else _with_rest(counts, dimensions, by, totals)
    fixed = [*published, *([dimensions[0]] if totals is not None else [])]
    parts = rows.groupby(by) if by else [((), rows)]
    made = []
    for key, part in parts:
        table = Table.of(part, dimensions, fixed, threshold)
        labels = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        made.append(_shown(table, _hidden(table), dimensions).assign(**labels))
    frame = pd.concat(made, ignore_index=True) if made else pd.DataFrame()
    frame = frame.reindex(columns=[*by, *dimensions, "count", "status"])
    return frame if keep_rest else frame[frame[dimensions[0]] != REST].reset_index(drop=True)


def _check(counts: pd.DataFrame, columns: list[str]) -> None:
    value = counts["count"]
    if value.isna().any() or (value < 0).any() or (value % 1 != 0).any():
        raise ValueError("own counts are whole numbers of people, 0 or more, in every row")
    if counts.duplicated(columns).any():
        raise ValueError(f"a cell ({', '.join(columns)}) has two rows")
    for column in columns:
        reserved = {TOTAL, REST} & set(counts[column].unique())
        if reserved:
            raise ValueError(f"{reserved.pop()!r} is the name of a sum and cannot be a {column}")


def _with_rest(
    counts: pd.DataFrame, dimensions: list[str], by: list[str], totals: pd.DataFrame
) -> pd.DataFrame:
    """The counts and what remains of the published totals, as one more area."""
    keys = [*by, *dimensions[1:]]
    known = totals.set_index(keys)["count"]
    summed = counts.groupby(keys)["count"].sum().reindex(known.index, fill_value=0)
    rest = known - summed
    if (rest < 0).any():
        raise ValueError("the areas hold more people than the published total")
    return pd.concat([counts, rest.reset_index().assign(**{dimensions[0]: REST})])


@dataclass(frozen=True)
class Table:
    """Counts with their totals at the end of every axis.

    Attributes
    ----------
    values
        Counts and totals.
    labels
        Labels of every axis, `total` last.
    fixed
        Totals that others have published.
    threshold
        Smallest count that may be shown.
    """

    values: NDArray[np.int64]
    labels: tuple[list[str], ...]
    fixed: Mask
    threshold: int

    @classmethod
    def of(
        cls, counts: pd.DataFrame, dimensions: list[str], published: Sequence[str], threshold: int
    ) -> "Table":
        """Table of one set of counts."""
        codes, labels = zip(*(pd.factorize(counts[d], sort=True) for d in dimensions), strict=True)
        values = np.zeros([len(found) for found in labels], dtype=np.int64)
        np.add.at(values, tuple(codes), counts["count"].to_numpy(dtype=np.int64))
        for axis in range(values.ndim):
            values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis=axis)
        fixed = np.zeros(values.shape, dtype=bool)
        for name in published:
            axis = dimensions.index(name)
            fixed[(slice(None),) * axis + (-1,)] = True
        return cls(values, tuple([*found, TOTAL] for found in labels), fixed, threshold)

    @property
    def small(self) -> Mask:
        """Counts that must not be shown."""
        return (self.values > 0) & (self.values < self.threshold) & ~self.fixed

    @property
    def cost(self) -> Floats:
        """What is lost by hiding a cell: its people, and much more for a total."""
        margin = np.zeros(self.values.shape, dtype=bool)
        for axis in range(self.values.ndim):
            margin[(slice(None),) * axis + (-1,)] = True
        return self.values.astype(float) + np.where(margin, _MARGIN_COST, 0.0)


def _hidden(table: Table) -> Mask:
    """Small cells, and the partners that protect them; hiding more never uncovers a cell."""
    hidden = table.small.copy()
    for cell in map(tuple, np.argwhere(table.small)):
        while not _is_safe(table, hidden, cell):
            partners = _partners(table, hidden, cell)
            if partners is None:
                return ~table.fixed
            hidden |= partners
    return hidden


def _is_safe(table: Table, hidden: Mask, cell: tuple[int, ...]) -> bool:
    """Whether the shown cells leave a small one enough values that it may have."""
    wanted = np.zeros(hidden.shape, dtype=bool)
    wanted[cell] = True
    low, high = cell_ranges(np.where(hidden, np.nan, table.values), wanted=wanted)
    return bool(high[cell] - low[cell] >= table.threshold - 1)


def _partners(table: Table, hidden: Mask, cell: tuple[int, ...]) -> Mask | None:
    """The corners of the hypercube that protects a cell best and loses least."""
    best, most = None, (0.0, -np.inf)
    enough = table.threshold - 1
    cost = np.where(hidden, 0.0, table.cost)
    for corner in _opposite(table, cell):
        corners = list(product(*zip(cell, corner, strict=True)))
        index = tuple(np.array(corners).T)
        usable = (table.values[index] > 0) & ~table.fixed[index]
        lost = float(cost[index].sum())
        if not usable.all() or lost == 0:
            continue
        worth = (float(min(_play(table, cell, corners), enough)), -lost)
        if worth > most:
            best, most = index, worth
    if best is None:
        return None
    made = np.zeros(table.values.shape, dtype=bool)
    made[best] = True
    return made


def _opposite(table: Table, cell: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    axes = [
        [i for i in range(size) if i != at]
        for size, at in zip(table.values.shape, cell, strict=True)
    ]
    yield from product(*axes)


def _play(table: Table, cell: tuple[int, ...], corners: list[tuple[int, ...]]) -> int:
    """By how much a cell may move if only the corners are hidden (and each is at least 1)."""
    room: dict[int, int] = {1: np.iinfo(np.int64).max, -1: np.iinfo(np.int64).max}
    for corner in corners:
        sign = 1
        for axis, (at, own) in enumerate(zip(corner, cell, strict=True)):
            if at != own:
                is_total = table.values.shape[axis] - 1 in (at, own)
                sign *= 1 if is_total else -1
        room[sign] = min(room[sign], int(table.values[corner]) - 1)
    return room[1] + room[-1]


def _shown(table: Table, hidden: Mask, dimensions: list[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(table.labels, names=dimensions)
    count = np.where(hidden, np.nan, table.values).ravel()
    status = np.where(hidden, "suppressed", "ok").ravel()
    return pd.DataFrame({"count": count, "status": status}, index=index).reset_index()

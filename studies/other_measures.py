"""Coverage of the intervals of the other measures, on a few cells of the coverage study."""

import datetime as dt
import os
from multiprocessing import get_context

import numpy as np
import pandas as pd

from segnb.measures import intervals
from segnb.measures.from_formula import MANY_GROUPS, TWO_GROUP
from segnb.measures.ordinal_formulas import ORDERED
from segnb.measures.unit_counts import OneBlock
from studies.coverage import DOCS, SEED, Cell, data_sets, sizes, true_shares
from studies.page import put

CELLS = (
    Cell("spread", 10, 0.30, 0.15),
    Cell("spread", 20, 0.10, 0.15),
    Cell("apart", 20, 0.10, 0.15),
    Cell("spread", 60, 0.05, 0.08),
    Cell("apart", 60, 0.10, 0.08),
)
DATA_SETS, DRAWS = 400, 119
SPLIT = (0.5, 0.3, 0.2)  # of those outside the group, for tables of several groups
NAME = "other measures"
WHOLE = OneBlock()


def two_group_coverage(name: str, cell: Cell, number: int = DATA_SETS) -> float:
    """Share of data sets whose interval holds the truth, the group's share being known."""
    counts, _ = data_sets(cell, number, SEED)
    t = sizes(cell.units)
    p = true_shares(cell, t.astype(int))
    found = intervals(counts, name, "x", by="data_set", draws=DRAWS, seed=SEED)
    truth = np.full(len(found), TWO_GROUP[name](p * t, t, WHOLE)[0])
    if name in ("isolation", "interaction"):
        P = found["group_size"] / found["total"]
        truth = P + (1 - P) * TWO_GROUP["eta_squared"](p * t, t, WHOLE)[0]
        truth = truth if name == "isolation" else 1 - truth
    return float(found["lower"].le(truth + 1e-9).mul(found["upper"].ge(truth - 1e-9)).mean())


def several_groups(cell: Cell, number: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Counts of four groups, the first with the shares of the cell, and their expectation."""
    t = sizes(cell.units).astype(int)
    p = true_shares(cell, t)
    slope = np.linspace(0.8, 1.2, cell.units)
    rest = np.column_stack((SPLIT[0] * slope, np.full(cell.units, SPLIT[1]), SPLIT[2] / slope))
    shares = np.column_stack((p, (1 - p)[:, None] * rest / rest.sum(axis=1, keepdims=True)))
    rng = np.random.default_rng([SEED, cell.units])
    n = np.stack([rng.multinomial(t, shares) for _ in range(number)])
    index = pd.MultiIndex.from_product(
        [range(number), range(cell.units), list("abcd")], names=["data_set", "unit", "group"]
    )
    return pd.Series(n.ravel(), index, name="count").reset_index(), shares * t[:, None]


def several_coverage(name: str, cell: Cell, number: int = DATA_SETS) -> float:
    """The same for a measure over several groups."""
    counts, expected = several_groups(cell, number)
    formula = {**MANY_GROUPS, **ORDERED}[name]
    truth = formula(expected, WHOLE)[0]
    found = intervals(counts, name, list("abcd"), by="data_set", draws=DRAWS, seed=SEED)
    return float(found["lower"].le(truth + 1e-9).mul(found["upper"].ge(truth - 1e-9)).mean())


TWO = [name for name in TWO_GROUP if name != "dissimilarity"]
SEVERAL = ["multigroup_dissimilarity", "multigroup_gini", "multigroup_entropy_index",
           "relative_diversity", "ordinal_information"]  # fmt: skip


def coverage(name: str, cell: Cell, number: int = DATA_SETS) -> float:
    """Coverage of one measure in one cell."""
    return (two_group_coverage if name in TWO else several_coverage)(name, cell, number)


def run(number: int = DATA_SETS) -> pd.DataFrame:
    """Coverage by measure and cell."""
    names = [*TWO, *SEVERAL]
    jobs = [(name, cell, number) for name in names for cell in CELLS]
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        found = pool.starmap(coverage, jobs, chunksize=1)
    columns = [
        f"{cell.pattern}, {cell.units} areas, {cell.share:.0%}, D {cell.truth:.2f}"
        for cell in CELLS
    ]
    return pd.DataFrame(np.reshape(found, (len(names), -1)), index=names, columns=columns)


def main() -> None:
    found = run()
    print(found.round(3).to_string())
    write(found)


def write(found: pd.DataFrame) -> None:
    """The table on the page."""
    lines = ["| measure | " + " | ".join(found.columns) + " |", "|---" * (found.shape[1] + 1) + "|"]
    lines += [
        f"| {name} | " + " | ".join(f"{value:.3f}" for value in row) + " |"
        for name, row in zip(found.index, found.to_numpy(), strict=True)
    ]
    head = (
        f"Run on {dt.date.today():%Y-%m-%d}; {DATA_SETS} data sets a cell; mean "
        f"{found.to_numpy().mean():.1%}."
    )
    put(NAME, "\n".join([head, "", *lines]), DOCS / "inference.md")

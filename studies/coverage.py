"""How often does a 95 per cent interval hold the truth? Counts are drawn from known shares."""

import datetime as dt
import os
import time
from collections.abc import Iterable
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import beta

from segnb.measures import intervals
from segnb.measures.from_formula import TWO_GROUP
from segnb.measures.unit_counts import OneBlock

UNITS = (2, 4, 6, 10, 20, 60, 120)
SHARES = (0.01, 0.05, 0.10, 0.30)
TRUTHS = (0.0, 0.03, 0.08, 0.15, 0.30)
PATTERNS = ("spread", "apart")
DATA_SETS, DRAWS, SEED = 1000, 79, 2026
FEWEST_SETS = 400  # of a cell that is kept
SMALLEST, LARGEST = 1000, 2500  # people in an area, as in DeSO
DOCS = Path(__file__).resolve().parents[1] / "docs"


class Cell(NamedTuple):
    pattern: str
    units: int
    share: float
    truth: float


GRID = [Cell(*cell) for cell in product(PATTERNS, UNITS, SHARES, TRUTHS)]


def sizes(units: int) -> np.ndarray:
    """People by area, from small to large and back, so that size says nothing about share."""
    even = np.linspace(SMALLEST, LARGEST, units).round()
    if units == 2:  # the share is highest in the last area: D of .30 needs a small one
        return even[::-1]
    return np.concatenate((even[::2], even[1::2][::-1]))


def true_shares(cell: Cell, t: np.ndarray) -> np.ndarray:
    """Shares by area with exactly the group share and the D of the cell."""
    if cell.truth == 0:
        return np.full(cell.units, cell.share)
    if cell.pattern == "apart":
        return _apart(cell, t)
    return _spread(cell, t)


def _apart(cell: Cell, t: np.ndarray) -> np.ndarray:
    """One area in ten (at least one) with a share of its own, the others alike."""
    inside = np.arange(cell.units) % 10 == min(5, cell.units - 1)
    part = t[inside].sum() / t.sum()
    group = part + cell.truth * (1 - cell.share)  # of the group that lives apart
    low = (1 - group) * cell.share / (1 - part)
    return np.where(inside, group * cell.share / part, low)


def _spread(cell: Cell, t: np.ndarray) -> np.ndarray:
    """Shares at even steps of a beta distribution."""
    chances = (np.arange(cell.units) + 0.5) / cell.units

    def shares(log_size: float) -> np.ndarray:
        size = np.exp(log_size)
        p = beta.ppf(chances, cell.share * size, (1 - cell.share) * size)
        return np.clip(p * (cell.share * t.sum() / (p @ t)), 0.0, 1.0)

    def excess(log_size: float) -> float:
        return (
            float(TWO_GROUP["dissimilarity"](shares(log_size) * t, t, OneBlock())[0]) - cell.truth
        )

    return shares(brentq(excess, 0.0, 14.0))


def data_sets(cell: Cell, number: int, seed: int) -> tuple[pd.DataFrame, float]:
    """Tidy counts of many municipalities drawn from the same shares, and their true D."""
    t = sizes(cell.units).astype(int)
    p = true_shares(cell, t)
    rng = np.random.default_rng([seed, *(int(1000 * v) for v in cell[1:]), len(cell.pattern)])
    x = rng.binomial(t, p, (number, cell.units))
    frame = pd.DataFrame(
        {
            "data_set": np.repeat(np.arange(number), cell.units),
            "unit": np.tile(np.arange(cell.units), number),
        }
    )
    counts = pd.concat(
        [frame.assign(group="x", count=x.ravel()), frame.assign(group="y", count=(t - x).ravel())],
        ignore_index=True,
    )
    return counts, float(TWO_GROUP["dissimilarity"](p * t, t.astype(float), OneBlock())[0])


def judge(cell: Cell, number: int = DATA_SETS, draws: int = DRAWS, seed: int = SEED) -> dict:
    """Coverage of one cell, by the function that the report uses."""
    counts, truth = data_sets(cell, number, seed)
    started = time.process_time()
    found = intervals(counts, "dissimilarity", "x", by="data_set", draws=draws, seed=seed)
    seconds = time.process_time() - started
    found = found[found["reason"] == ""]
    slack = 1e-9
    held = (found["lower"] <= truth + slack) & (truth <= found["upper"] + slack)
    held80 = (found["lower80"] <= truth + slack) & (truth <= found["upper80"] + slack)
    flags = found["flags"].mode().iloc[0]
    return {
        **cell._asdict(),
        "data_sets": len(found),
        "coverage": held.mean(),
        "coverage80": held80.mean(),
        "distinguishable": found["distinguishable"].mean(),
        "bias_raw": found["estimate"].mean() - truth,
        "bias_unbiased": found["unbiased"].median() - truth,
        "width": (found["upper"] - found["lower"]).median(),
        "flags": flags,
        "seconds": seconds,
    }


def run(
    cells: Iterable[Cell] = GRID, number: int = DATA_SETS, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Coverage of every cell."""
    return pd.DataFrame([judge(cell, number, draws, seed) for cell in cells])


def main() -> None:
    from studies.coverage_page import write

    rows, started = {}, time.time()
    longest_first = sorted(GRID, key=lambda cell: -cell.units)
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for number, row in enumerate(pool.imap_unordered(judge, longest_first), 1):
            cell = Cell(*(row[name] for name in Cell._fields))
            rows[cell] = row
            print(
                f"{number:3d}/{len(GRID)} {cell.pattern:6s} {cell.units:3d} areas, group "
                f"{cell.share:.0%}, D {cell.truth:.2f}: {row['coverage']:.3f}",
                flush=True,
            )
    print(f"{time.time() - started:.0f} s")
    found = pd.DataFrame([rows[cell] for cell in GRID])
    write(found.assign(run=f"{dt.date.today():%Y-%m-%d}"), DOCS)

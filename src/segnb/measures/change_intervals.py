"""Intervals of a change and of its parts, from counts drawn at both times."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.difference_test import compared
from segnb.measures.estimand import Task
from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import MANY_GROUPS
from segnb.measures.resampling import Perturbation, Table, checked_seed
from segnb.measures.unit_counts import Floats

COMPONENTS = ("additions", "removals", "group_margin", "unit_margin", "structure")
TRACE, NEAR_ENOUGH, MOST_ROUNDS = 1e-8, 1e-9, 2_000
FEWEST = 0.9  # of the draws that have to have a value

Ends = dict[str, tuple[float, float]]


def ends(
    A: pd.DataFrame,
    B: pd.DataFrame,
    estimate: dict[str, float],
    level: float,
    draws: int,
    seed: int,
) -> Ends:
    """Lower and upper end of each component, given the tables (units by groups) of both times.

    M at each time and their difference are judged as :func:`~segnb.measures.intervals` and
    :func:`~segnb.measures.difference` judge them. The parts have no test to invert; their bias is
    that of both times and mostly cancels, and the draws are mirrored in the estimate.
    """
    formula = MANY_GROUPS["mutual_information"]
    a, b = (Task(Table.of(table.to_numpy(float)), formula) for table in (A, B))
    first, second = (task.ends(level, draws, seed) for task in (a, b))
    change: dict[str, Any] = compared(a, b, level, draws, seed, Perturbation())
    found = {"first": first, "second": second, "change": (change["lower"], change["upper"])}
    drawn = _drawn_parts(A, B, draws, seed)
    tails = [(1 + level) / 2, (1 - level) / 2]
    for name in COMPONENTS:
        known = drawn[name][np.isfinite(drawn[name])]
        if known.size < FEWEST * draws:
            found[name] = (np.nan, np.nan)
            continue
        lower, upper = 2 * estimate[name] - np.quantile(known, tails)
        found[name] = (float(lower), float(upper))
    return found


def _drawn(table: pd.DataFrame, draws: int, rng: np.random.Generator) -> Floats:
    """Counts drawn in each unit from its shares (draws x units x groups)."""
    n = table.to_numpy(float)
    size = np.maximum(np.rint(n.sum(axis=1)), 1).astype(np.int64)
    shares = n / n.sum(axis=1, keepdims=True)
    drawn = np.stack([rng.multinomial(t, p, draws) for t, p in zip(size, shares, strict=True)], 1)
    return drawn * (n.sum(axis=1) / size)[None, :, None]


def _drawn_parts(A: pd.DataFrame, B: pd.DataFrame, draws: int, seed: int) -> dict[str, Floats]:
    rng = np.random.default_rng(checked_seed(seed))
    units, groups = A.index.intersection(B.index), A.columns.intersection(B.columns)
    whole = [_drawn(table, draws, rng) for table in (A, B)]
    common = [
        drawn[:, table.index.get_indexer(units)][:, :, table.columns.get_indexer(groups)]
        for drawn, table in zip(whole, (A, B), strict=True)
    ]
    before, after = (_information(n) for n in common)
    parts: dict[str, Any] = dict(zip(COMPONENTS[2:], _shapley(*common), strict=True))
    return {
        "additions": _information(whole[1]) - after,
        "removals": before - _information(whole[0]),
        **parts,
    }


def _information(n: Floats) -> Floats:
    p = n / n.sum(axis=(1, 2), keepdims=True)
    margins = xlogx(p.sum(axis=1)).sum(axis=1) + xlogx(p.sum(axis=2)).sum(axis=1)
    return xlogx(p).sum(axis=(1, 2)) - margins


def _shapley(a: Floats, b: Floats) -> tuple[Floats, Floats, Floats]:
    """Group margin, unit margin and structure in the change from a to b, for each draw."""
    p, q = (n / n.sum(axis=(1, 2), keepdims=True) for n in (a, b))
    tables = _filled(p, q), _filled(q, p)
    cube = {(0, 0, 0): _information(p), (1, 1, 1): _information(q)}
    for s, u, g in product((0, 1), repeat=3):
        if (s, u, g) not in cube:
            rows, columns = (p, q)[u].sum(axis=2), (p, q)[g].sum(axis=1)
            cube[s, u, g] = _information(_fitted(tables[s], rows, columns))
    return parts_of(cube)


def parts_of(cube: Mapping[tuple[int, int, int], Floats]) -> tuple[Floats, Floats, Floats]:
    """Group margin, unit margin and structure, of M by the time that each of them is of."""
    pairs = list(product((0, 1), repeat=2))
    group = np.mean([cube[s, u, 1] - cube[s, u, 0] for s, u in pairs], axis=0)
    unit = np.mean([cube[s, 1, g] - cube[s, 0, g] for s, g in pairs], axis=0)
    return group, unit, (cube[1, 0, 0] - cube[0, 0, 0] + cube[1, 1, 1] - cube[0, 1, 1]) / 2


def _filled(p: Floats, other: Floats) -> Floats:
    chance = p.sum(axis=2, keepdims=True) * p.sum(axis=1, keepdims=True)
    return np.where((p == 0) & (other > 0), TRACE * chance, p)


def _fitted(n: Floats, rows: Floats, columns: Floats) -> Floats:
    """Tables with other margins and the same odds ratios; missing where that was not reached."""
    fitted, left, n = np.full(n.shape, np.nan), np.arange(len(n)), n.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        for _ in range(MOST_ROUNDS):
            n *= np.nan_to_num(columns[left] / n.sum(axis=1), posinf=np.nan)[:, None, :]
            n *= (rows[left] / n.sum(axis=2))[:, :, None]
            gap = np.abs(n.sum(axis=1) - columns[left]).max(axis=1)
            done = gap < NEAR_ENOUGH
            fitted[left[done]] = n[done]
            keep = ~done & np.isfinite(gap)
            left, n = left[keep], n[keep]
            if not left.size:
                break
    return fitted

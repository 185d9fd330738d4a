"""Coverage of the intervals of a difference between two places, and how often one is seen."""

import datetime as dt
from typing import NamedTuple

import pandas as pd

from segnb.measures import difference
from studies.coverage import DOCS, SEED, Cell, data_sets
from studies.page import put


class Pair(NamedTuple):
    first: Cell
    second: Cell


ALIKE = (
    Cell("spread", 20, 0.10, 0.00),
    Cell("spread", 20, 0.10, 0.03),
    Cell("spread", 20, 0.10, 0.08),
    Cell("apart", 20, 0.10, 0.15),
    Cell("spread", 60, 0.05, 0.15),
    Cell("apart", 60, 0.30, 0.30),
)
UNLIKE = (
    Pair(Cell("spread", 60, 0.05, 0.00), Cell("spread", 20, 0.05, 0.00)),
    Pair(Cell("apart", 60, 0.10, 0.08), Cell("spread", 60, 0.10, 0.08)),
    Pair(Cell("spread", 20, 0.10, 0.08), Cell("spread", 20, 0.10, 0.10)),
    Pair(Cell("spread", 60, 0.05, 0.03), Cell("spread", 60, 0.05, 0.08)),
    Pair(Cell("spread", 10, 0.30, 0.08), Cell("spread", 10, 0.30, 0.15)),
)
PAIRS = (*(Pair(cell, cell) for cell in ALIKE), *UNLIKE)
DATA_SETS, DRAWS = 1000, 119
NAME = "differences"


def judge(pair: Pair, number: int = DATA_SETS, draws: int = DRAWS) -> dict[str, object]:
    """Coverage of one pair, by the function that the report uses."""
    (first, low), (second, high) = (
        data_sets(cell, number, SEED + side) for side, cell in enumerate(pair)
    )
    counts = pd.concat([first.assign(side=1), second.assign(side=2)])
    found = difference(
        counts, "dissimilarity", "x", along="side", first=1, second=2, by="data_set", draws=draws
    )
    truth = high - low
    held = found["lower"].le(truth + 1e-9) & found["upper"].ge(truth - 1e-9)
    return {
        "first": _told(pair.first),
        "second": _told(pair.second),
        "truth": truth,
        "coverage": held.mean(),
        "distinguishable": found["distinguishable"].mean(),
        "width": (found["upper"] - found["lower"]).median(),
    }


def _told(cell: Cell) -> str:
    return f"{cell.pattern}, {cell.units} areas, {cell.share:.0%}, D {cell.truth:.2f}"


def run(pairs: tuple[Pair, ...] = PAIRS, number: int = DATA_SETS) -> pd.DataFrame:
    """Coverage of every pair."""
    return pd.DataFrame([judge(pair, number) for pair in pairs])


def table(found: pd.DataFrame) -> str:
    """Every pair as a row of a markdown table."""
    lines = [
        "| first | second | true difference | coverage 95 | distinguishable | median width |",
        "|" + "---|" * 6,
    ]
    lines += [
        f"| {row.first} | {row.second} | {row.truth:+.2f} | {row.coverage:.3f} | "
        f"{row.distinguishable:.3f} | {row.width:.3f} |"
        for row in found.itertuples()
    ]
    return "\n".join(lines)


def main() -> None:
    found = run()
    text = table(found)
    print(text)
    head = (
        f"Run on {dt.date.today():%Y-%m-%d}; {DATA_SETS} pairs of data sets a row; mean coverage "
        f"{found['coverage'].mean():.1%}."
    )
    put(NAME, f"{head}\n\n{text}", DOCS / "inference.md")

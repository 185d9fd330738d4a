"""Ordered groups, such as levels of education: units that differ by a step are less apart."""

from collections.abc import Callable, Sequence

import pandas as pd

from segnb.measures.from_formula import many_group, public
from segnb.measures.ordinal_formulas import ORDERED, ordinal
from segnb.measures.unit_counts import By, Floats, Label, Over

WORDS = r"""{says}

Notes
-----
.. math:: \Lambda = \sum_j \frac{{t_j (v - v_j)}}{{T v}}, \quad
    v = \frac{{1}}{{K-1}} \sum_{{k<K}} f(c_k), \quad f(c) = {spread}

where c_k is the share at or below group k; between 0 (units alike) and 1 (each unit holds
one group only).

References
----------
Reardon, S. F. (2009). Measures of ordinal segregation. Research on Economic Inequality 17,
129-155.

Examples
--------
>>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(0, 0, 30), (0, 20, 10),
...                        (10, 20, 0), (30, 0, 0)]) for g, n in enumerate(row)],
...                       columns=["unit", "group", "count"])
>>> round({name}(counts, [0, 1, 2])["estimate"].item(), 6)
0.75
"""


def _ordinal(kind: str, says: str, spread: str) -> Callable[..., pd.DataFrame]:
    """The public measure of a kind, from what it says and how it spreads a cumulated share."""
    name = f"ordinal_{kind}"

    def formula(n: Floats, over: Over) -> Floats:
        return ordinal(n, over, kind=kind)

    def call(counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()) -> pd.DataFrame:
        return many_group(counts, name, formula, order, by)

    formula.__name__, ORDERED[name] = name, formula
    formula.__doc__ = WORDS.format(name=name, says=says, spread=spread)
    return public(formula, call)


ordinal_information = _ordinal(
    "information",
    "Ordinal information theory index: Theil's H for ordered groups.",
    r"-c \log_2 c - (1-c)\log_2(1-c)",
)
ordinal_variation = _ordinal(
    "variation",
    "Ordinal variation ratio index: relative diversity for ordered groups.",
    "4c(1-c)",
)
ordinal_square_root = _ordinal(
    "square_root",
    "Ordinal square root index: Hutchens' index for ordered groups.",
    r"2\sqrt{c(1-c)}",
)
ordinal_absolute_difference = _ordinal(
    "absolute_difference", "Ordinal absolute difference index.", "1 - |2c - 1|"
)

"""Right and typically wrong answers, computed from the numbers of an exercise by the measures."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from segnb import measures as m
from segnb.teaching import towns
from segnb.teaching.own_numbers import Numbers

Value = Callable[[Numbers], Any]


def of(function: Callable[..., pd.DataFrame], counts: pd.DataFrame, group: str = "A") -> float:
    """Estimate of a measure for one town."""
    return float(function(counts, group)["estimate"].item())


def _areas(numbers: Numbers, x: str = "x") -> pd.DataFrame:
    return towns.of_areas(list(zip(numbers[x], numbers["t"], strict=True)))


def _halves(numbers: Numbers) -> pd.DataFrame:
    return towns.grid("halves", levels=(numbers["high"], numbers["low"]))


def _groups(numbers: Numbers) -> pd.DataFrame:
    parts = (numbers[f"{group}_n"] for group in towns.THREE)
    return towns.of_groups(list(zip(*parts, strict=True)), towns.THREE)


def _pair(group: str, versus: str | None = None) -> Value:
    return lambda n: float(m.dissimilarity(_groups(n), group, versus=versus)["estimate"].item())


def local(numbers: Numbers) -> pd.DataFrame:
    """Each group's own M and what it adds to that of the town, by group."""
    found = m.local_segregation(_groups(numbers)).set_index("group")
    adds = found["estimate"] * found["share"]
    return pd.DataFrame({"ls": found["estimate"], "share": found["share"], "adds": adds})


def _gorard(numbers: Numbers) -> float:
    """Gorard's index: the group compared with all people."""
    counts = _areas(numbers)
    total = counts["count"].sum()
    return of(m.dissimilarity, counts) * (1 - sum(numbers["x"]) / total)


def _mean_gap(numbers: Numbers) -> float:
    P = sum(numbers["x"]) / sum(numbers["t"])
    gaps = [abs(x / t - P) for x, t in zip(numbers["x"], numbers["t"], strict=True)]
    return sum(gaps) / len(gaps)


def _without_digit(numbers: Numbers) -> list[str]:
    """Rows that grew far less than the middle one did."""
    rows = numbers["rows"]
    growth = [after / before for _, before, after in rows]
    middle = sorted(growth)[len(growth) // 2]
    return [code for (code, _, _), g in zip(rows, growth, strict=True) if g < middle / 2]


def _larger_pattern(numbers: Numbers) -> str:
    left = _left(numbers)
    return "AB"[left.index(max(left))]


def _left(numbers: Numbers) -> list[float]:
    return [far / near for near, far in zip(numbers["near"], numbers["far"], strict=True)]


VALUES: dict[str, Value] = {
    "zero": lambda _: 0.0,
    "D": lambda n: of(m.dissimilarity, _areas(n)),
    "unhalved": lambda n: 2 * of(m.dissimilarity, _areas(n)),
    "gorard": _gorard,
    "mean_gap": _mean_gap,
    "hundredfold": lambda n: 100 * of(m.dissimilarity, _areas(n)),
    "swaps": lambda n: float(towns.swaps(_areas(n))),
    "one_way": lambda n: of(m.dissimilarity, _areas(n)) * sum(n["x"]),
    "people": lambda n: 2 * float(towns.swaps(_areas(n))),
    "first_area": lambda n: abs(n["x"][0] - sum(n["x"]) / len(n["x"])),
    "grid_xPx": lambda n: of(m.isolation, _halves(n)),
    "grid_D": lambda n: of(m.dissimilarity, _halves(n)),
    "grid_half_D": lambda n: of(m.dissimilarity, _halves(n)) / 2,
    "grid_S": lambda n: of(m.eta_squared, _halves(n)),
    "grid_P": lambda n: (n["high"] + n["low"]) / 200,
    "high_share": lambda n: n["high"] / 100,
    "low_high": _pair("low", "high"),
    "low_rest": _pair("low"),
    "high_rest": _pair("high"),
    "three_groups": lambda n: float(m.multigroup_dissimilarity(_groups(n))["estimate"].item()),
    "ls": lambda n: local(n)["ls"].reindex(towns.THREE).tolist(),
    "most_added": lambda n: str(local(n)["adds"].idxmax()),
    "most_unlike": lambda n: str(local(n)["ls"].idxmax()),
    "D_before": lambda n: of(m.dissimilarity, towns.of_areas([(x, 100) for x in n["x"]])),
    "D_after": lambda n: of(m.dissimilarity, _areas(n, "y")),
    "xPx_before": lambda n: of(m.isolation, towns.of_areas([(x, 100) for x in n["x"]])),
    "xPx_after": lambda n: of(m.isolation, _areas(n, "y")),
    "employed_share": lambda n: n["employed"] / 100,
    "employed_more": lambda n: (n["employed"] + n["helped"]) / 100,
    "employed_less": lambda n: (n["employed"] - n["helped"]) / 100,
    "helped": lambda n: float(n["helped"]),
    "left_first": lambda n: _left(n)[0],
    "left_second": lambda n: _left(n)[1],
    "gap_first": lambda n: n["near"][0] - n["far"][0],
    "gap_second": lambda n: n["near"][1] - n["far"][1],
    "larger_pattern": _larger_pattern,
    "smaller_pattern": lambda n: "BA"["AB".index(_larger_pattern(n))],
    "without_digit": _without_digit,
    "sum_printed": lambda n: float(sum(after for _, _, after in n["rows"])),
}

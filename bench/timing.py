"""Best of several runs, in CPU seconds or on the clock, and the table that they are shown in."""

import time
from collections.abc import Callable
from typing import NamedTuple


class Taken(NamedTuple):
    cpu: float
    wall: float


class Row(NamedTuple):
    job: str
    ours: str
    other: str
    ratio: str
    wanted: str
    held: str


def taken(work: Callable[[], object], runs: int = 3) -> Taken:
    """The best of several runs."""
    cpu, wall = [], []
    for _ in range(runs):
        started = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - started[0])
        wall.append(time.perf_counter() - started[1])
    return Taken(min(cpu), min(wall))


def seconds(value: float) -> str:
    """Seconds with three significant digits."""
    if value >= 100:
        return f"{value:,.0f} s"
    return f"{value:.3g} s" if value >= 1 else f"{1000 * value:.3g} ms"


def held(ratio: float, least: float) -> str:
    """Whether what was wanted was reached, as the last column says it."""
    return "yes" if ratio >= least else "**no**"


def table(rows: list[Row]) -> str:
    """A markdown table of the rows."""
    head = Row("job", "segnb", "other", "ratio", "wanted", "held")
    lines = [head, Row(*["---"] * len(head)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

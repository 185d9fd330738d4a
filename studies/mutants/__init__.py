"""Small faults put into the rooms of the program, one at a time: do the tests see them?

`make mutants` draws a sample with a seed from each room in turn, so that a run that is stopped is
a sample too. A fault that nothing sees is listed in
`docs/mutants.md`, with the reason or the test that it lacks.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from studies.mutants import suite, trying
from studies.mutants.kinds import Mutant, put_in, sites
from studies.page import put

ROOT = suite.ROOT
ROOMS = {
    "analysis": "analysis/**/*.py",
    "what prints": "report/**/*.py",
    "sources": "sources/**/*.py",
    "store": "store/**/*.py",
    "publish": "publish/**/*.py",
}
CHARTS = "charts"  # what they draw is tested with the drawings
PAGE, NAME = ROOT / "docs" / "mutants.md", "mutants"
SEED, SAMPLE, LEAST = 20261129, 160, 85
Z = 1.959964  # of an interval of 95 per cent


def modules(room: str) -> list[Path]:
    """Modules whose faults would be printed."""
    return sorted(path for path in suite.SOURCE.glob(ROOMS[room]) if path.parent.name != CHARTS)


def drawn(
    size: int, seed: int, rooms: Sequence[str] = tuple(ROOMS), only: str = ""
) -> list[tuple[str, Mutant]]:
    """So many faults with their rooms, in turn: each place of a room is as likely.

    With `only`, those of modules whose names hold it.
    """
    chance = random.Random(seed)
    samples = [_of_room(room, -(-size // len(rooms)), chance, only) for room in rooms]
    every = [pair for turn in zip_longest(*samples) for pair in turn if pair]
    return every[:size]


def _of_room(room: str, size: int, chance: random.Random, only: str) -> list[tuple[str, Mutant]]:
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in modules(room)
        if only in path.as_posix()
    }
    every = [site for module, text in texts.items() for site in sites(module, text)]
    chosen = chance.sample(every, min(size, len(every)))
    return [(room, put_in(site, texts[site.module])) for site in chosen]


def interval(seen: int, tried: int) -> tuple[float, float]:
    """Wilson's interval of 95 per cent for a share, in per cent."""
    if not tried:
        return 0.0, 100.0
    share, doubt = seen / tried, Z**2 / tried
    middle = share + doubt / 2
    half = Z * ((share * (1 - share) + doubt / 4) / tried) ** 0.5
    return 100 * (middle - half) / (1 + doubt), 100 * (middle + half) / (1 + doubt)


def _wanted(options: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m studies mutants")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="so many faults")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--minutes", type=float, default=600, help="stop after so many")
    parser.add_argument("--reports", type=int, default=2, help="stored reports to read")
    parser.add_argument("--only", default="", help="modules whose names hold this")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=list(ROOMS), metavar="ROOM")
    parser.add_argument("--tests", nargs="+", help="where tests are sought, if not in all places")
    parser.add_argument("--least", type=int, default=LEAST, help="per cent that must be seen")
    parser.add_argument("--quick", action="store_true", help="without tests marked as long")
    parser.add_argument("--keep", action="store_true", help="write the result to docs/mutants.md")
    return parser.parse_args(options)


def main(*options: str) -> None:
    wanted = _wanted(options)
    found: list[tuple[str, Mutant, str]] = []
    places = wanted.tests or [place for room in wanted.rooms for place in suite.PLACES[room]]

    def tried(tests: list[suite.Test], at_import: suite.Called) -> None:
        found.extend(_tried(wanted, tests, at_import))

    suite.collected(places, tried, quick=wanted.quick)
    print("\n".join(rates(found)))
    if wanted.keep:
        keep(found, wanted.seed)
    low = [room for room in wanted.rooms if _share(found, room) < wanted.least]
    if low:
        sys.exit(f"at least {wanted.least} per cent are wanted in {' and in '.join(low)}")


def _tried(
    wanted: argparse.Namespace, tests: list[suite.Test], at_import: suite.Called
) -> Iterator[tuple[str, Mutant, str]]:
    """Faults of the sample with what sees them, until the time is out."""
    known = trying.prepared(wanted.reports, tests, at_import)
    started = time.monotonic()
    for room, fault in drawn(wanted.sample, wanted.seed, wanted.rooms, wanted.only):
        if time.monotonic() - started > 60 * wanted.minutes:
            break
        by = trying.seen_by(fault, known)
        print("seen " if by else "LIVES", fault.name, "|", by, flush=True)
        yield room, fault, by


def _counts(found: list[tuple[str, Mutant, str]], room: str) -> tuple[int, int]:
    answers = [by for where, _, by in found if where == room]
    return sum(map(bool, answers)), len(answers)


def _share(found: list[tuple[str, Mutant, str]], room: str) -> float:
    seen, tried = _counts(found, room)
    return 100 * seen / max(1, tried)


def rates(found: list[tuple[str, Mutant, str]]) -> list[str]:
    """Rows of the table of rooms."""
    rows = ["| where | seen | of | per cent | interval |", "| --- | ---: | ---: | ---: | --- |"]
    for room in dict.fromkeys(room for room, _, _ in found):
        seen, tried = _counts(found, room)
        low, high = interval(seen, tried)
        share = f"{_share(found, room):.0f} | {low:.0f}–{high:.0f}"
        rows.append(f"| {room} | {seen} | {tried} | {share} |")
    return rows


def keep(found: list[tuple[str, Mutant, str]], seed: int) -> None:
    """Put what was found on the page, and the faults that live."""
    lives = [f"* {fault.name}" for _, fault, by in found if not by]
    head = f"Run on {dt.date.today():%Y-%m-%d} with the seed {seed}."
    body = [head, "", *rates(found), "", "Those that live:", "", *(lives or ["* none"])]
    put(NAME, "\n".join(body), PAGE)

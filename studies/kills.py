"""What is killed at random moments and run again ends with the bytes of one that was not.

An import, a report and a batch, a hundred times each (`fetches` kills fetches). The import goes
into a store, and the report and the batch to a folder, that hold an earlier state: after the kill
every file of it that is in place is whole, of the old state or of the new one.
"""

import datetime as dt
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from typing import NamedTuple

from studies.page import put

KILLS, SEED = 100, 20260101
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "faults.md"
EXAMPLES = ROOT / "docs" / "examples"
MUNICIPALITIES = ("9901", "9902", "9903", "9904")
FIRST = EXAMPLES / "kolada_values.csv"

Hashes = dict[str, str]


@dataclass(frozen=True)
class Work:
    """A command that may be killed.

    Attributes
    ----------
    before, command
        Words that make the earlier state in a folder, and those that are killed and run again.
    broken
        What is not whole in a folder, of which an old and a new state are known.
    """

    name: str
    before: Callable[[Path], list[str]]
    command: Callable[[Path], list[str]]
    broken: Callable[[Path, Path, Path], list[str]]


def _import(files: Path) -> Callable[[Path], list[str]]:
    return lambda out: ["import", str(files), "--store", str(out)]


def _batch(*municipalities: str, chapters: tuple[str, ...]) -> Callable[[Path], list[str]]:
    only = [word for name in chapters for word in ("--only", name)]
    return lambda out: ["batch", *municipalities, *only, "--jobs", "2", "--out", str(out)]


def _report(*chapters: str) -> Callable[[Path], list[str]]:
    def words(out: Path) -> list[str]:
        params = out.with_name(f"{len(chapters)}.yml")
        params.write_text(
            f'municipality: "{MUNICIPALITIES[0]}"\nchapters: [{", ".join(chapters)}]\n'
        )
        return ["report", "--params", str(params), "--format", "html", "--out", str(out)]

    return words


def hashes(folder: Path) -> Hashes:
    """Hash of each file, but of those that hold times: notebooks, manifests and hidden ones."""
    named = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(named.items())
        if path.is_file() and not ("notebooks/" in name or "manifest" in name or "/." in f"/{name}")
    }


def _reports(out: Path) -> dict[str, Hashes]:
    return {path.parent.name: hashes(path) for path in sorted(out.glob("*/sv"))}


def _broken_reports(out: Path, old: Path, new: Path) -> list[str]:
    """Reports that are neither as they were nor as they shall be, or that are gone."""
    states, held = [_reports(old), _reports(new)], _reports(out)
    odd = [name for name, one in held.items() if one not in [s.get(name) for s in states]]
    return odd + sorted(set(states[0]) - set(held))


def _broken_store(out: Path, _old: Path, _new: Path) -> list[str]:
    return [] if run(["store", "verify", "--store", str(out)]).code == 0 else ["the store"]


WORKS = (
    Work("an import of 22 files", _import(FIRST), _import(EXAMPLES), _broken_store),
    Work("a report", _report("methods"), _report("summary", "methods"), _broken_reports),
    Work(
        "a batch of four reports, two at a time",
        _batch(*MUNICIPALITIES[:2], chapters=("methods",)),
        _batch(*MUNICIPALITIES, chapters=("summary", "methods")),
        _broken_reports,
    ),
)


class Ended(NamedTuple):
    """How a command ended: its code, or None if it was killed, and the seconds that it took."""

    code: int | None
    seconds: float


def run(words: list[str], *, kill_after: float | None = None) -> Ended:
    """Run a command to its end, or kill it after some seconds."""
    started, code = time.monotonic(), None
    process = subprocess.Popen(
        [sys.executable, "-m", "segnb.cli", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        code = process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return Ended(code, time.monotonic() - started)


def fault_of(work: Work, old: Path, out: Path, after: float, new: Path) -> str:
    """What is wrong after a kill and another run; empty if nothing is."""
    copytree(old, out)
    run(work.command(out), kill_after=after)
    broken = work.broken(out, old, new)
    code = run(work.command(out)).code
    other = sorted({name for name, _ in hashes(out).items() ^ hashes(new).items()})
    ended = [] if code in (0, 1) else [str(code)]
    told = (("broken", broken), ("then ended with", ended), ("other bytes", other))
    return "; ".join(f"{what}: {', '.join(names)}" for what, names in told if names)


def tried(work: Work, kills: int, seed: int) -> list[str]:
    """What went wrong in so many kills."""
    chance, faults = random.Random(seed), []
    with TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        run(work.before(old))
        copytree(old, new)
        seconds = run(work.command(new)).seconds
        for number in range(kills):
            after = chance.uniform(0.02, 1.0) * seconds
            fault = fault_of(work, old, Path(folder) / str(number), after, new)
            print(
                work.name, number, f"{after:.1f} s of {seconds:.1f}", fault or "whole", flush=True
            )
            faults += [fault] if fault else []
            rmtree(Path(folder) / str(number))
    return faults


def page(rows: list[tuple[str, int, int]], today: dt.date) -> str:
    """A sentence and the table: what was killed, how often, and how often it ended well."""
    kills, good = (sum(row[number] for row in rows) for number in (1, 2))
    head = (
        f"Run on {today:%Y-%m-%d}: {kills} kills at random moments; {good} times what was in place "
        "was whole, and the next run ended with the bytes of one that was not killed."
    )
    table = ["| killed | times | as it should |", "| --- | ---: | ---: |"]
    lines = [f"| {name} | {times} | {well} |" for name, times, well in rows]
    return "\n".join([head, "", *table, *lines])


def main() -> None:
    rows, wrong = [], []
    for work in WORKS:
        faults = tried(work, KILLS, SEED)
        wrong += faults
        rows.append((work.name, KILLS, KILLS - len(faults)))
        put("kills", page(rows, dt.date.today()), PAGE)
    if wrong:
        sys.exit("\n".join(wrong))

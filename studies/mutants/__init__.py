"""Small faults put into what is computed and printed, one at a time: do the tests see them?

`make mutants` draws a sample with a seed, from every module of `analysis/` and of the report, and
runs the tests of each module and the stored texts of two reports on a copy of the tree. A fault
that nothing sees is listed in `docs/mutants.md`, with the reason or the test that it lacks.
"""

import argparse
import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from studies.mutants.kinds import Mutant, put_in, sites
from studies.page import put

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path("src/segnb")
ROOMS, DRAWN = ("analysis/*.py", "report/**/*.py"), "charts"
PAGE, NAME = ROOT / "docs" / "mutants.md", "mutants"
COPIED = ("src", "tests", "studies", "bench", "notebooks", "params", "docs", "pyproject.toml",
          "README.md", "CHANGELOG.md", "Makefile")  # fmt: skip
READ_BY = "tests/golden", "tests/pages/test_reports.py"
SEED, SAMPLE, LEAST = 20261129, 100, 85
PATIENCE = 900  # seconds: a fault that makes a loop endless is seen


def modules() -> list[Path]:
    """Modules whose faults would be printed."""
    return sorted(
        path for room in ROOMS for path in (ROOT / SOURCE).glob(room) if path.parent.name != DRAWN
    )


def drawn(size: int, seed: int) -> list[Mutant]:
    """So many faults, each module as likely as it has faults to make."""
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in modules()
    }
    every = [site for module, text in texts.items() for site in sites(module, text)]
    chosen = random.Random(seed).sample(every, min(size, len(every)))
    return [put_in(site, texts[site.module]) for site in chosen]


def tests_of(module: str) -> list[str]:
    """Test files that name the module or a public function of it."""
    stem = Path(module).stem
    text = (ROOT / module).read_text(encoding="utf-8")
    defined = {line[4:].split("(")[0] for line in text.splitlines() if line.startswith("def ")}
    names = {stem, *(name for name in defined if not name.startswith("_"))}
    room = "analysis" if "/analysis/" in module else "report"
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests" / room).glob("test_*.py")
        if names & set(path.read_text(encoding="utf-8").replace("(", " ").replace(".", " ").split())
    )


def copied(folder: Path) -> Path:
    """The tree in another place, so that the checkout is never wrong."""
    tree = folder / "tree"
    tree.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tree / name)
    return tree


def is_seen(fault: Mutant, tree: Path) -> bool:
    """Whether a test fails on the tree with the fault."""
    place = tree / fault.module
    right = place.read_text(encoding="utf-8")
    place.write_text(fault.source, encoding="utf-8")
    try:
        return tried(tree, [*tests_of(fault.module), *READ_BY]) != 0
    finally:
        place.write_text(right, encoding="utf-8")


def tried(tree: Path, tests: list[str]) -> int:
    """Exit code of the tests on a tree; those of real files are left out, for time."""
    words = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    given = {"PYTHONPATH": str(tree / "src"), "XDG_CACHE_HOME": str(tree / ".cache")}
    try:
        return subprocess.run(
            [sys.executable, *words, "-k", "not 0187 and not real"], cwd=tree,
            env=os.environ | given, timeout=PATIENCE, capture_output=True, check=False,
        ).returncode  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1


def _wanted(options: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m studies mutants")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="so many faults")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--minutes", type=float, default=600, help="stop after so many")
    parser.add_argument("--least", type=int, default=LEAST, help="per cent that must be seen")
    parser.add_argument("--keep", action="store_true", help="write the result to docs/mutants.md")
    return parser.parse_args(options)


def main(*options: str) -> None:
    wanted, started = _wanted(options), time.monotonic()
    seen: dict[Mutant, bool] = {}
    with TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        if tried(tree, list(READ_BY)):
            sys.exit("the tests fail on the tree as it is: mend them first")
        for fault in drawn(wanted.sample, wanted.seed):
            if time.monotonic() - started > 60 * wanted.minutes:
                break
            seen[fault] = is_seen(fault, tree)
            print("seen " if seen[fault] else "LIVES", fault.name, flush=True)
    share = 100 * sum(seen.values()) / max(1, len(seen))
    print(f"{sum(seen.values())} of {len(seen)} faults were seen, {share:.0f} per cent")
    if wanted.keep:
        keep(seen, wanted.seed)
    if share < wanted.least:
        sys.exit(f"at least {wanted.least} per cent are wanted")


def keep(seen: dict[Mutant, bool], seed: int) -> None:
    """Put what was found on the page, and the faults that live."""
    lives = [f"* {fault.name}" for fault, found in seen.items() if not found]
    head = (
        f"Run on {dt.date.today():%Y-%m-%d} with the seed {seed}: {sum(seen.values())} of "
        f"{len(seen)} faults were seen, {100 * sum(seen.values()) / len(seen):.0f} per cent. "
        "Those that live:"
    )
    put(NAME, "\n".join([head, "", *(lives or ["* none"])]), PAGE)

"""What finished pages say against themselves: a reader of the HTML of reports.

`python -m studies pages` makes the reports of all municipalities in both languages (with
`--sample N` those of N, drawn with a seed), reads their pages, and prints every contradiction and
the count of each kind. Nothing of `segnb.report` is used: a page is held to what is printed on it.
"""

import argparse
import datetime as dt
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from studies.page import put
from studies.pages import intervals, ranges, same, sides, signs, wording, years
from studies.pages.contradiction import Check, Contradiction, found
from studies.pages.reading import Page, read_file

CHECKS: tuple[Check, ...] = (
    *intervals.CHECKS,
    *signs.CHECKS,
    *ranges.CHECKS,
    *sides.CHECKS,
    *same.CHECKS,
    *years.CHECKS,
    *wording.CHECKS,
)
LANGUAGES, SEED = ("sv", "en"), 20260101
NAME, PAGE = "pages", Path(__file__).resolve().parents[2] / "docs" / "findings.md"
STORE, OUT = Path("data"), Path("outputs/pages")


def contradictions(pages: Iterable[Page]) -> Iterator[Contradiction]:
    """Contradictions of each page, and at last those between the pages of one store."""
    national: list[same.Fact] = []
    for page in pages:
        yield from found(page, CHECKS)
        national.extend(same.national_facts(page))
    yield from same.between(national)


def pages_in(folder: Path) -> Iterator[Page]:
    """The pages of all reports in a folder, in the order of their names."""
    for path in sorted(folder.glob("*/*/report.html")):
        yield read_file(path)


def sample(codes: list[str], size: int | None) -> list[str]:
    """All municipalities, or so many of them, the same each time."""
    return (
        codes if size is None else sorted(random.Random(SEED).sample(codes, min(size, len(codes))))
    )


def municipalities() -> list[str]:
    """Codes of all municipalities."""
    words = [sys.executable, "-m", "segnb.cli", "list", "municipalities", "--json"]
    answer = subprocess.run(words, check=True, capture_output=True, text=True)
    return [place["code"] for place in json.loads(answer.stdout)]


def make(codes: list[str], lang: str, store: Path, out: Path) -> None:
    """Make the pages of some municipalities; those that are current are kept."""
    words = ["batch", *codes, "--lang", lang, "--format", "html", "--store", str(store)]
    subprocess.run([sys.executable, "-m", "segnb.cli", *words, "--out", str(out)], check=True)


def told(counts: Counter[str], pages: int) -> str:
    """What was read and what was found, as lines of a page."""
    head = (
        f"Run on {dt.date.today():%Y-%m-%d}: {pages} pages, {len(CHECKS) + 1} kinds of "
        f"contradictions looked for, **{counts.total()} contradictions**."
    )
    return "\n".join([head, *(f"* {kind}: {count}" for kind, count in counts.most_common())])


def _wanted(options: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m studies pages")
    parser.add_argument("--sample", type=int, help="so many municipalities (default: all)")
    parser.add_argument("--store", type=Path, default=STORE)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--read-only", action="store_true", help="read the pages that --out has")
    return parser.parse_args(options)


def main(*options: str) -> None:
    wanted = _wanted(options)
    if not wanted.read_only:
        codes = sample(municipalities(), wanted.sample)
        for lang in LANGUAGES:
            make(codes, lang, wanted.store, wanted.out)
    counts: Counter[str] = Counter()
    for each in contradictions(pages_in(wanted.out)):
        counts[each.kind] += 1
        print(f"{each.kind} | {each.lang} | {each.place} | {each.quote[:240]}")
    pages = len(list(wanted.out.glob("*/*/report.html")))
    print(result := told(counts, pages))
    if not wanted.sample and not wanted.read_only:
        put(NAME, result, PAGE)

"""How the printed reports of seven municipalities fill their pages: ``python -m studies paper``.

A large one with outlines and one without, a middle one, a small one, the demonstration and some in
English are made, and their PDFs are measured in millimetres: white holes, heads at the foot of a
page, captions without their figure, text outside the margins, on other text or too small. The
page is read as a printer would, from its words and its ink; nothing of how it was made is known
here. The web page is printed from Chromium too, where there is one: it is to be as long as the PDF.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

MM = 25.4 / 72  # of a point
DPI = 50
BODY = (20.0, 281.0)  # from the head to the foot of a page
SIDES = (19.5, 193.5)
WHITE = 250
TALLEST_FONT = 0.995  # ascent and descent of the tallest font, in its size
LARGEST_HOLE, SMALLEST_TEXT = 50.0, 7.4
BEFORE_CHAPTERS = 2  # the summary and the contents have a page each
HEAD_SIZE = 11.6  # points; boxes of serif words are 1.15 times their size: titles have 13.1
TITLE_SIZE, PART_SIZE, CHAPTER_SIZE = 12.5, 15.5, 20.0  # of figures; parts; chapters, at least
TEXT_SIZE, BOX_SIZE = (10.9, 11.1), (9.8, 9.9)  # of running text, and in boxes
CAPTIONED = {"figure": ("Figur", "Figure"), "table": ("Tabell", "Table")}
COLUMNS = (20.0, 110.0)  # where figures begin, one alone and the right one of two
FIGURE_ROOM = 25.0  # what stands below a caption on its page, at least
NARROWEST_SPACE = 0.4
COVERED = 0.4  # part of a word's box that another may cover
RUN_TOGETHER = re.compile(r"[a-zåäö]{3}[A-ZÅÄÖ][a-zåäö]{2}")
BROWSER = ("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
TABLE_ID = re.compile(r"\d|^\(?(Folkm|IntGr|Okod)")  # ids of tables are written so
REPORTS = (
    ("1280", "sv"),  # large, without outlines
    ("1480", "en"),  # large, with outlines
    ("0127", "sv"),
    ("2021", "sv"),  # small
    ("0187", "sv"),  # hardly divided
    ("9901", "sv"),
    ("2180", "en"),
)


@dataclass(frozen=True)
class Word:
    """A word where it stands; `size` is at least that of its font, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return (self.bottom - self.top) / MM / TALLEST_FONT

    def covers(self, other: "Word") -> float:
        """Part of the smaller of two boxes that lies in both."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        areas = ((w.right - w.left) * (w.bottom - w.top) for w in (self, other))
        return across * down / max(min(areas), 1e-9)


def pages_of_words(path: Path) -> list[list[Word]]:
    """Words of each page."""
    whole = _run("pdftotext", "-bbox", str(path), "-").decode()
    return [
        [
            Word(unescape(text), *(float(number) * MM for number in (a, b, c, d)))
            for a, b, c, d, text in re.findall(
                r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page
            )
        ]
        for page in whole.split("<page ")[1:]
    ]


def white_holes(path: Path, folder: Path) -> list[float]:
    """Height of the largest white band between head and foot of each page."""
    _run("pdftoppm", "-r", str(DPI), "-gray", str(path), str(folder / "page"))
    return [_widest(np.asarray(Image.open(file))) for file in sorted(folder.glob("page*.pgm"))]


def _widest(page: np.ndarray) -> float:
    top, bottom = (round(mm / 25.4 * DPI) for mm in BODY)
    inked = np.flatnonzero((page[top:bottom] < WHITE).any(axis=1))
    edges = np.concatenate([[0], inked, [bottom - top]])
    return float(np.diff(edges).max()) / DPI * 25.4


def faults(path: Path) -> list[str]:
    """What is wrong with the pages of a report, a sentence each; the last may end anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        holes = white_holes(path, Path(folder))
    found = [
        f"page {n}: {hole:.0f} mm are white"
        for n, hole in enumerate(holes[:-1], 1)
        if n > BEFORE_CHAPTERS and hole > LARGEST_HOLE
    ]
    pages = pages_of_words(path)
    for n, words in enumerate(pages, 1):
        found += [f"page {n}: {fault}" for fault in faults_of_words(words)]
    return found + list(out_of_order(pages))


def faults_of_words(words: list[Word]) -> Iterator[str]:
    """What is wrong with the words of a page."""
    body = [word for word in words if BODY[0] < word.top and word.bottom < BODY[1]]
    if body and (last := max(body, key=lambda word: word.bottom)).size > HEAD_SIZE:
        yield f"a head with {last.text!r} stands at the foot"
    for word, after in pairwise(body):
        caption = word.text in CAPTIONED["figure"] and _captions(word, after)
        if caption and word.bottom > BODY[1] - FIGURE_ROOM:
            yield f"the caption of figure {after.text} stands without its figure"
    yield from _lone_heads(body)
    for word in words:
        if word.left < SIDES[0] or word.right > SIDES[1]:
            yield f"{word.text!r} stands outside the margins"
        if word.text.isalpha() and word.size < SMALLEST_TEXT:
            yield f"{word.text!r} has {word.size:.1f} pt"
        if RUN_TOGETHER.search(word.text) and not TABLE_ID.search(word.text):
            yield f"{word.text!r} has run together"
    yield from _crowded(body)
    yield from _covered(body)


def out_of_order(pages: list[list[Word]]) -> Iterator[str]:
    """Figures and tables that stand after one with a larger number."""
    for kind, names in CAPTIONED.items():
        numbers = [
            int(after.text.strip("."))
            for words in pages
            for word, after in sorted(pairwise(words), key=lambda two: (two[0].top, two[0].left))
            if word.text in names and _captions(word, after)
        ]
        for number, after in pairwise(numbers):
            if after < number:
                yield f"{kind} {after} stands after {kind} {number}"


def _captions(word: Word, number: Word) -> bool:
    """Whether two words begin the caption of a figure, or of a table."""
    if word.text in CAPTIONED["table"]:
        return word.size > TITLE_SIZE and number.text.strip(".").isdigit()
    return number.text.isdigit() and any(abs(word.left - side) < 1 for side in COLUMNS)


def _lone_heads(words: list[Word]) -> Iterator[str]:
    """Heads of chapters that have no text, box, figure, table, finding or part below them."""
    heads = [word for word in words if word.size > CHAPTER_SIZE]
    if not heads:
        return
    last = max(heads, key=lambda word: word.bottom)
    below = [(word, after) for word, after in pairwise(words) if word.top > last.bottom]
    for word, after in below:
        numbered = word.text in (*CAPTIONED["figure"], *CAPTIONED["table"])
        text = any(low < word.size < high for low, high in (TEXT_SIZE, BOX_SIZE))
        if text or word.size > PART_SIZE or (numbered and _captions(word, after)):
            return
    yield f"the chapter head with {last.text!r} has nothing below it but its lead"


def _crowded(words: list[Word]) -> Iterator[str]:
    """Pairs of words beside each other without the room of a space."""
    for word, after in pairwise(words):
        beside = (
            abs(word.top - after.top) < 0.3 and -0.3 < after.left - word.right < NARROWEST_SPACE
        )
        if (
            beside
            and min(len(word.text), len(after.text)) > 2
            and (word.text + after.text).isalpha()
        ):
            yield f"{word.text!r} runs into {after.text!r}"


def _covered(words: list[Word]) -> Iterator[str]:
    """Pairs of words of which one stands on the other."""
    waiting: list[Word] = []
    for word in sorted(words, key=lambda word: word.top):
        waiting = [other for other in waiting if other.bottom > word.top]
        for other in waiting:
            if word.covers(other) > COVERED:
                yield f"{word.text!r} stands on {other.text!r}"
        waiting.append(word)


def _run(*command: str) -> bytes:
    if not shutil.which(command[0]):
        raise FileNotFoundError(f"needs {command[0]}: apt-get install poppler-utils")
    return subprocess.run(command, capture_output=True, check=True).stdout


def printed_pages(page: Path) -> int | None:
    """Number of pages that a browser prints of a web page; None without a browser."""
    if not shutil.which(BROWSER[0]):
        return None
    target = page.with_name("printed.pdf")
    profile = f"--user-data-dir={page.parent / 'profile'}"
    _run(*BROWSER, profile, f"--print-to-pdf={target}", page.resolve().as_uri())
    return len(pages_of_words(target))


def main() -> None:
    from segnb.publish.report_folder import write_report
    from segnb.vocabulary.params import BOX, make_params

    for code, lang in REPORTS:
        store = {} if code == "9901" else {"store": BOX}
        params = make_params(municipality=code, lang=lang, **store)
        with tempfile.TemporaryDirectory() as out:
            folder = write_report(params, Path(out), ("html", "pdf", "brief")).folder
            sizes = {name: (folder / name).stat().st_size for name in ("report.html", "report.pdf")}
            pages = [len(pages_of_words(folder / f"{name}.pdf")) for name in ("report", "brief")]
            wrong, printed = faults(folder / "report.pdf"), printed_pages(folder / "report.html")
        length = f"{pages[0]} pages, {printed} from the browser, brief {pages[1]}"
        print(f"{code} {lang}: {length}, {sizes}, {len(wrong)} faults")
        print("".join(f"  {fault}\n" for fault in wrong), end="", flush=True)


if __name__ == "__main__":
    main()

"""What stands where on the pages of a PDF, in millimetres: ink, words and their sizes."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

INSTALL = "apt-get install poppler-utils"
MM = 25.4 / 72  # of a point
DPI = 50
BODY = (20.0, 281.0)  # from the head to the foot of a page
SIDES = (19.5, 193.5)
WHITE = 250
TALLEST_FONT = 0.995  # ascent and descent of the tallest font, in its size


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


def _run(*command: str) -> bytes:
    if not shutil.which(command[0]):
        pytest.skip(f"needs {command[0]}: {INSTALL}")
    return subprocess.run(command, capture_output=True, check=True).stdout

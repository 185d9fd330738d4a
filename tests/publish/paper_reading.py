"""What stands where on the pages of a PDF, read as `studies.paper` reads it, or a skip."""

import shutil
from pathlib import Path

import pytest

from studies import paper
from studies.paper import SIDES, Word

__all__ = ["SIDES", "Word", "faults", "pages_of_words", "text"]

INSTALL = "apt-get install poppler-utils"


def _needs(*programs: str) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"needs {program}: {INSTALL}")


def pages_of_words(path: Path) -> list[list[Word]]:
    """Words of each page."""
    _needs("pdftotext")
    return paper.pages_of_words(path)


def faults(path: Path) -> list[str]:
    """What is wrong with the pages of a report."""
    _needs("pdftotext", "pdftoppm")
    return paper.faults(path)


def text(page: list[Word]) -> str:
    """Words of a page on one line."""
    return " ".join(word.text for word in page)

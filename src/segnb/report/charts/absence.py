"""What a figure says in the place of a value that does not exist."""

import pandas as pd

from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import DASH, Language

STATES = ("suppressed", "not_applicable")
EARLY = "p"
NOT_APPLICABLE = "·"
SIGNS = {"suppressed": "..", "not_applicable": NOT_APPLICABLE}


def sign_of(status: str) -> str:
    """What a cell has in place of a number: too few to show, not applicable, or missing."""
    return SIGNS.get(status, DASH)


def early(status: object) -> str:
    """Mark after a number that its producer may still change."""
    return EARLY if status == "preliminary" else ""


def absence(frame: pd.DataFrame, language: Language) -> str:
    """Word for why values are absent: hidden, not applicable, or (when nothing is said) missing."""
    said = set(frame["status"].dropna()) if "status" in frame.columns else set()
    state = next((state for state in STATES if state in said), "missing")
    return language.text(f"figures.{state}")


def empty_sheet(layout: Layout, language: Language, *, width: float | None = None) -> Sheet:
    """Hatched sheet with a word, for a figure that has nothing at all to draw."""
    sheet = Sheet(layout, 5 * line_height(layout.small), width)
    sheet.hatched(
        Box(1, 1, sheet.width - 1, sheet.height - 1), language.text("figures.nothing_to_draw")
    )
    return sheet

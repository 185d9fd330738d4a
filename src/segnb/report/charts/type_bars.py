"""The same measure for many groups, per area type: small multiples on one scale."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, text_width, widest, wrap
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import DASH, Language

TYPES = range(1, 6)


def type_bars(
    frame: pd.DataFrame,
    layout: Layout,
    language: Language,
    *,
    unit: str = "%",
    decimals: int = 0,
) -> Figure:
    """What differs between the types: a panel per group, all on one scale that starts at 0.

    Parameters
    ----------
    frame
        `panel, type_number, share, reference` (the same type in the country, as a black stroke).
        A type without a row does not exist in the municipality and keeps its place with a word.
    unit, decimals
        What stands beside the panel's name, and decimals of the values on the bars.
    """
    panels = [part for _, part in frame.groupby("panel", sort=False, dropna=False)]
    if not panels:
        return empty_sheet(layout, language).figure
    across = min(len(panels), 2 if layout.narrow else 4)
    gap = (14 if layout.narrow else 20) * layout.unit
    width = (layout.width - 2 - (across - 1) * gap) / across
    titles = [wrap(str(part["panel"].iloc[0]), width - 24, layout.body, "bold") for part in panels]
    head = max(map(len, titles)) * line_height(layout.body) + 8 * layout.unit
    bars, foot = 112 * layout.unit, 1.6 * line_height(layout.small)
    tall = head + bars + foot + 14 * layout.unit
    sheet = Sheet(layout, tall * ceil(len(panels) / across))
    top = scales.limits(0, frame[["share", "reference"]].max().max())[1]
    for i, (part, title) in enumerate(zip(panels, titles, strict=True)):
        left, y = 1 + (i % across) * (width + gap), (i // across) * tall
        sheet.paragraph(
            left, y + len(title) * line_height(layout.body) / 2, title, size=layout.body,
            weight="bold",
        )  # fmt: skip
        style: dict[str, Any] = {"ha": "right", "colour": theme.TEXT_SECONDARY}
        sheet.text(left + width, y + line_height(layout.body) / 2, unit, **style)
        field = Box(left, y + head, left + width, y + head + bars)
        _panel(sheet, part, language, field, top, decimals)
    return sheet.figure


def _panel(
    sheet: Sheet, part: pd.DataFrame, language: Language, field: Box, top: float, decimals: int
) -> None:
    room = line_height(sheet.layout.small) + 2 * sheet.layout.unit
    scale = scales.Scale(0, top, field.bottom, field.top + room)
    slot = (field.right - field.left) / len(TYPES)
    rows = {int(row["type_number"]): row for _, row in part.iterrows()}
    sheet.line([field.left, field.right], [field.bottom] * 2, width=1.2, zorder=3)
    nothing = part["share"].isna().all()
    if nothing:
        whole = Box(field.left, field.top + room, field.right, field.bottom)
        sheet.hatched(whole, absence(part, language))
    for number in TYPES:
        left = field.left + (number - 1) * slot
        box = Box(left + 1.5, field.top + room, left + slot - 1.5, field.bottom)
        _foot(sheet, language, number, (box.left + box.right) / 2, field.bottom, slot)
        if nothing:
            continue
        if number in rows:
            _bar(sheet, rows[number], language, box, scale, decimals)
        else:
            texts = [language.text(f"figures.{key}") for key in ("no_type", "no_type_short")]
            _stacked_words(sheet, texts, box, ground=False)


def _foot(
    sheet: Sheet, language: Language, number: int, x: float, bottom: float, slot: float
) -> None:
    word = language.text("figures.type", number=number)
    fits = text_width(word, sheet.layout.small) <= slot - 4
    y = bottom + 0.8 * line_height(sheet.layout.small)
    text = word if fits else str(number)
    sheet.text(x, y, text, ha="center", colour=theme.TEXT_SECONDARY)


def _bar(
    sheet: Sheet,
    row: pd.Series,
    language: Language,
    box: Box,
    scale: scales.Scale,
    decimals: int,
) -> None:
    """One bar with its value; the reference is a black stroke with a white edge."""
    middle, step = (box.left + box.right) / 2, line_height(sheet.layout.small)
    reference = None if pd.isna(row["reference"]) else scale(row["reference"])
    if pd.isna(row["share"]):
        sheet.hatched(box)
        cut = box.top if reference is None else reference
        above = cut - box.top > box.bottom - cut
        free = box._replace(bottom=cut) if above else box._replace(top=cut)
        _stacked_words(sheet, [absence(row.to_frame().T, language), DASH], free, ground=True)
    else:
        y, number = scale(row["share"]), int(row["type_number"])
        fill = theme.TYPES[number].fill
        sheet.field(
            box.left, y, box.right, box.bottom, fill=fill, edge=theme.TEXT, gid=f"type-{number}"
        )
        label = y - step / 2 - 2
        if reference is not None and label - step / 2 - 2 < reference < y + 3:
            label = min(reference, y) - step / 2 - 3
        text = language.number(row["share"], decimals)
        sheet.text(middle, label, text, weight="bold", ha="center")
    if reference is not None:
        xs = [box.left - 1, box.right + 1]
        sheet.line(xs, [reference] * 2, colour=theme.WHITE, width=5, zorder=3.5)
        sheet.line(xs, [reference] * 2, width=2.2, zorder=3.6, gid="reference")


def _stacked_words(sheet: Sheet, texts: Sequence[str], box: Box, *, ground: bool) -> None:
    """First text whose words fit below each other at the foot of a place, or the last one."""
    size = sheet.layout.small
    room = box.right - box.left + 2.5
    stacks = [text.split(" ") for text in texts]
    words = next((stack for stack in stacks if widest(stack, size) <= room), stacks[-1])
    middle, half = (box.left + box.right) / 2, widest(words, size) / 2
    tall = len(words) * line_height(size) / 2
    y = box.bottom - tall - 4
    if ground:
        ends = (middle - half, y - tall - 1, middle + half, y + tall + 1)
        sheet.field(*ends, fill=theme.WHITE, zorder=1.5)
    sheet.paragraph(middle, y, words, colour=theme.TEXT_SECONDARY, ha="center")

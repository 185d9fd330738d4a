"""How residents divide between the five area types."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, fitting, line_height, shorten, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language


def composition(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """Which types of area the residents live in: a whole bar per place, beside other places.

    Parameters
    ----------
    frame
        `place`, `people`, `type_number` (1-5), `share` (per cent of the place's residents) and
        `own` (the municipality of the report); optional `status`. Places keep their order.
    """
    places = [part for _, part in frame.groupby("place", sort=False, dropna=False)]
    if not places:
        return empty_sheet(layout, language).figure
    unit = layout.unit
    bar = (28 if layout.narrow else 36) * unit
    head = line_height(layout.small) + 3 * unit if layout.narrow else 0.0
    pitch = head + bar + (12 if layout.narrow else 10) * unit
    left = 1.0 if layout.narrow else _names_width(frame, layout, language) + 12 * unit
    sheet = Sheet(layout, pitch * len(places) + line_height(layout.small) + 4 * unit)
    for row, part in enumerate(places):
        top = row * pitch + head + 1
        _name(sheet, part, language, left, top, bar)
        _bar(sheet, part, language, Box(left, top, sheet.width - 1, top + bar))
    _ends(sheet, language, left)
    return sheet.figure


def _people(part: pd.DataFrame, language: Language) -> str:
    return language.text("figures.people", people=language.number(part["people"].iloc[0]))


def _names_width(frame: pd.DataFrame, layout: Layout, language: Language) -> float:
    """Room for the widest name (bold) or number of people, at most a third of the sheet."""
    people = {
        _people(part, language) for _, part in frame.groupby("place", sort=False, dropna=False)
    }
    names = widest(frame["place"].unique(), layout.strong, "bold")
    return min(max(names, widest(people, layout.small)), layout.width / 3)


def _name(
    sheet: Sheet, part: pd.DataFrame, language: Language, left: float, top: float, bar: float
) -> None:
    """Name and number of people: left of the bar, or above it on a narrow sheet."""
    layout = sheet.layout
    own = bool(part["own"].iloc[0])
    weight = "bold" if own else "normal"
    people = _people(part, language)
    if layout.narrow:
        y = top - line_height(layout.small) / 2 - 2
        taken = sheet.text(sheet.width - 1, y, people, ha="right", colour=theme.TEXT_SECONDARY)
        name = shorten(str(part["place"].iloc[0]), taken.left - 8, layout.body, weight)
        sheet.text(1, y, name, size=layout.body, weight=weight)
        return
    right, step = left - 12 * layout.unit, line_height(layout.small) * 0.56
    name = shorten(str(part["place"].iloc[0]), right, layout.strong, weight)
    middle = top + bar / 2
    sheet.text(right, middle - step, name, size=layout.strong, weight=weight, ha="right")
    sheet.text(right, middle + step, people, ha="right", colour=theme.TEXT_SECONDARY)


def _bar(sheet: Sheet, part: pd.DataFrame, language: Language, field: Box) -> None:
    """Parts in the order of the types; what is not known is hatched up to the end of the bar."""
    shares = part.set_index("type_number")["share"].reindex(range(1, 6))
    known = shares.fillna(0).clip(lower=0)
    scale = (field.right - field.left) / max(known.sum(), 100.0)
    x = field.left
    for number, share in known.items():
        if share > 0:
            box = Box(x, field.top, x + share * scale, field.bottom)
            _part(sheet, int(number), share, box, language, bold=bool(part["own"].iloc[0]))
            x = box.right
    if part["share"].isna().any() and field.right - x > 1:
        rest = Box(x, field.top, field.right, field.bottom)
        sheet.hatched(rest, absence(part[part["share"].isna()], language))
        sheet.field(*rest, edge=theme.TICK, zorder=1.8)


def _part(
    sheet: Sheet, number: int, share: float, box: Box, language: Language, *, bold: bool
) -> None:
    """One type's part with the longest wording of its share that fits in it."""
    colours, size = theme.TYPES[number], sheet.layout.small
    sheet.field(*box, fill=colours.fill, edge=theme.TEXT, gid=f"type-{number}")
    weight = "bold" if bold else "normal"
    width, short = box.right - box.left, language.number(share, 1)
    full = language.text("figures.type_share", number=number, share=language.percent(share))
    text = fitting([full], width - 12, size, weight) or fitting([short], width - 3, size, weight)
    if text:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        sheet.text(x, y, text, weight=weight, colour=colours.ink, ha="center")


def _ends(sheet: Sheet, language: Language, left: float) -> None:
    """Which end of the bars is which."""
    y = sheet.height - line_height(sheet.layout.small) / 2
    style: dict[str, Any] = {"colour": theme.TEXT_SECONDARY}
    sheet.text(left, y, language.text("figures.most_challenges"), **style)
    sheet.text(sheet.width - 1, y, language.text("figures.best_conditions"), ha="right", **style)

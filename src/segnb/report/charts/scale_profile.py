"""How large the surroundings are in which people live apart: shares among nearest neighbours."""

from collections.abc import Sequence
from functools import partial
from math import log2

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import (
    Box,
    LabelRequest,
    line_height,
    spread,
    text_width,
    widest,
)
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

LINES = ("p90", "p50", "p10")


def scale_profile(
    frame: pd.DataFrame, layout: Layout, language: Language, *, whole: float
) -> Figure:
    """Share of a group among the k people who live nearest, for ever larger k.

    Parameters
    ----------
    frame
        `k` (people) and, in per cent, `p10, p50, p90`: the share that a tenth of the residents
        have at most, half have at most, and a tenth have at least around them.
    whole
        Share in the whole municipality, to which the lines run as the surroundings grow.
    """
    known = frame.dropna(subset=list(LINES)).sort_values("k")
    if known.empty:
        return empty_sheet(layout, language).figure
    step, unit = line_height(layout.small), layout.unit
    words = {name: language.text(f"figures.scale.{name}") for name in LINES}
    words["whole"] = language.text("figures.scale.whole", share=language.percent(whole))
    room = 0.0 if layout.narrow else widest(words.values(), layout.small) + 14 * unit
    top = 4.8 * step if layout.narrow else 0.8 * step
    tall = top + (190 if layout.narrow else 250) * unit
    sheet = Sheet(layout, tall + 2.8 * step)
    low, high = scales.limits(0, max(known[list(LINES)].max().max(), whole))
    ticks = scales.ticks(low, high)
    words_of = partial(language.percent, decimals=scales.decimals(ticks))
    left = widest(map(words_of, ticks), layout.small) + 10 * unit
    field = Box(left, top, layout.width - room - 4 * unit, tall)
    value = scales.Scale(low, high, field.bottom, field.top)
    people = scales.Scale(
        log2(known["k"].iloc[0]) - 0.15, log2(known["k"].iloc[-1]) + 0.15, field.left, field.right
    )
    axes.level_axis(sheet, value, ticks, field.left, field.right, words_of)
    _people_axis(sheet, people, list(known["k"]), field, language)
    _lines(sheet, known, people, value)
    y = value(whole)
    sheet.line([field.left, field.right], [y, y], width=1.4, dash=(4, 3), zorder=2.5, gid="whole")
    if layout.narrow:
        _words_above(sheet, words)
    else:
        _words_at_ends(sheet, known, value, field, words, whole)
    return sheet.figure


def _people_axis(
    sheet: Sheet, people: scales.Scale, numbers: Sequence[int], field: Box, language: Language
) -> None:
    """Numbers of neighbours below a dark base line, each twice the one before."""
    sheet.line([field.left, field.right], [field.bottom] * 2, width=1.2)
    step, last = line_height(sheet.layout.small), -1e9
    for k in numbers:
        x, text = people(log2(k)), language.number(k)
        sheet.line([x, x], [field.bottom, field.bottom + 4 * sheet.layout.unit])
        half = text_width(text, sheet.layout.small) / 2
        if x - half > last + 8 and x + half <= sheet.width:
            sheet.text(
                x, field.bottom + 0.85 * step, text, ha="center", colour=theme.TEXT_SECONDARY
            )
            last = x + half
    name = language.text("figures.scale.axis")
    sheet.text(
        field.right, field.bottom + 2.1 * step, name, ha="right", colour=theme.TEXT_SECONDARY
    )


def _lines(sheet: Sheet, known: pd.DataFrame, people: scales.Scale, value: scales.Scale) -> None:
    xs = [people(log2(k)) for k in known["k"]]
    ys = {name: [value(v) for v in known[name]] for name in LINES}
    outline = [*zip(xs, ys["p90"], strict=True), *reversed(list(zip(xs, ys["p10"], strict=True)))]
    sheet.add(Polygon(outline, facecolor=theme.OWN_BAND, edgecolor="none", zorder=0.7))
    for name in LINES:
        width = 3 if name == "p50" else 1.6
        sheet.line(xs, ys[name], colour=theme.OWN, width=width, zorder=3, gid=name)
        sheet.marks(xs, ys[name], size=5 * sheet.layout.unit, fill=theme.OWN, edge=theme.WHITE)


def _words_at_ends(
    sheet: Sheet,
    known: pd.DataFrame,
    value: scales.Scale,
    field: Box,
    words: dict[str, str],
    whole: float,
) -> None:
    step = line_height(sheet.layout.small)
    ends = {name: known[name].iloc[-1] for name in LINES} | {"whole": whole}
    order = sorted(ends, key=lambda name: (-ends[name], name))
    wanted = [LabelRequest(value(ends[name]), step) for name in order]
    for name, at in zip(order, spread(wanted, field.top, field.bottom), strict=True):
        if at is not None:
            _word(sheet, field.right + 10 * sheet.layout.unit, at, name, words)


def _words_above(sheet: Sheet, words: dict[str, str]) -> None:
    """On a phone the lines are named above the field, with a piece of each, from top to bottom."""
    step, unit = line_height(sheet.layout.small), sheet.layout.unit
    for place, name in enumerate(("p90", "p50", "p10", "whole")):
        y, own = (0.6 + place) * step, name != "whole"
        colour, width = (theme.OWN, 3 if name == "p50" else 1.6) if own else (theme.TEXT, 1.4)
        sheet.line([1, 18 * unit], [y, y], colour=colour, width=width, dash=None if own else (4, 3))
        _word(sheet, 24 * unit, y, name, words)


def _word(sheet: Sheet, x: float, y: float, name: str, words: dict[str, str]) -> None:
    weight = "bold" if name == "p50" else "normal"
    colour = theme.TEXT if name == "whole" else theme.OWN
    sheet.text(x, y, words[name], weight=weight, colour=colour)

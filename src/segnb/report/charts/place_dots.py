"""Some places beside each other on one scale for each measure, and all others behind them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, shorten, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

ALL, NATION = "all", "nation"


@dataclass(frozen=True)
class Plan:
    """Where names, scale and numbers stand."""

    layout: Layout
    language: Language
    start: float
    end: float

    @property
    def row(self) -> float:
        """Height of a row; on a narrow sheet its words stand above it."""
        words = line_height(self.layout.small) if self.layout.narrow else 0
        return words + 21 * self.layout.unit


def place_dots(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """Values of a few places with their intervals, on a scale that all rows of a measure share.

    Parameters
    ----------
    frame
        `label, sublabel, row` (`place`, `nation`, or `all`: one of all the others), `name, value,
        lower, upper, text` (what stands at the end of the row). Rows of one name are one line of
        the figure; those of `all` are ticks on its last line.
    """
    blocks = [part for _, part in frame.groupby("label", sort=False)]
    if not blocks:
        return empty_sheet(layout, language).figure
    plan = _plan(frame, layout, language)
    heads = [
        axes.label_lines(layout, str(part["label"].iloc[0]), [str(part["sublabel"].iloc[0])],
                         layout.width - 2)
        for part in blocks
    ]  # fmt: skip
    foot = 2.4 * line_height(layout.small)
    heights = [
        axes.lines_height(head) + part["name"].nunique() * plan.row + foot
        for head, part in zip(heads, blocks, strict=True)
    ]
    sheet = Sheet(layout, sum(heights))
    top = 0.0
    for head, part, height in zip(heads, blocks, heights, strict=True):
        _block(sheet, plan, part, head, top)
        top += height
    return sheet.figure


def _plan(frame: pd.DataFrame, layout: Layout, language: Language) -> Plan:
    if layout.narrow:
        return Plan(layout, language, 14.0, layout.width - 14.0)
    unit = layout.unit
    names = widest(frame["name"].unique(), layout.small, "bold")
    texts = widest(frame["text"].unique(), layout.small)
    start = min(names + 20 * unit, layout.width * 0.3)
    return Plan(layout, language, start, layout.width - texts - 16 * unit)


def _block(sheet: Sheet, plan: Plan, part: pd.DataFrame, head: axes.Lines, top: float) -> None:
    values = part[["value", "lower", "upper"]]
    low, high = scales.limits(values.min().min(), values.max().max())
    scale = scales.Scale(low, high, plan.start, plan.end)
    first = y = axes.write_lines(sheet, 1, top, head)
    lines = [rows for _, rows in part.groupby("name", sort=False)]
    ticks = scales.ticks(low, high)
    axes.value_axis(
        sheet, scale, ticks, [(first, first + len(lines) * plan.row)],
        lambda value: plan.language.number(value, scales.decimals(ticks)),
    )  # fmt: skip
    for rows in lines:
        _line(sheet, plan, scale, rows, y)
        y += plan.row


def _line(sheet: Sheet, plan: Plan, scale: scales.Scale, rows: pd.DataFrame, top: float) -> None:
    y, kind = _words(sheet, plan, rows, top), rows["row"].iloc[0]
    unit = plan.layout.unit
    known = rows.dropna(subset="value")
    if known.empty:
        half = line_height(plan.layout.small) / 2 + 1
        field = Box(plan.start, y - half, plan.end, y + half)
        sheet.hatched(field, absence(rows, plan.language))
    elif kind == ALL:
        xs = [scale(value) for value in known["value"]]
        ticks = [(x, y - 6 * unit, x, y + 6 * unit) for x in xs]
        sheet.strokes(ticks, colour=theme.TICK, width=1.0, gid="tick")
    else:
        own = known.iloc[0]
        if pd.notna(own["lower"]):
            axes.interval(sheet, scale(own["lower"]), scale(own["upper"]), y, half=4 * unit)
        mark: dict[str, Any] = (
            {"shape": "s", "fill": theme.TEXT} if kind == NATION else {"fill": theme.OWN}
        )
        sheet.marks([scale(own["value"])], [y], size=9 * unit, edge=theme.WHITE, **mark)


def _words(sheet: Sheet, plan: Plan, rows: pd.DataFrame, top: float) -> float:
    """Name and numbers of a line; gives the middle of its marks."""
    layout, own = plan.layout, rows.iloc[0]
    weight = "bold" if own["row"] == "place" else "normal"
    step = line_height(layout.small)
    if layout.narrow:
        text = str(own["text"])
        room = layout.width - widest([text], layout.small) - 10
        name = shorten(str(own["name"]), room, layout.small, weight)
        sheet.text(1, top + step / 2, name, weight=weight)
        sheet.text(layout.width - 1, top + step / 2, text, ha="right")
        return top + step + 10 * layout.unit
    y = top + plan.row / 2
    name = shorten(str(own["name"]), plan.start - 16 * layout.unit, layout.small, weight)
    sheet.text(1, y, name, weight=weight)
    sheet.text(plan.end + 14 * layout.unit, y, str(own["text"]))
    return y

"""How divided the municipality is: indices with their intervals, from 0."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.index_bounds import BOUNDS, index_mark, index_text, is_shown, with_bounds
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, text_width, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

Mark = tuple[Box, str, pd.Series]
MEASURES = ["estimate", "lower", "upper", *BOUNDS]


@dataclass(frozen=True)
class Plan:
    """Where the columns stand: the axis between `start` and `end`, numbers from `numbers`."""

    layout: Layout
    language: Language
    levels: list[str]
    start: float
    end: float
    numbers: float
    interval: float

    @property
    def lane(self) -> float:
        """Height of one level's lane in a row."""
        return line_height(self.layout.small) + 2 * self.layout.unit

    @property
    def band(self) -> float:
        """Height of a heading."""
        return line_height(self.layout.small) + 4 * self.layout.unit


def index_dots(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """How large each index is, and how sure that is; 0 is an even spread.

    Parameters
    ----------
    frame
        `dimension_label, label, sublabel, level, estimate, lower, upper` (0-100), `withheld` and
        `reason` (why nothing is shown), and `lower_bound, upper_bound` instead of `estimate` where
        counts are hidden. One row per label and level; the first level has filled dots and
        carries the numbers, the next ones open dots.
    layout, language
        Width to draw for, language to write in.
    """
    if frame.empty:
        return empty_sheet(layout, language).figure
    frame = with_bounds(frame)
    plan = _plan(frame, layout, language)
    rows = [
        part for _, part in frame.groupby(["dimension_label", "label"], sort=False, dropna=False)
    ]
    labels = [_label(part, plan) for part in rows]
    heights = [_height(lines, plan) for lines in labels]
    dimensions = frame["dimension_label"].nunique()
    header, footer = plan.band, 2.2 * line_height(layout.small)
    gaps = dimensions * (plan.band + 6 * layout.unit)
    sheet = Sheet(layout, header + sum(heights) + gaps + footer)
    scale = _scale(frame, plan)
    _header(sheet, plan)
    y, previous, explain, spans = header, None, True, []
    for part, lines, height in zip(rows, labels, heights, strict=True):
        if (dimension := part["dimension_label"].iloc[0]) != previous:
            axes.heading_band(sheet, str(dimension), y, plan.band)
            y, previous = y + plan.band + 6 * layout.unit, dimension
        marks = _row(sheet, plan, scale, part, lines, y)
        if explain and marks:
            _explain(sheet, plan, marks)
            explain = False
        label = _above_lanes(lines, plan) if layout.narrow else 0
        spans.append((y + label, y + height))
        y += height
    spans = spans if layout.narrow else [(header, y)]
    _axis(sheet, plan, scale, spans)
    return sheet.figure


def _plan(frame: pd.DataFrame, layout: Layout, language: Language) -> Plan:
    unit, levels = layout.unit, list(frame["level"].unique())
    first = frame[frame["level"] == levels[0]]
    values = {language.number(88.8, 1), *(index_text(row, language) for _, row in first.iterrows())}
    value = widest(values, layout.strong, "bold") + 10 * unit
    spans = {language.interval(88.8, 88.8), language.text("figures.index.interval")}
    span = widest(spans, layout.small, "bold")
    if layout.narrow:
        right = layout.width - 1
        return Plan(layout, language, levels, 4, right - 8, right - value - span, right - span)
    right = layout.width - 2
    small = max(_under_numbers(frame, levels, language, layout), value + span)
    numbers = right - small
    names = widest(frame["label"].unique(), layout.body, "bold")
    notes = widest(frame["sublabel"].dropna().unique(), layout.small)
    start = min(max(names, notes) + 24 * unit, layout.width * 0.33)
    return Plan(layout, language, levels, start, numbers - 20 * unit, numbers, numbers + value)


def _under_numbers(
    frame: pd.DataFrame, levels: list[str], language: Language, layout: Layout
) -> float:
    """Width of the second line of numbers: the other levels."""
    return max(
        text_width(_second_line(part, levels, language), layout.small)
        for _, part in frame.groupby(["dimension_label", "label"], sort=False, dropna=False)
    )


def _second_line(part: pd.DataFrame, levels: list[str], language: Language) -> str:
    """Values of the other levels."""
    shown = part[is_shown(part)].set_index("level")
    words = [
        language.text("figures.index.level_value", level=level, value=index_text(row, language))
        for level, row in shown.iterrows()
        if level != levels[0]
    ]
    return " · ".join(words)


def _label(part: pd.DataFrame, plan: Plan) -> axes.Lines:
    width = (plan.numbers - 10 if plan.layout.narrow else plan.start - 20 * plan.layout.unit) - 1
    first = part.iloc[0]
    sublabel = "" if pd.isna(first["sublabel"]) else str(first["sublabel"])
    return axes.label_lines(plan.layout, str(first["label"]), [sublabel], width)


def _height(lines: axes.Lines, plan: Plan) -> float:
    lanes = plan.lane * len(plan.levels)
    if plan.layout.narrow:
        return _above_lanes(lines, plan) + lanes + plan.lane + 12 * plan.layout.unit
    return max(axes.lines_height(lines), lanes, 2 * plan.lane) + 20 * plan.layout.unit


def _above_lanes(lines: axes.Lines, plan: Plan) -> float:
    """Room for label and numbers above the lanes of a row on a narrow sheet."""
    return max(axes.lines_height(lines), 2 * plan.lane)


def _scale(frame: pd.DataFrame, plan: Plan) -> scales.Scale:
    shown = frame.loc[~frame["withheld"].astype(bool), MEASURES]
    top = shown.max().max()
    top = 100.0 if pd.isna(top) else min(max(scales.limits(0, top)[1], 10.0), 100.0)
    return scales.Scale(0, top, plan.start, plan.end)


def _header(sheet: Sheet, plan: Plan) -> None:
    """What the two ends of the axis mean, and what the numbers at the right are."""
    y, language, style = plan.band / 2, plan.language, {"colour": theme.TEXT_SECONDARY}
    left = sheet.text(plan.start, y, language.text("figures.scale_from"), **style)
    right = sheet.text_box(plan.end, y, language.text("figures.scale_to"), ha="right")
    if not right.touches(left, 4):
        sheet.text(plan.end, y, language.text("figures.scale_to"), ha="right", **style)
    if not plan.layout.narrow:
        bold = style | {"weight": "bold"}
        sheet.text(plan.numbers, y, language.text("figures.index.symbol"), **bold)
        sheet.text(plan.interval, y, language.text("figures.index.interval"), **bold)


def _row(
    sheet: Sheet,
    plan: Plan,
    scale: scales.Scale,
    part: pd.DataFrame,
    lines: axes.Lines,
    top: float,
) -> list[Mark]:
    """One measure: label, a lane per level, numbers; gives the marks of its levels."""
    axes.write_lines(sheet, 1 if plan.layout.narrow else 8 * plan.layout.unit, top, lines)
    _numbers(sheet, plan, part, top)
    lanes = top
    if plan.layout.narrow:
        lanes += _above_lanes(lines, plan)
    absent = ~is_shown(part)
    if absent.all():
        field = Box(plan.start, lanes, plan.end, lanes + plan.lane * len(plan.levels))
        sheet.hatched(field, _reason(part, plan))
        return []
    marks: list[Mark] = []
    for (_, row), missing in zip(part.iterrows(), absent, strict=True):
        lane = lanes + plan.levels.index(row["level"]) * plan.lane
        if missing:
            field = Box(plan.start, lane + 0.5, plan.end, lane + plan.lane - 0.5)
            sheet.hatched(field, _reason(part.loc[[row.name]], plan))
        else:
            marks.append((_lane(sheet, plan, scale, row, lane), str(row["level"]), row))
    return marks


def _reason(part: pd.DataFrame, plan: Plan) -> str:
    """Why nothing is shown: the reason given, or the word for what is missing."""
    reasons = [reason for reason in part["reason"] if isinstance(reason, str) and reason]
    return reasons[0] if reasons else absence(part, plan.language)


def _lane(sheet: Sheet, plan: Plan, scale: scales.Scale, row: pd.Series, top: float) -> Box:
    """Interval and dot of one level; gives the box of the mark."""
    middle, unit = top + plan.lane / 2, plan.layout.unit
    low, high = scale(row["lower"]), scale(row["upper"])
    axes.interval(sheet, low, high, middle, half=4.5 * unit)
    number = plan.levels.index(row["level"])
    mark = index_mark(sheet, scale, row, middle, filled=not number, gid=f"level-{number}")
    ends = [value for value in (low, high) if value == value]
    left, right = min([mark.left, *ends]), max([mark.right, *ends])
    return Box(left, mark.top, right, mark.bottom)


def _explain(sheet: Sheet, plan: Plan, marks: list[Mark]) -> None:
    """Names of the levels beside the first marks."""
    gap, taken = 6 * plan.layout.unit, [mark for mark, _, _ in marks]
    field = Box(plan.start, 0, plan.end + 8, sheet.height)
    for mark, level, _ in (named for named in marks if named[1]):
        middle = (mark.top + mark.bottom) / 2
        sides = ((mark.right + gap, "left"), (mark.left - gap, "right"))
        for x, ha in sides:
            box = sheet.text_box(x, middle, level, weight="bold", ha=ha)
            if box.inside(field) and not any(box.touches(other) for other in taken):
                taken.append(sheet.text(x, middle, level, weight="bold", colour=theme.OWN, ha=ha))
                break


def _numbers(sheet: Sheet, plan: Plan, part: pd.DataFrame, top: float) -> None:
    """Value and interval of the first level, values of the others."""
    layout, language = plan.layout, plan.language
    y, small = top + plan.lane / 2, {"colour": theme.TEXT_SECONDARY}
    first = part[(part["level"] == plan.levels[0]) & is_shown(part)]
    if len(first):
        row = first.iloc[0]
        value = index_text(row, language)
        interval = "" if pd.isna(row["lower"]) else language.interval(row["lower"], row["upper"])
        if layout.narrow:
            sheet.text(layout.width - 1, y, interval, ha="right")
            end = layout.width - 1 - text_width(interval, layout.small) - 8
            sheet.text(end, y, value, size=layout.strong, weight="bold", ha="right")
        else:
            sheet.text(plan.numbers, y, value, size=layout.strong, weight="bold")
            sheet.text(plan.interval, y, interval)
    second = _second_line(part, plan.levels, language)
    if layout.narrow:
        lanes = top + _above_lanes(_label(part, plan), plan)
        under = lanes + plan.lane * (len(plan.levels) + 0.5)
        sheet.text(layout.width - 1, under, second, ha="right", **small)
    else:
        sheet.text(plan.numbers, y + plan.lane, second, **small)


def _axis(sheet: Sheet, plan: Plan, scale: scales.Scale, spans: list[tuple[float, float]]) -> None:
    """Values under the axis, its name, and how much of 0-100 it shows."""
    language = plan.language
    values = scales.ticks(0, scale.high)
    axes.value_axis(sheet, scale, values, spans, language.number)
    key = "axis" if scale.high >= 100 else "axis_cut"
    text = language.text(f"figures.index.{key}", top=language.number(scale.high))
    y = spans[-1][1] + 1.7 * line_height(plan.layout.small)
    sheet.text(plan.end, y, text, ha="right", colour=theme.TEXT_SECONDARY)

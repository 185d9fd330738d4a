"""How far apart the area types are on one measure, with both ends on one scale."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.axes import Lines
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, first_free, line_height, text_width, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import HARD, Language


@dataclass(frozen=True)
class Plan:
    """Where the columns stand; `unit_word` is the unit that all rows share."""

    layout: Layout
    language: Language
    scale: scales.Scale
    gaps: float
    unit_word: str
    place: str

    @property
    def disc(self) -> float:
        """Diameter of a disc."""
        return 18 * self.layout.unit

    @property
    def above(self) -> float:
        """Room above the line of a row for the municipality's diamond."""
        return 26 * self.layout.unit


@dataclass(frozen=True)
class Row:
    """One measure: its data, its label, and in which lane below the line each disc stands."""

    part: pd.DataFrame
    lines: Lines
    lanes: dict[int, int]
    height: float


def gap_dots(frame: pd.DataFrame, layout: Layout, language: Language, *, place: str = "") -> Figure:
    """How far apart the ends are: types as discs on one line, the whole municipality between them.

    Parameters
    ----------
    frame
        `label, sublabel, unit, type_number, share, municipality_share, nation_share, gap_text`;
        one row per measure and type that exists. All measures have the same unit.
    layout, language
        Width to draw for, language to write in.
    place
        Name of the municipality, written at its first diamond.
    """
    parts = [part for _, part in frame.groupby("label", sort=False, dropna=False)]
    if not parts:
        return empty_sheet(layout, language).figure
    plan = _plan(frame, layout, language, place)
    rows = [_row(part, plan) for part in parts]
    header = 0.0 if layout.narrow else 1.5 * line_height(layout.small)
    sheet = Sheet(layout, header + sum(r.height for r in rows) + 1.6 * line_height(layout.small))
    if not layout.narrow:
        style = {"weight": "bold", "colour": theme.TEXT_SECONDARY}
        sheet.text(plan.gaps, header / 2, language.text("figures.gap"), **style)
    y, unnamed, spans = header, True, []
    for row in rows:
        label = axes.lines_height(row.lines) + 2 if layout.narrow else 0
        spans.append((y + label, y + row.height))
        known = _draw(sheet, plan, row, y, named=unnamed)
        unnamed = unnamed and not known
        y += row.height
    values = scales.ticks(plan.scale.low, plan.scale.high)
    axes.value_axis(sheet, plan.scale, values, spans, lambda value: _word(value, plan))
    return sheet.figure


def _word(value: float, plan: Plan) -> str:
    decimals = 0 if value == round(value) else 1
    if plan.unit_word == "%":
        return plan.language.percent(value, decimals)
    return plan.language.number(value, decimals)


def _plan(frame: pd.DataFrame, layout: Layout, language: Language, place: str) -> Plan:
    units = frame["unit"].dropna().unique()
    if len(units) > 1:
        raise ValueError(f"measures on one scale have one unit, not {sorted(units)}")
    values = frame[["share", "municipality_share", "nation_share"]]
    high = scales.limits(0, values.max().max())[1]
    low = (
        min(scales.limits(values.min().min(), high)[0], 0.0)
        if values.notna().any(axis=None)
        else 0.0
    )
    unit = layout.unit
    gaps = [str(text) for text in frame["gap_text"].dropna().unique()]
    room = max(
        widest(gaps, layout.strong, "bold"),
        text_width(language.text("figures.gap"), layout.small, "bold"),
    )
    if layout.narrow:
        start, end, gap = 14 * unit, layout.width - 20 * unit, layout.width - 1
    else:
        names = widest(frame["label"].unique(), layout.body, "bold")
        start = min(names + 34 * unit, layout.width * 0.36)
        gap = layout.width - 2 - room
        end = gap - 34 * unit
    scale = scales.Scale(low, high, start, end)
    return Plan(layout, language, scale, gap, str(units[0]) if len(units) else "", place)


def _row(part: pd.DataFrame, plan: Plan) -> Row:
    layout, unit = plan.layout, plan.layout.unit
    first = part.iloc[0]
    notes = f",{HARD}".join(
        str(t) for t in (first["sublabel"], first["unit"]) if isinstance(t, str) and t
    )
    absent = part[part["share"].isna()]
    word = absence(absent, plan.language)
    words = [
        plan.language.text("figures.type_missing", number=int(number), word=word)
        for number in (absent["type_number"] if len(absent) < len(part) else ())
    ]
    gap_room = text_width(_gap_text(part), layout.strong, "bold") + 10
    width = layout.width - 2 - gap_room if layout.narrow else plan.scale.start - 26 * unit
    lines = axes.label_lines(layout, str(first["label"]), [notes, *words], width)
    lanes = _lanes(part, plan)
    label = axes.lines_height(lines)
    dots = plan.above + (0.5 + max(lanes.values(), default=0)) * plan.disc + 4 * unit
    if layout.narrow:
        return Row(part, lines, lanes, label + dots + 16 * unit)
    return Row(part, lines, lanes, max(label + 6 * unit, dots) + 12 * unit)


def _gap_text(part: pd.DataFrame) -> str:
    text = part["gap_text"].iloc[0]
    return str(text) if isinstance(text, str) else ""


def _lanes(part: pd.DataFrame, plan: Plan) -> dict[int, int]:
    """Lane of each type: the ends on the line, others below where they would touch."""
    known = part.dropna(subset=["share"]).sort_values(["share", "type_number"])
    types = [int(number) for number in known["type_number"]]
    at = dict(zip(types, (plan.scale(share) for share in known["share"]), strict=True))
    ends = [types[0], types[-1]] if len(types) > 1 else types
    lanes: dict[int, int] = {}
    for number in dict.fromkeys([*ends, *types]):
        lane = 0
        while any(
            lanes[other] == lane and abs(at[other] - at[number]) < plan.disc + 1 for other in lanes
        ):
            lane += 1
        lanes[number] = lane
    return lanes


def _draw(sheet: Sheet, plan: Plan, row: Row, top: float, *, named: bool) -> bool:
    """One measure; gives whether there was anything to name."""
    layout, part = plan.layout, row.part
    axes.write_lines(sheet, 1 if layout.narrow else 8 * layout.unit, top + 2, row.lines)
    start = top + axes.lines_height(row.lines) if layout.narrow else top
    y = start + plan.above - (0 if layout.narrow else 4 * layout.unit)
    gap_y = top + 2 + line_height(layout.body) / 2 if layout.narrow else y
    style = {"size": layout.strong, "weight": "bold"}
    sheet.text(plan.gaps, gap_y, _gap_text(part), ha="right" if layout.narrow else "left", **style)
    if not row.lanes:
        half = line_height(layout.small) / 2 + 2
        field = Box(plan.scale.start, y - half, plan.scale.end, y + half)
        sheet.hatched(field, absence(part, plan.language))
        return False
    discs = _discs(sheet, plan, row, y)
    _references(sheet, plan, part, y, discs, named=named)
    return True


def _discs(sheet: Sheet, plan: Plan, row: Row, y: float) -> list[Box]:
    """Line between the ends and the discs on it; gives the boxes of the discs."""
    known = row.part.dropna(subset=["share"])
    xs = {int(n): plan.scale(s) for n, s in zip(known["type_number"], known["share"], strict=True)}
    sheet.line([min(xs.values()), max(xs.values())], [y, y], width=1.6, zorder=2)
    boxes = []
    for number, x in xs.items():
        at = y + row.lanes[number] * plan.disc
        if row.lanes[number]:
            sheet.line([x, x], [y, at], width=1, zorder=2)
        sheet.disc(x, at, number, size=plan.disc)
        half = plan.disc / 2
        boxes.append(Box(x - half, at - half, x + half, at + half))
    return boxes


def _references(
    sheet: Sheet, plan: Plan, part: pd.DataFrame, y: float, discs: list[Box], *, named: bool
) -> None:
    """The municipality as a diamond above the line, the country as a dashed stroke."""
    unit, taken = plan.layout.unit, list(discs)
    own, nation = part["municipality_share"].iloc[0], part["nation_share"].iloc[0]
    if not pd.isna(own):
        x, at = plan.scale(own), y - 17 * unit
        sheet.line([x, x], [at, y + 8 * unit], colour=theme.OWN, width=2, zorder=2.5)
        sheet.marks(
            [x], [at], shape="D", size=8 * unit, fill=theme.OWN, edge=theme.WHITE, gid="own"
        )
        taken.append(Box(x - 6 * unit, at - 6 * unit, x + 6 * unit, y - plan.disc / 2))
    if not pd.isna(nation):
        x, half = plan.scale(nation), 12 * unit
        sheet.line([x, x], [y - half, y + half], width=1.8, dash=(3, 2), zorder=2.4, gid="nation")
        taken.append(Box(x - 2, y - half, x + 2, y + half))
    if named:
        _reference_names(sheet, plan, own, nation, y, taken)


def _reference_names(
    sheet: Sheet, plan: Plan, own: float, nation: float, y: float, taken: list[Box]
) -> None:
    """Names at the diamond and the dashed stroke of the first row, where they touch nothing."""
    unit, language = plan.layout.unit, plan.language
    left = 0 if plan.layout.narrow else plan.scale.start - 20 * unit
    field = Box(left, y - plan.above + 3, sheet.width, sheet.height)
    key = "whole_place" if plan.place else "whole_municipality"
    wanted = []
    if not pd.isna(own):
        text = language.text(f"figures.{key}", place=plan.place)
        x, at = plan.scale(own), y - 17 * unit
        sides = [(x + 9 * unit, at, "left"), (x - 9 * unit, at, "right")]
        wanted.append((text, sides, {"weight": "bold", "colour": theme.OWN}))
    if not pd.isna(nation):
        x, sides = plan.scale(nation), []
        for at in (y + 20 * unit, y - 20 * unit):
            sides += [(x, at, "center"), (x + 5, at, "left"), (x - 5, at, "right")]
        text = language.text("figures.nation")
        wanted.append((text, sides, {"colour": theme.TEXT_SECONDARY}))
    for text, sides, style in wanted:
        weight = style.get("weight", "normal")
        boxes = {
            sheet.text_box(x, at, text, weight=weight, ha=ha): (x, at, ha) for x, at, ha in sides
        }
        if free := first_free(boxes, taken, field):
            x, at, ha = boxes[free]
            taken.append(sheet.text(x, at, text, ha=ha, **style))

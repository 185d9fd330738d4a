"""How a share spreads over areas: one tick per area, the whole municipality as a diamond."""

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language


@dataclass(frozen=True)
class Plan:
    """Scale, words and height of the strips."""

    layout: Layout
    language: Language
    scale: scales.Scale
    percent: bool
    place: str
    ends: bool
    reference: str

    @property
    def step(self) -> float:
        """Height of a line of text."""
        return line_height(self.layout.small)

    @property
    def strip(self) -> float:
        """Height of a row's strip with the names above and below it."""
        return (1 + self.ends) * self.step + 26 * self.layout.unit

    def word(self, value: float, decimals: int = 1) -> str:
        """Value with its unit."""
        if self.percent:
            return self.language.percent(value, decimals)
        return self.language.number(value, decimals)


def distribution(
    frame: pd.DataFrame,
    layout: Layout,
    language: Language,
    *,
    place: str = "",
    ends: bool = False,
    reference: str = "",
) -> Figure:
    """How differently areas lie on a measure, without ranking them.

    Parameters
    ----------
    frame
        `label, sublabel, unit, name` (of the area), `value, municipality_value, nation_value`;
        one row per measure and area. All measures have the same unit.
    layout, language
        Width to draw for, language to write in.
    place
        Name of the municipality, written at its diamonds.
    ends
        Name the areas at both ends, or neither where there is no room for both.
    reference
        Name of the dashed stroke at `nation_value`, where it is not the country.
    """
    parts = [part for _, part in frame.groupby("label", sort=False, dropna=False)]
    if not parts:
        return empty_sheet(layout, language).figure
    reference = reference or language.text("figures.nation")
    plan = replace(_plan(frame, layout, language, place, ends=ends), reference=reference)
    labels = [_label(part, plan) for part in parts]
    heights = [_height(lines, plan) for lines in labels]
    sheet = Sheet(layout, sum(heights) + 1.6 * plan.step)
    y, spans = 0.0, []
    for part, lines, height in zip(parts, labels, heights, strict=True):
        top = y + axes.lines_height(lines) if layout.narrow else y
        axes.write_lines(sheet, 1 if layout.narrow else 8 * layout.unit, y + 2, lines)
        _strip(sheet, plan, part, top)
        y += height
        spans.append((top + plan.step, y))
    values = scales.ticks(plan.scale.low, plan.scale.high)
    axes.value_axis(sheet, plan.scale, values, spans, lambda value: plan.word(value, 0))
    return sheet.figure


def _plan(
    frame: pd.DataFrame, layout: Layout, language: Language, place: str, *, ends: bool
) -> Plan:
    units = list(frame["unit"].dropna().unique())
    if len(units) > 1:
        raise ValueError(f"measures on one scale have one unit, not {sorted(units)}")
    values = frame[["value", "municipality_value", "nation_value"]]
    low, high = scales.limits(min(0.0, values.min().min()), values.max().max())
    if layout.narrow:
        start, end = 14 * layout.unit, layout.width - 22 * layout.unit
    else:
        parts = [part for _, part in frame.groupby("label", sort=False, dropna=False)]
        notes = widest([note for part in parts for note in _notes(part, language)], layout.small)
        names = widest(frame["label"].unique(), layout.body, "bold")
        start = min(max(names, notes) + 34 * layout.unit, layout.width * 0.36)
        end = layout.width - 24 * layout.unit
    scale = scales.Scale(low, high, start, end)
    return Plan(layout, language, scale, units == ["%"], place, ends, "")


def _notes(part: pd.DataFrame, language: Language) -> list[str]:
    """Sublabel, and how many areas have no value and why."""
    sublabel, absent = part["sublabel"].iloc[0], part[part["value"].isna()]
    notes = ["" if pd.isna(sublabel) else str(sublabel)]
    if 0 < len(absent) < len(part):
        count, word = language.number(len(absent)), absence(absent, language)
        notes.append(language.text("figures.distribution.absent", count=count, word=word))
    return notes


def _label(part: pd.DataFrame, plan: Plan) -> axes.Lines:
    layout, name = plan.layout, str(part["label"].iloc[0])
    width = layout.width - 2 if layout.narrow else plan.scale.start - 20 * layout.unit
    return axes.label_lines(layout, name, _notes(part, plan.language), width)


def _height(lines: axes.Lines, plan: Plan) -> float:
    label, gap = axes.lines_height(lines), 10 * plan.layout.unit
    return label + plan.strip + gap if plan.layout.narrow else max(label + 4, plan.strip) + gap


def _strip(sheet: Sheet, plan: Plan, part: pd.DataFrame, top: float) -> None:
    """Ticks on a thin line, diamond and dashed stroke, names above and at the ends."""
    unit, y = plan.layout.unit, top + plan.step + 12 * plan.layout.unit
    known = part.dropna(subset=["value"]).sort_values("value", kind="stable")
    if known.empty:
        half = plan.step / 2 + 2
        field = Box(plan.scale.start, y - half, plan.scale.end, y + half)
        sheet.hatched(field, absence(part, plan.language))
        return
    sheet.line([plan.scale.start, plan.scale.end], [y, y], colour=theme.GRID, zorder=0.6)
    ticks = [(plan.scale(v), y - 9 * unit, plan.scale(v), y + 9 * unit) for v in known["value"]]
    sheet.strokes(ticks, colour=theme.TICK, width=1.4, gid="tick")
    _references(sheet, plan, part, y)
    if plan.ends and len(known) > 1:
        _ends(sheet, plan, known, y + 9 * unit + plan.step * 0.65)


def _references(sheet: Sheet, plan: Plan, part: pd.DataFrame, y: float) -> None:
    """The whole municipality, then the country where its name does not touch the first."""
    unit, language = plan.layout.unit, plan.language
    own, nation = part["municipality_value"].iloc[0], part["nation_value"].iloc[0]
    at, taken = y - 12 * unit - plan.step * 0.5, []
    if not pd.isna(own):
        x, key = plan.scale(own), "whole_place" if plan.place else "whole_municipality"
        sheet.line([x, x], [y - 12 * unit, y + 12 * unit], colour=theme.OWN, width=2, zorder=3)
        sheet.marks(
            [x], [y], shape="D", size=10 * unit, fill=theme.OWN, edge=theme.WHITE, gid="own"
        )
        name = language.text(f"figures.{key}", place=plan.place)
        text = language.text("figures.distribution.value", name=name, value=plan.word(own))
        style = {"weight": "bold", "colour": theme.OWN}
        away = [] if pd.isna(nation) else [(x - 8, "left") if own >= nation else (x + 8, "right")]
        taken.append(_above(sheet, plan, x, at, text, [], style, away))
    if not pd.isna(nation):
        x = plan.scale(nation)
        ys = [y - 12 * unit, y + 12 * unit]
        sheet.line([x, x], ys, width=1.8, dash=(3, 2), zorder=2.9, gid="nation")
        value = plan.word(nation)
        text = language.text("figures.distribution.value", name=plan.reference, value=value)
        _above(sheet, plan, x, at, text, taken, {"colour": theme.TEXT_SECONDARY}, [])


def _above(
    sheet: Sheet,
    plan: Plan,
    x: float,
    y: float,
    text: str,
    taken: list[Box | None],
    style: dict[str, str],
    first: list[tuple[float, str]],
) -> Box | None:
    """Text over a mark, moved to a side where it would leave its field or touch another."""
    first_x = 0 if plan.layout.narrow else plan.scale.start - 14 * plan.layout.unit
    weight = style.get("weight", "normal")
    boxes = [box for box in taken if box]
    places = [*first, (x, "center"), (x + 4, "right"), (x - 4, "left")]
    places += [(sheet.width - 1, "right"), (first_x + 1, "left")]
    places += [(box.left - 8, "right") for box in boxes]
    places += [(box.right + 8, "left") for box in boxes]
    for at, ha in places:
        wanted = sheet.text_box(at, y, text, weight=weight, ha=ha)
        near = wanted.left - 30 <= x <= wanted.right + 30
        on_sheet = wanted.left >= first_x and wanted.right <= sheet.width
        if near and on_sheet and not any(wanted.touches(box, 6) for box in boxes):
            return sheet.text(at, y, text, ha=ha, **style)
    return None


def _ends(sheet: Sheet, plan: Plan, known: pd.DataFrame, y: float) -> None:
    """Names and values at both ends, or at neither."""
    low, high = known.iloc[0], known.iloc[-1]
    texts = [_end_text(plan, row) for row in (low, high)]
    wide = [widest([text], plan.layout.small) for text in texts]
    left = max(min(plan.scale(low["value"]) - 4, sheet.width - 1 - wide[0]), 1.0)
    after, wanted = left + wide[0] + 16, plan.scale(high["value"]) + 4 - wide[1]
    right = max(wanted, after)
    if right + wide[1] <= sheet.width and right <= plan.scale(high["value"]) + 40:
        sheet.text(left, y, texts[0])
        sheet.text(right, y, texts[1])


def _end_text(plan: Plan, row: pd.Series) -> str:
    value = plan.word(row["value"])
    return plan.language.text("figures.distribution.value", name=row["name"], value=value)

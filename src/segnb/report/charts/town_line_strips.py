"""Areas in the order of a line through the town, with one strip for each measure."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import empty_sheet, sign_of
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import line_height, shorten, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language


@dataclass(frozen=True)
class Strip:
    """One measure: its rows, where its axis and its numbers stand, and how it is written."""

    part: pd.DataFrame
    scale: scales.Scale
    numbers: float
    top: float
    decimals: int


def town_line_strips(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """How conditions vary from stop to stop; the order is that of the line, never a ranking.

    Parameters
    ----------
    frame
        `stop` (place in the line, from 0), `name, municipality, type_number` (1-5 or missing),
        `label, sublabel, value, reference, reference_name, floor` and optional `decimals` and
        `status`; one row per measure and stop. The highest and the lowest value are set in bold.
    layout
        On a phone the measures stand below each other.
    """
    parts = [part.sort_values("stop") for _, part in frame.groupby("label", sort=False)]
    if not parts:
        return empty_sheet(layout, language).figure
    stops = parts[0].drop_duplicates("stop")
    unit, step = layout.unit, line_height(layout.small)
    row = step + 9 * unit
    head = 3.4 * step
    block = head + len(stops) * row + 1.8 * step
    sheet = Sheet(layout, block * (len(parts) if layout.narrow else 1))
    for number in range(len(parts) if layout.narrow else 1):
        top = number * block
        _stops(sheet, stops, top + head, row)
    for strip in _strips(parts, layout, language, stops, block):
        _strip(sheet, strip, head, row, language)
    return sheet.figure


def _names_end(layout: Layout, stops: pd.DataFrame) -> float:
    """Where the columns of municipality, disc and name end."""
    unit = layout.unit
    names = widest(stops["name"].astype(str), layout.small) + 30 * unit
    if layout.narrow:
        return min(names, 0.45 * layout.width)
    return min(_places(layout, stops) + names, 0.42 * layout.width)


def _places(layout: Layout, stops: pd.DataFrame) -> float:
    """Width of the column of municipalities; none where there is but one."""
    if stops["municipality"].nunique() < 2 or layout.narrow:
        return 0.0
    return widest(stops["municipality"].astype(str), layout.small, "bold") + 16 * layout.unit


def _stops(sheet: Sheet, stops: pd.DataFrame, top: float, row: float) -> None:
    """The line with its stops, shaded by municipality."""
    layout, unit = sheet.layout, sheet.layout.unit
    x = _places(layout, stops) + 11 * unit
    ys = [top + (place + 0.5) * row for place in range(len(stops))]
    groups = (stops["municipality"] != stops["municipality"].shift()).cumsum().to_numpy()
    for place, number in enumerate(groups):
        if number % 2:
            sheet.field(0, ys[place] - row / 2, sheet.width, ys[place] + row / 2,
                        fill=theme.PANEL, zorder=0.4)  # fmt: skip
        if _places(layout, stops) and (place == 0 or groups[place - 1] != number):
            name = str(stops["municipality"].iloc[place])
            sheet.text(4 * unit, ys[place], name, weight="bold")
    sheet.line([x, x], [ys[0], ys[-1]], width=4 * unit, zorder=2)
    room = _names_end(layout, stops) - x - 16 * unit
    for y, stop in zip(ys, stops.itertuples(), strict=True):
        if pd.isna(stop.type_number):
            sheet.marks([x], [y], size=12 * unit, fill=theme.WHITE, width=2)
        else:
            sheet.disc(x, y, int(stop.type_number), size=17 * unit)
        sheet.text(x + 15 * unit, y, shorten(str(stop.name), room, layout.small))


def _strips(
    parts: Sequence[pd.DataFrame],
    layout: Layout,
    language: Language,
    stops: pd.DataFrame,
    block: float,
) -> list[Strip]:
    first, unit = _names_end(layout, stops) + 8 * layout.unit, layout.unit
    across = 1 if layout.narrow else len(parts)
    wide = (layout.width - first) / across
    found = []
    for number, part in enumerate(parts):
        decimals = int(part["decimals"].max()) if "decimals" in part else 0
        texts = [language.number(v, decimals) for v in part["value"].dropna()]
        numbers = widest(texts or [""], layout.small, "bold") + 8 * unit
        left = first + (0 if layout.narrow else number * wide) + 6 * unit
        end = first + (1 if layout.narrow else number + 1) * wide - 4 * unit
        both = pd.concat([part["value"], part["reference"]])
        low, high = scales.limits(float(part["floor"].iloc[0]), both.max(), most=4)
        scale = scales.Scale(low, high, left, end - numbers - 8 * unit)
        found.append(Strip(part, scale, end, number * block if layout.narrow else 0.0, decimals))
    return found


def _strip(sheet: Sheet, strip: Strip, head: float, row: float, language: Language) -> None:
    layout, part = sheet.layout, strip.part
    step, first = line_height(layout.small), part.iloc[0]
    left, room = strip.scale.start, strip.numbers - strip.scale.start
    label = shorten(str(first["label"]), room, layout.small, "bold")
    sheet.text(left, strip.top + 0.6 * step, label, weight="bold")
    sublabel = shorten(str(first["sublabel"]), room, layout.small)
    sheet.text(left, strip.top + 1.6 * step, sublabel, colour=theme.TEXT_SECONDARY)
    top, bottom = strip.top + head, strip.top + head + len(part) * row
    values = scales.ticks(strip.scale.low, strip.scale.high, most=4)
    axes.value_axis(sheet, strip.scale, values, [(top, bottom)], language.number)
    _reference(sheet, strip, top, bottom, language)
    known = part.dropna(subset=["value"])
    ys = {stop: top + (place + 0.5) * row for place, stop in enumerate(part["stop"])}
    for run in _runs(part):
        xs = [strip.scale(v) for v in run["value"]]
        sheet.line(xs, [ys[s] for s in run["stop"]], colour=theme.TEXT_SECONDARY, width=1.2)
    for stop in known.itertuples():
        fill = theme.OWN if pd.isna(stop.type_number) else theme.TYPES[int(stop.type_number)].fill
        sheet.marks([strip.scale(stop.value)], [ys[stop.stop]], size=9 * layout.unit, fill=fill)
    ends = (known["value"].min(), known["value"].max()) if len(known) > 1 else ()
    for stop in part.itertuples():
        if pd.isna(stop.value):
            text, weight = sign_of(getattr(stop, "status", "missing")), "normal"
        else:
            text = language.number(stop.value, int(getattr(stop, "decimals", strip.decimals)))
            weight = "bold" if stop.value in ends else "normal"
        colour = theme.TEXT if weight == "bold" else theme.TEXT_SECONDARY
        sheet.text(strip.numbers, ys[stop.stop], text, ha="right", weight=weight, colour=colour)


def _runs(part: pd.DataFrame) -> list[pd.DataFrame]:
    """Stops in a row that have values: the line between them stops at a hole."""
    known = part["value"].notna()
    return [run for _, run in part[known].groupby((~known).cumsum()[known]) if len(run) > 1]


def _reference(sheet: Sheet, strip: Strip, top: float, bottom: float, language: Language) -> None:
    first = strip.part.iloc[0]
    if pd.isna(first["reference"]):
        return
    x, step = strip.scale(first["reference"]), line_height(sheet.layout.small)
    sheet.line([x, x], [top, bottom], width=1.6, dash=(5, 3), zorder=1.5, gid="reference")
    value = language.number(first["reference"], strip.decimals)
    text = f"{first['reference_name']} {value}"
    box = sheet.text_box(x, top - 0.6 * step, text, ha="center")
    shift = max(0.0, strip.scale.start - box.left) - max(0.0, box.right - strip.numbers)
    sheet.text(x + shift, top - 0.6 * step, text, ha="center")

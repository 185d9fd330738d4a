"""Where the municipality stands among others: the country, the county, similar municipalities."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, shorten, text_width, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

RINGS = "similar"


@dataclass(frozen=True)
class Plan:
    """Where axis and strip names stand, and how tall a strip is."""

    layout: Layout
    language: Language
    start: float
    end: float
    scale: scales.Scale

    @property
    def strip(self) -> float:
        """Height of a strip; on a narrow sheet its name stands above it."""
        name = line_height(self.layout.small) if self.layout.narrow else 0
        return 22 * self.layout.unit + name

    @property
    def head(self) -> float:
        """Room for the names of the median and the municipality above the strips."""
        return line_height(self.layout.small) + 3 * self.layout.unit


def comparison_strips(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """How the municipality's value lies among all others, without a league table.

    Parameters
    ----------
    frame
        `label, rank_text, strip` ("nation", "county", "similar"), `strip_label, municipality,
        name, estimate, lower, upper` and `own`. A tick per municipality, rings for the similar
        ones; the municipality's own interval runs as a band through all strips. The median of a
        strip counts the own municipality, unless it is given (`median`). Values are written with
        one decimal, or as many as `decimals` says.
    layout, language
        Width to draw for, language to write in.
    """
    blocks = [part for _, part in frame.groupby("label", sort=False, dropna=False)]
    if not blocks:
        return empty_sheet(layout, language).figure
    plan = _plan(frame, layout, language)
    labels = [_label(part, plan) for part in blocks]
    heights = [_height(part, lines, plan) for part, lines in zip(blocks, labels, strict=True)]
    sheet = Sheet(layout, sum(heights) + 1.4 * line_height(layout.small))
    top = 0.0
    for part, lines, height in zip(blocks, labels, heights, strict=True):
        _block(sheet, plan, part, lines, top)
        top += height
    for value in scales.ticks(plan.scale.low, plan.scale.high):
        text, y = language.number(value), sheet.height - line_height(layout.small) / 2
        sheet.text(plan.scale(value), y, text, ha="center", colour=theme.TEXT_SECONDARY)
    return sheet.figure


def _plan(frame: pd.DataFrame, layout: Layout, language: Language) -> Plan:
    low, high = frame[["estimate", "lower"]].min().min(), frame[["estimate", "upper"]].max().max()
    low, high = scales.limits(min(low, 0.0), high)
    if layout.narrow:
        start, end = 14.0, layout.width - 14.0
    else:
        labels = widest(frame["label"].unique(), layout.body, "bold")
        ranks = widest(frame["rank_text"].fillna("").unique(), layout.small)
        start = min(max(labels, ranks) + 24 * layout.unit, layout.width * 0.33)
        strips = min(widest(frame["strip_label"].unique(), layout.small), layout.width * 0.3)
        end = layout.width - 2 - strips - 14 * layout.unit
    return Plan(layout, language, start, end, scales.Scale(low, high, start, end))


def _label(part: pd.DataFrame, plan: Plan) -> axes.Lines:
    layout = plan.layout
    width = layout.width - 2 if layout.narrow else plan.start - 16 * layout.unit
    rank = part["rank_text"].iloc[0]
    return axes.label_lines(
        layout, str(part["label"].iloc[0]), ["" if pd.isna(rank) else str(rank)], width
    )


def _height(part: pd.DataFrame, lines: axes.Lines, plan: Plan) -> float:
    strips = plan.head + part["strip"].nunique() * plan.strip
    label = axes.lines_height(lines)
    unit = plan.layout.unit
    if plan.layout.narrow:
        return label + strips + 14 * unit
    return max(strips, label + plan.head) + 14 * unit


def _block(sheet: Sheet, plan: Plan, part: pd.DataFrame, lines: axes.Lines, y: float) -> None:
    """One measure: label, strips, own interval through them, names above."""
    narrow, unit = plan.layout.narrow, plan.layout.unit
    after = axes.write_lines(
        sheet, 1 if narrow else 8 * unit, y if narrow else y + plan.head, lines
    )
    top = (after if narrow else y) + plan.head
    strips = [strip for _, strip in part.groupby("strip", sort=False, dropna=False)]
    bottom = top + len(strips) * plan.strip
    own = part[part["own"].astype(bool)]
    shown = own.dropna(subset=["estimate"])
    at = plan.scale(shown["estimate"].iloc[0]) if len(shown) else None
    for row, strip in enumerate(strips):
        _strip(sheet, plan, strip, top + row * plan.strip, at)
    if len(shown):
        _own(sheet, plan, shown.iloc[0], top, bottom)
    values = strips[0]["estimate"].notna().any()
    _names(sheet, plan, own, _median(strips[0]) if values else None, top)


def _strip(sheet: Sheet, plan: Plan, strip: pd.DataFrame, top: float, own: float | None) -> None:
    """One strip: a thin line, a mark per municipality, a thick one for the median."""
    unit, rings = plan.layout.unit, strip["strip"].iloc[0] == RINGS
    y = _strip_name(sheet, plan, str(strip["strip_label"].iloc[0]), top, own)
    values = strip.loc[~strip["own"].astype(bool), "estimate"].dropna()
    if values.empty:
        _absent_strip(sheet, plan, absence(strip, plan.language), y, own)
        return
    sheet.line([plan.start, plan.end], [y, y], colour=theme.GRID, zorder=0.5)
    xs = [plan.scale(value) for value in values]
    if rings:
        sheet.marks(xs, [y] * len(xs), size=9 * unit, fill=theme.WHITE, width=1.4, gid="ring")
    else:
        ticks = [(x, y - 7 * unit, x, y + 7 * unit) for x in xs]
        sheet.strokes(ticks, colour=theme.TICK, width=1.1, gid="tick")
    x = plan.scale(_median(strip))
    sheet.line([x, x], [y - 8 * unit, y + 8 * unit], colour=theme.WHITE, width=5, zorder=3)
    sheet.line([x, x], [y - 8 * unit, y + 8 * unit], width=3, zorder=4.5, gid="median")


def _median(strip: pd.DataFrame) -> float:
    """Median of a strip, as given, or of all that it draws."""
    if "median" in strip:
        return float(strip["median"].iloc[0])
    return float(strip["estimate"].quantile(interpolation="lower"))


def _strip_name(sheet: Sheet, plan: Plan, name: str, top: float, own: float | None) -> float:
    """Name right of the strip, or above it where the own line does not run; gives the middle."""
    layout, unit, step = plan.layout, plan.layout.unit, line_height(plan.layout.small)
    if not layout.narrow:
        x = plan.end + 14 * unit
        sheet.text(x, top + 11 * unit, shorten(name, layout.width - 1 - x, layout.small))
        return top + 11 * unit
    name = shorten(name, layout.width - 2, layout.small)
    box = sheet.text_box(1, top + step / 2, name)
    crossed = own is not None and own < box.right + 8
    x, ha = (sheet.width - 1, "right") if crossed else (1, "left")
    sheet.text(x, top + step / 2, name, colour=theme.TEXT_SECONDARY, ha=ha)
    return top + step + 11 * unit


def _absent_strip(sheet: Sheet, plan: Plan, word: str, y: float, own: float | None) -> None:
    """Hatched strip with a word on the wider side of the own value."""
    half = line_height(plan.layout.small) / 2 + 1
    sheet.hatched(Box(plan.start, y - half, plan.end, y + half))
    cut = plan.start if own is None else own
    left, right = (
        (plan.start, cut - 8) if cut - plan.start > plan.end - cut else (cut + 8, plan.end)
    )
    sheet.white_label(Box(left, y - half, right, y + half), word)


def _own(sheet: Sheet, plan: Plan, own: pd.Series, top: float, bottom: float) -> None:
    """Interval as a band through all strips, value as a line and a diamond in the last strip."""
    x, unit = plan.scale(own["estimate"]), plan.layout.unit
    if not (pd.isna(own["lower"]) or pd.isna(own["upper"])):
        low, high = plan.scale(own["lower"]), plan.scale(own["upper"])
        sheet.field(low, top, high, bottom, fill=theme.OWN_BAND, zorder=0.8, gid="own-interval")
    y = bottom - 11 * unit
    sheet.line([x, x], [top, bottom], colour=theme.OWN, width=1.6, zorder=4.6)
    sheet.marks(
        [x], [y], shape="D", size=9 * unit, fill=theme.OWN, edge=theme.WHITE, zorder=4.8, gid="own"
    )


def _names(sheet: Sheet, plan: Plan, own: pd.DataFrame, median: float | None, top: float) -> None:
    """Municipality (always) and median (where it does not touch) with values above the strips."""
    y, language = top - plan.head / 2, plan.language
    taken: list[Box] = []
    if len(own):
        text, wanted = _own_text(own.iloc[0], plan)
        text = shorten(text, sheet.width - 2, plan.layout.small, "bold")
        x = _inside(sheet, wanted, text, "bold")
        taken.append(sheet.text(x, y, text, weight="bold", colour=theme.OWN, ha="center"))
    if median is None or median != median:
        return
    text = language.text("figures.strips.median", value=language.number(median, _decimals(own)))
    at = plan.scale(median)
    places = [(_inside(sheet, at, text, "normal"), "center"), (at + 2, "right"), (at - 2, "left")]
    places += [(box.left - 8.5, "right") for box in taken if abs(box.left - 8.5 - at) < 30]
    places += [(box.right + 8.5, "left") for box in taken if abs(box.right + 8.5 - at) < 30]
    for x, ha in places:
        box = sheet.text_box(x, y, text, ha=ha)
        if (
            box.left >= 0
            and box.right <= sheet.width
            and not any(box.touches(other, 8) for other in taken)
        ):
            sheet.text(x, y, text, ha=ha)
            return


def _decimals(own: pd.DataFrame) -> int:
    """Decimals of the values of a measure."""
    return int(own["decimals"].iloc[0]) if "decimals" in own and len(own) else 1


def _own_text(own: pd.Series, plan: Plan) -> tuple[str, float]:
    """The municipality's name with its value, or with a word where the value is missing."""
    if pd.isna(own["estimate"]):
        word = absence(own.to_frame().T, plan.language)
        text = plan.language.text("figures.strips.own", name=f"{own['name']}:", value=word)
        return text, plan.end
    value = plan.language.number(own["estimate"], int(own.get("decimals", 1)))
    text = plan.language.text("figures.strips.own", name=own["name"], value=value)
    return text, plan.scale(own["estimate"])


def _inside(sheet: Sheet, x: float, text: str, weight: str) -> float:
    """Middle of a text that wants to be at `x`, moved so that it stays on the sheet."""
    half = text_width(text, sheet.layout.small, weight) / 2
    return min(max(x, half + 1), sheet.width - half - 1)

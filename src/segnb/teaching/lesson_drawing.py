"""How figures of lessons are drawn: seaborn on the report's theme, set only while they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler

from segnb.report.charts.svg_and_png import to_svg
from segnb.report.page import theme

WIDTH = 672.0  # CSS pixels, the column of a lesson
BLUE, SAND = theme.TYPES[5].fill, "#E3D6B1"
SHADES = LinearSegmentedColormap.from_list("segnb", [SAND, BLUE])
LINES = (theme.TYPES[5].fill, theme.OWN, theme.BREAK, theme.TYPES[2].line)
DASHES = ("", (5, 2), (1.5, 1.5), (7, 2, 1.5, 2))
MARKERS = ("o", "s", "^", "D")
STYLE: dict[Any, Any] = dict(theme.STYLE) | {
    "axes.edgecolor": theme.RULE,
    "axes.labelcolor": theme.TEXT,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 9.75,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=LINES),
    "axes.unicode_minus": True,
    "figure.facecolor": theme.WHITE,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "xtick.color": theme.TICK,
    "ytick.color": theme.TICK,
    "legend.frameon": False,
    "legend.fontsize": 9,
}


@contextmanager
def sheet(
    height: float, columns: int = 1, rows: int = 1, **layout: Any
) -> Iterator[tuple[Figure, list[Axes]]]:
    """A figure of the lesson's width with its axes; the theme holds only inside."""
    inch = theme.PX_PER_INCH
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / inch, height / inch), layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False, **layout)
        yield figure, list(axes.ravel())


def svg(figure: Figure) -> str:
    """The figure as text, the same each time."""
    with matplotlib.rc_context(STYLE):
        return to_svg(figure)


def decimal(lang: str) -> Callable[[float, float], str]:
    """Tick labels with the decimal sign of a language."""
    return lambda value, _: f"{value:g}".replace(".", "," if lang == "sv" else ".")


def ticks(axes: Axes, lang: str, *, x: bool = False) -> None:
    """Numbers of the axes as the language writes them."""
    axes.yaxis.set_major_formatter(decimal(lang))
    if x:
        axes.xaxis.set_major_formatter(decimal(lang))

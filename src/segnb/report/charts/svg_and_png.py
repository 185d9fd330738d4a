"""Charts as text: one drawing per layout, as SVG with text as text, or as a palette PNG.

The same chart gives the same bytes every time: no date, no random ids.
"""

import base64
import io
from collections.abc import Callable
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from PIL import Image, ImageColor

from segnb.report.charts.sheet import HALO
from segnb.report.charts.sheet_svg import svg_of
from segnb.report.page import theme
from segnb.report.page.blocks import Drawing
from segnb.report.page.theme import HALF, PAGE, PHONE, PX_PER_INCH, WIDE
from segnb.vocabulary.i18n import Language

MAX_SVG_BYTES = 200_000
PNG_SCALE = 2
PNG_COLOURS = 64

Chart = Callable[..., Figure]


def draw(
    chart: Chart, frame: Any, language: Language, *, half: bool = False, **options: Any
) -> dict[str, Drawing]:
    """Drawings of a chart for the wide page, the phone and A4.

    Parameters
    ----------
    chart
        Function of (frame, layout, language, **options) that gives a matplotlib figure.
    frame
        Tidy data, in the columns that the chart's docstring names.
    language
        Language of numbers and words.
    half
        The wide drawing is for half the column (407 px), for two figures beside each other.
    options
        Passed on to the chart.
    """
    layouts = {"wide": HALF if half else WIDE, "phone": PHONE, "page": PAGE}
    with matplotlib.rc_context(dict(theme.STYLE)):
        return {
            name: serialise(chart(frame, layout, language, **options))
            for name, layout in layouts.items()
        }


def serialise(figure: Figure) -> Drawing:
    """Drawing of a figure: SVG, or PNG where the SVG would pass 200 kB."""
    width, height = (round(inches * PX_PER_INCH, 2) for inches in figure.get_size_inches())
    with matplotlib.rc_context(dict(theme.STYLE)):
        svg = svg_of(figure)
        if len(svg.encode()) <= MAX_SVG_BYTES:
            return Drawing("image/svg+xml", svg, width, height)
        return Drawing("image/png", base64.b64encode(to_png(figure)).decode(), width, height)


def to_png(figure: Figure) -> bytes:
    """PNG of a figure with a palette, twice as many pixels as it is shown with."""
    for text in figure.findobj(Text):
        if text.get_gid() == HALO:
            text.set_path_effects([withStroke(linewidth=2.4, foreground="white")])
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=PX_PER_INCH * PNG_SCALE, facecolor=theme.WHITE)
    image = _with_palette(Image.open(target).convert("RGB"))
    result = io.BytesIO()
    image.save(result, format="PNG", optimize=True)
    return result.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Image in few colours: those of the theme exactly, and others that cover its blends."""
    blends = image.quantize(PNG_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    exact = [channel for colour in theme.PAINTS for channel in ImageColor.getrgb(colour)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(exact + (blends.getpalette() or []))
    return image.quantize(palette=palette, dither=Image.Dither.NONE)

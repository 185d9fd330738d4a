"""Charts as text: one drawing per layout, as SVG with text as text, or as a palette PNG.

The same chart gives the same bytes every time: no date, no random ids. Ids are kept only where
something refers to them, and carry a hash of the drawing, so that many drawings fit in one page.
"""

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from PIL import Image, ImageColor

from segnb.report.charts.sheet import HALO, SCALES
from segnb.report.page import theme
from segnb.report.page.blocks import Drawing
from segnb.report.page.theme import LAYOUTS, PX_PER_INCH
from segnb.vocabulary.i18n import Language

MAX_SVG_BYTES = 200_000
PNG_SCALE = 2
TOLD = "told"  # attribute of an artist: what it tells of itself
PNG_COLOURS = 64
HALO_STYLE = "; paint-order: stroke; stroke: #ffffff; stroke-width: 2.4; stroke-linejoin: round"
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
ET.register_namespace("", SVG)  # before the first drawing, whose ids have a hash of its text
ET.register_namespace("xlink", XLINK)

Chart = Callable[..., Figure]


def draw(chart: Chart, frame: Any, language: Language, **options: Any) -> dict[str, Drawing]:
    """Drawings of a chart: for A4, which a wide screen shows enlarged, and for the phone.

    Parameters
    ----------
    chart
        Function of (frame, layout, language, **options) that gives a matplotlib figure.
    frame
        Tidy data, in the columns that the chart's docstring names.
    language
        Language of numbers and words.
    options
        Passed on to the chart.
    """
    with matplotlib.rc_context(dict(theme.STYLE)):
        return {
            name: _serialised(chart(frame, layout, language, **options), layout.enlarged)
            for name, layout in LAYOUTS.items()
        }


def _serialised(figure: Figure, enlarged: float) -> Drawing:
    """Drawing of a figure: SVG, or PNG where the SVG would pass 200 kB."""
    width, height = (round(x, 2) for x in figure.get_size_inches() * PX_PER_INCH * enlarged)
    svg = to_svg(figure, enlarged)
    if len(svg.encode()) <= MAX_SVG_BYTES:
        return Drawing("image/svg+xml", svg, width, height)
    return Drawing("image/png", base64.b64encode(to_png(figure)).decode(), width, height)


def to_svg(figure: Figure, enlarged: float = 1.0) -> str:
    """SVG text of a figure, without anything that differs between two runs."""
    target = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    told = _numbered(figure)
    figure.savefig(target, format="svg", metadata=nothing)
    root = ET.fromstring(target.getvalue())
    _tell(root, told)
    _clean(root, figure, enlarged)
    _own_ids(root)
    return ET.tostring(root, encoding="unicode")


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


def _numbered(figure: Figure) -> dict[str, str]:
    """What artists tell of themselves, by the id under which each is written."""
    told: dict[str, str] = {}
    for artist in figure.findobj(lambda artist: bool(getattr(artist, TOLD, ""))):
        name = f"{TOLD}-{len(told)}"
        artist.set_gid(name)
        told[name] = getattr(artist, TOLD)
    return told


def _tell(root: ET.Element, told: dict[str, str]) -> None:
    """A title in each element that tells something, as pointers and readers of a screen find it."""
    for element in root.iter():
        if element.get("id") in told:
            title = ET.Element(f"{{{SVG}}}title")
            title.text = told[element.attrib["id"]]
            element.insert(0, title)


def _clean(root: ET.Element, figure: Figure, enlarged: float) -> None:
    """Size in pixels, halos, fonts with fallbacks; no style sheet, no idle ids, short numbers."""
    width, height = figure.get_size_inches() * PX_PER_INCH * enlarged
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}"}
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    if scales := getattr(figure, SCALES, None):
        root.set("data-scales", json.dumps(scales, separators=(",", ":")))
    _without_style_sheet(root)
    used = set(
        re.findall(r"#([\w-]+)", " ".join(v for e in root.iter() for v in e.attrib.values()))
    )
    for group in root.iter(f"{{{SVG}}}g"):
        if group.get("id") == HALO:
            for text in group.iter(f"{{{SVG}}}text"):
                text.set("style", text.get("style", "") + HALO_STYLE)
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        _shorten(element)


def _without_style_sheet(root: ET.Element) -> None:
    """Matplotlib's rule for all elements would reach every other drawing of the page."""
    for defs in root.findall(f"{{{SVG}}}defs"):
        for style in defs.findall(f"{{{SVG}}}style"):
            defs.remove(style)
        if len(defs) == 0:
            root.remove(defs)
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)


def _shorten(element: ET.Element) -> None:
    """Numbers with two decimals, no idle turns or white space, the font with its fallbacks."""
    if element.get("transform", "").startswith(("rotate(0 ", "rotate(-0 ")):
        del element.attrib["transform"]
    for name in ("d", "x", "y", "transform"):
        if name in element.attrib:
            element.set(name, _round(" ".join(element.attrib[name].split())))
    if "style" in element.attrib:
        style = element.attrib["style"].replace(f"'{theme.FONT}'", theme.FONT_FALLBACKS)
        element.set("style", style)
    if element.text is not None and not element.text.strip(" \n"):
        element.text = None
    element.tail = None


def _round(numbers: str) -> str:
    def short(match: re.Match[str]) -> str:
        return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")

    return re.sub(r"-?\d+\.\d+", short, numbers)


def _own_ids(root: ET.Element) -> None:
    """Ids with a hash of the drawing, so that no two drawings of a page share one."""
    mark = "f" + hashlib.sha256(ET.tostring(root)).hexdigest()[:8]
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{mark}-{value}")
            elif name == HREF or "url(#" in value:
                element.set(name, value.replace("#", f"#{mark}-", 1))

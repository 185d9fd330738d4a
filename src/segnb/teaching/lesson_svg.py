"""SVG of a figure with axes as Matplotlib writes it, made the same each time and fit for a page.

Ids are kept only where something refers to them, and carry a hash of the drawing, so that many
drawings fit in one page.
"""

import hashlib
import io
import re
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure

from segnb.report.page import theme

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"


def to_svg(figure: Figure) -> str:
    """SVG text of a figure, without anything that differs between two runs."""
    target = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(target, format="svg", metadata=nothing)
    root = ET.fromstring(target.getvalue())
    _clean(root, figure)
    _own_ids(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def _clean(root: ET.Element, figure: Figure) -> None:
    """Size in pixels, fonts with fallbacks; no style sheet, no idle ids, short numbers."""
    width, height = figure.get_size_inches() * theme.PX_PER_INCH
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}"}
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    _without_style_sheet(root)
    used = set(
        re.findall(r"#([\w-]+)", " ".join(v for e in root.iter() for v in e.attrib.values()))
    )
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

import io
import re
from xml.etree import ElementTree as ET

import matplotlib
import numpy as np
import pytest
import typst
from figure_frames import composition_frame
from matplotlib.collections import LineCollection
from PIL import Image

from segnb.publish.pdf import fonts
from segnb.report import charts
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.sheet_svg import svg_of
from segnb.report.charts.text_layout import Box
from segnb.report.page import theme
from segnb.vocabulary.i18n import Language

NAME = "{http://www.w3.org/2000/svg}"


def everything() -> Sheet:
    """All that a sheet draws, each in a place of its own."""
    sheet = Sheet(theme.PHONE, 200)
    sheet.text(5, 20, "Tuna", weight="bold")
    sheet.text(320, 20, "12,5", ha="right", halo=True)
    sheet.line([10, 300], [40, 60], width=3)
    sheet.line([10, 300], [70, 70], width=2, dash=(6, 4))
    sheet.strokes([(20, 80, 20, 100), (40, 80, 40, 100)], width=2)
    sheet.field(60, 80, 120, 100, fill=theme.OWN_BAND, edge=theme.TEXT, width=2)
    sheet.hatched(Box(10, 110, 150, 150))
    sheet.marks([180, 220], [130, 130], size=20, fill=theme.OWN)
    sheet.marks([260, 300], [130, 130], shape="D", size=14, fill=theme.WHITE, width=2)
    sheet.disc(30, 175, 4, size=22)
    return sheet


def shown(svg: str, width: float, height: float) -> np.ndarray:
    paper = f"#page(width: {width * 0.75}pt, height: {height * 0.75}pt, margin: 0pt)"
    page = paper + '[#image("a.svg")]'
    sources = {"a.svg": svg.encode(), "main.typ": page.encode()}
    raster = typst.compile(sources, format="png", ppi=192, font_paths=fonts())
    return np.asarray(Image.open(io.BytesIO(raster)).convert("L"), dtype=float)


def test_it_shows_what_matplotlib_shows() -> None:
    sheet = everything()
    with matplotlib.rc_context(dict(theme.STYLE)):
        target = io.BytesIO()
        sheet.figure.savefig(target, format="png", dpi=192, facecolor="white")
    theirs = np.asarray(Image.open(target).convert("L"), dtype=float)
    ours = shown(svg_of(sheet.figure), sheet.width, sheet.height)
    assert ours.shape == theirs.shape
    blocks = [part[:400, :656].reshape(20, 20, 41, 16).mean(axis=(1, 3)) for part in (ours, theirs)]
    assert np.abs(blocks[0] - blocks[1]).max() < 12
    assert (blocks[1].min(), blocks[1].max()) < (150, 256)


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    sheet = Sheet(theme.PHONE, 40)
    sheet.line([0, 10, 20, 30, 40], [0, 4, np.nan, 12, 16])
    (outline,) = re.findall(r' d="([^"]+)"', svg_of(sheet.figure))
    assert outline == "M0 0L7.5 3M22.5 9L30 12"


def test_dashes_are_as_long_as_they_were_asked_for() -> None:
    sheet = Sheet(theme.PHONE, 40)
    sheet.line([0, 40], [8, 8], width=2, dash=(4, 3))
    assert "stroke-dasharray: 3,2.25;" in svg_of(sheet.figure)


def test_what_a_sheet_does_not_draw_is_refused() -> None:
    sheet = Sheet(theme.PHONE, 40)
    sheet.figure.add_artist(LineCollection([[(0, 0), (1, 1)]]))
    with pytest.raises(TypeError, match="LineCollection"):
        svg_of(sheet.figure)


def test_later_layers_are_written_later() -> None:
    sheet = Sheet(theme.PHONE, 40)
    sheet.field(0, 0, 10, 10, fill=theme.OWN, zorder=3)
    sheet.field(0, 0, 10, 10, fill=theme.BREAK, zorder=1)
    assert re.findall(r"fill: (#\w+)", svg_of(sheet.figure)) == ["#7a3e00", "#00706b"]


def test_a_drawing_has_no_group_or_id_that_does_nothing() -> None:
    drawing = charts.draw(charts.composition, composition_frame(), Language("sv"))["wide"]
    root = ET.fromstring(drawing.content)
    assert not [group for group in root.iter(f"{NAME}g") if not group.get("style")]
    assert "xlink" not in drawing.content

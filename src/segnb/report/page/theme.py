"""How the report looks: its colours, the widths that figures are drawn for, and text sizes.

Colours are few and each has one meaning. Contrast is computed (WCAG 2.1) and held by a test:
4.5 for text, 3.0 for marks that carry meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib

PX_PER_INCH, PT_PER_INCH = 96, 72

WHITE = "#FFFFFF"
TEXT = "#1B1F24"
TEXT_SECONDARY = "#4A525A"
OWN = "#00706B"
OWN_BAND = "#CBE2E0"
BREAK = "#7A3E00"
HEADER = "#0B4A48"  # the templates name it
TICK = "#5A626A"
CONTEXT_LINE = "#A9B1B8"
SMALL_BAR = "#7D868E"
NEUTRAL = "#D5DADE"
RULE = "#B9C0C6"
GRID = "#E1E5E8"
PANEL = "#F4F5F2"
HATCH = "#9AA2A9"


@dataclass(frozen=True)
class TypeColour:
    """Colours of one area type: its fill, the text on it, and a line or small mark on white."""

    fill: str
    ink: str
    line: str


TYPES = MappingProxyType(
    {
        1: TypeColour("#F2C94F", TEXT, "#8A6400"),
        2: TypeColour("#BDA566", TEXT, "#76652F"),
        3: TypeColour("#8E8C87", TEXT, "#5E5D5A"),
        4: TypeColour("#4C6183", WHITE, "#4C6183"),
        5: TypeColour("#16335E", WHITE, "#16335E"),
    }
)


SHARES = ("#EEF1F3", "#CAD2D8", "#9AA6B0", "#66747F", "#35424D")  # low to high, of one hue

PAINTS = (
    *(WHITE, TEXT, TEXT_SECONDARY, OWN, OWN_BAND, BREAK, TICK, CONTEXT_LINE, SMALL_BAR),
    *(NEUTRAL, RULE, GRID, PANEL, HATCH),
    *(colour.fill for colour in TYPES.values()),
    *SHARES,
)


@dataclass(frozen=True)
class Layout:
    """A width that figures are drawn for, in CSS pixels, with text sizes in points.

    `unit` scales row heights and gaps, which are thought out for small text of 9 points.
    A `narrow` layout puts labels above rows instead of left of them; `close` draws rows together.
    A screen shows a drawing `enlarged`.
    """

    id: str
    width: float
    map_width: float
    small: float
    body: float
    strong: float
    narrow: bool
    close: float = 1.0
    enlarged: float = 1.0

    @property
    def unit(self) -> float:
        """Size of a pixel of that text's layout in this one."""
        return self.close * self.small / 9.0


PHONE = Layout("phone", 328, 328, small=9, body=9, strong=9.75, narrow=True)
COLUMN, PAPER = 846, 6.81 * PX_PER_INCH  # width of a figure on a wide screen, and on A4
PAGE = Layout(
    id="page",
    width=PAPER,
    map_width=104 / 25.4 * PX_PER_INCH,
    small=7.5,
    body=8,
    strong=8.5,
    narrow=False,
    close=0.88,
    enlarged=COLUMN / PAPER,
)
LAYOUTS = MappingProxyType({layout.id: layout for layout in (PAGE, PHONE)})

FONT = "DejaVu Sans"
FONT_FALLBACKS = f"'{FONT}', Verdana, sans-serif"

STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": [FONT],
        "font.size": 9.0,
        "text.color": TEXT,
        "text.parse_math": False,
        "text.usetex": False,
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "savefig.bbox": None,
        "hatch.linewidth": 0.6,
        "path.simplify": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "segnb",
    }
)


def font_folder() -> Path:
    """Folder with the fonts that figures are measured with; Typst reads them from here."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"

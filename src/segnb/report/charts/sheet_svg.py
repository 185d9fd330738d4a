"""The picture of a sheet as SVG: in points from its top left corner, text as text, few letters.

Matplotlib's own writer serves everything that it can draw; what lies on a sheet is lines, marks,
fields, outlines and texts, and is written here in a fifth of the time and without idle groups,
ids and style sheets. Anything else on the figure is an error, never left out.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray

from segnb.report.charts.sheet import HALO, Stroke
from segnb.report.page import theme

HALO_STYLE = "; paint-order: stroke; stroke: #ffffff; stroke-width: 2.4; stroke-linejoin: round"
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
GAP = 3  # points between the lines of a hatched field
HATCH = f"M-1 1L1 -1M0 {GAP}L{GAP} 0M{GAP - 1} {GAP + 1}L{GAP + 1} {GAP - 1}"

Numbers = NDArray[np.float64]


def svg_of(figure: Figure) -> str:
    """SVG text of a sheet's figure, the same for the same picture.

    Raises
    ------
    TypeError
        Something lies on the figure that a sheet does not draw.
    """
    wide, tall = (inches * theme.PX_PER_INCH for inches in figure.get_size_inches())
    picture = _Picture(figure)
    body = "".join(picture.part(a) for a in sorted(figure.artists, key=Artist.get_zorder))
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{tall:g}" '
        f'viewBox="0 0 {_short(wide * 0.75)} {_short(tall * 0.75)}" '
        f'stroke-linejoin="round" stroke-linecap="butt">{picture.patterns()}{body}</svg>'
    )
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return text.replace(_UNMARKED, f"f{mark}-")


_UNMARKED = "\x00"  # stands before each id until the picture is whole: no text can hold it


class _Picture:
    """What is on a figure, part by part."""

    def __init__(self, figure: Figure) -> None:
        self.scale = theme.PT_PER_INCH / figure.dpi
        self.height = figure.get_size_inches()[1] * theme.PT_PER_INCH
        self.hatches: dict[tuple[str, str], str] = {}

    def part(self, artist: Artist) -> str:
        """Elements of one artist."""
        if isinstance(artist, Text):
            return self._text(artist)
        if isinstance(artist, Line2D):
            return self._line(artist) + self._marks(artist)
        if isinstance(artist, Patch):
            return self._patch(artist)
        raise TypeError(f"a sheet does not draw {type(artist).__name__}")

    def patterns(self) -> str:
        """Hatches that the parts so far refer to."""
        made = [
            f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="{GAP}" height="{GAP}">'
            f'<rect width="{GAP}" height="{GAP}" style="fill: {fill}" />'
            f'<path d="{HATCH}" style="fill: none; stroke: {line}; stroke-width: 0.6" /></pattern>'
            for (fill, line), name in self.hatches.items()
        ]
        return f"<defs>{''.join(made)}</defs>" if made else ""

    def _points(self, artist: Artist, vertices: Any) -> Numbers:
        """Points of an artist on the paper, from the top left."""
        shown = artist.get_transform().transform(vertices) * self.scale
        shown[..., 1] = self.height - shown[..., 1]
        return shown

    def _text(self, text: Text) -> str:
        words = text.get_text()
        if not words:
            return ""
        x, y = self._points(text, np.array(text.get_unitless_position(), dtype=float))
        style = {
            "font-weight": "700" if text.get_fontweight() == "bold" else "",
            "font-size": f"{_short(text.get_fontsize())}px",
            "font-family": theme.FONT_FALLBACKS,
            "text-anchor": {"left": "start", "center": "middle", "right": "end"}[text.get_ha()],
            "fill": _colour(text.get_color()),
        }
        written = _style(style) + (HALO_STYLE if text.get_gid() == HALO else "")
        return f'<text style="{written}" x="{_short(x)}" y="{_short(y)}">{escape(words)}</text>'

    def _line(self, line: Line2D) -> str:
        if line.get_linestyle() == "None":
            return ""
        dashes = line.dashes if isinstance(line, Stroke) else ()
        style = {
            "fill": "none",
            "stroke-dasharray": ",".join(map(_short, dashes)),
            "stroke": _colour(line.get_color()),
            "stroke-width": _short(line.get_linewidth()),
        }
        return _path(_outline(self._points(line, line.get_xydata())), style)

    def _marks(self, line: Line2D) -> str:
        if line.get_marker() in ("None", None):
            return ""
        round_ = line.get_marker() == "o"
        style = {
            "fill": _colour(line.get_markerfacecolor()),
            "stroke": _colour(line.get_markeredgecolor()),
            "stroke-width": _short(line.get_markeredgewidth()),
            "stroke-linejoin": "" if round_ else "miter",
        }
        size, points = line.get_markersize(), self._points(line, line.get_xydata())
        if not round_:
            shape = _mark(line.get_marker())
            corners = shape.vertices * (size, -size)
            return "".join(_path(_outline(corners + at, shape.codes), style) for at in points)
        middles = ((_short(x), _short(y)) for x, y in points.tolist())
        discs = (f'<circle cx="{x}" cy="{y}" r="{_short(size / 2)}" />' for x, y in middles)
        return f'<g style="{_style(style)}">{"".join(discs)}</g>'

    def _patch(self, patch: Patch) -> str:
        path, edge = patch.get_path(), patch.get_linewidth()
        if len(path.vertices) == 0:
            return ""
        stroked = edge > 0 and patch.get_edgecolor()[3] > 0
        style = {
            "fill": self._hatch(patch) if patch.get_hatch() else _colour(patch.get_facecolor()),
            "stroke": _colour(patch.get_edgecolor()) if stroked else "",
            "stroke-width": _short(edge) if stroked else "",
            "stroke-linejoin": "miter" if stroked and patch.get_joinstyle() == "miter" else "",
        }
        return _path(_outline(self._points(patch, path.vertices), path.codes), style)

    def _hatch(self, patch: Patch) -> str:
        colours = _colour(patch.get_facecolor()), _colour(patch.get_edgecolor())
        name = self.hatches.setdefault(colours, f"{_UNMARKED}h{len(self.hatches)}")
        return f"url(#{name})"


def _path(outline: str, style: dict[str, str]) -> str:
    return f'<path d="{outline}" style="{_style(style)}" />'


def _style(values: dict[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items() if value)


def _outline(points: Numbers, codes: Sequence[int] | None = None) -> str:
    """Commands of a path; without codes, a line through the points that breaks where one is NaN."""
    if codes is None:
        codes = np.where(_after_a_hole(points), Path.MOVETO, Path.LINETO)
    parts, last = [], None
    for (x, y), code in zip(points.round(2).tolist(), codes, strict=True):
        if code == Path.CLOSEPOLY:
            parts.append("z")
        elif x == x and y == y:
            same = code == last and code not in (Path.MOVETO, Path.LINETO)
            parts.append(f"{' ' if same else LETTERS[code]}{_short(x)} {_short(y)}")
        last = code
    return "".join(parts)


def _after_a_hole(points: Numbers) -> NDArray[np.bool_]:
    """Points that a line begins at."""
    missing = np.isnan(points).any(axis=1)
    return np.concatenate([[True], missing[:-1]]) if len(points) else missing


def _short(number: float) -> str:
    """A number with at most two decimals."""
    return f"{round(number, 2) + 0.0:.7g}"


@cache
def _mark(shape: str) -> Path:
    style = MarkerStyle(shape)
    return style.get_path().transformed(style.get_transform())


@cache
def _colour(colour: Any) -> str:
    """Colour as SVG writes it; what lets everything through is none."""
    if colour == "none" or (isinstance(colour, Iterable) and tuple(colour)[3:] == (0.0,)):
        return "none"
    return to_hex(colour)

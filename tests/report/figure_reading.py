"""Reading a figure back: its texts, and its marks by the name that the chart gave them."""

from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text

from segnb.report.page import theme
from segnb.vocabulary.i18n import Language

SV, EN = Language("sv"), Language("en")


def drawn(
    chart: Any, frame: Any, layout: Any = theme.PAGE, language: Any = SV, **options: Any
) -> Figure:
    with matplotlib.rc_context(dict(theme.STYLE)):
        return chart(frame, layout, language, **options)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def text_of(figure: Figure, content: str) -> Text:
    (text,) = [text for text in figure.findobj(Text) if text.get_text() == content]
    return text


def named(figure: Figure, gid: str) -> list[Artist]:
    return figure.findobj(lambda artist: artist.get_gid() == gid)


def hatched(figure: Figure) -> list[Patch]:
    return [patch for patch in figure.findobj(Patch) if patch.get_hatch()]


def xs(artist: Artist) -> list[float]:
    """Pixels from the left that a line or patch reaches over."""
    if hasattr(artist, "get_xdata"):
        return [float(x) for x in artist.get_xdata()]
    path = artist.get_patch_transform().transform_path(artist.get_path())
    return [float(x) for x in path.vertices[:, 0]]


def width(artist: Artist) -> float:
    return max(xs(artist)) - min(xs(artist))

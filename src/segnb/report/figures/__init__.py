"""Charts of the report: each takes a tidy frame, a layout and a language, and gives a figure.

`draw` turns a chart into its drawings for the wide page, the phone and A4.
"""

from segnb.report.figures.comparison_strips import comparison_strips
from segnb.report.figures.composition import composition
from segnb.report.figures.distribution import distribution
from segnb.report.figures.drawing import draw, serialise
from segnb.report.figures.gap_dots import gap_dots
from segnb.report.figures.index_dots import index_dots
from segnb.report.figures.line_profile import line_profile
from segnb.report.figures.map_geometry import cut_off, where_people_live
from segnb.report.figures.maps import share_map, type_map
from segnb.report.figures.place_dots import place_dots
from segnb.report.figures.scale_profile import scale_profile
from segnb.report.figures.timeline import timeline
from segnb.report.figures.trend import small_multiples, trend
from segnb.report.figures.type_bars import type_bars

__all__ = [
    "comparison_strips",
    "composition",
    "cut_off",
    "distribution",
    "draw",
    "gap_dots",
    "index_dots",
    "line_profile",
    "place_dots",
    "scale_profile",
    "serialise",
    "share_map",
    "small_multiples",
    "timeline",
    "trend",
    "type_bars",
    "type_map",
    "where_people_live",
]

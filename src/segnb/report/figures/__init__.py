"""Charts of the report: each takes a tidy frame, a layout and a language, and gives a figure.

`draw` turns a chart into its drawings for the wide page, the phone and A4.
"""

from segnb.report.figures.comparison_strips import comparison_strips
from segnb.report.figures.composition import composition
from segnb.report.figures.drawing import draw, serialise
from segnb.report.figures.index_dots import index_dots
from segnb.report.figures.map_geometry import cut_off, where_people_live
from segnb.report.figures.maps import type_map

__all__ = [
    "comparison_strips",
    "composition",
    "cut_off",
    "draw",
    "index_dots",
    "serialise",
    "type_map",
    "where_people_live",
]

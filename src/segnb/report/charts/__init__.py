"""Charts of the report: each gives the figure of a tidy frame.

Each also takes the layout that is drawn for and the language that is written in. `draw` turns a
chart into its drawings for A4 and for the phone.
"""

# ruff: noqa: F401  what is imported here is offered

from segnb.report.charts.choropleths import share_map, type_map
from segnb.report.charts.comparison_strips import comparison_strips
from segnb.report.charts.composition import composition
from segnb.report.charts.distribution import distribution
from segnb.report.charts.gap_dots import gap_dots
from segnb.report.charts.index_dots import index_dots
from segnb.report.charts.map_geometry import cut_off, where_people_live
from segnb.report.charts.place_dots import place_dots
from segnb.report.charts.scale_profile import scale_profile
from segnb.report.charts.svg_and_png import draw
from segnb.report.charts.timeline import timeline
from segnb.report.charts.town_line_strips import town_line_strips
from segnb.report.charts.trend_lines import small_multiples, trend
from segnb.report.charts.type_bars import type_bars

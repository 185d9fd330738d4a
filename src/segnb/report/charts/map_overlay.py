"""Outlines of another kind of area on top of a map."""

from typing import Any

import shapely

from segnb.report.charts import map_geometry
from segnb.report.charts.map_geometry import MapFrame
from segnb.report.charts.sheet import Sheet
from segnb.report.page import theme


def draw_outlines(sheet: Sheet, frame: MapFrame, overlay: Any) -> None:
    """Dashed outlines with a white edge, so that they are seen on every fill."""
    inner = map_geometry.grown(shapely.box(*frame.field), -0.5)
    for shape in map_geometry.in_metres(overlay):
        border = map_geometry.drawable(shape, frame).boundary
        for points in map_geometry.line_paths(shapely.intersection(border, inner)):
            sheet.line(points[:, 0], points[:, 1], colour=theme.WHITE, width=4.5, zorder=2.6)
            sheet.line(
                points[:, 0], points[:, 1], width=2.2, dash=(5, 3), zorder=2.7, gid="overlay"
            )

"""What all maps share: painted areas with marks and names, scale bar, north mark, locator."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib.patches import PathPatch, Polygon
from shapely.geometry.base import BaseGeometry

from segnb.report.charts import map_geometry, map_labels, scales
from segnb.report.charts.map_geometry import Bounds, MapFrame
from segnb.report.charts.map_overlay import draw_outlines
from segnb.report.charts.sheet import PT, Sheet
from segnb.report.charts.svg_and_png import TOLD
from segnb.report.charts.text_layout import Box, line_height, text_width
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

FLATTEST, TALLEST, TALLEST_NARROW = 0.6, 1.05, 1.25


@dataclass(frozen=True)
class Place:
    """What surrounds the areas of a map.

    Attributes
    ----------
    outline
        The municipality; without it, all areas together.
    locator
        What the small map shows: the whole municipality where a window cuts it, or its county.
    window
        West, south, east and north in Sweref 99 TM, such as `where_people_live` gives.
    full
        The wide map takes the whole column instead of leaving room for text beside it.
    overlay
        Areas of another kind, drawn as dashed outlines on top, without fill or name.
    """

    outline: Any = None
    locator: Any = None
    window: Bounds | None = None
    full: bool = False
    overlay: Any = None


@dataclass(frozen=True)
class Paint:
    """How an area is painted: its fill (none: hatched), its mark, and what it tells a pointer."""

    fill: str | None
    mark: str
    told: str = ""


def draw_map(
    gdf: gpd.GeoDataFrame,
    paints: Sequence[Paint],
    layout: Layout,
    language: Language,
    place: Place,
    *,
    foot: float = 0.0,
) -> Sheet:
    """Sheet with the map of areas with a `name`, and room of `foot` pixels below it."""
    shapes = map_geometry.in_metres(gdf)
    names = ["" if pd.isna(name) else str(name) for name in gdf["name"]]
    outline = _outline(shapes, place)
    width = layout.width if place.full else layout.map_width
    tallest = TALLEST_NARROW if layout.narrow else 0.75 if place.full else TALLEST
    bounds = place.window or tuple(outline.bounds)
    frame = map_geometry.fit(bounds, width, flattest=FLATTEST, tallest=tallest)
    sheet = Sheet(layout, frame.field.bottom + foot, width)
    sheet.field(*frame.field, fill=theme.PANEL, zorder=0.1)
    order = sorted(range(len(shapes)), key=lambda i: (-shapes.iloc[i].area, i))
    drawn = [map_geometry.drawable(shapes.iloc[i], frame) for i in order]
    border = frame.pixels(outline)
    drawn = [shapely.intersection(a, border) for a in map_geometry.fill_gaps(drawn, border)]
    _paint(sheet, frame, drawn, [paints[i] for i in order], border)
    if place.overlay is not None:
        draw_outlines(sheet, frame, place.overlay)
    taken = _furniture(sheet, frame, border, outline, language, place)
    _label(
        sheet,
        frame,
        drawn,
        [paints[i].mark for i in order],
        [names[i] for i in order],
        taken,
    )
    return sheet


def _outline(shapes: gpd.GeoSeries, place: Place) -> BaseGeometry:
    """The municipality as one shape; slits between areas that do not meet are closed."""
    whole = shapes if place.outline is None else map_geometry.in_metres(place.outline)
    west, south, east, north = whole.total_bounds
    slit = max(east - west, north - south) / 400
    coarse = shapely.make_valid(shapely.simplify(whole.to_numpy(), slit / 8))
    union = shapely.union_all(coarse)
    parts = shapely.get_parts(map_geometry.closed(union, slit).simplify(slit / 4))
    return shapely.union_all([shapely.Polygon(p.exterior) for p in parts if p.area > slit**2])


def _paint(
    sheet: Sheet,
    frame: MapFrame,
    areas: Sequence[BaseGeometry],
    paints: Sequence[Paint],
    border: BaseGeometry,
) -> None:
    """White ground, areas with white borders from large to small, dark outline on top."""
    sheet.add(
        PathPatch(map_geometry.outline_path(border), facecolor=theme.WHITE, linewidth=0, zorder=0.2)
    )
    many = map_labels.crowded(areas)
    width = (0.7 if many else 1.6) * (0.75 if sheet.layout.narrow else 1)
    for depth, (area, paint) in enumerate(zip(areas, paints, strict=True)):
        if not area.is_empty:
            _paint_area(sheet, area, paint, width, 1 + depth / len(areas))
    inner = map_geometry.grown(shapely.box(*frame.field), -0.5)  # not along its edge
    for points in map_geometry.line_paths(shapely.intersection(border.boundary, inner)):
        sheet.line(points[:, 0], points[:, 1], width=1.3, zorder=2.5, gid="outline")


def _paint_area(
    sheet: Sheet, area: BaseGeometry, paint: Paint, width: float, zorder: float
) -> None:
    path = map_geometry.outline_path(area)
    patch = PathPatch(
        path,
        facecolor=paint.fill or theme.PANEL,
        edgecolor=theme.WHITE,
        linewidth=width * PT,
        zorder=zorder,
        joinstyle="round",
        gid="area" if paint.fill else "missing",
    )
    setattr(patch, TOLD, paint.told)
    sheet.add(patch)
    if paint.fill is None:
        lines = PathPatch(
            path, facecolor="none", edgecolor=theme.HATCH, linewidth=0, hatch="////", zorder=zorder
        )
        sheet.add(lines)


def _label(
    sheet: Sheet,
    frame: MapFrame,
    areas: Sequence[BaseGeometry],
    marks: Sequence[str],
    texts: Sequence[str],
    taken: list[Box],
) -> None:
    """Discs with marks, and names where they fit; a narrow or crowded map has no names."""
    if not any(marks):
        return
    layout = sheet.layout
    seen = map_geometry.visible(areas)
    size = max(18 * layout.unit, max(text_width(m, layout.small, "bold") for m in marks) + 8)
    field = Box(1, 1, frame.field.right - 1, frame.field.bottom - 1)
    found = map_labels.spots(seen, size, taken, field)
    sheet.marks(
        [spot.x for spot in found],
        [spot.y for spot in found],
        size=size,
        fill=theme.WHITE,
        width=1.1,
        gid="disc",
    )
    for spot in found:
        sheet.text(spot.x, spot.y, marks[spot.area], weight="bold", ha="center")
    if layout.narrow or map_labels.crowded(areas):
        return
    for name in map_labels.names(found, texts, seen, layout, taken, field):
        step = line_height(layout.small)
        first = name.y - step * (len(name.lines) - 1) / 2
        for row, line in enumerate(name.lines):
            sheet.text(name.x, first + row * step, line, ha=name.ha, halo=True)


def _furniture(
    sheet: Sheet,
    frame: MapFrame,
    border: BaseGeometry,
    outline: BaseGeometry,
    language: Language,
    place: Place,
) -> list[Box]:
    """Scale bar bottom left, north mark top right, locator bottom right; gives their boxes."""
    boxes = [_north(sheet, border, language)]
    if place.locator is not None:
        boxes.append(_locator(sheet, frame, border, outline, place))
    return [*boxes, _scale_bar(sheet, frame, border, language, boxes)]


def _ground(sheet: Sheet, box: Box, border: BaseGeometry) -> None:
    if shapely.intersects(shapely.box(*box), border):
        sheet.field(*box, fill=theme.WHITE, zorder=3)


def _scale_bar(
    sheet: Sheet, frame: MapFrame, border: BaseGeometry, language: Language, taken: Sequence[Box]
) -> Box:
    unit, step = sheet.layout.unit, line_height(sheet.layout.small)
    metres = scales.round_length(frame.metres * (frame.field.right - frame.field.left) / 4)
    kilometres = metres >= 1000
    length = language.number(metres / 1000 if kilometres else metres)
    text = language.text(f"figures.map.{'kilometres' if kilometres else 'metres'}", length=length)
    bar, words = metres / frame.metres, text_width(text, sheet.layout.small)
    bottom = frame.field.bottom - 6 * unit
    box = Box(6, bottom - step - 12 * unit, 24 + max(bar, words + 12), bottom)
    blocks = shapely.union_all([border, *(shapely.box(*other) for other in taken)])
    box = _clear_of(blocks, box, frame.field.right)
    _ground(sheet, box, border)
    left, y = box.left + 8, bottom - 6 * unit
    right = left + bar
    middle = (left + right) / 2
    sheet.strokes(
        [(left, y, right, y)] + [(x, y - 3, x, y + 3) for x in (left, middle, right)],
        width=2,
        zorder=5,
        gid="scale-bar",
    )
    sheet.text(left, y - step / 2 - 4 * unit, "0", ha="center")
    ha = "right" if bar > words + 12 else "left"
    sheet.text(right if ha == "right" else left + 12, y - step / 2 - 4 * unit, text, ha=ha)
    return box


def _clear_of(border: BaseGeometry, box: Box, rightmost: float) -> Box:
    """Box moved to the right until it covers no area, or as it was where there is no such place."""
    for shift in range(0, int(max(rightmost - box.right, 0)) + 1, 10):
        moved = Box(box.left + shift, box.top, box.right + shift, box.bottom)
        if not shapely.intersects(shapely.box(*moved), border):
            return moved
    return box


def _north(sheet: Sheet, border: BaseGeometry, language: Language) -> Box:
    unit = sheet.layout.unit
    x, top = sheet.width - 22 * unit, 12 * unit
    box = Box(x - 12 * unit, top - 4 * unit, x + 12 * unit, top + 42 * unit)
    _ground(sheet, box, border)
    corners = [(0, 0), (6, 22), (0, 17), (-6, 22)]
    sheet.add(
        Polygon(
            [(x + dx * unit, top + dy * unit) for dx, dy in corners],
            facecolor=theme.TEXT,
            linewidth=0,
            zorder=5,
            gid="north",
        )
    )
    text = language.text("figures.map.north")
    sheet.text(x, top + 31 * unit, text, weight="bold", ha="center")
    return box


def _locator(
    sheet: Sheet, frame: MapFrame, border: BaseGeometry, outline: BaseGeometry, place: Place
) -> Box:
    """Small map: the window on the whole municipality, or the municipality in its county.

    It stands bottom right, or in another corner where it would cover areas and there it does not.
    """
    shapes = map_geometry.in_metres(place.locator)
    bounds = tuple(shapes.total_bounds)
    side = 0.2 * (frame.field.right - frame.field.left) * (1.1 if sheet.layout.narrow else 1)
    small = map_geometry.fit(bounds, side, flattest=0.7, tallest=1.4)
    wide, tall = small.field.right, small.field.bottom
    right, bottom = frame.field.right - 8, frame.field.bottom - 8
    corners = [Box(right - wide, bottom - tall, right, bottom), Box(8, 8, 8 + wide, 8 + tall)]
    corners.append(Box(8, bottom - tall, 8 + wide, bottom))
    free = [box for box in corners if not shapely.intersects(shapely.box(*box), border)]
    field = next(iter(free), corners[0])
    small = MapFrame(small.window, field)
    sheet.field(*field, fill=theme.WHITE, edge=theme.RULE, zorder=3)
    for shape in shapes:
        path = map_geometry.outline_path(map_geometry.drawable(shape, small))
        sheet.add(
            PathPatch(
                path, facecolor=theme.NEUTRAL, edgecolor=theme.TICK, linewidth=0.5, zorder=3.2
            )
        )
    mark = shapely.box(*frame.window) if place.window else outline
    shown = small.pixels(mark)
    style = {"facecolor": "none" if place.window else theme.OWN, "edgecolor": theme.OWN}
    sheet.add(
        PathPatch(
            map_geometry.outline_path(shown), **style, linewidth=1.5, zorder=3.4, gid="locator"
        )
    )
    return Box(field.left - 4, field.top - 4, field.right + 4, field.bottom + 4)

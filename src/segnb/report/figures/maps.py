"""Maps of area types and of shares."""

from typing import Any

import geopandas as gpd
from matplotlib.figure import Figure

from segnb.report import theme
from segnb.report.figures.map_sheet import Paint, Place, draw_map
from segnb.report.figures.missing import empty_sheet
from segnb.report.theme import Layout
from segnb.vocabulary.i18n import DASH, Language


def type_map(gdf: gpd.GeoDataFrame, layout: Layout, language: Language, **place: Any) -> Figure:
    """Where in the municipality the area types lie; both ends are equally strong.

    Parameters
    ----------
    gdf
        Polygons with `type_number` (1-5, or missing), `name` and `hatched` (nothing is known).
    layout, language
        Width to draw for, language to write in. On a phone there are numbers and no names.
    place
        Fields of `Place`: `outline`, `locator`, `window`, `full`.
    """
    if gdf.empty:
        return empty_sheet(layout, language, width=layout.map_width).figure
    known = ~gdf["hatched"].astype(bool) & gdf["type_number"].notna()
    numbers = gdf["type_number"].where(known, 0).astype(int)
    paints = [
        Paint(theme.TYPES[number].fill, str(number)) if number else Paint(None, DASH)
        for number in numbers
    ]
    return draw_map(gdf, paints, layout, language, Place(**place)).figure

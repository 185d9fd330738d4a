"""Maps of area types and of shares."""

from bisect import bisect
from typing import Any

import geopandas as gpd
from matplotlib.figure import Figure

from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.map_sheet import Paint, Place, draw_map
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, text_width
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import DASH, HARD, Language

Key = tuple[str | None, str]


def type_map(gdf: gpd.GeoDataFrame, layout: Layout, language: Language, **place: Any) -> Figure:
    """Where in the municipality the area types lie; both ends are equally strong.

    Parameters
    ----------
    gdf
        Polygons with `type_number` (1-5, or missing), `name` and `hatched` (nothing is known).
    layout
        On a phone there are numbers and no names.
    place
        Fields of `Place`: `outline`, `locator`, `window`, `full`.
    """
    if gdf.empty:
        return empty_sheet(layout, language, width=layout.map_width).figure
    known = ~gdf["hatched"].astype(bool) & gdf["type_number"].notna()
    numbers = gdf["type_number"].where(known, 0).astype(int)
    paints = [
        Paint(
            theme.TYPES[number].fill,
            str(number),
            _told(name, language.text("figures.type", number=number)),
        )
        if number
        else Paint(None, DASH, _told(name, language.text("figures.missing")))
        for number, name in zip(numbers, gdf["name"], strict=True)
    ]
    around = Place(**place)
    if known.all():
        return draw_map(gdf, paints, layout, language, around).figure
    keys: list[Key] = [(None, absence(gdf[~known], language))]
    return _with_keys(gdf, paints, layout, language, around, keys).figure


def share_map(
    gdf: gpd.GeoDataFrame,
    layout: Layout,
    language: Language,
    *,
    classes: tuple[float, float, float, float],
    unit: str = "%",
    marks: bool = True,
    **place: Any,
) -> Figure:
    """Where a share is high and low, in five classes with the same limits in every report.

    Parameters
    ----------
    gdf
        Polygons with `share`, `name` and `hatched` (nothing is known); optional `status` and
        `decimals`.
    classes
        The four limits between the five classes; a share that is printed as a limit is in the
        higher class.
    unit
        What stands after the limits.
    marks
        Whether values stand in the areas; on a map of the country there is no room for them.
    place
        Fields of `Place`: `outline`, `locator`, `window`, `full`.
    """
    if gdf.empty:
        return empty_sheet(layout, language, width=layout.map_width).figure
    known = ~gdf["hatched"].astype(bool) & gdf["share"].notna()
    decimals = gdf["decimals"] if "decimals" in gdf else [1] * len(gdf)
    paints = [
        Paint(
            theme.SHARES[bisect(classes, round(share, 1))],
            _mark(share, classes, language) * marks,
            _told(name, f"{language.number(share, places)}{HARD}{unit}"),
        )
        if shown
        else Paint(None, sign * marks, _told(name, absence(gdf[~known], language)))
        for name, share, places, shown, sign in zip(
            gdf["name"], gdf["share"], decimals, known, _signs(gdf), strict=True
        )
    ]
    around = Place(**place)
    absent = "" if known.all() else absence(gdf[~known], language)
    keys = _keys(classes, unit, language, absent)
    return _with_keys(gdf, paints, layout, language, around, keys).figure


def _with_keys(
    gdf: gpd.GeoDataFrame,
    paints: list[Paint],
    layout: Layout,
    language: Language,
    around: Place,
    keys: list[Key],
) -> Sheet:
    rows = _rows(keys, layout.width if around.full else layout.map_width, layout)
    step = line_height(layout.small) + 6 * layout.unit
    sheet = draw_map(gdf, paints, layout, language, around, foot=len(rows) * step + 6 * layout.unit)
    top = sheet.height - len(rows) * step
    for row, entries in enumerate(rows):
        _key_row(sheet, entries, top + (row + 0.5) * step)
    return sheet


def _told(name: str, value: str) -> str:
    return f"{name}: {value}" if name else ""


def _mark(share: float, classes: tuple[float, ...], language: Language) -> str:
    """Value in an area: whole where that lies in the area's class, else with one decimal."""
    is_inside = bisect(classes, round(share)) == bisect(classes, round(share, 1))
    return language.number(share, 0 if is_inside else 1)


def _signs(gdf: gpd.GeoDataFrame) -> list[str]:
    """What stands in an area without a value: too few to show, or missing."""
    status = gdf["status"] if "status" in gdf else [""] * len(gdf)
    return [".." if one == "suppressed" else DASH for one in status]


def _keys(
    classes: tuple[float, float, float, float], unit: str, language: Language, absent: str
) -> list[Key]:
    """Fill and limits of each class from low to high, and of what is missing."""
    words = [
        language.percent(limit, 0 if limit == round(limit) else 1)
        if unit == "%"
        else f"{language.number(limit, 0 if limit == round(limit) else 1)}{HARD}{unit}".rstrip(HARD)
        for limit in classes
    ]
    bare = [language.number(limit, 0 if limit == round(limit) else 1) for limit in classes]
    texts = [language.text("figures.classes.below", high=words[0])]
    texts += [
        language.text("figures.classes.between", low=low, high=high)
        for low, high in zip(bare[:-1], words[1:], strict=True)
    ]
    texts.append(language.text("figures.classes.above", low=words[-1]))
    keys: list[Key] = list(zip(theme.SHARES, texts, strict=True))
    return [*keys, (None, absent)] if absent else keys


def _rows(keys: list[Key], width: float, layout: Layout) -> list[list[tuple[float, Key]]]:
    """Keys in as many rows as they need, each with where it starts."""
    rows: list[list[tuple[float, Key]]] = [[]]
    x = 1.0
    for key in keys:
        wide = 24 * layout.unit + text_width(key[1], layout.small)
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 1.0
        rows[-1].append((x, key))
        x += wide + 16 * layout.unit
    return rows


def _key_row(sheet: Sheet, entries: list[tuple[float, Key]], y: float) -> None:
    unit = sheet.layout.unit
    for x, (fill, text) in entries:
        swatch = Box(x, y - 6 * unit, x + 18 * unit, y + 6 * unit)
        if fill is None:
            sheet.hatched(swatch)
        sheet.field(*swatch, fill=fill, edge=theme.TEXT, zorder=1.5, gid="key")
        sheet.text(swatch.right + 6 * unit, y, text)

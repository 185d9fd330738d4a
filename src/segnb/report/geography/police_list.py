"""The list of the police as outlines over the area types: another division, not a measure."""

import geopandas as gpd

from segnb.report import charts
from segnb.report.area_types.official_types import Types, get_types, legend_of
from segnb.report.exhibits import make_figure, make_table
from segnb.report.geography.area_maps import surroundings, typed_shapes
from segnb.report.geography.polygon_choice import (
    Borders,
    describe_borders,
    find_borders,
    people_of,
    use_polygons,
)
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Note, Table


def show_police_map(report: Report, *, key: str = "police_map") -> Figure | Gap | None:
    """Outlines of the police's areas on the map of types; nothing unless `show_police` is on.

    The outlines have no fill and no name on the map, and no number is counted by them.
    """
    if not report.params.show_police:
        return None
    listed = report.store.read_polygons("police", report.place.code)
    types = get_types(report)
    borders = types if isinstance(types, Gap) else find_borders(report, types.level, types.year)
    if isinstance(types, Gap) or isinstance(borders, Gap):
        return borders  # type: ignore[return-value]
    if listed.empty:
        why = report.text("maps.police.none")
        return report.gap(key, report.text("maps.police.what"), why, status="not_applicable")
    use_polygons(report, "police", listed)
    return _map(report, types, borders, listed, key)


def _map(
    report: Report, types: Types, borders: Borders, listed: gpd.GeoDataFrame, key: str
) -> Figure:
    frame = typed_shapes(borders, types)
    around = surroundings(report, frame, people_of(report, types.level, types.year).counts)
    words = {"level": report.level_vintage(types.level), "types_year": types.year,
             "count": len(listed)}  # fmt: skip
    return make_figure(
        report, key, charts.type_map, frame, words="maps.police", values=words, held=[types.held],
        source=" ".join([report.source_line(types.held, own=False),
                         describe_borders(report, borders), _list_words(report, listed)]),
        table=_table(report, listed, key), legend=legend_of(report, types.present),
        beside=(report.text("maps.police.note"),), overlay=listed, **around.place,
    )  # fmt: skip


def _list_words(report: Report, listed: gpd.GeoDataFrame) -> str:
    """Which list is drawn: title, producer, and its year or, where that is unknown, its file."""
    shas = report.store.polygon_snapshots("police", listed["area"])
    found = [report.store.snapshot(sha) for sha in shas]
    names = [f"{s.title or s.name} ({s.producer}, {s.period or s.name})" for s in found]
    return report.text("maps.police.source", lists=report.language.listing(names))


def _table(report: Report, listed: gpd.GeoDataFrame, key: str) -> Table:
    say = report.text
    rows = listed.sort_values("name")[["name", "category"]].itertuples(index=False, name=None)
    columns = [say("maps.area"), f"<{say('maps.police.category')}"]
    return make_table(
        report, f"{key}_table", columns, rows, subtitle=report.place.name,
        notes=(say("maps.police.note"),),
    )  # fmt: skip


def note_police(report: Report) -> Note | None:
    """What the list of the police is and is not; nothing unless `show_police` is on."""
    if not report.params.show_police:
        return None
    title, text = report.text("maps.police.note_title"), report.text("maps.police.note")
    return Note(title, text, "warning", lang=report.lang)

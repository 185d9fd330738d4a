"""Maps: where the area types lie, and where a share is high and low."""

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from segnb.report import charts
from segnb.report.area_types.official_types import (
    CHALLENGES,
    CONDITIONS,
    MIXED,
    TYPES,
    Types,
    legend_of,
    say_types,
)
from segnb.report.division.division_today import small_name
from segnb.report.exhibits import make_figure, make_table, number_or_word
from segnb.report.geography.map_names import class_limits, named_shares, named_types
from segnb.report.geography.polygon_choice import (
    Borders,
    People,
    describe_borders,
    find_borders,
    people_of,
)
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.phrases import whole_per_cents
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.whole_per_cents import decimals_of_areas
from segnb.vocabulary.i18n import DASH

MOSTLY = 0.5  # part of an area outside the window from which a caption says that it is cut
FEWEST_TO_DIVIDE = 6  # areas, for thirds to be told apart
WORTH_CUTTING = 0.6  # part of the whole map that the window may fill at most


@dataclass(frozen=True)
class Surroundings:
    """What stands round the areas of a map, and what the caption says of it."""

    place: dict[str, Any] = field(default_factory=dict)
    cut: tuple[str, ...] = ()


@passing_gaps
def show_type_map(report: Report, types: Types, *, key: str = "type_map") -> Figure | Gap:
    """Map of the municipality's areas by type, both ends equally strong."""
    borders = find_borders(report, types.level, types.year)
    if isinstance(borders, Gap):
        return borders
    people = people_of(report, types.level, types.year)
    frame = typed_shapes(borders, types)
    if frame["hatched"].all():
        return _nothing_to_show(report, types.level)
    around = surroundings(report, frame, people.counts)
    title = _type_title(report, types)
    words = {"level": report.level_vintage(types.level), "year": types.year}
    drawn = types.areas[types.areas["area"].isin(frame["area"])]
    kind = "_part" if len(drawn) < len(types.areas) else "_one" if len(drawn) == 1 else ""
    return make_figure(
        report, key, charts.type_map, frame, title=title,
        subtitle=report.text("maps.types.subtitle", **words),
        alt=report.text(f"maps.types.alt{kind}", areas=len(drawn),
                        all=len(types.areas), counted=_counted(report, drawn), **words),
        held=[types.held], source=_source(report, borders, around, types.held, *people.held),
        table=_type_table(report, types, people, key),
        data=types.areas.assign(people=types.areas["area"].map(people.counts),
                                people_year=people.year, year=types.year),
        legend=legend_of(report, types.present),
        beside=(*_parts(report, frame), *named_types(report, types, frame),
                _area_note(report, frame, people)),
        **around.place,
    )  # fmt: skip


def typed_shapes(borders: Borders, types: Types) -> gpd.GeoDataFrame:
    """Polygons with the type of their area, hatched where there is none."""
    number = borders.shapes["area"].map(types.areas.set_index("area")["type"])
    number = number.where(number > 0)
    return borders.shapes.assign(type_number=number, hatched=number.isna())


def _type_title(report: Report, types: Types) -> str:
    kinds = types.areas["type"]
    words = {"low": int(kinds.isin(CHALLENGES).sum()), "high": int(kinds.isin(CONDITIONS).sum())}
    if len(kinds) == 1:
        return report.text("maps.types.title_one", number=int(kinds.iloc[0]) or DASH)
    return report.text("maps.types.title", areas=len(kinds), **words)


def _counted(report: Report, areas: pd.DataFrame) -> str:
    """How many of the areas there are of each type, as an alternative text says it."""
    counts = areas["type"].value_counts()
    parts = [
        report.text("maps.types.count", number=number, areas=int(counts.get(number, 0)))
        for number in TYPES
    ]
    return report.language.listing(parts)


def _type_table(report: Report, types: Types, people: People, key: str) -> Table:
    say = report.text
    columns = [say("maps.area"), say("maps.types.type"), say("maps.people_in", year=people.year)]
    counts = types.areas["area"].map(people.counts).astype(float).map(report.language.number)
    rows = [
        Row((row.name, str(row.type or "–"), number), type_number=row.type or None)
        for row, number in zip(types.areas.itertuples(), counts, strict=True)
    ]
    subtitle = f"{report.level_vintage(types.level)}, {types.year}"
    return make_table(
        report, f"{key}_table", columns, rows, subtitle=subtitle,
        notes=tuple(filter(None, (say_types(report, types.present),))),
    )  # fmt: skip


# -- shares


def show_share_map(
    report: Report, indicator: str, family: str = "areas", *, key: str = ""
) -> Figure | Gap:
    """Map of a share by area, in five classes whose limits are the same in every report.

    Parameters
    ----------
    indicator
        Id of a share.
    family
        `areas` (the level that the settings name), `deso` or `regso`.
    """
    held = report.get(indicator, family)
    if isinstance(held, Gap):
        return held
    borders = find_borders(report, held.level, held.year)
    if isinstance(borders, Gap):
        return borders
    frame = _shared(report, borders, held)
    people = people_of(report, held.level, held.year)
    around = surroundings(report, frame, people.counts)
    known = frame.dropna(subset="share")
    if known.empty:
        return _nothing_to_show(report, held.level)
    name = held.entry.name.in_language(report.lang)
    ends = (known.loc[at] for at in (known["share"].idxmin(), known["share"].idxmax()))
    low, high = (report.language.percent(end["share"], end["decimals"]) for end in ends)
    words: dict[str, Any] = {
        "measure": name,
        "level": report.level_vintage(held.level),
        "year": held.year,
        "low": low,
        "high": high,
        "areas": len(known),
        "population": held.entry.population.in_language(report.lang),
        "whole": _whole_in_words(report, held),
    }
    level, one = words["level"][:1].upper() + words["level"][1:], "_one" * (len(known) == 1)
    return make_figure(
        report, key or f"map_{indicator}", charts.share_map, frame,
        title=report.text(f"maps.shares.title{one}", **words),
        subtitle=report.text("maps.shares.subtitle", **words | {"level": level}),
        alt=report.text(f"maps.shares.alt{one}",
                        **words | {"measure": small_name(report, indicator)}),
        held=[held],
        source=_source(report, borders, around, held, *people.held)
        + whole_per_cents(report, [held]),
        table=_share_table(report, held, key or f"map_{indicator}"), data=_named(report, held),
        classes=class_limits(indicator),
        beside=(report.text("maps.shares.colours"),
                *named_shares(report, held, indicator, frame), _area_note(report, frame, people)),
        **around.place,
    )  # fmt: skip


def _whole_in_words(report: Report, held: IndicatorData) -> str:
    """The share in the whole municipality, which lies between the ends; empty if not held."""
    whole = report.read.held(held.entry.id, "municipality", year=held.year)
    if whole is None:
        return ""
    share = report.language.percent(float(whole.latest["value"].iloc[0]))
    return f" {report.text('maps.shares.whole', share=share)}"


def _shared(report: Report, borders: Borders, held: IndicatorData) -> gpd.GeoDataFrame:
    rows = held.latest.set_index("area")
    places = borders.shapes["area"].map(decimals_of_areas(report.read, held)).fillna(1).astype(int)
    share = borders.shapes["area"].map(rows["value"])
    status = borders.shapes["area"].map(rows["status"]).fillna("missing")
    return borders.shapes.assign(
        share=share, decimals=places, status=status, hatched=share.isna()
    )  # fmt: skip


def _named(report: Report, held: IndicatorData) -> pd.DataFrame:
    """All areas with their values, those that have no border on the map too."""
    rows = held.latest.assign(
        name=held.latest["area"].map(report.area_name),
        decimals=decimals_of_areas(report.read, held).to_numpy(),
    ).rename(columns={"value": "share"})
    return rows[["area", "name", "share", "decimals", "status"]]


def _share_table(report: Report, held: IndicatorData, key: str) -> Table:
    rows = _named(report, held)
    lines = [
        (row.name, number_or_word(row.share, row.status, report.language, row.decimals))
        for row in rows.sort_values("name").itertuples()
    ]
    return make_table(
        report, f"{key}_table", [report.text("maps.area"), report.text("maps.share")], lines,
        subtitle=f"{report.level_vintage(held.level)}, {held.year}",
        notes=(report.text("captions.signs"),),
    )  # fmt: skip


def _nothing_to_show(report: Report, level: str) -> Gap:
    """A map on which no area has a value says no more than its absence."""
    return report.gap(
        f"map_{level}_values",
        report.text("maps.gap.what", level=report.level_vintage(level)),
        report.text("maps.gap.no_values"),
        nearest=report.text("maps.gap.nearest"),
    )


# -- what stands round a map


def surroundings(report: Report, frame: gpd.GeoDataFrame, people: pd.Series) -> Surroundings:
    """Window on where people live, where that is much less than the whole, and what it cuts."""
    residents = frame["area"].map(people).fillna(0.0)
    outline = frame[["geometry"]].dissolve()
    if residents.sum() > 0:
        window = charts.where_people_live(frame, residents)
        if _size(window) < WORTH_CUTTING * _size(tuple(frame.total_bounds)):
            part = charts.cut_off(frame, window)
            cut = frame.loc[(part > MOSTLY) & (frame["name"] != ""), "name"]
            return Surroundings({"window": window, "locator": outline}, tuple(sorted(cut)))
    counties = report.store.read_polygons("municipality")
    near = counties[counties["municipality"].str.startswith(report.place.county)]
    return Surroundings({"locator": near} if len(near) > 1 else {})


def _size(bounds: tuple[float, ...]) -> float:
    west, south, east, north = bounds
    return (east - west) * (north - south)


def _parts(report: Report, frame: gpd.GeoDataFrame) -> list[str]:
    """How many areas of which type lie in each third of the municipality along its longer axis."""
    known = frame[~frame["hatched"]]
    if len(known) < FEWEST_TO_DIVIDE:
        return []
    points = known.geometry.representative_point()
    tall = points.y.max() - points.y.min() >= points.x.max() - points.x.min()
    names = ("north", "middle", "south") if tall else ("west", "middle", "east")
    along = -points.y if tall else points.x
    third = pd.cut(along, 3, labels=names)
    kinds = {"low": CHALLENGES, "mixed": MIXED, "high": CONDITIONS}
    said = []
    for name in names:
        inside = known.loc[third == name, "type_number"]
        counts = {kind: int(inside.isin(numbers).sum()) for kind, numbers in kinds.items()}
        texts = [report.text(f"maps.parts.{kind}", areas=n) for kind, n in counts.items() if n]
        words = {
            "part": report.text(f"maps.parts.{name}"),
            "counted": report.language.listing(texts),
        }
        said += [report.text("maps.parts.said", **words)] if texts else []
    return said


def _area_note(report: Report, frame: gpd.GeoDataFrame, people: People) -> str:
    """That area is not people, with the sharpest example in numbers."""
    said = [report.text("maps.area_not_people")]
    known = frame[frame["area"] != ""]
    residents = known["area"].map(people.counts)
    if residents.notna().all() and len(known) > 1:
        surface = 100 * known.geometry.area / frame.geometry.area.sum()
        share = 100 * residents / people.whole
        widest = (surface - share).idxmax()
        parts = {"surface": surface[widest], "share": share[widest]}
        words = {name: report.language.percent(part, 0) for name, part in parts.items()}
        said.append(report.text("maps.sharpest", area=known["name"][widest],
                                year=people.year, **words))  # fmt: skip
    return " ".join(said)


def _source(report: Report, borders: Borders, around: Surroundings, *held: IndicatorData) -> str:
    parts = [report.source_line(*held, own=False), describe_borders(report, borders)]
    if around.cut:
        parts.append(report.text("maps.cut", areas=report.language.listing(list(around.cut[:3]))))
    return " ".join(parts)

"""The municipality's own areas: all of them with all measures, who is outside, and their map."""

import pandas as pd

from segnb.report.exhibits import make_table, number_or_word
from segnb.report.geography.area_maps import show_share_map
from segnb.report.geography.polygon_choice import People, people_of
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Note, Row, Table
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN, vintages
from segnb.report.reading.whole_per_cents import decimals_of_areas
from segnb.vocabulary.i18n import DASH

MOST_CODES = 5  # of the key that are named where they are no area


def show_own_areas(report: Report, *indicators: str) -> Table | Gap | None:
    """Every own area with its people and shares, in the order of the alphabet.

    Nothing where the settings do not name own areas; the gap where none of the shares is held for
    them, polygons or not.
    """
    if report.params.areas != OWN:
        return None
    found = [report.read.held(name, OWN) for name in indicators]
    held = [report.use(one) for one in found if one is not None]
    if not held:
        return report.gap_of(indicators[0], OWN)
    say, year = report.text, max(one.year for one in held)
    people = people_of(report, OWN, year)
    names = {area: report.area_name(area) for one in held for area in one.latest["area"]}
    order = sorted(names.items(), key=lambda one: one[1].casefold())
    rows = [_row(report, name, people, held, area) for area, name in order]
    heads = [f"{one.entry.name.in_language(report.lang)}, {one.year}, %" for one in held]
    counted = [] if people.counts.empty else [say("maps.people_in", year=people.year)]
    return make_table(
        report, "own_areas", [say("maps.area"), *counted, *heads],
        [*rows, _whole(report, people, held)], words="maps.own", values={"count": len(names)},
        held=held, source=report.source_line(*held),
        notes=(*outside_words(report, held), say("captions.signs")),
    )  # fmt: skip


def _row(report: Report, name: str, people: People, held: list[IndicatorData], area: str) -> Row:
    counts = [] if people.counts.empty else [_number(report, people.counts.get(area))]
    return Row((name, *counts, *(_share(report, one, area) for one in held)))


def _number(report: Report, value: float | None) -> str:
    return DASH if value is None or pd.isna(value) else report.language.number(value)


def _share(report: Report, held: IndicatorData, area: str) -> str:
    row = held.latest[held.latest["area"] == area]
    if row.empty:
        return DASH
    places = int(decimals_of_areas(report.read, held)[area])
    return number_or_word(row["value"].iloc[0], row["status"].iloc[0], report.language, places)


def _whole(report: Report, people: People, held: list[IndicatorData]) -> Row:
    place = report.place.code
    whole = people_of(report, "municipality", people.year)
    counts = [] if people.counts.empty else [_number(report, whole.counts.get(place))]
    values = [report.read.held(one.entry.id, "municipality", year=one.year) for one in held]
    shares = [DASH if one is None else _share(report, one, place) for one in values]
    name = report.text("maps.own.whole")
    return Row((name, *counts, *shares), style="total")


# -- who is outside


def outside_words(report: Report, held: list[IndicatorData]) -> list[str]:
    """How many areas and people the own areas leave out, and codes of the key that are none."""
    year = max(one.year for one in held)
    for family in ("deso", "regso"):
        inside = _in_key(report, family)
        if inside:
            return [*_left_out(report, inside, family, year), *_unknown(report, inside, family)]
    return _counted(report, held)


def _in_key(report: Report, family: str) -> set[str]:
    """Areas of the municipality that its key puts into own areas."""
    linked = (report.store.read_links("own", level, OWN)["from_area"] for level in vintages(family))
    return {area for areas in linked for area in areas if area.startswith(report.place.code)}


def _left_out(report: Report, inside: set[str], family: str, year: int) -> list[str]:
    held = report.read.held("population", family)
    if held is None:
        return []
    people = people_of(report, held.level, year)
    outside = people.counts[~people.counts.index.isin(inside)]
    number = report.language.number
    words = {"count": number(len(outside)), "areas": number(len(people.counts)),
             "level": report.level_vintage(held.level), "people": number(outside.sum()),
             "all": number(people.whole), "year": people.year}  # fmt: skip
    return [report.text(f"maps.own.{'outside' if len(outside) else 'all_inside'}", **words)]


def _unknown(report: Report, inside: set[str], family: str) -> list[str]:
    place = report.place.code
    held = (report.store.read_areas(level, place)["area"] for level in vintages(family))
    known = {area for areas in held for area in areas}
    lost = sorted(inside - known)
    if not known or not lost:
        return []
    listed = ", ".join(lost[:MOST_CODES]) + (", …" if len(lost) > MOST_CODES else "")
    words = {"count": report.language.number(len(lost)), "codes": listed}
    return [report.text(f"maps.own.unknown{'_one' * (len(lost) == 1)}", **words)]


def _counted(report: Report, held: list[IndicatorData]) -> list[str]:
    """Whole per cents of the residents that own counts hold: too coarse to tell a hidden count."""
    said = {}
    for one in held:
        basis = report.read.catalogue[one.entry.of] if one.entry.of else one.entry
        both = [report.read.held(basis.id, level, year=one.year) for level in (OWN, "municipality")]
        own, whole = (0.0 if b is None else _people_in(b) for b in both)
        if whole > 0:
            share = report.language.percent(min(100 * own / whole, 100.0), 0)
            words = {"share": share, "year": one.year,
                     "population": basis.population.in_language(report.lang)}  # fmt: skip
            said[basis.id] = report.text("maps.own.counted", **words)
    return list(said.values())


def _people_in(held: IndicatorData) -> float:
    """People of the groups that make up a total, without those that are hidden."""
    rows = held.latest
    return float(rows.loc[~rows["group"].isin(held.entry.totals), "value"].sum())


def show_own_map(report: Report, *indicators: str) -> Figure | Gap | None:
    """Map of the first of some shares that the municipality's own areas have.

    Nothing where the settings do not name own areas, or none of the shares is held for them.
    """
    if report.params.areas != OWN:
        return None
    found = (name for name in indicators if report.read.held(name, OWN) is not None)
    first = next(found, "")
    return show_share_map(report, first, OWN, key="map_own") if first else None


def note_own_types(report: Report) -> Note | None:
    """That official types are those of RegSO, where the settings name own areas."""
    return report.note("own_types") if report.params.areas == OWN else None

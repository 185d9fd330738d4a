"""The richer town and its country: election, schools, areas of its own, line, claims, overview."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hand_made import PLACE, town
from hand_made_more import LINE, country, richer

from segnb import Chapter, NationalChapter
from segnb.measures import dissimilarity
from segnb.report import Report, verbs
from segnb.report.change.trend_series import get_trend
from segnb.report.reading.figure_records import figure_records
from segnb.store import Store

Shown = Iterable[Any]
SHARES = ("pre_secondary_share", "post_secondary_share", "rental_share")


def of_richer(folder: Path, name: str, lang: str = "sv", **settings: Any) -> Chapter:
    return Chapter(name, PLACE, lang=lang, store=str(richer(folder)), settings=settings)


def election(chapter: Chapter) -> Shown:
    """Turnout of nine districts, and schools beside homes."""
    turnout = chapter.measure_turnout("turnout_municipal")
    yield chapter.show_turnout(turnout)
    yield chapter.findings(chapter.say_turnout(turnout))
    schools = chapter.measure_schools()
    yield chapter.show_schools(schools)
    yield chapter.findings(chapter.say_schools(schools))


def places(chapter: Chapter) -> Shown:
    """The town, its own areas, its line, the list of the police, and its scale."""
    yield chapter.opening(facts=chapter.place_facts())
    yield chapter.show_place()
    yield chapter.show_own_areas(*SHARES, "employed_share")
    yield chapter.show_own_map(*SHARES)
    yield chapter.note_own_types()
    yield chapter.show_line("median_net_income", "rental_share")
    yield chapter.show_police_map()
    yield chapter.note_police()
    yield chapter.show_ends(*SHARES)
    yield chapter.say_nested(*SHARES)
    yield chapter.show_neighbours(chapter.measure_neighbours("pre_secondary_share"))
    yield chapter.show_indices(chapter.measure_indices(*SHARES, measure=dissimilarity))


def claims(chapter: Chapter) -> Shown:
    """What the town's numbers say of the claims."""
    found = chapter.measure_claims()
    yield chapter.show_ledger(found)
    yield chapter.show_rising(found)
    yield chapter.show_two_yardsticks(found)
    yield chapter.show_measures(found)
    yield chapter.findings(*chapter.say_claims(found))


def summary(chapter: Chapter) -> Shown:
    """What the first page gathers."""
    indices = chapter.measure_indices(*SHARES, measure=dissimilarity)
    residents, by_type = chapter.measure_residents(), chapter.measure_by_type(*SHARES)
    said = chapter.say_levels(indices, *SHARES[:2])
    said += [chapter.say_composition(residents), chapter.say_gap(by_type, "post_secondary_share")]
    said += chapter.say_changes("rental_share", "overcrowding", "turnout_municipal")
    found = chapter.findings(*said)
    yield found
    yield chapter.show_boxes(found, "rental_share", "neet", "self_rated_health", "employed_share")
    yield chapter.show_plain(said)
    trends = chapter.say_trends(*SHARES, family="regso")
    yield chapter.opening(*chapter.lead_changes(trends, chapter.say_trends("rental_share", "neet")))
    yield chapter.findings(*trends)
    yield chapter.pair(chapter.show_trend("rental_share", "deso", index=True, half=True),
                       chapter.show_trend("overcrowding", half=True))  # fmt: skip
    yield chapter.show_trend("unemployment_rate", compare=["county", "nation"])


def national(folder: Path, lang: str) -> Shown:
    """Five municipalities: distribution, map, change and coverage."""
    chapter = NationalChapter("latest", lang, str(country(folder)))
    for family in ("deso", "regso"):
        found = chapter.measure_national(*SHARES, "employed_share", family=family)
        yield chapter.show_national(found, key=f"national_{family}")
        yield chapter.show_national_map(found, "rental_share")
        yield chapter.show_national_map(found, "pre_secondary_share")
    changes = chapter.measure_national_changes(*SHARES[::-1], family="deso")
    yield chapter.show_national_changes(changes)
    yield chapter.show_changed_places(changes, "rental_share")
    yield chapter.show_changed_places(changes, "pre_secondary_share")
    yield chapter.show_national_coverage()


def since_last(folder: Path, lang: str) -> Shown:
    """What differs from a report that had other values, files, words and figures."""
    store = town(folder)
    shown = Report.make("trends", Store.open(store), municipality=PLACE)
    get_trend(shown, "rental_share")
    for name in ("overcrowding", "neet", "life_expectancy_women"):
        get_trend(shown, name)
    for level in ("deso", "municipality"):
        shown.get("rental_share", level)
    verbs.measure_indices(shown, "pre_secondary_share", families=("deso",))
    record = figure_records(shown.trail.shown_in("trends"))
    place = {"municipality": {"code": PLACE, "name": "Lillmönster"}, "date": "2024-03-22"}
    old = [one for one in record["figures"] if one["year"] != 2023]
    for number, one in enumerate(old):
        if number % 5 == 1:
            one |= {"value": one.get("value", 0.0) + 0.37 * number, "snapshots": ["older"]}
        if number % 7 == 3:
            one |= {"definition": "another"}
        if number % 11 == 6:
            one |= {"method": "another", "value": one.get("value", 0.0) - 1.9}
    path = folder / "manifest.json"
    path.write_text(json.dumps(record | place | {"figures": old[:-3], "parameters": {}}))
    chapter = Chapter("since_last", PLACE, lang=lang, store=str(store),
                      settings={"earlier": str(path)})  # fmt: skip
    since = chapter.get_since_last()
    yield chapter.say_since_last(since)
    yield chapter.show_causes(since)
    yield chapter.show_changed(since)
    yield chapter.show_new_years(since)


MORE_PAGES: dict[str, Callable[[Path], Shown]] = {
    "election-sv": lambda folder: election(of_richer(folder, "democracy")),
    "election-en": lambda folder: election(of_richer(folder, "democracy", "en")),
    "places-sv": lambda folder: places(
        of_richer(folder, "whole", areas="own", line=list(LINE), show_police=True)
    ),
    "places-en": lambda folder: places(
        of_richer(folder, "whole", "en", areas="deso", line=list(LINE[::-1]))
    ),
    "claims-en": lambda folder: claims(of_richer(folder, "claims", "en")),
    "summary-sv": lambda folder: summary(of_richer(folder, "summary")),
    "since_last-sv": lambda folder: since_last(folder, "sv"),
    "since_last-en": lambda folder: since_last(folder, "en"),
    "national-sv": lambda folder: national(folder, "sv"),
    "national-en": lambda folder: national(folder, "en"),
}

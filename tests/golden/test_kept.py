"""Words, cells, data and what charts are given, as they were read and kept.

Of a comparison, and of a town made by hand that has what the demonstration never has. Each kept
text was read beside its numbers; a change of one is reviewed like a change of code
(`python -m pytest tests/golden/test_kept.py --renew`).
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import recorded, told_whole
from hand_made import OTHERS, PLACE, town
from kept_efforts import EFFORTS
from kept_numbers import NUMBERS
from kept_numbers_more import MORE_NUMBERS
from kept_places import MORE_PAGES
from kept_reading import READING
from kept_text import compare
from kept_whole import WHOLE

from segnb import Chapter, NationalChapter
from segnb.measures import dissimilarity
from segnb.store import BOX

KEPT = Path(__file__).parent / "kept"
Shown = Iterable[Any]


def of_town(tmp_path: Path, **settings: Any) -> Chapter:
    chosen = {"compare_with": list(OTHERS)} | settings
    return Chapter("trends", PLACE, store=str(town(tmp_path)), **{"settings": chosen})


def series(chapter: Chapter) -> Shown:
    """One series: with holes, after a break, of one year, of women and men, between areas."""
    for name in ("overcrowding", "neet", "child_poverty", "evictions", "life_expectancy_women"):
        yield chapter.show_trend(name)
    yield chapter.show_trend("turnout_riksdag", compare=False, half=True)
    yield chapter.show_trend("rental_share", by_sex=True)
    yield chapter.show_trend("rental_share", "deso")
    yield chapter.show_trend("rental_share", index=True, key="other_key")
    yield chapter.show_trend("self_rated_health")


def many(chapter: Chapter) -> Shown:
    """Many series, their boxes and the sentences about them."""
    names = ("overcrowding", "neet", "unemployment_rate", "self_rated_health", "child_poverty")
    fact = "inequality_index_nation"
    yield chapter.show_small_multiples(*names, index=["rental_share"], key="one")
    yield chapter.show_small_multiples("turnout_riksdag", first=1995, anchors=[fact], key="two")
    yield chapter.show_small_multiples("evictions", "self_rated_health", "theft", key="x")
    yield chapter.show_small_multiples("child_poverty")
    yield chapter.may_say(*names, "rental_share", index=["rental_share"], anchors=True)
    yield chapter.may_say("evictions")
    shares = ("overcrowding", "neet", "rental_share", "turnout_riksdag", "evictions")
    yield chapter.findings(*(chapter.say_change(name) for name in shares))
    yield chapter.findings(*(chapter.say_turn(name) for name in shares))
    yield chapter.findings(chapter.say_change("rental_share", "deso"))


def parts(chapter: Chapter) -> Shown:
    """What a change of division is made of."""
    yield chapter.show_change_components("rental_share", family="deso")
    yield chapter.show_change_areas("rental_share", "deso")
    yield chapter.show_change_areas("rental_share", "regso")


def standing(chapter: Chapter) -> Shown:
    """The town among four others: values with and without intervals, some that are not held."""
    both = chapter.measure_standing("rental_share", "turnout_riksdag", "self_rated_health")
    yield chapter.show_strips(both, key="both")
    yield chapter.show_strips("overcrowding")
    yield chapter.show_strips("rental_share", family="deso", index=True)
    yield chapter.show_strips("self_rated_health")
    shares = ("rental_share", "turnout_riksdag", "self_rated_health")
    yield chapter.findings(*(chapter.say_standing(both, share) for share in shares))
    yield chapter.findings(chapter.say_standing("overcrowding"))


def types(chapter: Chapter) -> Shown:
    """Area types of five areas over three years, and shares in each."""
    residents = chapter.measure_residents()
    yield chapter.findings(chapter.say_composition(residents))
    yield chapter.show_composition(residents)
    yield chapter.show_residents(residents)
    moves, split = chapter.measure_transitions(), chapter.measure_yardstick()
    yield chapter.show_transitions(moves)
    yield chapter.show_yardstick(split)
    yield chapter.findings(chapter.say_transitions(moves), chapter.say_yardstick(split))
    shares = ("pre_secondary_share", "post_secondary_share", "rental_share")
    found = chapter.measure_by_type(*shares, "employed_share")
    yield chapter.show_gaps(found)
    yield chapter.show_type_bars(found)
    yield chapter.findings(*chapter.say_gaps(found, *shares))
    yield chapter.show_type_map(chapter.get_types())


def division(chapter: Chapter) -> Shown:
    """Indices of eight areas, of five (withheld) and of what is not held."""
    found = chapter.measure_indices("rental_share", "pre_secondary_share", "employed_share",
                                    measure=dissimilarity)  # fmt: skip
    yield chapter.show_indices(found)
    yield chapter.findings(*chapter.say_levels(found, "rental_share", "pre_secondary_share"))
    yield chapter.show_ends("rental_share", "pre_secondary_share")
    yield chapter.show_share_map("pre_secondary_share", "deso")
    yield chapter.show_share_map("rental_share", "regso", key="regso_map")
    yield chapter.say_nested("rental_share", "pre_secondary_share")


def perspectives(chapter: Chapter) -> Shown:
    """What is held of each perspective, by sex, of the young and by goal."""
    yield chapter.show_perspectives()
    yield chapter.show_by_sex("life_expectancy_women", "overcrowding", "neet", "child_poverty")
    yield chapter.show_young("child_poverty", "neet", "school_eligibility")
    yield chapter.show_goals()
    yield chapter.show_newest("housing")
    yield chapter.show_coverage("labour")
    yield chapter.show_sexes("labour")
    yield chapter.show_gap("overcrowding", "regso")
    for focus in ("housing", "labour", "education"):
        yield chapter.show_small_multiples(*chapter.best_of(focus), key=focus)


def beside(chapter: NationalChapter) -> Shown:
    """Municipalities beside each other."""
    places = ["Mora", "Borlänge", "Falun", "Vansbro"]
    shares = ("low_economic_standard", "school_eligibility", "turnout_municipal")
    found = chapter.measure_beside(places, *shares, index=("low_economic_standard",))
    yield chapter.open_beside(found)
    yield chapter.show_beside(found)
    yield chapter.show_pairs(found)
    yield chapter.show_regroupings("low_economic_standard", found)


PAGES: dict[str, Callable[[Path], Shown]] = {
    "series-sv": lambda folder: series(of_town(folder)),
    "series-en": lambda folder: series(of_town(folder, lang="en", compare_with=["similar"])),
    "many-sv": lambda folder: many(of_town(folder)),
    "many-en": lambda folder: many(of_town(folder, lang="en")),
    "parts-en": lambda folder: parts(of_town(folder, lang="en")),
    "standing-sv": lambda folder: standing(of_town(folder)),
    "standing-en": lambda folder: standing(of_town(folder, lang="en", compare_with=["similar"])),
    "types-sv": lambda folder: types(of_town(folder)),
    "types-en": lambda folder: types(of_town(folder, lang="en", year=2020)),
    "division-en": lambda folder: division(of_town(folder, lang="en")),
    "perspectives-en": lambda folder: perspectives(of_town(folder, lang="en")),
    "beside-en": lambda _: beside(NationalChapter(lang="en", store=BOX, name="comparison")),
    **EFFORTS,
    **MORE_PAGES,
    **READING,
    **WHOLE,
    **{name: lambda _, made=made: made() for name, made in (NUMBERS | MORE_NUMBERS).items()},
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_said_and_drawn_is_what_was_read_and_kept(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    with recorded():
        found = told_whole(PAGES[name](tmp_path), _language(name))
    found = found.replace(f"{date.today()}", "(today)")
    compare(found, KEPT / f"{name}.txt", pytestconfig)


def _language(name: str) -> str:
    """Language of a page by its name; empty for tables, which have none."""
    return name.rpartition("-")[2] if name.endswith(("-sv", "-en")) else ""


def test_every_kept_text_is_of_a_page() -> None:
    assert {path.stem for path in KEPT.iterdir()} == set(PAGES)

"""A chapter shows what is held, in the order of the catalogue."""

import pytest
from report_making import MakeReport

from segnb.report import verbs
from segnb.report.page.blocks import Figure, Gap, Pair
from segnb.vocabulary.catalogue import Catalogue

AREAS = ("housing", "education", "labour", "democracy", "crime", "health")


@pytest.mark.parametrize("focus", AREAS)
def test_the_best_are_held_and_stand_in_the_order_of_the_catalogue(
    make_report: MakeReport, focus: str
) -> None:
    report = make_report(chapter=focus)
    names = verbs.best_of(report, focus)
    order = [entry.id for entry in report.read.catalogue.of_focus(focus)]
    assert 1 <= len(names) <= 4
    assert names == sorted(names, key=order.index)
    assert all(len(report.read.years(name, "municipality")) >= 2 for name in names)


def test_an_entry_that_is_added_to_the_catalogue_is_shown(make_report: MakeReport) -> None:
    report = make_report(chapter="crime")
    old = report.read.catalogue
    before = verbs.best_of(report, "crime", most=99)
    held = next(n for n in old.indicators if len(report.read.years(n, "municipality")) > 1
                and old[n].kind == "value" and old[n].focus == "health")  # fmt: skip
    moved = old[held].model_copy(update={"focus": "crime"})
    report.read.catalogue = Catalogue(indicators=old.indicators | {held: moved})
    assert set(verbs.best_of(report, "crime", most=99)) == {*before, held}


def test_what_is_best_and_not_held_is_a_gap_of_the_chapter(make_report: MakeReport) -> None:
    report = make_report(chapter="crime")
    report.read.years = lambda *_: []  # type: ignore[method-assign]
    names = verbs.best_of(report, "crime")
    assert len(names) == 1
    assert len(report.trail.gaps) == 8
    assert all(isinstance(gap, Gap) and gap.where for gap in report.trail.gaps.values())


def test_strips_have_one_unit(make_report: MakeReport) -> None:
    report = make_report(chapter="health")
    names = verbs.best_of(report, "health", years=1, most=99, one_unit=True)
    assert len({report.read.catalogue[name].unit for name in names}) == 1


def test_women_and_men_stand_beside_each_other_where_both_are_held(make_report: MakeReport) -> None:
    shown = verbs.show_sexes(make_report(chapter="health"), "health")
    assert isinstance(shown, Pair | Figure)
    assert verbs.show_sexes(make_report(chapter="crime"), "crime") is None

"""The six findings that a council is told first, and the table of what a chapter lacks."""

import dataclasses

from sample_report import finding, shown

from segnb.publish.council_findings import CouncilFinding, chosen, headline
from segnb.publish.document import bind
from segnb.report.page.blocks import Findings, Gap, Gaps, Opening, Sources
from segnb.report.page.numbered_block import NumberedBlock
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

SV = Language("sv")


def told(
    chapter: str, rule: str, certainty: str = "certain", outcome: str = "up", **more
) -> CouncilFinding:
    one = finding(f"{rule}_{chapter}_{outcome}", certainty)
    identity = dataclasses.replace(one.rule, id=f"{rule}.{outcome}.v1")
    block = dataclasses.replace(one, rule=identity, **more)
    return CouncilFinding(
        chapter, chapter, NumberedBlock(block, anchor=f"finding-{chapter}-{rule}")
    )


EVERY = [
    told("whole_municipality", "level"),
    told("whole_municipality", "index_standing"),
    told("area_types", "composition"),
    told("trends", "index_change"),
    told("housing", "level"),
    told("labour", "change", "unknown"),
    told("democracy", "turnout"),
]


def test_the_six_stand_in_the_stated_order() -> None:
    assert [(one.chapter, one.rule) for one in chosen(EVERY)] == [
        ("whole_municipality", "level"),
        ("area_types", "composition"),
        ("whole_municipality", "index_standing"),
        ("trends", "index_change"),
        ("democracy", "turnout"),
        ("housing", "level"),
    ]


def test_two_numbers_without_a_conclusion_are_none_of_the_six() -> None:
    rows = [
        told("crime", "change", outcome="undeclared"),
        told("crime", "change", outcome="numbers"),
    ]
    assert chosen(rows) == []


def test_what_answers_panels_of_trends_on_the_web_alone_is_none_of_the_six() -> None:
    beside = told("trends", "change", outcome="counted_up", on_paper=False)
    assert chosen([beside]) == []
    division = told("trends", "index_change", "unknown")
    assert chosen([beside, division]) == [division]


def test_housing_and_turnout_have_places_of_their_own() -> None:
    rows = [
        told("housing", "level"), told("housing", "gap"), told("housing", "standing"),
        told("democracy", "change"), told("housing", "change"),
        told("whole_municipality", "level", "likely"), told("area_types", "gap", "likely"),
        told("crime", "standing", "likely"), told("crime", "change", "likely"),
    ]  # fmt: skip
    assert [(one.chapter, one.rule) for one in chosen(rows)] == [
        ("whole_municipality", "level"), ("area_types", "gap"), ("crime", "standing"),
        ("crime", "change"), ("democracy", "change"), ("housing", "level"),
    ]  # fmt: skip


def test_what_is_certain_is_told_before_what_stands_first() -> None:
    rows = [told("labour", "change", "unknown", "no_certain"), told("health", "change")]
    assert [one.chapter for one in chosen(rows)] == ["health"]


def test_a_certain_change_the_other_way_is_told_beside_the_one_that_is_told() -> None:
    other = told("trends", "index_change", outcome="down")
    six = chosen([*EVERY, other])
    assert [(one.rule, one.outcome) for one in six[3:]] == [
        ("index_change", "up"), ("turnout", "up"), ("index_change", "down")
    ]  # fmt: skip
    assert chosen([*EVERY, told("trends", "index_change", "likely", "down")]) == chosen(EVERY)
    mixed = chosen([*EVERY, told("trends", "change", outcome="down")])
    assert [(one.chapter, one.rule) for one in mixed[3:]] == [
        ("trends", "change"), ("democracy", "turnout"), ("housing", "level")
    ]  # fmt: skip


def test_too_few_areas_are_told_once() -> None:
    rows = [
        told("whole_municipality", "level", outcome="few"), told("crime", "gap", outcome="few"),
        told("crime", "standing", "likely"), told("crime", "change", outcome="few"),
        told("health", "change", "likely"),
    ]  # fmt: skip
    assert [(one.chapter, one.rule) for one in chosen(rows)] == [
        ("whole_municipality", "level"), ("crime", "standing"), ("health", "change"),
    ]  # fmt: skip


def test_the_message_is_that_of_who_lives_where_if_it_is_short_enough() -> None:
    level = told("whole_municipality", "level", headline="Delat")
    assert (
        headline([level, told("area_types", "composition", headline="Var tredje")]) == "Var tredje"
    )
    assert headline([level, told("area_types", "composition", headline="x" * 121)]) == "Delat"
    assert headline([told("housing", "gap")]) == ""


def test_the_summary_refers_to_the_chapter_and_the_chapter_tells_it_once() -> None:
    one = EVERY[0].finding
    summary = shown(Opening("", "Lägesbild", collect=True), Findings("R", (one,), collect=True))
    chapter = shown(Opening("", "Hela kommunen"), Findings("R", (one,)))
    place = find_municipality("0127")
    document = bind([("summary", summary), ("whole_municipality", chapter)], place, SV)
    (short,) = document.chapters[0].parts[1].parts
    assert short.level == document.chapters[0].parts[1].level + 1
    assert short.told_at == (document.findings[0].anchor, "Hela kommunen")
    assert [found.anchor for found in document.findings] == ["finding-2"]


def gap(key: str, **more) -> Gap:
    rows = (("Vad", "x"), ("Varför", "Finns inte"), ("Fyll", "Beställ"))
    return Gap(key, f"Uppgift saknas: {key}", "missing", rows, **more)


def kinds(*blocks, name: str = "crime") -> list[str]:
    document = bind([(name, shown(Opening("", "A"), *blocks))], find_municipality("0127"), SV)
    return [part.kind for part in document.chapters[0].parts[1:]]


def test_gaps_of_a_chapter_stand_in_one_table_before_its_sources() -> None:
    sources = Sources("Källor", (), (gap("fetma"),))
    assert kinds(gap("a", carries=True), gap("b"), gap("c"), sources) == ["Gap", "Gaps", "Sources"]


def test_a_chapter_without_a_figure_keeps_its_first_gap_and_the_summary_all() -> None:
    assert kinds(gap("a"), gap("b"), gap("c")) == ["Gap", "Gaps"]
    assert kinds(gap("a"), gap("b"), name="summary") == ["Gap", "Gap"]


def test_a_gap_is_told_by_the_first_chapter_that_lacks_it() -> None:
    both = [
        ("crime", shown(gap("x", carries=True), gap("a"), gap("b"))),
        ("health", shown(gap("a"))),
    ]
    document = bind(both, find_municipality("0127"), SV)
    tables = [p.block for c in document.chapters for p in c.parts if isinstance(p.block, Gaps)]
    assert [[g.key for g in table.items] for table in tables] == [["a", "b"]]
    assert {g.key for g in document.gaps} == {"x", "a", "b"}

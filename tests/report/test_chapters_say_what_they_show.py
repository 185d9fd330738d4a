"""A chapter says of itself what it shows: counts, notes, questions and names."""

import json
import re
from pathlib import Path

import pytest
from series_store import add_values, empty_store, report_of

from segnb.publish.council_findings import CouncilFinding, chosen
from segnb.report import verbs
from segnb.report.change.trend_frames import lines_of
from segnb.report.change.trend_series import get_trend
from segnb.report.documents import effort_timeline
from segnb.report.page.blocks import LONGEST_ALT, Finding, Note, Rule
from segnb.report.page.numbered_block import NumberedBlock
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language


@pytest.mark.parametrize(("lacking", "drawn"), [
    (["child_poverty"], 3),  # a panel without a series
    (["child_poverty", "vandalism"], 2),  # half of them, which are named alone
])  # fmt: skip
def test_every_panel_that_is_drawn_is_counted_and_no_other(tmp_path, lacking, drawn) -> None:
    store, names = empty_store(tmp_path), ("overcrowding", "school_eligibility")
    for name in names:
        add_values(store, name, dict.fromkeys(range(2012, 2024), 20.0))
    figure = verbs.show_small_multiples(report_of(store), *names, *lacking)
    assert len(figure.table.rows) == drawn
    assert figure.subtitle.startswith(f"{drawn} serier")
    assert f"i {drawn} rutor" in figure.alt


def test_a_median_of_others_is_of_the_years_of_the_own_series(make_report) -> None:
    report = make_report(chapter="trends")
    trend = get_trend(report, "overcrowding")
    lines = lines_of(report, trend)
    assert set(lines.behind) <= set(range(trend.years[0], trend.years[1] + 1))
    short = type(trend)(trend.held, trend.rows[trend.rows["year"] < trend.years[1] - 2])
    assert max(lines_of(report, short).behind) == short.years[1]


def test_how_to_read_an_index_is_told_where_one_is_shown(make_report) -> None:
    report = make_report()
    indices = verbs.measure_indices(report, "pre_secondary_share")
    assert isinstance(verbs.note_index(report, indices), Note)
    none = type(indices)(indices.held, indices.frame.assign(withheld=True))
    assert verbs.note_index(report, none) is None


def finding(key: str, rule: str) -> Finding:
    return Finding(key, "2", "", key, "", "unknown", "", "", Rule(rule, "", "", "", ""))


def test_that_there_are_too_few_areas_is_told_once() -> None:
    told = [
        CouncilFinding(chapter, chapter, NumberedBlock(finding(key, rule)))
        for chapter, key, rule in (
            ("whole_municipality", "level_income", "level.few.v1"),
            ("housing", "level_tenure", "level.few.v1"),
            ("housing", "gap_tenure", "gap.apart.v1"),
        )
    ]
    assert [one.finding.key for one in chosen(told)] == ["level_income", "gap_tenure"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_similar_municipalities_are_named_once(make_report, lang) -> None:
    report = make_report(lang=lang)
    (note,) = verbs.show_place(report).notes
    others = [find_municipality(code).name for code in report.similar if code != report.place.code]
    assert others
    assert all(name in note for name in others)


@pytest.mark.parametrize("count", [1, 2, 4, 9])
def test_an_alternative_text_says_how_many_efforts_name_a_place(make_report, count) -> None:
    report = make_report(chapter="interventions")
    efforts = verbs.get_efforts(report)
    own = efforts.drawn.iloc[:count]
    words = {"shown": 25, "count": count, "first": 1995, "last": 2028, "bands": "x" * 110}
    said = effort_timeline._alt_named(report, own, words)
    named = sum(effort_timeline.name_of(report, row) in said for row in own.to_dict("records"))
    assert named == count or str(count) in said
    alt = report.text("interventions.timeline.alt", **words | {"named": said})
    assert len(alt) <= LONGEST_ALT or named == 1


def test_a_note_names_the_rows_that_its_table_shows(make_report) -> None:
    notes = " ".join(verbs.show_offered(make_report(chapter="interventions")).notes)
    assert "Tabellen visar rader med anmärkning; hela" in notes  # a place of the demonstration


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("chapter", ["whole_municipality", "housing", "crime", "perspectives"])
def test_a_question_goes_no_further_than_the_figures(lang, chapter) -> None:
    said = Language(lang).text(f"{chapter}.question")
    assert {"sv": "så långt uppgifterna räcker", "en": "as far as the figures go"}[lang] in said


def test_a_series_of_one_year_is_not_called_short(make_report) -> None:
    report = make_report(chapter="trends")
    boxes = verbs.may_say(report, "turnout_riksdag", "overcrowding")
    assert boxes is not None
    year = Language("sv").text("trends.may_not.one", names="x")
    assert "ett enda år" in year


def test_each_certain_conclusion_of_the_panels_has_a_box_of_its_own(make_report) -> None:
    report = make_report("9901", chapter="democracy")
    named, panels = ("turnout_riksdag", "turnout_municipal"), verbs.best_of(report, "democracy")
    said = verbs.say_changes(report, *named, sure_of=[*panels, named[0]])
    told = [one.key for one in said]
    assert told == [f"{name}_municipality" for name in (*named, "turnout_region")]
    assert len(panels) > len(told) - 1, "a panel without a conclusion has no box"


@pytest.mark.parametrize("chapter", ["41_housing", "43_labour", "44_democracy", "46_health"])
def test_chapters_that_show_the_best_series_tell_what_is_certain_of_them(chapter) -> None:
    path = Path(__file__).parents[2] / "notebooks" / "report" / f"{chapter}.ipynb"
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    said = next(cell for cell in cells if "chapter.say_changes(" in cell)
    assert "sure_of=panels" in said
    shown = next(n for n, cell in enumerate(cells) if "panels = chapter.best_of" in cell)
    assert shown <= cells.index(said)


REPORT = Path(__file__).parents[2] / "notebooks" / "report"
DRAWN = re.compile(r"show_small_multiples\((\*\w+), key")
SURE = re.compile(r"say_changes\((.*)\)")


@pytest.mark.parametrize("path", sorted(REPORT.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_panels_of_a_chapter_conclude_without_boxes(path: Path) -> None:
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    text = "\n".join(cells)
    told = " ".join(SURE.findall(text))
    for panels in DRAWN.findall(text):
        name = panels.removeprefix("*")
        assert panels in told or f"sure_of={name}" in told, f"{path.stem}: {name}"


SHOWN = {
    "show_strips": ("low_economic_standard", "pre_secondary_share", "employed_share",
                    "outside_labour_force_share", "rental_share", "children_share"),
    "show_small_multiples": ("population", "overcrowding", "employment_rate", "violent_crime",
                             "turnout_riksdag", "child_poverty"),
    "show_ends": ("low_economic_standard", "pre_secondary_share", "employed_share",
                  "outside_labour_force_share", "rental_share", "children_share"),
    "show_indices": ("low_economic_standard", "pre_secondary_share", "employed_share",
                     "outside_labour_force_share", "rental_share", "children_share",
                     "born_abroad_share", "foreign_background_share"),
    "show_gaps": ("low_economic_standard", "pre_secondary_share", "employed_share"),
}  # fmt: skip


@pytest.mark.parametrize("verb", SHOWN)
def test_an_alternative_text_tells_all_measures_or_how_many_more_there_are(
    make_report, verb
) -> None:
    report, names = make_report(), SHOWN[verb]
    measured = {"show_indices": verbs.measure_indices, "show_gaps": verbs.measure_by_type}
    given = [measured[verb](report, *names)] if verb in measured else names
    shown = getattr(verbs, verb)(report, *given)
    assert len(shown.alt) <= LONGEST_ALT
    told = shown.alt.replace(shown.title, "").split(report.text("page.table_below"))[0].lower()
    named = [name for name in names
             if report.read.catalogue[name].name.in_language("sv").lower() in told]  # fmt: skip
    more = re.search(r"(\d) mått till\. $", told)
    assert len(named) + (int(more[1]) if more else 0) == len(names)

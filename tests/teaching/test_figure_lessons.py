"""Each figure of the report that needs it leads to the lesson that shows how it is read."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from segnb.publish.current_reports import LESSONS, lessons_beside
from segnb.report import charts
from segnb.report.exhibits import declared, lesson_of, make_figure
from segnb.report.page.block_html import block_html, fragment
from segnb.report.page.blocks import Column, Drawing, Figure, Row, Table
from segnb.report.page.numbered_block import NumberedBlock
from segnb.teaching import Lesson
from segnb.teaching.lesson import LAST
from segnb.teaching.lesson_words import words_of
from segnb.teaching.pages.lesson_page import file_name, index_page
from segnb.vocabulary.i18n import Lang, Language

NEEDS_NONE = {"timeline"}  # what happened when is told beside it
DRAWING = Drawing("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", 1, 1)


def figure(lesson: int, lang: Lang) -> Figure:
    columns = (Column("Var"), Column("Hur"))
    table = Table("t", "Titel", "Vad", columns, (Row(("a", "1")),), "Källa.")
    drawn = {"page": DRAWING, "phone": DRAWING}
    made = Figure("f", "Titel", "Vad", "Prickar.", "Källa.", table=table, lang=lang, **drawn)
    return replace(made, lesson=lesson)


def drawn_charts() -> set[str]:
    """Charts that a figure of the report is drawn by."""
    source = Path(charts.__file__).parents[1]
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    used = set(re.findall(r"charts\.(\w+),", text))
    return {name for name in used if callable(getattr(charts, name, None))}


def test_every_chart_has_its_lesson_or_needs_none() -> None:
    named = declared()["charts"]
    assert set(named) | NEEDS_NONE == drawn_charts()
    for number in [*named.values(), *declared()["figures"].values()]:
        assert 1 <= number <= LAST


def test_a_key_that_has_a_lesson_is_that_of_a_figure() -> None:
    source = Path(charts.__file__).parents[1]
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    for key in declared()["figures"]:
        assert f'"{key}"' in text
    assert lesson_of("distribution", "ends") == 6 != lesson_of("distribution", "other")


def test_a_figure_is_made_with_its_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {"page": DRAWING, "phone": DRAWING}
    monkeypatch.setattr(charts, "draw", lambda *_, **__: drawn)
    table, language = figure(0, "sv").table, Language("sv")
    report = SimpleNamespace(language=language, text=language.text)
    for chart, lesson in (("scale_profile", 6), ("timeline", 0)):
        made = make_figure(
            report, "f", getattr(charts, chart), table.data or _frame(),
            title="T", subtitle="S", alt="A.", source="K.", table=table,
        )  # fmt: skip
        assert made.lesson == lesson


def _frame():
    import pandas as pd

    return pd.DataFrame({"x": [1]})


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_report_calls_the_lessons_by_their_titles(lang: Lang) -> None:
    for number in range(1, LAST + 1):
        title = words_of(number, lang)["title"]
        assert Language(lang).text(f"page.lessons.{number}") == title


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_link_leads_to_a_lesson_where_the_lessons_lie_beside(
    lang: Lang, tmp_path: Path
) -> None:
    folder = tmp_path / "0127-botkyrka" / lang
    folder.mkdir(parents=True)
    assert lessons_beside(folder) == ""
    (tmp_path / LESSONS).mkdir()
    start = index_page(Lesson(0, lang=lang))
    (tmp_path / LESSONS / file_name(0, lang)).write_text(start, encoding="utf-8")
    beside = lessons_beside(folder)
    for number in sorted({*declared()["charts"].values(), *declared()["figures"].values()}):
        html = fragment(NumberedBlock(figure(number, lang)), Language(lang), beside)
        found = re.search(r'<a href="([^"]+)">', html)
        assert found is not None
        target = (folder / found[1]).resolve()
        assert target == (tmp_path / LESSONS / file_name(number, lang)).resolve()
        assert f'href="{target.name}"' in start  # the index of the lessons has it too
        assert words_of(number, lang)["title"] in html


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_without_lessons_beside_it_a_figure_names_the_lesson_that_the_methods_tell_how_to_get(
    lang: Lang,
) -> None:
    html = block_html(figure(3, lang).structure())
    assert words_of(3, lang)["title"] in html
    assert "<a " not in html
    assert words_of(3, lang)["title"] not in block_html(figure(0, lang).structure())
    assert "segnb lessons" in Language(lang).text("methods.how.lessons")

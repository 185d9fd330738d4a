"""A value that its producer may still change is marked wherever it is printed."""

import pytest

from segnb.report import verbs
from segnb.report.page.blocks import Figure, Finding

CRIME = "reported_crime"


@pytest.fixture
def early_crime(make_report, monkeypatch):
    """Report whose reported crime is preliminary in its newest year."""

    def made(**more):
        report = make_report(chapter="crime", **more)
        read = report.read._asked.__func__

        def asked(self, indicator, query):
            rows = read(self, indicator, query)
            newest = rows["year"] == 2024
            early = newest & (rows["status"] == "ok") & (indicator == CRIME)
            return rows.assign(status=rows["status"].astype(object).mask(early, "preliminary"))

        monkeypatch.setattr(type(report.read), "_asked", asked)
        report.read.made.clear()
        return report

    return made


def test_a_preliminary_value_is_marked_in_panels_tables_alt_texts_and_strips(early_crime) -> None:
    report = early_crime()
    multiples = verbs.show_small_multiples(report, CRIME, "violent_crime", key="crime_multiples")
    (row, *_) = multiples.table.rows
    assert "p per 100" in row.cells[1]
    assert "p per 100" in row.cells[5]
    assert "p per 100" in multiples.alt
    strips = verbs.show_strips(report, CRIME)
    assert isinstance(strips, Figure)
    assert all(row.cells[2].endswith("p") for row in strips.table.rows)
    assert "p per 100" in strips.alt
    beside = verbs.show_beside(report, verbs.measure_beside(report, ["9901", "9904"], CRIME))
    assert isinstance(beside, Figure)
    assert beside.page.content.count("p per 100") == 3  # both places and the country


@pytest.mark.parametrize(("lang", "word"), [("sv", "(preliminärt)"), ("en", "(preliminary)")])
def test_the_line_of_a_finding_says_that_its_value_is_preliminary(early_crime, lang, word) -> None:
    finding = early_crime(lang=lang).say(verbs.say_change(early_crime(lang=lang), CRIME))
    assert isinstance(finding, Finding)
    assert word in finding.title


def test_a_difference_of_rates_says_its_unit(early_crime) -> None:
    finding = early_crime().say(verbs.say_change(early_crime(), CRIME))
    (difference,) = (row.cells[1] for row in finding.numbers.rows if row.cells[0] == "Skillnad")
    assert difference.endswith("per 100 000")

"""The table of the place says where each row is from, and the source list has it."""

import pytest

from segnb.report import verbs
from segnb.vocabulary.areas import SKR_YEAR


@pytest.fixture
def placed(make_report):
    """A report and its table of the place."""

    def made(lang: str = "sv", **settings):
        report = make_report(lang=lang, **settings)
        return report, verbs.show_place(report)

    return made


def test_the_name_of_a_group_is_no_unit(placed) -> None:
    _, table = placed()
    what, code, unit, year = table.rows[-1].cells
    assert what.startswith("Kommungrupp (SKR): ")
    assert len(what) > len("Kommungrupp (SKR): ")
    assert (code, unit, year) == ("B3", "", str(SKR_YEAR))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_groups_have_a_source_below_the_table_and_in_the_list(placed, lang: str) -> None:
    report, table = placed(lang)
    assert f"SKR {SKR_YEAR}" in table.source
    lines = report.sources().sources
    assert [line.years for line in lines if line.producer == "SKR"] == [str(SKR_YEAR)]
    (group,) = [line for line in lines if "jämförelsegrupper" in line.title]
    assert group.producer in table.source
    assert "population" in report.trail.entries


def test_no_similar_municipalities_have_a_source_where_none_are_compared_with(placed) -> None:
    report, table = placed(compare_with=["county", "nation"])
    assert "Liknande" not in table.source
    assert not [line for line in report.sources().sources if "jämförelsegrupper" in line.title]

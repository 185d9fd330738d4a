"""Gotland is its own county, holds no regional election, and is an island."""

import pytest

from segnb.report import Report, verbs
from segnb.report.page.blocks import Gap
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary.i18n import Language


@pytest.fixture(scope="module")
def gotland() -> Report:
    return Report.make("democracy", open_store(BOX), municipality="Gotland")


def test_a_county_of_one_municipality_is_no_comparison(gotland: Report) -> None:
    assert gotland.params.compare_with == ("similar", "nation")
    other = Report.make("democracy", open_store(BOX), municipality="Lomma")
    assert other.params.compare_with == ("similar", "county", "nation")


def test_an_election_that_is_not_held_does_not_apply_and_is_not_missing(gotland: Report) -> None:
    gap = gotland.get("turnout_region", "municipality")
    assert isinstance(gap, Gap)
    assert (gap.status, gap.rows) == ("not_applicable", (("Varför", "Gäller inte Gotland."),))
    rows = [row.cells for row in verbs.show_coverage(gotland, "democracy").rows]
    (region,) = [cells for cells in rows if cells[0] == "Valdeltagande i regionval"]
    assert set(region[1:]) == {"· gäller inte"}


def test_one_lives_on_an_island_in_swedish() -> None:
    said = Language("sv").text("findings.composition.both.headline", place="Gotland", low="8 %",
                               mixed="24 %", high="68 %")  # fmt: skip
    assert said.startswith("På Gotland bor 8 %")
    english = Language("en").text("findings.composition.both.headline", place="Gotland", low="8%",
                                  mixed="24%", high="68%")  # fmt: skip
    assert english.startswith("In Gotland, 8%")

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


@pytest.mark.parametrize("code", ["1262", "2583", "0188"])
def test_the_country_stands_beside_with_the_same_types_and_the_printed_difference(
    code: str,
) -> None:
    report = Report.make("claims", open_store(BOX), municipality=code)
    found = verbs.measure_claims(report)
    row = next(r for r in verbs.show_ledger(report, found).rows if r.cells[0].startswith("K4"))
    assert len(found.gaps) == 2
    for gap in found.gaps.to_dict("records"):
        values = found.by_type.of(gap["indicator"], "nation")["value"]  # type: ignore[union-attr]
        low, high = (round(values[gap[f"type_{end}"]], 1) for end in ("low", "high"))
        told = report.language.points(low - high, sign=True)
        assert told in row.cells[-1].partition(" I riket, typ ")[2]


def test_a_mixed_answer_is_not_certain_where_one_of_its_gaps_is_not() -> None:
    report = Report.make("claims", open_store(BOX), municipality="1262")
    found = verbs.measure_claims(report)
    (said,) = [one for one in verbs.say_claims(report, found) if one.rule == "claim_gaps"]
    assert set(found.gaps["certainty"]) == {"likely", "certain"}
    assert (said.outcome, said.certainty) == ("mixed", "unknown")

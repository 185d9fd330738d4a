"""The ledger of claims: verdicts follow the declared rules and carry their numbers."""

import numpy as np
import pandas as pd
import pytest

from segnb.analysis import claims, shares, sums, trends, type_gaps, yardstick
from segnb.analysis.claims import Evidence, ledger
from segnb.vocabulary.areas import DATA

LEVELS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]


def of(claim: str, **evidence: object) -> claims.Verdict:
    return next(v for v in ledger(Evidence(**evidence)) if v.claim == claim)


def changes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["certainty", "direction", "reason"])
    return frame.assign(
        first=2011,
        last=2023,
        value_first=0.3,
        value_last=0.33,
        estimate=0.03,
        lower=0.01,
        upper=0.05,
    )


def gaps(*rows: tuple[str, float, float], against: tuple[bool, ...] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["certainty", "lower", "upper"])
    frame["against"] = [*against, *(False for _ in rows[len(against) :])]
    middle = (frame["lower"] + frame["upper"]) / 2
    return frame.assign(indicator=[f"i{n}" for n in frame.index], estimate=middle, reason="")


def table(name: str) -> pd.DataFrame:
    with (DATA / "seed_tables" / f"{name}.csv").open(encoding="utf-8") as handle:
        return pd.read_csv(handle, dtype=str)


def test_without_evidence_nothing_is_said_for_or_against() -> None:
    found = ledger(Evidence())
    assert [v.claim for v in found] == table("claims")["claim_id"].tolist()
    assert {v.verdict for v in found} == {"not_testable", "not_tested"}
    assert all(v.reason for v in found)
    assert {v.verdict for v in found} <= set(claims.VERDICTS)


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([("certain", "up", "")], "supported"),
        ([("certain", "down", "")], "contradicted"),
        ([("likely", "up", "")], "undecided"),
        ([("unknown", "", "")], "undecided"),
        ([("certain", "up", ""), ("certain", "down", "")], "mixed"),
        ([("certain", "up", ""), ("unknown", "", "")], "supported"),
        ([("unknown", "", "few_areas")], "not_testable"),
        ([("unknown", "", "one_year")], "not_tested"),  # more data would do
        ([("unknown", "", "too_short")], "not_tested"),
        ([], "not_tested"),
    ],
)
def test_segregation_rises_only_where_the_change_is_certain(rows, verdict) -> None:
    assert of("K1", index_changes=changes(*rows)).verdict == verdict


def test_an_untestable_index_passes_on_its_reason() -> None:
    found = of("K1", index_changes=changes(("unknown", "", "vintages")))
    assert (found.reason, dict(found.numbers)) == ("vintages", {})


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([("certain", 5, 9), ("certain", -9, -5)], "partly"),
        ([("certain", 5, 9), ("unknown", -2, 4)], "mixed"),
        ([("unknown", -2, 4)], "undecided"),
        ([("certain", 0.1, 0.9), ("unknown", -0.5, 0.5)], "contradicted"),
    ],
)
def test_gaps_remain_where_they_are_certain(rows, verdict) -> None:
    assert of("K4", gaps=gaps(*rows)).verdict == verdict


@pytest.mark.parametrize(
    ("against", "verdict"), [((True, False), "mixed"), ((False, True), "mixed"), ((), "partly")]
)
def test_a_certain_gap_against_the_claim_does_not_support_it(against, verdict) -> None:
    now = gaps(("certain", -60, -50), ("certain", 25, 35), against=against).assign(year=2022)
    then = now.assign(year=2015, against=False)
    found = of("K4", gaps=now, gaps_before=then)
    assert found.verdict == verdict
    assert found.numbers["kept"] == 2 - sum(against)


def test_that_gaps_last_is_told_of_those_that_an_earlier_year_has_too() -> None:
    """Three now; the first was certain on the same side, the second on the other."""
    now = gaps(("certain", 5, 9), ("certain", -9, -5), ("certain", 2, 4))
    one_year = of("K4", gaps=now)
    assert one_year.verdict == "partly"
    assert "tested" not in one_year.numbers
    then = gaps(("certain", 1, 3), ("certain", 4, 6)).assign(year=2015)
    both = of("K4", gaps=now.assign(year=2019), gaps_before=then)
    assert both.verdict == "partly"
    told = {name: both.numbers[name] for name in ("tested", "kept", "earliest", "before")}
    assert told == {"tested": 2, "kept": 1, "earliest": 2015, "before": 2015}


def test_a_gap_that_was_not_certain_then_has_not_been_seen_to_last() -> None:
    now = gaps(("certain", 5, 9)).assign(year=2019)
    then = gaps(("unknown", -1, 3)).assign(year=2015)
    assert of("K4", gaps=now, gaps_before=then).numbers["kept"] == 0


def test_gaps_in_what_the_types_are_built_of_prove_nothing() -> None:
    certain = gaps(("certain", 5, 9), ("certain", 3, 8))
    built = certain.assign(indicator=["low_economic_standard", "pre_secondary_share"])
    alone = of("K4", gaps=built)
    assert (alone.verdict, alone.reason) == ("not_tested", "built_of")
    other = gaps(("unknown", -2, 4)).assign(indicator="employed_share")
    both = of("K4", gaps=pd.concat([built, other], ignore_index=True))
    assert both.verdict == "undecided"
    assert set(both.numbers) == {"employed_share"}


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["one_type", "one_type"], ("not_testable", "one_type")),
        (["no_values", "no_values"], ("not_tested", "no_gap")),
        ([], ("not_tested", "no_gap")),
    ],
)
def test_a_gap_that_no_data_could_give_is_told_from_one_that_lacks_data(
    reasons: list[str], told: tuple[str, str]
) -> None:
    rows = pd.DataFrame({"reason": reasons, "estimate": np.nan, "indicator": "employed_share"})
    found = of("K4", gaps=rows)
    assert (found.verdict, found.reason) == told


def test_the_seed_table_bears_out_the_grants() -> None:
    found = of("K10", grants=table("grants_delmos_2018_by_county"))
    assert found.verdict == "supported"
    assert found.numbers["recipients"] == 150
    assert found.numbers["percent"] == pytest.approx(16.55, abs=0.01)
    fewer = table("grants_delmos_2018_by_county").iloc[1:]
    assert of("K10", grants=fewer).verdict == "contradicted"


def test_income_gaps_have_no_verdict_but_all_their_numbers() -> None:
    rows = pd.DataFrame({"measure": ["gini"], "value_first": [0.20], "value_last": [0.32]})
    found = of("K3", income_gaps=rows)
    assert found.verdict == "not_testable"
    assert found.numbers["gini_units"] == pytest.approx(0.12)
    assert found.numbers["gini_percent"] == pytest.approx(60)


def test_the_main_town_of_the_demonstration_is_judged_by_what_was_put_in(demo) -> None:
    areas = demo["income_quartile"].query("municipality == '9901' and level == 'deso2018'")
    change = trends.index_change(
        sums.unit_counts(areas), "dissimilarity", "q1", 2011, 2018, draws=99
    )
    people = demo["population"].query("level == 'regso2020' and sex == 'total'")
    index = demo["socioeconomic_index"].query("level == 'regso2020'")
    types = yardstick.yardstick_series(index, people, base_year=2011, places=["nation"])
    education = demo["education"].query("level == 'regso2020' and sex == 'total' and year == 2022")
    by_type = type_gaps.share_by_type(
        shares.share(education, ["pre_secondary"], LEVELS), demo["area_type"]
    )
    gap = type_gaps.gap(by_type).query("place == '9901'").assign(indicator="education")
    gap["against"] = type_gaps.goes_against(gap, by_type, "pre_secondary_share")
    evidence = {"index_changes": change, "types": types, "gaps": gap}
    assert of("K1", **evidence).verdict == "supported"
    assert of("K4", **evidence).verdict == "partly"
    second = of("K2", **evidence)
    assert second.verdict == "not_testable"
    assert second.numbers["yearly_first"] == second.numbers["frozen_first"]
    assert second.numbers["yearly_last"] != second.numbers["frozen_last"]

"""The register of efforts: the documents' rows first, strict reading, and digits that hold."""

import re

import numpy as np
import pandas as pd
import pytest
from printed_slips import explained_by, swap_possible

from segnb.analysis.printed_digits import shared_factor, well_grouped
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.effort_register import (
    check_areas,
    in_place,
    overlaps,
    read_register,
    register,
    whole_places,
)
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.params import make_params
from segnb.vocabulary.seeds import seed_table

MILLION = 1_000_000
HEAD = "id,name_sv,level,vintage,areas,start,end,sector,money_paid,currency_unit"
ROW = "E1,Fler vägar in,regso,2020,0127R001 0127R002,2021,2023,A3,2.5,mnkr"


def offered() -> pd.DataFrame:
    return seed_table("grants_tillvaxtverket_2018")


def read(*rows: str, head: str = HEAD) -> pd.DataFrame:
    return read_register("\n".join([head, *rows]) + "\n", "own.csv")


# -- rows of the documents


def test_every_effort_and_grant_of_the_documents_is_a_row_with_its_numbers() -> None:
    rows = register().set_index("id")
    assert set(seed_table("interventions")["id"]) <= set(rows.index)
    for one in offered().to_dict("records"):
        code = one["municipality_code"]
        assert rows.loc[f"I11-{code}", "money_applicable"] == one["amount_2018"]
        assert rows.loc[f"I12-{code}", "as_printed"] == one["amount_2019_as_printed"]
        assert rows.loc[f"I12-{code}", "value_read"] == one["amount_2019"]
        assert rows.loc[f"I13-{code}", "money_planned"] == one["per_year_2020_2027"]
    named = rows[rows.index.str.startswith("I10-")]
    assert named["money_awarded"].sum() == seed_table("grants_delmos_2018_gavleborg")[
        "amount_tkr"].sum()  # fmt: skip


@pytest.mark.parametrize(("code", "amounts"), [("2180", [11_106_000, 300]), ("0127", [10_701_000]),
                                               ("2021", [])])  # fmt: skip
def test_grants_of_a_municipality_say_what_they_are(code: str, amounts: list[int]) -> None:
    rows = in_place(register(), code)
    assert rows["money_applicable"].dropna().tolist() + rows["money_awarded"].dropna().tolist() == (
        amounts
    )


def test_efforts_name_the_municipalities_that_their_text_names() -> None:
    rows = register().set_index("id")["areas"]
    assert [find_municipality(code).name for code in rows["X02"]] == [
        "Huddinge", "Botkyrka", "Haninge", "Stockholm", "Södertälje", "Malmö", "Göteborg",
    ]  # fmt: skip
    assert len(rows["X04"]) == 9 == len(rows["X05"])


# -- digits (every number is that of section 11.3 of the reference)


def test_exactly_two_printed_amounts_are_badly_grouped() -> None:
    table = offered()
    bad = table[~table["amount_2019_as_printed"].map(well_grouped)]
    assert bad["municipality_name"].tolist() == ["Stockholm", "Göteborg"]


def test_thirty_of_32_amounts_share_a_factor_and_the_others_lack_a_zero() -> None:
    table = offered()
    printed = [int("".join(filter(str.isdigit, text))) for text in table["amount_2019_as_printed"]]
    base = table["amount_2018"].to_numpy(dtype=float)
    found = shared_factor(printed, base, MILLION)
    assert (round(found.low, 4), round(found.high, 4)) == (3.2258, 3.2307)
    assert found.fits.sum() == 30
    assert found.powers[~found.fits].tolist() == [10, 10]
    expected = np.outer(base[~found.fits], [found.low, found.high]) / MILLION
    assert expected.round(1).tolist() == [[163.6, 163.9], [105.6, 105.7]]


def test_all_32_yearly_amounts_share_a_factor() -> None:
    table = offered()
    found = shared_factor(table["per_year_2020_2027"], table["amount_2018"], MILLION)
    assert (round(found.low, 4), round(found.high, 4)) == (5.2997, 5.3005)
    assert found.fits.all()


def slips(value: int) -> dict[str, set[int]]:
    """A lost or added last digit, neighbours swapped, one wrong digit."""
    text, places = str(value), range(len(str(value)))
    swaps = {int(text[:i] + text[i : i + 2][::-1] + text[i + 2 :]) for i in places}
    wrong = {int(text[:i] + str(d) + text[i + 1 :]) for i in places for d in range(not i, 10)}
    return {"lost": {value // 10}, "added": {value * 10}, "swapped": swaps - {value},
            "wrong": wrong - {value}}  # fmt: skip


def test_injected_slips_are_found_and_no_other_row_is_accused() -> None:
    table, tried, found, alone = offered(), 0, {"lost": [], "added": [], "swapped": [],
                                               "wrong": []}, []  # fmt: skip
    for column in ("amount_2019", "per_year_2020_2027"):
        right = table[column].to_numpy(dtype=float)
        for row, value in enumerate(right):
            for kind, others in slips(int(value) // MILLION).items():
                for other in others:
                    values = right.copy()
                    values[row] = other * MILLION
                    fits = shared_factor(values, table["amount_2018"], MILLION).fits
                    tried += 1
                    found[kind].append(not fits[row])
                    alone.append(not fits[row] and np.delete(fits, row).all())
    assert tried == 1323
    assert all(found["lost"] + found["added"] + found["swapped"])
    assert (sum(found["wrong"]), len(found["wrong"])) == (1128, 1133)  # 99.5 %
    assert round(sum(alone) / tried, 3) == 0.996


def test_no_single_slip_explains_the_total_that_differs_by_291() -> None:
    rows = seed_table("grants_delmos_2018_by_county")["amount_tkr"].tolist()
    totals = seed_table("stated_totals").set_index(["table", "column"])["stated"]
    difference = int(totals["grants_delmos_2018_by_county.csv", "amount_tkr"]) - sum(rows)
    assert difference == 291
    assert not swap_possible(difference)
    assert explained_by(rows, difference) == []


# -- a municipality's own rows


def test_own_rows_come_after_the_documents_and_excel_may_have_written_them(tmp_path) -> None:
    own = tmp_path / "efforts.csv"
    own.write_text(f"{HEAD}\n{ROW}\n".replace(",", ";").replace("2.5", "2,5"), "utf-8-sig")
    rows = register(str(own))
    last = rows.iloc[-1]
    assert len(rows) == len(register()) + 1
    assert (last["id"], last["level_id"], last["money_paid"]) == ("E1", "regso2020", 2.5)
    assert last["areas"] == ("0127R001", "0127R002")
    assert in_place(rows, "0127")["id"].iloc[-1] == "E1"
    assert "E1" not in set(in_place(rows, "0180")["id"])


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        (HEAD.replace("sector", "sectr"), ROW, "unknown column 'sectr'. Did you mean 'sector'"),
        (HEAD.replace("start,", "note,"), ROW, "no column 'start'"),
        (HEAD, ROW.replace("0127R001", "0127R1"), "'0127R1' is no area of regso2020"),
        (HEAD, ROW.replace("0127R001", "0100R001"), "'0100R001' is no area of regso2020"),
        (HEAD, ROW.replace("2020", "2019"), "the level 'regso2019' is unknown"),
        (HEAD, ROW.replace("2023", "2019"), "the end 2019 is before the start 2021"),
        (HEAD, ROW.replace("2021,", ","), "an end and no start"),
        (HEAD, ROW.replace("2021,", "2021-13,"), "start '2021-13' is no year"),
        (HEAD, ROW.replace("2.5", "-2.5"), "not below zero"),
        (HEAD, ROW.replace("2.5", "lots"), "money_paid 'lots' is no number"),
        (HEAD, ROW.replace("mnkr", ""), "money_paid has no currency_unit"),
        (HEAD, ROW.replace("A3", "A9"), "sector 'A9' is unknown"),
        (HEAD, f"{ROW}\n{ROW}", "row 3: the id must be its own, and 'E1' stands twice"),
        (HEAD, f"{ROW},more", "number of cells"),
        (HEAD.replace("sector", "expected_indicator"), ROW.replace("A3", "emplyment_rate"),
         "there is no indicator 'emplyment_rate'"),
        (HEAD.replace("sector,money_paid", "as_printed,value_read"),
         ROW.replace("A3,2.5", "164 000 00,164000000"), "value_read differs from as_printed"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_in_one_sentence(head: str, row: str, said: str) -> None:
    with pytest.raises(InvalidFile, match=re.escape(said)) as caught:
        read(row, head=head)
    assert str(caught.value).startswith("own.csv")


def test_an_area_outside_its_vintage_is_refused_where_the_list_is_known() -> None:
    check_areas(read(ROW), {"regso2020": ["0127R001", "0127R002"]})
    with pytest.raises(InvalidFile, match="no area 0127R002 in regso2020"):
        check_areas(read(ROW), {"regso2020": ["0127R001"]})


def test_efforts_that_meet_in_area_sector_and_time_are_noted() -> None:
    later = ROW.replace("E1", "E2").replace("2021,2023", "2023,")
    assert [note.areas for note in overlaps(read(ROW, later))] == [("0127R001", "0127R002")]
    for other in (later.replace("A3", "A4"), later.replace("2023,", "2024,"),
                  later.replace("0127R001 0127R002", "0127R003")):  # fmt: skip
        assert not list(overlaps(read(ROW, other)))


def test_an_effort_in_all_areas_is_one_of_the_municipality() -> None:
    known = {"regso2020": ["0127R001", "0127R002", "0180R001"]}
    assert [note.areas for note in whole_places(read(ROW), known)] == [("0127",)]
    assert not list(whole_places(read(ROW), {"regso2020": [*known["regso2020"], "0127R003"]}))


def test_settings_that_name_a_register_with_a_fault_are_refused(tmp_path) -> None:
    own = tmp_path / "efforts.csv"
    own.write_text(f"{HEAD}\n{ROW}\n".replace("A3", "A9"), "utf-8")
    with pytest.raises(InvalidFile, match="sector"):
        make_params(municipality="0127", efforts=str(own))
    with pytest.raises(InvalidFile, match="cannot be read"):
        make_params(municipality="0127", efforts=str(tmp_path / "none.csv"))

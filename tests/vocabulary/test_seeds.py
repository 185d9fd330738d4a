"""The tables of the documents pass the tests that their reference sets, faults included."""

import math

import numpy as np
import pandas as pd
import pytest
from printed_numbers import joined, read_printed

from segnb.vocabulary.areas import DATA, counties, municipalities
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.seeds import columns, read_seed, seed_table

FLAGS = {
    "asterisk_without_footnote", "last_digit_missing_2019", "level_ambiguous",
    "municipal_federation", "name_misspelt", "no_county_code", "no_grant",
    "non_breaking_space_2019", "not_comparable_income", "place_name_wrong",
    "printed_on_two_lines", "rounded_values",
}  # fmt: skip  # fmt: skip
ROWS = {
    "claims": 10, "focus_areas": 6, "grants_delmos_2018_by_county": 22,
    "grants_delmos_2018_gavleborg": 6, "grants_tillvaxtverket_2018": 32, "interventions": 39,
    "perspectives": 5, "red_line_profile": 5, "stated_totals": 12, "success_factors": 7,
}  # fmt: skip
COUNTED = ["region", "kommun", "ideell_forening", "stiftelse"]


def offered() -> pd.DataFrame:
    return seed_table("grants_tillvaxtverket_2018")


def granted() -> pd.DataFrame:
    return seed_table("grants_delmos_2018_by_county")


# -- all tables


def test_every_file_is_read_and_every_table_has_a_file() -> None:
    files = {p.name.removesuffix(".csv") for p in (DATA / "seed_tables").iterdir()}
    assert files == set(columns()) == set(ROWS)


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_tables_have_their_rows_and_each_key_once(name: str, rows: int) -> None:
    table = seed_table(name)
    assert len(table) == rows
    key = ["table", "column"] if name == "stated_totals" else list(table.columns[:1])
    if name != "grants_delmos_2018_by_county":  # one row there has no code
        assert not table.duplicated(key).any()


def test_all_flags_are_known_and_all_known_flags_occur() -> None:
    flagged = [seed_table(name)["flag"] for name in columns() if "flag" in columns()[name]]
    assert {flag for column in flagged for cell in column for flag in cell} == FLAGS


def test_the_codes_are_those_of_municipalities_and_counties() -> None:
    known = set(municipalities()["code"])
    assert set(offered()["municipality_code"]) <= known
    assert set(seed_table("red_line_profile")["municipality_code"]) <= known
    assert set(seed_table("grants_delmos_2018_gavleborg")["municipality_code"]) - {""} <= known
    assert set(granted()["county_code"]) - {""} == set(counties()["code"])
    names = dict(zip(counties()["code"], counties()["name"], strict=True))
    coded = granted()[granted()["county_code"] != ""]
    assert coded["county_name"].tolist() == coded["county_code"].map(names).tolist()


def test_an_empty_number_is_no_number_and_never_zero() -> None:
    measures = seed_table("interventions").set_index("id")
    assert math.isnan(measures.loc["I05", "amount_msek"])
    assert math.isnan(measures.loc["I05", "municipalities_n"])
    assert measures.loc["I21", "amount_msek"] == 85.1
    assert not (seed_table("interventions")["amount_msek"] == 0).any()


def test_a_table_can_be_changed_without_changing_it_for_others() -> None:
    mine = seed_table("claims")
    mine["claim_id"] = "x"
    assert seed_table("claims")["claim_id"].tolist() == [f"K{n}" for n in range(1, 11)]


# -- money that could be applied for


@pytest.mark.parametrize(
    ("column", "total"),
    [
        ("amount_2018", 410_396_000),
        ("amount_2019", 1_324_000_000),
        ("per_year_2020_2027", 2_175_000_000),
    ],
)
def test_the_columns_have_their_sums(column: str, total: int) -> None:
    assert offered()[column].sum() == total


@pytest.mark.parametrize(
    ("column", "factor"), [("amount_2019", 3.2286), ("per_year_2020_2027", 5.29976)]
)
def test_one_factor_gives_each_column_from_the_first(column: str, factor: float) -> None:
    made = (offered()["amount_2018"] * factor / 1e6).round() * 1e6
    assert (made == offered()[column]).all()


def test_a_printed_amount_is_its_reading_unless_it_is_flagged() -> None:
    for row in offered().itertuples():
        printed = read_printed(row.amount_2019_as_printed)
        if "last_digit_missing_2019" in row.flag:
            assert printed.flags == ("digits_missing",)
            assert math.isnan(printed.value)
            assert row.amount_2019 == 10 * int(row.amount_2019_as_printed.replace(" ", ""))
        else:
            assert printed.value == row.amount_2019
            assert ("no_break_space" in printed.flags) == ("non_breaking_space_2019" in row.flag)


def test_the_two_cells_that_lack_a_digit_are_stockholm_and_goteborg() -> None:
    lacking = offered()[["last_digit_missing_2019" in flag for flag in offered()["flag"]]]
    assert lacking["municipality_name"].tolist() == ["Stockholm", "Göteborg"]


# -- money that was granted


def test_the_counts_add_up_and_the_money_lacks_291() -> None:
    table = granted()
    assert table[COUNTED].sum().tolist() == [6, 48, 90, 6]
    assert (table[COUNTED].sum(axis=1) == table["recipients_computed"]).all()
    assert table["recipients_computed"].sum() == 150
    assert table["amount_tkr"].sum() == 38_318
    assert 38_609 - table["amount_tkr"].sum() == 291
    assert 291 not in table["amount_tkr"].tolist()


def test_no_county_got_more_than_the_largest_grant_a_recipient() -> None:
    table = granted().query("recipients_computed > 0")
    assert (table["amount_tkr"] / table["recipients_computed"]).max() <= 301


def test_a_dash_is_a_zero_that_was_printed_as_a_dash() -> None:
    for row in granted().to_dict("records"):
        zeros = {column for column in [*COUNTED, "amount_tkr"] if row[column] == 0}
        assert set(row["cells_printed_as_dash"]) == zeros


def test_four_counties_got_nothing_and_one_row_is_of_several_counties() -> None:
    flags = granted().set_index("county_name")["flag"]
    none = [name for name, flag in flags.items() if "no_grant" in flag]
    assert none == ["Gotlands län", "Jönköpings län", "Kalmar län", "Västernorrlands län"]
    assert [n for n, flag in flags.items() if "no_county_code" in flag] == ["Fler än ett län"]


def test_a_misspelt_name_is_kept_as_printed_beside_the_right_one() -> None:
    differing = granted().query("county_name != county_name_as_printed")
    assert differing["county_name_as_printed"].tolist() == ["Norrbottnens län"]
    assert differing["flag"].tolist() == [("name_misspelt",)]


def test_the_list_of_gavleborg_equals_its_county_row() -> None:
    named = seed_table("grants_delmos_2018_gavleborg")
    county = granted().set_index("county_code").loc["21"]
    assert named["amount_tkr"].sum() == county["amount_tkr"] == 1788
    kinds = named["recipient_type_inferred"].value_counts()
    assert [kinds[k] for k in ("kommun", "ideell_forening", "stiftelse")] == [3, 2, 1]
    assert kinds.to_dict() == county[list(kinds.index)].to_dict()


def test_the_stated_totals_are_what_the_tables_give() -> None:
    for row in seed_table("stated_totals").to_dict("records"):
        assert row["stated"] - row["sum_or_compared_value"] == row["difference"]
        assert (row["difference"] == 0) == (row["status"] == "equal")
        table = seed_table(row["table"].removesuffix(".csv"))
        if row["column"] in table and pd.api.types.is_numeric_dtype(table[row["column"]]):
            assert table[row["column"]].sum() == row["sum_or_compared_value"]


# -- words


def test_five_factors_and_two_lessons_are_kept_apart() -> None:
    kinds = seed_table("success_factors")["kind"].tolist()
    assert kinds == ["core_factor"] * 5 + ["extra_lesson"] * 2


def test_health_is_no_area_of_the_strategy_and_comes_last() -> None:
    areas = seed_table("focus_areas")
    assert areas["order"].tolist() == [1, 2, 3, 4, 5, 6]
    assert areas.loc[~areas["in_strategy"], "name_sv"].tolist() == ["Hälsa"]
    assert areas["in_follow_up_system"].all()


def test_published_additions_name_the_measure_that_they_supplement() -> None:
    table = seed_table("interventions")
    ids = set(table["id"])
    assert all(set(named) <= ids for named in table["supplements"])
    assert (table["mark"].eq("published") == table["id"].str.startswith("X")).all()


def test_figures_along_the_line_are_their_printed_text() -> None:
    table = seed_table("red_line_profile")
    for number, printed in (
        ("mean_income_sek_age_20_64", "mean_income_as_printed"),
        ("employed_pct_age_20_64", "employed_as_printed"),
        ("post_secondary_pct_age_25_64", "post_secondary_as_printed"),
    ):
        read = [read_printed(text).value for text in table[printed]]
        assert np.allclose(read, table[number])
    wrong = table.query("place_as_printed != place_reading")
    assert wrong["flag"].tolist() == [("place_name_wrong",)]


# -- reading what is printed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9 979 000", 9_979_000), ("38 609", 38_609), ("1788", 1788), ("78,2%", 78.2),
        ("80 %", 80), ("1,35 miljarder", 1.35e9), ("2,2 miljarder", 2.2e9),
        ("85,1 miljoner", 85.1e6), ("1 350 miljoner", 1.35e9), ("-", 0), ("–", 0),
        ("32\u00a0000\u202f000", 32e6),
    ],
)  # fmt: skip
def test_a_printed_number_is_read(text: str, value: float) -> None:
    assert read_printed(text).value == value
    assert read_printed(text).text == text


@pytest.mark.parametrize(
    ("text", "flag"),
    [("164 000 00", "digits_missing"), ("1 00", "digits_missing"), ("", "empty"),
     (" ", "empty"), ("Kommun*", "not_a_number"), ("1,", "not_a_number"), ("1,2,3", "not_a_number"),
     ("1.5", "not_a_number"), ("12 st", "not_a_number")],
)  # fmt: skip
def test_what_cannot_be_read_is_flagged_and_never_guessed(text: str, flag: str) -> None:
    assert math.isnan(read_printed(text).value)
    assert flag in read_printed(text).flags


def test_marks_beside_a_number_are_kept() -> None:
    assert read_printed("2018*").flags == ("asterisk",)
    assert read_printed("2018*").value == 2018
    assert read_printed("-").flags == ("dash",)
    assert read_printed("34%").unit == "%"


def test_words_and_cells_on_two_lines_are_joined() -> None:
    assert joined("förvärvs-", "arbetande") == "förvärvsarbetande"
    assert joined("Hyresgästföreningen, ", " Aros Gävle") == "Hyresgästföreningen, Aros Gävle"


# -- what is refused

SMALL = {"code": "text", "amount": "count", "share": "number", "known": "yes_no", "flag": "list"}


def test_a_small_table_is_read_by_its_columns() -> None:
    table = read_seed("code,amount,share,known,flag\n0114,3,,yes,a; b\n", SMALL, "small")
    assert table.loc[0, ["code", "amount", "flag"]].tolist() == ["0114", 3, ("a", "b")]
    assert table["known"].tolist() == [True]
    assert table["share"].isna().all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "columns"),
        ("code,amount\n0114,3\n", "columns"),
        ("amount,code,share,known,flag\n3,0114,,yes,\n", "columns"),
        ("code,amount,share,known,flag\n0114,3,,yes\n", "row 2: 4 cells"),
        ("code,amount,share,known,flag\n0114,,,yes,\n", "amount: '' is no count"),
        ("code,amount,share,known,flag\n0114,3.5,,yes,\n", "amount"),
        ('code,amount,share,known,flag\n0114,3,"1,5",yes,\n', "share"),
        ("code,amount,share,known,flag\n0114,3,,true,\n", "known: 'true' is no yes/no"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidFile, match=says):
        read_seed(text, SMALL, "small")

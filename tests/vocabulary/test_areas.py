"""Municipalities are found by code, name and number, and never mistaken for one another."""

import pandas as pd
import pytest

from segnb.vocabulary.areas import (
    LEVELS,
    ascii_name,
    code_history,
    counties,
    demo_municipalities,
    find_municipality,
    municipalities,
    municipality_of,
    similar_by_group,
    skr_groups,
)
from segnb.vocabulary.errors import UnknownArea

AMBIGUOUS = {114: ("0114", "0162"), 115: ("0115", "0163"), 305: ("0305", "0461"),
             330: ("0330", "0512"), 331: ("0331", "0513")}  # fmt: skip
CODES = municipalities()["code"].tolist()
MUNICIPALITIES_OF_A_COUNTY = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33,
    "13": 6, "14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8,
    "24": 15, "25": 14,
}  # fmt: skip


def readings(number: int) -> set[str]:
    """Codes that a number can have come from: padded with zeros, or written in base eight."""
    return {code for code in CODES if int(code) == number} | {
        code for code in CODES if code == f"0{number:o}"
    }


def test_there_are_290_municipalities_in_21_counties() -> None:
    assert len(CODES) == len(set(CODES)) == 290
    assert len(counties()) == 21
    assert municipalities()["name"].is_unique
    assert municipalities()["county"].value_counts().to_dict() == MUNICIPALITIES_OF_A_COUNTY


def test_the_list_is_that_of_the_reference(shared) -> None:
    file = shared / "api" / "kommuner_290_regso2020_typ2022.csv"
    listed = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
    assert listed["Kommun"].tolist() == CODES
    assert listed["Kommunnamn"].tolist() == municipalities()["name"].tolist()
    assert listed["Lan"].tolist() == municipalities()["county"].tolist()


def test_every_municipality_is_in_one_of_the_nine_groups() -> None:
    assert len(skr_groups()) == 9
    assert set(municipalities()["skr_group"]) == set(skr_groups()["code"])
    both = pd.concat([municipalities(), demo_municipalities()])
    assert both["skr_group"].isin(skr_groups()["code"]).all()


def test_synthetic_codes_are_outside_the_real_ones() -> None:
    assert not set(demo_municipalities()["code"]) & set(CODES)
    assert all(find_municipality(code).synthetic for code in demo_municipalities()["code"])
    assert not any(find_municipality(code).synthetic for code in CODES)


def test_a_code_is_found_and_so_is_its_name() -> None:
    for code in CODES:
        place = find_municipality(code)
        assert place.code == code
        assert find_municipality(place.name) == place
        assert find_municipality(f" {place.name.upper()} kommun ") == place


def test_a_code_read_as_a_number_is_the_one_it_came_from_or_is_refused() -> None:
    for code in CODES:
        numbers = {int(code)} | ({int(code, 8)} if set(code) <= set("01234567") else set())
        for number in numbers if code.startswith("0") else {int(code)}:
            if number in AMBIGUOUS:
                with pytest.raises(UnknownArea, match=r"may be .* or .*four digits"):
                    find_municipality(number)
            else:
                assert find_municipality(number).code == code


@pytest.mark.parametrize(("number", "codes"), AMBIGUOUS.items())
def test_the_five_numbers_with_two_readings_are_refused_with_both_names(number, codes) -> None:
    assert readings(number) == set(codes)
    with pytest.raises(UnknownArea) as refused:
        find_municipality(number)
    for code in codes:
        name = municipalities().set_index("code")["name"][code]
        assert f"{code} {name}" in str(refused.value)


def test_no_other_number_has_two_readings() -> None:
    assert {number for number in range(10_000) if len(readings(number)) > 1} == set(AMBIGUOUS)


def test_two_names_that_differ_in_a_ring_only_are_two_places() -> None:
    assert find_municipality("håbo").code == "0305"
    assert find_municipality("HABO").code == "0643"


@pytest.mark.parametrize(("given", "code"), [(127, "0127"), ("127", "0127"), (76, "0114"),
                                            (2180, "2180"), ("botkyrka", "0127")])  # fmt: skip
def test_examples_of_numbers_and_names(given: object, code: str) -> None:
    assert find_municipality(given).code == code


@pytest.mark.parametrize(
    ("given", "name"),
    [("Hábo", "Håbo"), ("Habbo", "Habo"), ("Botkyrkka", "Botkyrka"), ("Gavle", "Gävle"),
     ("Malmø", "Malmö"), ("Gaevle", "Gävle"), ("Vansbrå", "Vansbro"), ("01277", "Botkyrka")],
)  # fmt: skip
def test_a_near_miss_is_found_or_suggests_the_right_one(given: str, name: str) -> None:
    try:
        assert find_municipality(given).name == name
    except UnknownArea as refused:
        assert name in str(refused)  # noqa: PT017


@pytest.mark.parametrize("given", ["Atlantis", "", "../0127", "<script>", "0000", 0, 9999])
def test_what_is_no_municipality_is_refused_in_one_sentence(given: object) -> None:
    with pytest.raises(UnknownArea) as refused:
        find_municipality(given)
    assert str(refused.value).startswith("No municipality is called")
    assert "\n" not in str(refused.value)


def test_names_of_folders_are_ascii_and_stay_inside_their_folder() -> None:
    folders = [find_municipality(code).folder for code in CODES]
    assert len(set(folders)) == 290
    assert all(folder.isascii() and "/" not in folder and "." not in folder for folder in folders)
    assert find_municipality("2180").folder == "2180-gavle"
    assert ascii_name("../Å <b>") == "a-b"


def test_new_municipalities_and_the_one_that_changed_county_are_remembered() -> None:
    years = code_history().set_index("code")["year"].to_dict()
    assert years["0140"] == 1999
    assert years["0330"] == 2003
    assert years["0331"] == 2007
    assert set(years) <= set(CODES)
    made = code_history().query("kind == 'new'")
    assert set(made["code"]) == {"0461", "0488", "1443", "1814", "0140", "0330"}


def test_a_level_knows_its_codes_and_its_years() -> None:
    assert LEVELS["deso2018"].matches("0127C1340")
    assert not LEVELS["deso2018"].matches("0127R001")
    assert LEVELS["regso2020"].matches("0127R001")
    assert not LEVELS["municipality"].matches("127")
    assert LEVELS["deso2018"].last_year + 1 == LEVELS["deso2025"].first_year == 2024


def test_an_area_code_holds_its_municipality() -> None:
    assert municipality_of("0127C1340") == municipality_of("01270101") == "0127"
    assert municipality_of("01") == municipality_of("") == ""


def test_similar_municipalities_are_of_the_same_kind_and_world() -> None:
    real, made = similar_by_group("0127"), similar_by_group("9901")
    assert "0127" not in real
    assert set(real) <= set(CODES)
    assert not set(made) & set(CODES)
    groups = municipalities().set_index("code")["skr_group"]
    assert set(groups[real]) == {groups["0127"]}

"""What a word on the command line of a batch stands for."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from papermill.cli import _resolve_type
from small_country import params_file, small_store

from segnb.publish.batch_selection import codes_of, held_municipalities, select
from segnb.vocabulary.areas import demo_municipalities, municipalities
from segnb.vocabulary.errors import EmptyStore, InvalidParams, UnknownArea
from segnb.vocabulary.params import make_params


def codes(*words: str, **how: object) -> list[str]:
    return [p.municipality for p in select(words, {}, store="data", **how)]


@pytest.mark.parametrize(
    ("word", "number", "one"),
    [
        ("01", 26, "0127"),
        ("Stockholms län", 26, "0127"),
        ("stockholms lan", 26, "0127"),
        ("Exempellän", 12, "9901"),
        ("A1", 4, "0180"),
        ("Storstäder", 4, "0180"),
        ("large cities", 4, "0180"),
        ("Botkyrka", 1, "0127"),
        ("0127", 1, "0127"),
        ("Gotland", 1, "0980"),
    ],
)
def test_a_word_is_a_municipality_a_county_or_a_group(word: str, number: int, one: str) -> None:
    found = codes_of(word)
    assert one in found
    assert len(found) == len(set(found)) == number


@pytest.mark.parametrize(
    "read", [str, _resolve_type, yaml.safe_load], ids=["-r", "-p", "unquoted YAML"]
)
def test_a_code_that_papermill_hands_over_is_the_right_municipality_or_refused(
    read: Callable[[str], object],
) -> None:
    """`-p` makes 0127 the number 127, and YAML reads 0162 as octal 114."""
    refused = set()
    for code in municipalities()["code"]:
        try:
            assert make_params(municipality=read(code)).municipality == code
        except UnknownArea:
            refused.add(code)
    assert len(refused) <= 10


def test_every_name_is_its_own_municipality() -> None:
    for table in (municipalities(), demo_municipalities()):
        for code, name in zip(table["code"], table["name"], strict=True):
            assert codes_of(code) == codes_of(name) == [code]


def test_municipalities_come_once_in_the_order_in_which_they_are_named() -> None:
    assert codes("Gävle", "0127", "Botkyrka", "2180") == ["2180", "0127"]


def test_a_real_municipality_gets_the_store_and_a_synthetic_one_needs_none() -> None:
    real, synthetic = select(["0127", "9901"], {}, store="data")
    assert (real.store, synthetic.store) == ("data", "")


def test_settings_of_the_command_line_go_before_those_of_a_file(tmp_path: Path) -> None:
    file = Path(params_file(tmp_path, tmp_path / "data", "summary"))
    (one,) = select(["0127"], {"lang": "en"}, store="x", file=file)
    assert (one.municipality, one.lang, one.chapters) == ("0127", "en", ("summary",))
    assert one.store == str(tmp_path / "data")


def test_params_files_are_reports_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "botkyrka.yml"
    file.write_text("municipality: 0127\nlang: en\n")
    both = select([str(file), "Botkyrka"], {}, store="data")
    assert [(p.municipality, p.lang) for p in both] == [("0127", "en"), ("0127", "sv")]


def test_all_are_those_that_the_store_holds(tmp_path: Path) -> None:
    store = str(small_store(tmp_path / "data", ("0127", "2180")))
    file = Path(params_file(tmp_path, Path(store), "summary"))
    assert codes(everything=True, file=file) == ["0127", "2180"]
    assert held_municipalities(store) == ["0127", "2180"]
    with pytest.raises(EmptyStore):
        codes(everything=True)


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ((), InvalidParams, "Name the municipalities"),
        (("Botkirka",), UnknownArea, "Did you mean Botkyrka"),
        (("gone.yml",), InvalidParams, "cannot be read"),
        (("97",), UnknownArea, "97"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence(
    words: tuple[str, ...], error: type, message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        codes(*words)
    assert "\n" not in str(caught.value)


def test_two_different_reports_with_one_place_to_go_to_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.yml"
    file.write_text("municipality: 0127\nyear: 2020\n")
    with pytest.raises(InvalidParams, match="2 different reports of 0127 in 'sv'"):
        codes(str(file), "0127")

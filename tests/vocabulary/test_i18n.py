"""Both languages say the same things, and numbers are written as each language writes them."""

import math
import re
import string
from itertools import pairwise

import pytest
import yaml

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import Language, _strings, printed_difference

FILES = sorted(p.name for p in (DATA / "strings" / "sv").iterdir() if p.name.endswith(".yml"))
SV, EN = Language("sv"), Language("en")
THIN, HARD = "\u202f", "\u00a0"


def strings_of(lang: str, file: str) -> dict[str, str]:
    prefix = file.removesuffix(".yml") + "."
    return {key: text for key, text in _strings(lang).items() if key.startswith(prefix)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_files() -> None:
    english = sorted(p.name for p in (DATA / "strings" / "en").iterdir())
    assert [name for name in english if name.endswith(".yml")] == FILES != []


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys(file: str) -> None:
    swedish, english = strings_of("sv", file), strings_of("en", file)
    assert swedish.keys() ^ english.keys() == set()
    assert swedish


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_placeholders(file: str) -> None:
    english = strings_of("en", file)
    for key, text in strings_of("sv", file).items():
        assert placeholders(text) == placeholders(english[key]), key


@pytest.mark.parametrize("file", FILES)
def test_no_string_is_empty_in_one_language_only(file: str) -> None:
    english = strings_of("en", file)
    for key, text in strings_of("sv", file).items():
        assert bool(text.strip()) == bool(english[key].strip()), key


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("file", FILES)
def test_no_string_is_a_leftover(lang: str, file: str) -> None:
    for key, text in strings_of(lang, file).items():
        assert text not in ("None", "True", "False", "null"), key
        assert "TODO" not in text, key


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("file", FILES)
def test_no_key_stands_twice_in_a_file(lang: str, file: str) -> None:
    node = yaml.compose((DATA / "strings" / lang / file).read_text(encoding="utf-8"))
    levels = [node]
    while levels:
        keys = [key.value for key, _ in levels[0].value]
        assert len(set(keys)) == len(keys), keys
        inner = [v for _, v in levels[0].value if isinstance(v, yaml.MappingNode)]
        levels = levels[1:] + inner


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1000, 0, f"1{THIN}000", f"1{THIN}000"),
        (10521556, 0, f"10{THIN}521{THIN}556", f"10{THIN}521{THIN}556"),
        (1234.56, 1, f"1{THIN}234,6", f"1{THIN}234.6"),
        (-1.25, 1, "\u22121,2", "\u22121.2"),
        (-0.04, 1, "0,0", "0.0"),
        (84.21, 2, "84,21", "84.21"),
        (math.nan, 1, "\u2013", "\u2013"),
    ],
)
def test_numbers(value: float, decimals: int, swedish: str, english: str) -> None:
    assert SV.number(value, decimals) == swedish
    assert EN.number(value, decimals) == english


def test_a_sign_is_written_only_where_it_is_wanted_and_true() -> None:
    assert SV.number(2, sign=True) == "+2"
    assert SV.number(0, sign=True) == SV.number(-0.4, sign=True) == "0"
    assert SV.number(-2, sign=True) == SV.number(-2) == "\u22122"


def test_shares_and_points() -> None:
    assert SV.percent(12.34) == f"12,3{HARD}%"
    assert EN.percent(12.34) == "12.3%"
    assert SV.points(-3, 0) == f"\u22123{HARD}pe"
    assert EN.points(3, 1, sign=True) == f"+3.0{HARD}pp"


def test_no_number_can_break_over_two_lines() -> None:
    texts = [SV.number(12345.6, 1), SV.percent(5), EN.points(5), SV.interval(1000, 2000)]
    assert not any(" " in text for text in texts)


def test_an_interval_with_a_sign_uses_a_word_and_others_a_dash() -> None:
    assert SV.interval(1.2, 3.4) == "1,2\u20133,4"
    assert SV.interval(-1, 2) == "\u22121,0 till +2,0"
    assert EN.interval(-1, 2) == "\u22121.0 to +2.0"


def test_years_and_listings() -> None:
    assert SV.years(2020, 2020) == "2020"
    assert SV.years(2011, 2023) == "2011\u20132023"
    assert SV.listing(["a", "b", "c"]) == "a, b och c"
    assert EN.listing(["a", "b"]) == "a and b"
    assert [SV.listing([]), SV.listing(["a"])] == ["", "a"]


def test_larger_numbers_never_read_as_smaller() -> None:
    values = [0.04, 0.05, 0.5, 9.95, 99.94, 999.95, 1234.5]
    read = [float(EN.number(v, 1).replace(THIN, "")) for v in values]
    assert all(low <= high for low, high in pairwise(read))


@pytest.mark.parametrize("lang", ["de", "", "SV"])
def test_another_language_is_refused(lang: str) -> None:
    with pytest.raises(InvalidParams, match="neither sv nor en"):
        Language(lang)


def test_a_missing_key_or_value_is_a_fault_of_the_program() -> None:
    assert not SV.has("page.nothing_of_this_name")
    with pytest.raises(KeyError):
        SV.text("page.nothing_of_this_name")
    with pytest.raises(KeyError):
        SV.text("page.figure")
    assert SV.text("page.figure", number=3) == "Figur 3"


@pytest.mark.parametrize(
    ("first", "last", "within", "seen"),
    [
        (43.44, 42.36, (-2.1, -0.1), -1.0),  # 43,4 and 42,4; unrounded it would be -1,1
        (29.54, 28.84, (-1.4, 0.2), -0.7),  # 29,5 and 28,8
        (10.04, 10.151, (0.06, 0.14), 0.1),  # 10,0 and 10,2 lie outside the interval
        (math.nan, 1.0, (math.nan, math.nan), math.nan),
    ],
)
def test_a_difference_is_that_of_the_printed_numbers(
    first: float, last: float, within: tuple[float, float], seen: float
) -> None:
    assert printed_difference(first, last, 1, within) == pytest.approx(seen, nan_ok=True)


WORDS_OF_THE_OTHER = {
    "en": {
        "och",
        "att",
        "inte",
        "är",
        "för",
        "med",
        "som",
        "av",
        "på",
        "från",
        "har",
        "ett",
        "där",
    },
    "sv": {"the", "and", "of", "is", "are", "with", "that", "which", "from", "has"},
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("lang", WORDS_OF_THE_OTHER)
def test_a_string_is_in_its_own_language(lang: str, file: str) -> None:
    for key, text in strings_of(lang, file).items():
        said = re.sub(r"\{[^}]*\}|\([^)]*\)|<[^>]*>|[”\"].*?[”\"]", " ", text.lower())
        found = WORDS_OF_THE_OTHER[lang] & set(re.findall(r"[a-zåäö]+", said))
        assert not found, key

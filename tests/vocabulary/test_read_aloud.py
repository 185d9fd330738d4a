"""What the program says is proof-read: sentences, stops, spaces, and words that Swedish has."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.strict_yaml import load

KNOWN = Path(__file__).parent / "words_beside_the_dictionary.txt"
FOLLOWS = ("says_not", "otherwise", "here")  # after "Säger inte:", "Annars:" and "Här:"
WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")


def leaves(node: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield ".".join(path), node
    pairs = node.items() if isinstance(node, dict) else []
    for key, below in pairs:
        yield from leaves(below, (*path, str(key)))
    for below in node if isinstance(node, list) else []:
        yield from leaves(below, path)


def said(lang: str) -> dict[str, str]:
    """Every text of a language by its file and key: strings, catalogue and glossary."""
    found = {}
    for file in sorted((DATA / "strings" / lang).glob("*.yml")):
        pairs = leaves(load(file.read_text(encoding="utf-8")))
        found |= {f"{file.stem}.{key}": text for key, text in pairs}
    for file in [*sorted((DATA / "catalogue").glob("*.yml")), DATA / "glossary.yml"]:
        for entry in load(file.read_text(encoding="utf-8")):
            pairs = leaves({key: entry[key] for key in entry if key != "sources"})
            mine = {key: text for key, text in pairs if key.split(".")[-1] == lang}
            found |= {f"{file.stem}.{entry['id']}.{key}": text for key, text in mine.items()}
    return found


def small_first(texts: dict[str, str]) -> list[str]:
    """Whole sentences that begin with a small letter."""
    return [
        f"{key}: {text}"
        for key, text in texts.items()
        if re.match(r"[a-zåäö]+(?![a-z]*:)", text)
        and re.search(r"[^.]{20}[.?!]$", text)
        and key.split(".")[-1] not in FOLLOWS
    ]


def badly_stopped(texts: dict[str, str]) -> list[str]:
    """Two spaces, or two stops, where one belongs; two dots alone are a sign."""
    wrong = re.compile(r"  |\w\s*\.\s*\.(?!\.)|[,;:] ?[,;:.]|\s[,;:?!](?!\s*[}·])|\.[A-ZÅÄÖ]")
    return [f"{key}: {text}" for key, text in texts.items() if wrong.search(text)]


def unknown(words: Iterable[str]) -> list[str]:
    """Words that neither the Swedish dictionary nor our list of terms and names has."""
    if not shutil.which("hunspell") or not _has_swedish():
        pytest.skip("needs the Swedish dictionary: apt-get install hunspell hunspell-sv")
    known = set(KNOWN.read_text(encoding="utf-8").split())
    run = subprocess.run(
        ["hunspell", "-d", "sv_SE", "-l", "-i", "utf-8"],
        input="\n".join(sorted(set(words))), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(set(run.stdout.split()) - known)


def _has_swedish() -> bool:
    run = subprocess.run(["hunspell", "-D"], input="", capture_output=True, text=True, check=False)
    return "sv_SE" in run.stdout + run.stderr


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_sentences_begin_with_a_capital(lang: str) -> None:
    assert small_first(said(lang)) == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_space_or_stop_is_doubled(lang: str) -> None:
    assert badly_stopped(said(lang)) == []


def test_the_proof_reader_sees_what_is_wrong() -> None:
    assert small_first({"a.text": "brott anmälda i kommunen under året."})
    assert not small_first({"a.says_not": "varför skillnaden är så stor som den är."})
    assert all(badly_stopped({"a": text}) for text in ("Två  ord.", "Slut. . Ny.", "Slut.Ny"))
    assert not badly_stopped({"a": "– uppgift saknas · .. för få"})


def test_all_words_are_swedish() -> None:
    bare = (re.sub(r"\{[^}]*\}|https?://\S+", " ", text) for text in said("sv").values())
    assert unknown(word for text in bare for word in WORD.findall(text)) == []


def test_the_dictionary_finds_a_slip() -> None:
    assert unknown(["hyresrätt", "hyresrät"]) == ["hyresrät"]


def test_a_finished_page_has_no_word_that_swedish_has_not(
    finished: Callable[[str, str], Path],
) -> None:
    html = (finished("9901", "sv") / "report.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(re.sub(r"data:[a-z]+/[^\"']*", "", html), "html.parser")
    for element in soup.select("style, script, svg, code, [lang=en]"):
        element.decompose()
    words = WORD.findall(re.sub(r"\S*[\d/_.]\w\S*", " ", soup.get_text(" ")))
    assert unknown(word for word in words if word.islower()) == []  # names are not looked up

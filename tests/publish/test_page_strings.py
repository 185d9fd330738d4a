"""The strings of page furniture: the same in both languages, and each of them used."""

import re
from importlib.resources import files
from pathlib import Path

import yaml

from segnb.vocabulary.areas import DATA

ROOM = Path(str(files("segnb")))


def strings(lang: str) -> dict[str, str]:
    content = yaml.safe_load((DATA / "strings" / lang / "page.yml").read_text(encoding="utf-8"))
    return flat(content)


def flat(node: dict, before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in node.items():
        found |= (
            flat(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}": value}
        )
    return found


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    swedish, english = strings("sv"), strings("en")
    assert swedish.keys() == english.keys()
    for key, text in swedish.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key])), key


def test_no_string_is_left_over() -> None:
    sources = [*(ROOM / "publish").rglob("*"), *(ROOM / "report").rglob("*")]
    code = "".join(p.read_text("utf-8") for p in sources if p.suffix in (".py", ".j2", ".typ"))
    named = set(re.findall(r"['\"]([\w.]+)['\"]", code))
    named |= {name.removeprefix("page.") for name in named}
    by_name = ("chapter.", "lessons.")  # asked for by the name or number of what is shown
    parts = {key: key.rpartition(".")[2] for key in strings("sv") if not key.startswith(by_name)}
    assert [key for key, last in parts.items() if not {key, last} & named] == []

"""A page whose texts show what is put into them, so that a test sees each number's place."""

from types import SimpleNamespace

from segnb.report.page.blocks import Card
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import Language

EN = Language("en")


def told(key: str, **words: object) -> str:
    """The key of a text with what is put into its placeholders, in place of its words."""
    return f"{key}({', '.join(f'{name}={value}' for name, value in sorted(words.items()))})"


def page(**more: object) -> SimpleNamespace:
    """What a function asks a report for, with texts that show their numbers."""
    place = SimpleNamespace(name="Own town", code="0101", county_name="Own county", county="01")
    usual = {
        "text": told, "language": EN, "lang": "en", "place": place, "chapter": "chapter",
        "level_vintage": lambda level: f"<{level}>", "source_line": lambda *_, **__: "source",
        "area_name": lambda code: f"name of {code}", "shows": lambda *_, **__: None,
        "show_similar": lambda: 0,
        "card": lambda of, **_: Card(of.entry.id, "", ()),
        "level_name": lambda level: f"<name of {level}>",
        "read": SimpleNamespace(held=lambda *_, **__: None),
    }  # fmt: skip
    return SimpleNamespace(**usual | more)


def held(indicator: str = "employed_share", **more: object) -> SimpleNamespace:
    """What a function asks what was read for."""
    usual = {"entry": catalogue()[indicator], "year": 2024, "level": "deso2025"}
    made = SimpleNamespace(**usual | more)
    made.of_years = lambda _years: made
    made.withheld_after = lambda *_: []
    return made

"""Pages of whole places: the demonstration, and a real one with its efforts and documents."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kept_places import claims

from segnb import Chapter
from segnb.store import BOX

Shown = Iterable[Any]


def documents(place: str, lang: str, store: str = "", **settings: Any) -> Shown:
    """What is told of efforts, grants and experience, and of the report itself."""
    chapter = Chapter("whole", place, lang=lang, store=store, settings=settings)
    efforts = chapter.get_efforts()
    yield chapter.show_timeline(efforts)
    yield chapter.show_named(efforts)
    yield chapter.show_boxes(None, "rental_share", "neet")
    yield chapter.opening(facts=chapter.place_facts())
    for verb in (
        "show_experience", "show_assessment", "show_lessons", "show_points", "show_offered",
        "show_counties", "show_recipients", "show_uses", "show_method", "show_disclosure",
        "show_quality", "show_law", "show_accessibility", "show_citation", "show_definition",
        "show_contact", "show_foreword", "show_perspectives", "show_goals",
    ):  # fmt: skip
        yield getattr(chapter, verb)()


def country(place: str, lang: str, **settings: Any) -> Shown:
    """What needs the whole country: the yardstick, the claims, types and shares of all areas."""
    chapter = Chapter("whole", place, lang=lang, settings=settings)
    split = chapter.measure_yardstick()
    yield chapter.show_yardstick(split)
    yield chapter.note_yardstick(split)
    yield chapter.findings(chapter.say_yardstick(split))
    yield from claims(chapter)
    types = chapter.get_types()
    yield chapter.show_type_map(types)
    yield chapter.show_share_map("pre_secondary_share", "deso")
    yield chapter.show_newest("education")


WHOLE: dict[str, Callable[[Path], Shown]] = {
    "documents-sv": lambda _: documents("Gävle", "sv", BOX),
    "documents-en": lambda _: documents("9901", "en"),
    "country-en": lambda _: country("9903", "en"),
}

"""Whether a municipality has any of what the question of a chapter asks about."""

from collections.abc import Callable

from segnb.report.reading.reader import Reader

SURVEY = "ntu"  # table of the survey on safety
TURNOUT = ("turnout_municipal", "turnout_riksdag", "turnout_region")


def has_topic(reader: Reader, chapter: str) -> bool:
    """Whether the question of a chapter can be asked of the municipality as it stands."""
    known = _TOPICS.get(chapter)
    return known is None or known(reader)


def _of_health(reader: Reader) -> bool:
    return any(reader.years(one.id, "municipality") for one in reader.catalogue.of_focus("health"))


def _of_safety(reader: Reader) -> bool:
    """Whether a series of the survey is held: of one year alone the chapter shows nothing."""
    return any(
        len(reader.years(one.id, "municipality")) > 1
        for one in reader.catalogue.of_focus("crime")
        if any(source.table == SURVEY for source in one.sources)
    )


def _of_districts(reader: Reader) -> bool:
    """Whether there are several electoral districts, or none that is known."""
    held = (reader.held(name, "district") for name in TURNOUT)
    known = next((one for one in held if one is not None), None)
    return known is None or known.latest["area"].nunique() > 1


_TOPICS: dict[str, Callable[[Reader], bool]] = {
    "health": _of_health,
    "crime": _of_safety,
    "democracy": _of_districts,
}

"""Which lesson shows how a figure of the report is read (`data/figure_lessons.yml`)."""

from functools import cache
from typing import Any

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.strict_yaml import load


def lesson_of(chart: str, key: str) -> int:
    """Number of the lesson on a figure of this chart and key; 0 where there is none.

    Examples
    --------
    >>> lesson_of("index_dots", "division"), lesson_of("timeline", "efforts")
    (3, 0)
    """
    held = declared()
    return int(held["figures"].get(key) or held["charts"].get(chart, 0))


@cache
def declared() -> dict[str, Any]:
    """Numbers of lessons by chart and by key of a figure."""
    return load((DATA / "figure_lessons.yml").read_text(encoding="utf-8"))

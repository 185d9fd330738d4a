"""Limits of the five classes of share maps (`vocabulary/data/map_classes.yml`)."""

from functools import cache

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.strict_yaml import load

Limits = tuple[float, float, float, float]
USUAL: Limits = (20, 40, 60, 80)


@cache
def all_limits() -> dict[str, Limits]:
    """The four limits between five classes, by indicator."""
    written = load((DATA / "map_classes.yml").read_text(encoding="utf-8"))
    return {indicator: tuple(limits) for indicator, limits in written.items()}


def class_limits(indicator: str) -> Limits:
    """The four limits between the five classes of an indicator."""
    return all_limits().get(indicator, USUAL)

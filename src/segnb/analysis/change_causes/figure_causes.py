"""Why a figure of a report is another than in the report before.

Both reports name their figures by keys without language, with the hashes of what each rests on. A
change has one cause, the first whose test holds; where code and data changed together it is split
by figures computed with the new program on the old files, or left as not separable.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from segnb.analysis.change_causes.download_causes import FLOAT_NOISE, NEAR

PARAMETERS, VINTAGE, DEFINITION, METHOD = "parameters", "vintage", "definition", "method"
STATUS, FLOAT, ROUNDING, REVISED = "status", "float", "rounding", "revised"
NEW_YEAR, YEAR_DROPPED = "new_year", "year_dropped"
INDICATOR_NEW, INDICATOR_GONE = "indicator_new", "indicator_gone"
NEWLY_SHOWN, NOT_SHOWN = "newly_shown", "no_longer_shown"
NOT_SEPARABLE = "not_separable"
CAUSES = (
    PARAMETERS, VINTAGE, DEFINITION, METHOD, STATUS, FLOAT, ROUNDING, REVISED, NEW_YEAR,
    YEAR_DROPPED, INDICATOR_NEW, INDICATOR_GONE, NEWLY_SHOWN, NOT_SHOWN, NOT_SEPARABLE,
)  # fmt: skip
NUMBERS = ("value", "lower", "upper")
Figure = Mapping[str, Any]


class FigureChange(NamedTuple):
    """One figure that is another, came or went.

    Attributes
    ----------
    old, new
        The two figures; None where there is none.
    parts
        Cause and size of each part of the change; the sizes add up to the change of the value.
        A change of an interval or of a set of areas alone has the size 0.
    """

    key: str
    old: Figure | None
    new: Figure | None
    parts: tuple[tuple[str, float], ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """Causes without sizes."""
        return tuple(cause for cause, _ in self.parts)


def changes(
    old: Iterable[Figure],
    new: Iterable[Figure],
    parameters: Iterable[str] = (),
    again: Mapping[str, Figure] | None = None,
) -> list[FigureChange]:
    """All figures that differ between two reports, in the order of their keys.

    Parameters
    ----------
    old, new
        Figures of the two records.
    parameters
        Settings that differ.
    again
        Figures of the new program on the old files, by key: they part code from data.
    """
    before, after = ({one["key"]: one for one in side} for side in (old, new))
    pairs = _pairs(before, after)
    shown = _Shown.of(before.values()), _Shown.of(after.values())
    found = [
        _changed(b or a, before.get(b), after.get(a), set(parameters), again, shown)
        for b, a in pairs
    ]
    return sorted((one for one in found if one is not None), key=lambda one: one.key)


class _Shown(NamedTuple):
    """What a report shows at all: indicators, the years of each, and the decimals of each."""

    indicators: set[str]
    years: set[tuple[str, int]]
    places: dict[str, int]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> "_Shown":
        rows = list(figures)
        places: dict[str, int] = {}
        for one in rows:
            name = one["indicator"]
            places[name] = max(places.get(name, 0), _places(one))
        return cls(set(places), {(one["indicator"], one["year"]) for one in rows}, places)


def _pairs(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[tuple[str, str]]:
    """Keys of both, then of figures that meet when the vintage of their areas is left out."""
    yield from ((key, key) for key in before if key in after)
    gone = {_kind(key): key for key in before if key not in after}
    come = {_kind(key): key for key in after if key not in before}
    yield from ((gone.get(kind, ""), come.get(kind, "")) for kind in {*gone, *come})


def _kind(key: str) -> str:
    """Key in which a level has no vintage: deso2018 and deso2025 are both deso."""
    parts = key.split("/")
    return "/".join([*parts[:2], parts[2].rstrip("0123456789"), *parts[3:]])


def _changed(
    key: str,
    old: Figure | None,
    new: Figure | None,
    parameters: set[str],
    again: Mapping[str, Figure] | None,
    shown: tuple[_Shown, _Shown],
) -> FigureChange | None:
    if old is None or new is None:
        cause = _single(old or new or {}, new is not None, shown)
        return FigureChange(key, old, new, ((cause, 0.0),))
    if _same(old, new):
        return None
    rerun = None if again is None else again.get(old["key"])
    name = new["indicator"]
    places = shown[0].places[name], shown[1].places[name]
    return FigureChange(key, old, new, _parts(old, new, parameters, rerun, places))


def _single(figure: Figure, came: bool, shown: tuple[_Shown, _Shown]) -> str:
    """Why a figure has no partner."""
    other = shown[0] if came else shown[1]
    if figure["indicator"] not in other.indicators:
        return INDICATOR_NEW if came else INDICATOR_GONE
    if (figure["indicator"], figure["year"]) not in other.years:
        return NEW_YEAR if came else YEAR_DROPPED
    return NEWLY_SHOWN if came else NOT_SHOWN


def _same(old: Figure, new: Figure) -> bool:
    fields = (*NUMBERS, "digest", "level", "definition")
    return all(old.get(one) == new.get(one) for one in fields) and _status(old) == _status(new)


def _status(one: Figure) -> str:
    return one.get("status", "ok")


def _size(old: Figure, new: Figure) -> float:
    """Change of the value; 0 where one side has none."""
    if old.get("value") is None or new.get("value") is None:
        return 0.0
    return float(new["value"]) - float(old["value"])


def _parts(
    old: Figure,
    new: Figure,
    parameters: set[str],
    rerun: Figure | None,
    places: tuple[int, int],
) -> tuple[tuple[str, float], ...]:
    first = _named(old, new, parameters)
    if first:
        return ((first, _size(old, new)),)
    if _files(old) == _files(new):
        return ((METHOD, _size(old, new)),)
    if old.get("method") == new.get("method"):
        return ((_of_data(old, new, places), _size(old, new)),)
    if rerun is None:
        return ((NOT_SEPARABLE, _size(old, new)),)
    parts = []
    if not _same(old, rerun):
        parts.append((METHOD, _size(old, rerun)))
    if not _same(rerun, new):
        parts.append((_of_data(rerun, new, places), _size(rerun, new)))
    return tuple(parts)


def _named(old: Figure, new: Figure, parameters: set[str]) -> str:
    """Cause that the records name themselves; empty where they name none."""
    depends = {*old.get("parameters", ()), *new.get("parameters", ())}
    if depends & parameters:
        return PARAMETERS
    if old["level"] != new["level"]:
        return VINTAGE
    return DEFINITION if old.get("definition") != new.get("definition") else ""


def _files(one: Figure) -> set[str]:
    return set(one.get("snapshots", ()))


def _of_data(old: Figure, new: Figure, places: tuple[int, int]) -> str:
    """How other data made another figure."""
    has = [one.get("value") is not None for one in (old, new)]
    if has[0] != has[1] or _status(old) != _status(new):
        return STATUS
    apart = abs(_size(old, new))
    if old.get("digest") != new.get("digest"):
        return REVISED
    if apart <= FLOAT_NOISE:
        return FLOAT
    if places[0] != places[1] and apart <= 0.5 * 10.0 ** -min(places) + NEAR:
        return ROUNDING
    return REVISED


def _places(one: Figure) -> int:
    """Decimals that a value is given with; none where there is none."""
    return (
        0 if one.get("value") is None else len(f"{one['value']:.9f}".rstrip("0").partition(".")[2])
    )

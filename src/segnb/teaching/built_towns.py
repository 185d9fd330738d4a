"""Towns that a learner builds: which property they have or lack, with what they measure."""

from typing import Any

from segnb import measures as m
from segnb.teaching import towns
from segnb.teaching.exercise_values import of
from segnb.teaching.learner_answers import read_numbers, read_pairs, read_unions
from segnb.teaching.own_numbers import Numbers

Outcome = tuple[str, dict[str, Any]]  # right or the key of a hint, and what the hint speaks of
LIMIT = 1e-9


def gathered(answer: Any, _: Numbers) -> Outcome:
    """Four areas of 100 with 100 of group A in all and D of at least .6."""
    x = read_numbers(answer, 4)
    if impossible := _impossible(x, [100] * 4):
        return impossible
    if abs(sum(x) - 100) > LIMIT:
        return "sum", {"sum": sum(x)}
    D = of(m.dissimilarity, towns.of_areas([(n, 100) for n in x]))
    nearest = min(range(4), key=lambda at: abs(x[at] - 25))
    found = {"D": D, "area": "abcd"[nearest], "there": float(x[nearest])}
    return ("right" if D >= 0.6 - LIMIT else "low"), found


def uneven_but_open(answer: Any, _: Numbers) -> Outcome:
    """Ten areas of 100 with D of at least .6 and isolation of at most .3."""
    x = read_numbers(answer, 10)
    if impossible := _impossible(x, [100] * 10):
        return impossible
    counts = towns.of_areas([(n, 100) for n in x])
    if not 0 < sum(x) < 1000:
        return "nobody", {}
    found = {"D": of(m.dissimilarity, counts), "xPx": of(m.isolation, counts), "P": sum(x) / 1000}
    if found["xPx"] > 0.3 + LIMIT:
        return "isolated", found
    return ("right" if found["D"] >= 0.6 - LIMIT else "low"), found


def border(answer: Any, numbers: Numbers) -> Outcome:
    """The four areas of Rad joined into two."""
    unions = read_unions(answer, "abcd", numbers["x"])
    if len(unions) != 2 or sorted("".join(unions)) != list("abcd"):
        return "not_two", {}
    D = of(m.dissimilarity, towns.joined(towns.town("rad"), unions))
    if any(len(union) != 2 for union in unions):
        return "not_even", {"D": D}
    key = "right" if abs(D - numbers["wanted"]) < LIMIT else "opposites" if D < 0.1 else "likes"
    return key, {"D": D}


def parting_ways(answer: Any, _: Numbers) -> Outcome:
    """The second year of Byte, in which D falls and isolation rises."""
    pairs = read_pairs(answer, 2)
    if impossible := _impossible([x for x, _ in pairs], [t for _, t in pairs]):
        return impossible
    after = towns.of_areas([(float(x), float(t)) for x, t in pairs])
    before = towns.town("byte").query("year == 1")
    found = {
        f"{name}_{when}": of(function, counts)
        for name, function in (("D", m.dissimilarity), ("xPx", m.isolation))
        for when, counts in (("before", before), ("after", after))
    }
    if any(value != value for value in found.values()):
        return "nobody", {}
    falls = found["D_after"] < found["D_before"] - LIMIT
    rises = found["xPx_after"] > found["xPx_before"] + LIMIT
    keys = {(True, True): "right", (True, False): "no_rise", (False, True): "no_fall"}
    return keys.get((falls, rises), "neither"), found


def _impossible(x: list[Any], t: list[Any]) -> Outcome | None:
    if any(n < 0 or n > size for n, size in zip(x, t, strict=True)):
        return "impossible", {}
    if any(abs(n - round(n)) > LIMIT for n in [*x, *t]):
        return "parted", {}
    return None


BUILDS = {build.__name__: build for build in (gathered, uneven_but_open, border, parting_ways)}

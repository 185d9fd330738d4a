"""Numbers that exercises are about: of real municipalities, and those of a learner's own word."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from segnb import measures
from segnb.teaching import towns
from segnb.teaching.towns import read_data
from segnb.vocabulary.seeds import seed_table

Numbers = dict[str, Any]


@cache
def known() -> Numbers:
    """Numbers of real municipalities, by name."""
    return {name: entry["value"] for name, entry in read_data("known.yml")["values"].items()}


def _four_areas(rng: Random) -> Numbers:
    """Four areas of 100, whose group could be spread evenly without parting anyone."""
    while True:
        x = sorted(rng.sample(range(5, 75, 5), 4), reverse=True)
        if sum(x) % 20 == 0:
            return {"x": x, "t": [100] * 4, "people": 100}


def _two_levels(rng: Random) -> Numbers:
    return {"high": rng.randrange(65, 100, 5), "low": rng.randrange(5, 40, 5)}


def _three_groups(rng: Random) -> Numbers:
    """Four areas where one group is most unlike the others and another contributes most."""
    while True:
        high = sorted(rng.sample(range(10, 80, 10), 4), reverse=True)
        low = sorted(rng.sample(range(10, 80, 10), 4))
        middle = [100 - h - n for h, n in zip(high, low, strict=True)]
        if min(middle) >= 10:
            return {"high_n": high, "middle_n": middle, "low_n": low}


def _growth(rng: Random) -> Numbers:
    """Two areas in which group A grows by the same factor and nobody else moves."""
    x, factor = [rng.randrange(30, 60, 5), rng.randrange(5, 25, 5)], rng.choice([2, 3])
    grown = [n * factor for n in x]
    return {"x": x, "y": grown, "t": [100 - n + more for n, more in zip(x, grown, strict=True)]}


def _jobs(rng: Random) -> Numbers:
    employed = rng.randrange(35, 65, 5)
    return {"employed": employed, "helped": rng.randrange(10, min(employed, 100 - employed), 5)}


def _profiles(rng: Random) -> Numbers:
    """D at a short and a long reach in a town of large patterns and in one of small."""
    near = [rng.randrange(300, 400), rng.randrange(200, 290)]
    left = [rng.randrange(75, 90), rng.randrange(35, 60)]
    if rng.random() < 0.5:
        near, left = near[::-1], left[::-1]
    far = [round(n * share / 100) for n, share in zip(near, left, strict=True)]
    return {"near": [n / 1000 for n in near], "far": [n / 1000 for n in far]}


def _by_chance(_: Random) -> Numbers:
    """D by chance alone of a group of 20 and of one of 1 000 in 20 areas of 100."""
    found = {}
    for name, each in (("small", 1), ("large", 50)):
        counts = towns.of_areas([(each, 100)] * 20)
        D = measures.expected(counts, "dissimilarity", "A")["expected"].item()
        found[name] = round(D, 2)
    return found | {"twice": 2 * found["small"], "nothing": 0.0}


def _grants(_: Random) -> Numbers:
    """Grants to municipalities as printed for 2019, and what they were in 2018."""
    table = seed_table("grants_tillvaxtverket_2018")
    texts = table["amount_2019_as_printed"]
    columns = (table["municipality_code"], table["amount_2018"].astype(int),
               texts.str.replace(r"\s", "", regex=True).astype(int))  # fmt: skip
    rows = [(str(code), int(a), int(b)) for code, a, b in zip(*columns, strict=True)]
    return {"rows": rows, "printed": texts.tolist()}


def _counties(_: Random) -> Numbers:
    """Grants by county as printed, whose sum is not the one that is stated."""
    table = seed_table("grants_delmos_2018_by_county")
    dashes = table["cells_printed_as_dash"].map(lambda cells: "amount_tkr" in cells)
    amounts = table["amount_tkr"].astype(int).map("{:,}".format).str.replace(",", "\u00a0")
    rows = table["county_name_as_printed"] + "\u00a0" + amounts.mask(dashes, "–")
    return {"counties": ", ".join(rows)}


def _rad(_: Random) -> Numbers:
    counts = towns.town("rad").query("group == 'A'")
    return {"x": counts["count"].tolist(), "t": [100] * 4, "wanted": 0.2}


def _known(_: Random) -> Numbers:
    return dict(known())


def _nothing(_: Random) -> Numbers:
    return {}


_DRAWS = (_four_areas, _two_levels, _three_groups, _growth, _jobs, _profiles, _by_chance, _grants,
          _counties, _rad, _known, _nothing)  # fmt: skip
DRAWS = {draw.__name__[1:]: draw for draw in _DRAWS}
SAME_FOR_ALL = ("nothing", "known", "rad", "grants", "counties", "by_chance")


def drawn(name: str, word: str, exercise: str) -> Iterator[Numbers]:
    """Numbers for a word, and others after them should they not do; the same each time."""
    rng = Random(f"{word.strip().casefold()}|{exercise}")
    while True:
        yield DRAWS[name](rng)

"""Numbers that lessons speak of, computed from their towns; nothing is typed into prose."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from segnb import measures as m
from segnb.teaching import schelling, towns
from segnb.teaching.exercise_values import of
from segnb.teaching.own_numbers import DRAWS, Random, known
from segnb.vocabulary.seeds import seed_table

Facts = dict[str, Any]
FOUR = ("halves", "blocks_4", "blocks_2", "checkerboard")
REACHES = (0, 500, 1000, 2000)
NEAR, FAR = 3200, 25600  # neighbours whom a profile of a municipality begins and ends with
DRAWN, SEED = 999, 1
INCOME = "mean_income_sek_age_20_64"


def _people(name: str, group: str = "A") -> list[int]:
    counts = towns.town(name)
    return counts[counts["group"] == group]["count"].tolist()


def by_hand() -> Facts:
    """Fyrstad, worked through."""
    counts = towns.town("fyrstad")
    x = _people("fyrstad")
    ours, rest = sum(x), counts["count"].sum() - sum(x)
    parts = [(n / ours, (100 - n) / rest) for n in x]
    D = of(m.dissimilarity, counts)
    return {
        "x": x,
        "D": D,
        "percent": 100 * round(D, 2),
        "unhalved": 2 * D,
        "swaps": float(towns.swaps(counts)),
        "ours": [a for a, _ in parts],
        "rest": [b for _, b in parts],
        "gaps": [abs(a - b) for a, b in parts],
        "even": 25,
        "after": of(m.dissimilarity, towns.town("fyrstad_after")),
    }


def same_number() -> Facts:
    """Four towns of one D, and two small ones of nearly one."""
    place = {name: towns.places(towns.town(name)) for name in FOUR}
    found: Facts = {"high": 80, "low": 20, "people": towns.PEOPLE}
    found |= {
        f"SP_{name}": m.spatial_proximity(towns.town(name), "A", place[name])["estimate"].item()
        for name in FOUR
    }
    for name in ("halves", "litengrupp", "nastan_allt"):
        counts = towns.town(name)
        found |= {f"D_{name}": of(m.dissimilarity, counts), f"xPx_{name}": of(m.isolation, counts)}
        found[f"S_{name}"] = of(m.eta_squared, counts)
    small = _people("litengrupp")
    found |= {"areas_litengrupp": len(small), "some_litengrupp": sum(n > 0 for n in small)}
    return found | {"x_litengrupp": small, "x_nastan_allt": _people("nastan_allt")}


def by_chance() -> Facts:
    """What a lottery gives, and Åtta beside it."""
    found = m.intervals(towns.town("atta"), "dissimilarity", "A", draws=DRAWN, seed=SEED).iloc[0]
    names = {"D": "estimate", "expected": "expected", "lower": "lower", "upper": "upper", "p": "p"}
    random = towns.town("random")
    return {key: float(found[name]) for key, name in names.items()} | {
        "small": DRAWS["by_chance"](Random(0))["small"],
        "large": DRAWS["by_chance"](Random(0))["large"],
        "areas": towns.SIDE**2,
        "people": towns.PEOPLE,
        "random_D": of(m.dissimilarity, random),
        "x": _people("atta"),
    }


def borders() -> Facts:
    """One town under three borders, and what lies between and within."""
    board, rad = towns.town("checkerboard"), towns.town("rad")
    unions = {"likes": ["ab", "cd"], "mixed": ["ac", "bd"], "opposites": ["ad", "bc"]}
    D = {key: of(m.dissimilarity, towns.joined(rad, union)) for key, union in unions.items()}
    halves = rad.assign(half=rad["unit"].map(dict(zip("abcd", "1122", strict=True))))
    parts = m.nested(halves, ["half", "unit"]).query("measure == 'entropy_index'")
    H = parts["estimate"].tolist()
    return D | {
        "x": _people("rad"),
        "board": of(m.dissimilarity, board),
        "joined": of(m.dissimilarity, towns.blocks(board, 2)),
        "D": of(m.dissimilarity, rad),
        "between": H[0],
        "within": H[1],
        "H": H[2],
        "between_percent": round(100 * H[0] / H[2]),
    }


def groups() -> Facts:
    """Three income groups, and two towns that differ by order alone."""
    counts = towns.town("tre_grupper")
    local = m.local_segregation(counts).set_index("group")
    order = ["low", "middle", "high"]
    found: Facts = {
        f"{group}_{key}": float(local.loc[group, column])
        for group in order
        for key, column in (("ls", "estimate"), ("p", "share"))
    }
    found |= {f"{g}_adds": found[f"{g}_ls"] * found[f"{g}_p"] for g in order}
    found |= {f"{g}_n": _people("tre_grupper", g) for g in order}
    pairs = {f"{group}_rest": (group, None) for group in order} | {"low_high": ("low", "high")}
    for key, (group, versus) in pairs.items():
        found[key] = m.dissimilarity(counts, group, versus=versus)["estimate"].item()
    for name in ("grannar", "andar"):
        town = towns.town(name)
        found[f"H_{name}"] = m.multigroup_entropy_index(town)["estimate"].item()
        found[f"O_{name}"] = m.ordinal_information(town, order)["estimate"].item()
    return found | {"M": m.mutual_information(counts)["estimate"].item()}


def reach() -> Facts:
    """D of surroundings that grow, in four towns."""
    found: Facts = {"near_k": NEAR, "far_k": FAR}
    for name in ("halves", "checkerboard"):
        for reach, value in zip(REACHES, profile(name)["estimate"], strict=True):
            found[f"{name}_{reach}"] = float(value)
    return found


def profile(name: str) -> pd.DataFrame:
    """Spatial D of a town by reach."""
    counts = towns.town(name)
    found = m.spatial_indices(counts, towns.places(counts), REACHES)
    return found[found["measure"] == "spatial_dissimilarity"].reset_index(drop=True)


@cache
def model() -> pd.DataFrame:
    """Runs of Schelling's model for each wish."""
    return schelling.study()


def wishes() -> Facts:
    """What the model ends in."""
    mean = model().groupby("wish").mean()
    one = schelling.run(0.3, 0)
    return {
        "start": round(float(mean["before"].mean()), 2),
        "like_three": float(mean.loc[0.3, "like"]),
        "D_three": float(mean.loc[0.3, "after"]),
        "D_strong": float(mean.loc[0.625, "after"]),
        "D_strongest": float(mean.loc[0.75, "after"]),
        "unhappy": float(round(mean.loc[0.75, "unhappy"])),
        "people": int((one.before > 0).sum()),
        "wish": 30,
        "strongest": 75,
    }


def changed() -> Facts:
    """Growth, swap and both: three changes taken apart."""
    x, y = np.split(np.array(_people("byte")), 2)
    found: Facts = {"byte_x": x.tolist(), "byte_y": y.tolist(), "people": towns.PEOPLE}
    for name in ("tillvaxt", "byte", "bada"):
        both = towns.town(name)
        for year, key in ((1, "before"), (2, "after")):
            counts = both[both["year"] == year]
            found[f"{name}_D_{key}"] = of(m.dissimilarity, counts)
            found[f"{name}_xPx_{key}"] = of(m.isolation, counts)
        parts = m.change(both, "year", 1, 2).set_index("component")["estimate"]
        found |= {f"{name}_{key}": round(float(parts[key]), 3) for key in ("change", *PARTS)}
        found[f"{name}_x"] = _people(name)
        found[f"{name}_t"] = both.groupby(["year", "unit"])["count"].sum().tolist()
    return found


PARTS = ("group_margin", "unit_margin", "structure")


def printed() -> Facts:
    """Two rows of a slide that does not hold: names as printed, incomes in kronor."""
    table = seed_table("red_line_profile").set_index("place_reading")
    first, last = table.loc["Mälarhöjden"], table.loc["Skärholmen"]
    incomes = float(first[INCOME]), float(last[INCOME])
    return {
        "first_name": first["place_as_printed"],
        "last_name": last["place_as_printed"],
        "first_income": incomes[0],
        "last_income": incomes[1],
        "ratio": round(incomes[0] / incomes[1], 2),
    }


# Of each lesson from 0; those without numbers of their own have none to add.
FACTS: tuple[Callable[[], Facts], ...] = (
    dict, by_hand, same_number, by_chance, borders, groups, reach, wishes, changed, dict, printed,
)  # fmt: skip


@cache
def facts(number: int) -> Mapping[str, Any]:
    """What the words of a lesson may speak of."""
    return MappingProxyType(known() | FACTS[number]())

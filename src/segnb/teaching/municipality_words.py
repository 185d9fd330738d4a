"""What a lesson says of a real municipality: numbers where they are held, else why not."""

from typing import Any, Literal

import pandas as pd

from segnb import measures as m
from segnb.teaching import towns
from segnb.teaching.exercise_values import of
from segnb.teaching.lesson_facts import FAR, NEAR, PARTS
from segnb.teaching.real_municipality import ABROAD, HERE, Place

Facts = dict[str, Any]
Variant = Literal["index", "chance", "few", "none"]
BY_CHANCE = 3  # the lesson that says whether it is more than chance


def everywhere(place: Place) -> Facts:
    """What every lesson may say of the municipality."""
    counts, found = place.counts, place.interval
    share = m.shares(counts, ABROAD)["share"]
    keys = {"D": "estimate", "lower": "lower", "upper": "upper", "expected": "expected"}
    return {
        "units": int(found["units"]),
        "people": float(found["total"]),
        "group": float(found["group_size"]),
        "share": float(found["group_size"] / found["total"]),
        "lowest": round(100 * float(share.min())),
        "highest": round(100 * float(share.max())),
        "xPx": of(m.isolation, counts, ABROAD),
        "swaps": float(round(towns.swaps(counts, ABROAD))),
    } | {key: float(found[name]) for key, name in keys.items()}


def levels(place: Place) -> Facts | None:
    """D on DeSO and RegSO of one year, and the part of H within RegSO."""
    held = place.held("deso")
    parents = place.reader.store.read_areas(held.level, place.municipality.code)
    regso = parents.set_index("area")["parent"]
    counts = place.counts.assign(regso=place.counts["unit"].map(regso))
    if counts["regso"].isna().any() or (counts["regso"] == "").any():
        return None
    joined = counts.groupby(["regso", "group"], as_index=False)["count"].sum()
    above = joined.rename(columns={"regso": "unit"})
    parts = m.nested(counts, ["regso", "unit"]).query("measure == 'entropy_index'")
    return {
        "regso_units": int(above["unit"].nunique()),
        "level_D": of(m.dissimilarity, counts, ABROAD),
        "regso_D": of(m.dissimilarity, above, ABROAD),
        "within_percent": round(100 * float(parts.query("level == 'unit'")["share"].item())),
    }


def regions(place: Place) -> Facts | None:
    """Contributions of three regions of birth."""
    counts = place.held("deso").counts()
    local = m.local_segregation(counts).set_index("group")
    if not {HERE, "europe", "world"} <= set(local.index):
        return None
    adds = local["estimate"] * local["share"]
    return {f"{group}_adds": float(adds[group]) for group in (HERE, "europe", "world")} | {
        "M_place": float(adds.sum())
    }


def surroundings(place: Place) -> Facts | None:
    """D among near and among many neighbours of the municipality itself, where there is a map."""
    held = place.held("deso")
    polygons = place.reader.store.read_polygons(held.level, place.municipality.code)
    known = set(polygons["area"]) if len(polygons) else set()
    if not set(place.counts["unit"]) <= known:
        return None
    where = polygons.rename(columns={"area": "unit"})[["unit", "geometry"]]
    found = m.neighbour_profile(place.counts, ABROAD, where, [NEAR, FAR])
    D = found[found["measure"] == "dissimilarity"].set_index("k")["estimate"]
    if D.isna().any():
        return None
    near, far = float(D[NEAR]), float(D[FAR])
    left = round(100 * far / near)
    return {"near_D": near, "far_D": far, "left_percent": left}


def rented(place: Place) -> Facts | None:
    """D of those who live in rented homes."""
    held = place.held("deso", "tenure")
    if held is None:
        return None
    counts = held.counts()
    return {"rented_D": of(m.dissimilarity, counts, "rental")}


def years(place: Place) -> Facts | None:
    """Change between the first and the last year that have the same areas."""
    held = place.held("regso")
    if held is None:
        return None
    mine = sorted(held.rows.loc[held.rows["value"].notna(), "year"].unique())
    first, last = int(mine[0]), int(mine[-1])
    if first == last:
        return None
    both = [place.born("regso", year).assign(year=year) for year in (first, last)]
    found: Facts = {"first_year": str(first), "last_year": str(last)}
    for key, counts in zip(("first", "last"), both, strict=True):
        found[f"D_{key}"] = of(m.dissimilarity, counts, ABROAD)
        found[f"xPx_{key}"] = of(m.isolation, counts, ABROAD)
    joined = m.change(pd.concat(both, ignore_index=True), "year", first, last).set_index(
        "component"
    )["estimate"]
    names = ("M_group", "M_unit", "M_structure")
    found |= {name: _small(joined[part]) for name, part in zip(names, PARTS, strict=True)}
    return found | {"M_change": _small(joined["change"])}


def _small(value: float) -> float:
    return round(float(value), 4)


MORE = {4: levels, 5: regions, 6: surroundings, 7: rented, 8: years}


def real(number: int, place: Place) -> tuple[Variant, Facts]:
    """Which words a lesson has for a municipality, and the numbers in them."""
    if place.counts is None:
        return "none", {}
    found = everywhere(place)
    more = MORE.get(number, lambda _: {})(place)
    if more is None:
        return ("few" if place.is_withheld and number != 6 else "none"), found
    if number == BY_CHANCE and not place.is_withheld and found["lower"] <= 0:
        return "chance", found
    return ("few" if place.is_withheld else "index"), found | more

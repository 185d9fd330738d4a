"""More numbers of `analysis/`: area types, hidden cells, causes of change, regroupings, rule R."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
from kept_numbers import Named, cells
from shapely import box

from segnb.analysis import (
    disclosure,
    feasible_cells,
    multiple_testing,
    own_count_disclosure,
    printed_digits,
    regroupings,
    type_gaps,
    type_populations,
    yardstick,
)
from segnb.analysis.change_causes import download_causes, figure_causes
from segnb.analysis.evaluation import (
    effort_rule,
    ladder,
    matching,
    movers,
    panel,
    power,
    randomisation,
    synthetic_control,
)
from segnb.vocabulary.evaluation_plan import Refusal

REGSO = ("0101R001", "0101R002", "0101R003", "0101R004", "0102R001", "0102R002", "0201R001")
TYPES = {2018: (1, 2, 2, 4, 5, 3, np.nan), 2021: (1, 3, 2, 4, 5, np.nan, 2), 2023: (2,) * 7}


def kinds(level: str = "regso2020") -> pd.DataFrame:
    rows = [(area, year, "all", kind) for year, row in TYPES.items()
            for area, kind in zip(REGSO, row, strict=True)]  # fmt: skip
    return cells(rows, level)


def people(level: str = "regso2020") -> pd.DataFrame:
    """People of two ages; of one area a cell is hidden, and of one a year has no row."""
    rows = [
        (area, year, age, 1000.0 + 130 * n + 17 * (year - 2018) + 400 * (age == "20-24"))
        for year in TYPES
        for n, area in enumerate(REGSO)
        for age in ("5-9", "20-24")
        if (n, year) != (4, 2021)
    ]
    frame = cells(rows, level)
    hidden = (frame["area"] == REGSO[3]) & (frame["year"] == 2018) & (frame["group"] == "5-9")
    frame.loc[hidden, ["value", "status"]] = [np.nan, "suppressed"]
    return frame


def of_types() -> Named:
    types, counts = kinds(), people()
    yield "residents", type_populations.residents(types, counts)
    groups = {"young": ["5-9"], "both": ["5-9", "20-24"]}
    yield "of groups", type_populations.residents(types[types["year"] < 2022], counts, groups)
    fine = counts.assign(area=counts["area"] + "D", level="deso2018")
    parents = {f"{area}D": area for area in REGSO}
    yield "by DeSO", type_populations.residents(types, fine, parents=parents)
    yield "transitions", type_populations.transitions(types, 2018, 2021)
    yield "of people", type_populations.transitions(types, 2018, 2021, counts)
    yield "back", type_populations.transitions(types[:-2], 2023, 2018, counts[:-3])
    rows = counts[counts["group"] == "5-9"]
    part = rows.assign(
        numerator=rows["value"] * (0.1 + 0.07 * (np.arange(len(rows)) % 9)),
        denominator=rows["value"],
    )
    part["value"] = 100 * part["numerator"] / part["denominator"]
    both = pd.concat([part, part.assign(sex="women", numerator=part["numerator"] * 0.9)])
    for rounding in (0.0, 0.01):
        found = type_gaps.share_by_type(both, types, rounding=rounding)
        yield f"shares {rounding}", found
        yield f"gaps {rounding}", type_gaps.gap(found)
    many = [f"0101R{n:03d}" for n in range(101, 113)]
    kind = cells([(area, 2020, "all", 1 + n // 6) for n, area in enumerate(many)], "regso2020")
    shares = cells([(area, 2020, "all", 30.0) for area in many], "regso2020")
    shares = shares.assign(numerator=15.0 + np.arange(12), denominator=50.0)
    shares.loc[[0, 6, 7], "value"], shares.loc[[0, 6], "status"] = np.nan, ["suppressed", "missing"]
    found = type_gaps.share_by_type(shares.drop(columns="sex"), kind)
    yield "left out", found
    yield "gap of those left out", type_gaps.gap(found)
    fifth = cells([(a, 2020, "all", 1) for a in many[:5]], "regso2020")
    yield "a fifth left out", type_gaps.share_by_type(shares[:5], fifth)


def of_yardstick() -> Named:
    places = [f"{code}R{n:03d}" for code in ("0101", "0102", "0201") for n in range(1, 8)]
    chance = np.random.default_rng(6)
    first = chance.normal(50, 8, len(places)).round(1)
    rows = [
        (area, year, "all", value + (year - 2018) * move)
        for year in (2018, 2020, 2023)
        for area, value, move in zip(
            places, first, chance.normal(0.3, 1.2, 21).round(1), strict=True
        )
    ]
    index = cells(rows, "regso2020")
    index.loc[[4, 30], "value"] = np.nan
    counts = cells([(a, y, "all", 900.0 + 41 * n + (y - 2018)) for y in (2018, 2020, 2023)
                    for n, a in enumerate(places)], "regso2020")  # fmt: skip
    counts.loc[40, "value"] = np.nan
    cuts = yardstick.cut_offs(index)
    yield "cuts", cuts
    own = yardstick.classify(index, cuts)
    yield "classes", list(own)
    yield "classes of a year", list(yardstick.classify(index, cuts[1:], year=2020))
    at = pd.DataFrame({"year": 2018, "value": cuts.loc[0, yardstick.CUTS].tolist()})
    yield "at the cuts", list(yardstick.classify(at, cuts))
    types = index.assign(value=pd.to_numeric(own.replace("none", None)))
    types.loc[::7, "value"] = 3
    yield "agreement", yardstick.agreement(index, types)
    yield "split", yardstick.yardstick(index, counts, 2018, 2023)
    yield (
        "split by others",
        yardstick.yardstick(index, counts, 2020, 2018, cuts=cuts.assign(cut2=cuts["cut2"] + 1)),
    )
    yield "series", yardstick.yardstick_series(index, counts[:-5], base_year=2020,
                                               places=["nation", "county"])  # fmt: skip
    yield "none", yardstick.yardstick_series(index[:0], counts, base_year=2020, cuts=cuts)


def of_hidden() -> Named:
    numbers = {"a": (3, 40, 0), "b": (20, 60, 7), "c": (31, 4, 55), "d": (90, 81, 23)}
    rows = pd.DataFrame([
        {"area": area, "group": group, "count": count, "year": 2020}
        for area, row in numbers.items()
        for group, count in zip("xyz", row, strict=True)
    ])  # fmt: skip
    both = pd.concat([rows, rows.assign(year=2021, count=rows["count"] + 1)])
    shown = disclosure.protect(both)
    yield "protected", shown
    yield "ranges", feasible_cells.hidden_range(shown)
    for threshold, published in ((4, ["area"]), (8, ["group"]), (3, [])):
        found = disclosure.protect(rows, by=[], threshold=threshold, published=published)
        yield f"from {threshold}", found
        yield f"ranges from {threshold}", feasible_cells.hidden_range(found, by=[])
    totals = pd.DataFrame({"group": list("xyz"), "count": [146, 190, 85]})
    for kept in (True, False):
        yield f"rest {kept}", disclosure.protect(rows, by=[], totals=totals, keep_rest=kept)
    cube = pd.concat(
        [rows.assign(sex="men"), rows[:9].assign(sex="women", count=rows["count"] + 9)]
    )
    found = disclosure.protect(cube, ["area", "group", "sex"], by=["year"], threshold=5)
    yield "three ways", found
    yield "ranges of three", feasible_cells.hidden_range(found, ["area", "group", "sex"])
    cost = disclosure.Table.of(rows, ["area", "group"], ["area"], 5)
    yield (
        "table",
        [cost.values, cost.labels, cost.fixed.astype(int), cost.small.astype(int), cost.cost],
    )
    one = rows[rows["area"] == "a"]
    yield "one area", disclosure.protect(one, by=[])
    part = np.array([[np.nan, 4, 9], [np.nan, np.nan, 12], [8.0, np.nan, np.nan]])
    yield "cells", feasible_cells.cell_ranges(part)
    yield "a cell", feasible_cells.cell_ranges(part, wanted=np.eye(3, dtype=bool))
    low, high = feasible_cells.cell_ranges(np.full((2, 2), np.nan))
    yield "all", [low + 0.0, high]


def counted(values: dict[str, tuple[float, ...]], groups: str, **more: Any) -> pd.DataFrame:
    frame = pd.DataFrame([
        {"area": area, "group": group, "value": value}
        for area, row in values.items()
        for group, value in zip(groups, row, strict=True)
    ])  # fmt: skip
    usual = {"indicator": "own", "level": "own", "year": 2022, "sex": "total", "status": "ok",
             "municipality": "0101", "snapshot": "s"}  # fmt: skip
    return frame.assign(**usual | more)


def of_own_counts() -> Named:
    values = {
        "N": (3.0, 40, 60),
        "S": (22, 31, 80),
        "V": (50, 4, 90),
        "W": (1, 3, 4),
        "Z": (9, 0, 12),
    }
    rows = counted(values, "xyt")
    both = pd.concat([rows.assign(sex="men"), rows.assign(sex="women", value=rows["value"] * 3)])
    hole = rows.assign(value=rows["value"].where(rows.index != 4),
                       status=["missing" if n == 4 else "ok" for n in rows.index])  # fmt: skip
    whole = {"0101": (85.0, 78, 246)}
    published = counted(whole, "xyt", level="municipality")
    plain = rows[rows["group"] != "t"]
    cases: dict[str, tuple[pd.DataFrame, dict[str, Any]]] = {
        "total": (rows, {"totals": ["t"]}),
        "groups": (plain, {"groups": ["x", "y"]}),
        "named total": (plain, {"totals": ["t"], "groups": ["x", "y", "t"]}),
        "part of groups": (plain, {"totals": ["t"], "groups": ["x", "y", "z", "t"]}),
        "two totals": (
            rows.assign(group=rows["group"].replace({"x": "s"})),
            {"totals": ["s", "t"]},
        ),
        "sexes": (both, {"totals": ["t"], "threshold": 4}),
        "hole": (hole, {"totals": ["t"]}),
        "published": (rows, {"totals": ["t"], "published": published}),
        "published more": (rows, {"totals": ["t"], "published": published.assign(value=400.0)}),
        "published less": (
            rows,
            {"totals": ["t"], "published": published.assign(value=[80.0, 70, 240])},
        ),
        "published one": (plain, {"published": published[:1]}),
        "none": (rows[:0], {"totals": ["t"]}),
        "all apart": (rows[rows["area"] == "W"], {"totals": ["t"]}),
    }
    for name, (frame, options) in cases.items():
        made = own_count_disclosure.protect_observations(frame, **options)
        yield name, made.rows
        yield f"{name}: tables", made.tables
        yield f"{name}: apart", made.apart
        if len(made.tables):
            yield f"{name}: ranges", made.ranges(2022)
    later = pd.concat([rows, rows.assign(year=2023, value=rows["value"] + 5)])
    made = own_count_disclosure.protect_observations(later, ["t"], threshold=7)
    for year in (2022, 2023):
        yield f"ranges of {year}", made.ranges(year)


def of_downloads() -> Named:
    many = [("k", f"a{n:02d}", 2020, float(n), float(n) + (n < 19)) for n in range(20)]
    few = [("f", f"a{n:02d}", 2020, float(n), float(n) + (n < 18)) for n in range(20)]
    short = [("s", f"a{n:02d}", 2020, float(n), n + 1.0) for n in range(19)]
    single = [("r", "a", 2018, 10.0, 10.0), ("r", "b", 2018, 10.26, 10.3),
              ("r", "c", 2018, 10.24, 10.3),
              ("r", "d", 2019, 5.0, 5.0000012), ("r", "e", 2019, 5.0, 5.0000021),
              ("r", "f", 2019, 7.5, np.nan),
              ("r", "g", 2019, np.nan, 7.5), ("r", "h", 2019, np.nan, np.nan),
              ("r", "i", 2019, np.nan, np.nan),
              ("r", "l", 2019, 3.0, 9.0), ("r", "m", 2019, 3.0, 4.5)]  # fmt: skip
    rows = pd.DataFrame([*many, *few, *short, *single],
                        columns=["indicator", "area", "year", "old", "new"])  # fmt: skip
    rows["sex"] = "total"
    sides = []
    for side, word in (("old", "missing"), ("new", "suppressed")):
        frame = rows[[*download_causes.KEY, side]].rename(columns={side: "value"})
        status = np.where(
            frame["value"].isna(), np.where(frame["area"] == "i", word, "missing"), ""
        )
        sides.append(frame.assign(status=status))
    own = [pd.DataFrame([{"indicator": name, "area": area, "year": year, "sex": "total",
                          "value": 1.5, "status": ""} for name, area, year in extra])
           for extra in ([("r", "x", 2018), ("r", "a", 2016), ("old", "a", 2018)],
                         [("r", "y", 2018), ("r", "a", 2022), ("new", "a", 2018)])]  # fmt: skip
    old, new = (pd.concat(pair, ignore_index=True) for pair in zip(sides, own, strict=True))
    found = download_causes.compare(old, new)
    for name, part in found.groupby("indicator"):
        yield f"causes of {name}", part
    yield "tally", download_causes.tally(found)
    named = [frame.assign(definition=np.where(frame["indicator"] == "r", word, "same"))
             for frame, word in ((old, "one"), (new, "two"))]  # fmt: skip
    named[1].loc[named[1]["indicator"] == "f", "definition"] = None
    yield "tally of definitions", download_causes.tally(download_causes.compare(*named))
    yield (
        "decimals",
        download_causes.decimals(
            pd.Series([1.0, 0.5, 0.25, np.nan, 1.123456789, 3.00000001, -2.1])
        ),
    )


def figure(key: str, value: float | None = 1.5, **more: Any) -> dict[str, Any]:
    _, indicator, level, _, year = key.split("/")
    return {"key": key, "indicator": indicator, "level": level, "year": int(year), "value": value,
            "snapshots": ["s"], "method": "m", "definition": "d", "digest": "g"} | more  # fmt: skip


def of_figures() -> Named:
    names = [f"c/i{n}/deso2018/a/2020" for n in range(19)]
    later = [key.replace("deso2018", "deso2025") for key in names]
    new_files, gone = {"snapshots": ["t"]}, {"value": None, "status": "missing"}
    pairs = [
        (figure(names[0]), figure(names[0])),
        (figure(names[1]), figure(names[1], 2.5)),
        (figure(names[2]), figure(names[2], 2.5, **new_files)),
        (figure(names[3], 2.0), figure(names[3], 2.0000012, **new_files)),
        (figure(names[4], 2.26), figure(names[4], 2.3, **new_files)),
        (figure(names[5], 2.24), figure(names[5], 2.3, **new_files)),
        (figure(names[6]), figure(names[6], **new_files | gone)),
        (figure(names[7], 4.0), figure(names[7], 4.5, definition="e", **new_files)),
        (figure(names[8], 4.0), figure(later[8], 4.5, **new_files)),
        (figure(names[9], 4.0), figure(names[9], 4.75, method="n", **new_files)),
        (figure(names[10], 4.0, parameters=["p", "q"]), figure(names[10], 4.5)),
        (figure(names[11], 4.0, lower=3.0), figure(names[11], 4.0, lower=3.5, **new_files)),
        (figure(names[12], 4.0), figure(names[12], 4.0, digest="h", **new_files)),
        (figure(names[13], None), figure(names[13], None, status="suppressed", **new_files)),
        (figure(names[14], 4.0), figure(names[14], 4.9, method="n", **new_files)),
        (figure(names[15], 4.0), figure(names[15], 4.9, method="n", **new_files)),
        (figure(names[16], 4.0), figure(later[16], 4.0, **new_files)),
        (figure(names[17], 4.0), figure(names[17], 4.0, status="ok")),
        (figure(names[18], 4.0, status="missing"), figure(names[18], 4.0, **new_files)),
    ]
    old = [one for one, _ in pairs] + [figure("c/i1/county/a/2017"), figure("c/old/county/a/2020"),
                                       figure("c/i1/county/b/2020")]  # fmt: skip
    new = [one for _, one in pairs] + [figure("c/i1/county/a/2023"), figure("c/new/county/a/2020"),
                                       figure("c/i2/county/c/2020", None)]  # fmt: skip
    again = {names[14]: figure(names[14], 4.25, method="n"), names[15]: figure(names[15], 4.0)}
    for name, options in {
        "alone": {},
        "asked": {"parameters": ["q"]},
        "again": {"again": again},
    }.items():
        found = figure_causes.changes(old[::-1], new, **options)
        for one in found:
            kept = [side and side.get("value") for side in (one.old, one.new)]
            yield f"{name}: {one.key}", [*kept, one.parts, one.causes]


def of_digits() -> Named:
    base = [10, 15, 20, 25, 31, 40]
    for unit in (1, 0.5, 4):
        for values in (
            [20, 31, 400, 5.1, 62, 79],
            [21, 30, 4, 51, 640, 9000],
            [19.5, 30, 40.5, 50, 62, 3],
        ):
            yield f"shared {unit}", list(printed_digits.shared_factor(values, base, unit))
    texts = ("164 000 000", "164 000 00", " 12 ", "1234", "1\u00a0234", "12 3456", "", "1 234,5")
    yield "grouped", {text: printed_digits.well_grouped(text) for text in texts}


def of_regroupings() -> Named:
    inside = [9.0, 31, 12, 44, 70, 15, 8, 52, 27]
    rest = [91.0, 60, 140, 51, 33, 120, 77, 64, 99]
    parents = list("abbcaccdd")
    shapes = [box(x, y, x + w, y + 100) for x, y, w in
              [(0, 0, 100), (100, 0, 90), (195, 0, 100), (0, 100, 100),
               (100, 100, 100), (200, 100, 95),
               (0, 230, 100), (100, 230, 100), (311, 100, 80)]]  # fmt: skip
    near = regroupings.touching(shapes)
    yield "touching", [list(row) for row in near]
    for seed, draws, neighbours in ((0, 99, ()), (3, 99, near), (1, 250, near)):
        found = regroupings.regrouped(inside, rest, parents, seed, draws, neighbours)
        yield f"regrouped {seed}", [list(one) for one in found.values()]
    rng = np.random.default_rng(5)
    for sizes in ([3, 3, 3], [1, 2, 6], [4, 5]):
        yield f"grown {sizes}", [regroupings.grown(near, np.array(sizes), rng) for _ in range(4)]
    for name, of in regroupings.MEASURES.items():
        yield name, of(np.array([[9.0, 1, 4]]), np.array([[2.0, 5, 5]]))


def of_panel(areas: int, years: int, treated: Iterable[int], seed: int) -> panel.Panel:
    chance = np.random.default_rng(seed)
    level, slope = chance.normal(20, 4, (areas, 1)), chance.normal(0, 0.4, (areas, 1))
    values = level + slope * np.arange(years) + chance.normal(0, 0.8, (areas, years))
    names = tuple(f"a{n:03d}" for n in chance.permutation(areas))
    own = np.isin(np.arange(areas), list(treated))
    after = np.arange(years) >= years - 3
    return panel.Panel(names, tuple(range(2010, 2010 + years)), values + 3 * own[:, None] * after,
                       own, chance.uniform(500, 2100, areas).round(0), after)  # fmt: skip


def numbers_of(found: Any) -> Any:
    """Attributes of a result, those of results in it as well, without the last digits."""
    if not is_dataclass(found):
        return round(found, 12) + 0.0 if isinstance(found, float) else found
    return [
        [field.name, numbers_of(value)]
        for field in fields(found)
        for value in [getattr(found, field.name)]
    ]


def levels(found: effort_rule.Judgement) -> list[Any]:
    """Levels at each side of the limits of p, of what can be seen and of what is worthwhile."""
    return [
        ladder.level_of(found, ladder.Grounds(p, 2.0, worth, side, ring, treated=number,
                                              registered=True, held_before=True))
        for p in (0.05, 0.051)
        for worth in (0.0, 1.9, 2.0, 9.0)
        for side, number in ((-1, 2), (0, 3), (1, 2), (1, 3))
        for ring in ((), (ladder.Ring("named", ("x",), found, 1.0),))
    ]  # fmt: skip


def of_rule() -> Named:
    for name, areas, treated in (
        ("one", 26, [4]),
        ("two", 24, [3, 9]),
        ("seven", 60, range(5, 12)),
    ):
        whole = of_panel(areas, 10, treated, areas)
        pool = panel.comparable(whole, 3)
        yield (
            f"{name}: pool",
            [pool.areas, pool.treated.astype(int), pool.change, pool.slope, pool.bent],
        )
        made = effort_rule.design(pool, 7)
        yield f"{name}: matches", made.matches()
        yield f"{name}: unmatched", made.unmatched
        found = effort_rule.judge(made, whole.in_order())
        yield f"{name}: judged", numbers_of(found)
        yield (
            f"{name}: said",
            [found.quiet(), found.quiet(0.6), found.confirmed(), found.confirmed(0.01)],
        )
        yield f"{name}: levels", levels(found)
        yearly = effort_rule.paths(made, pool)
        yield f"{name}: paths", [yearly[0], effort_rule.band(yearly), effort_rule.band(yearly, 0.5)]
        yield f"{name}: nearest", matching.nearest_by_path(pool)[:3]
    small = of_panel(9, 9, [2], 4)
    everyone = randomisation.against_all(np.array([[2], [0], [5]]), 9)
    yield "interval", [randomisation.interval(everyone, small.change, small.treated, alpha)
                       for alpha in (0.05, 0.4, 0.99)]  # fmt: skip
    yield (
        "detectable",
        [power.smallest_detectable(of_panel(22, 9, [1], 6), 2, alpha) for alpha in (0.05, 0.2)],
    )
    for seed, most in ((4, None), (5, 6), (8, 20), (11, None)):
        try:
            mixed = synthetic_control.synthetic_control(of_panel(14, 9, [2], seed), most)
            yield f"synthetic {seed}", [*numbers_of(mixed)[:-1], mixed.placebos.sum(axis=0)]
        except Refusal as refused:
            yield f"synthetic {seed}", str(refused)
    for moved in (0, 120, 290):
        yield f"stayers {moved}", [movers.stayers(300, 0.4, moved),
                                   movers.change_of_stayers((310, 0.5), (300, 0.3), moved, 40)
                                   ]  # fmt: skip
    yield "holm", multiple_testing.holm([0.04, 0.011, 0.3, 0.012, 0.6, 0.9]).tolist()


MORE_NUMBERS: dict[str, Callable[[], Named]] = {
    "numbers_of_types": of_types,
    "numbers_of_yardstick": of_yardstick,
    "numbers_of_hidden": of_hidden,
    "numbers_of_own_counts": of_own_counts,
    "numbers_of_downloads": of_downloads,
    "numbers_of_figures": of_figures,
    "numbers_of_digits": of_digits,
    "numbers_of_regroupings": of_regroupings,
    "numbers_of_rule": of_rule,
}

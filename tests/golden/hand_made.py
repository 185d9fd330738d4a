"""A town made by hand for what the demonstration never has: holes, short series, few areas.

No two numbers are the same, so that years, ends, places and groups cannot stand for one another.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from segnb.store import Store, make_observations

PLACE, OTHERS = "9904", ("9901", "9902", "9903", "9905")
TOWNS = (PLACE, *OTHERS)
AREAS = tuple(f"{PLACE}A{number:03d}0" for number in range(1, 9))
REGSO = tuple(f"{PLACE}R{number:03d}" for number in range(1, 6))
PARENTS = dict(zip(AREAS, (0, 0, 1, 1, 2, 3, 3, 4), strict=True))  # of eight areas five are made
KINDS = {2018: (5, 4, 3, 2, 1), 2020: (5, 3, 3, 2, 1), 2022: (5, 3, 2, 2, np.nan)}
Series = Mapping[int, float]


def put(store: Store, indicator: str, rows: list[dict], level: str = "municipality") -> None:
    """Rows of `area, year, group, value`; one without a value is missing."""
    frame = pd.DataFrame(rows).assign(level=level)
    for name, usual in (("sex", "total"), ("status", "ok"), ("group", "all")):
        frame[name] = frame[name].fillna(usual) if name in frame else usual
    frame.loc[frame["value"].isna() & (frame["status"] == "ok"), "status"] = "missing"
    store.write(make_observations(frame, indicator=indicator), snapshot(store))


def snapshot(store: Store) -> object:
    return store.add_snapshot(b"by hand", name="hand.csv", producer="Handen")


def lines(first: int, last: int, start: float, step: float, **holes: float) -> dict[int, float]:
    """A straight line with a small wave, so that no two steps are the same."""
    return {
        year: round(start + step * (year - first) + 0.3 * np.sin(1.7 * year), 2)
        for year in range(first, last + 1)
    } | {int(year.removeprefix("y")): value for year, value in holes.items()}


MADE: dict[Callable[[Path], None], TemporaryDirectory[str]] = {}  # stays until the process ends


def copy_of(made: Callable[[Path], None], folder: Path) -> Path:
    """A store of its own for a test, copied from one that is made once."""
    if made not in MADE:
        MADE[made] = TemporaryDirectory()
        made(Path(MADE[made].name))
    return copytree(Path(MADE[made].name) / "store", folder / "store")


def town(folder: Path) -> Path:
    """The store."""
    return copy_of(_town, folder)


def _town(folder: Path) -> None:
    store = Store.create(folder / "store")
    towns = pd.DataFrame({"level": "municipality", "area": TOWNS, "name": "", "parent": ""})
    fine = [{"area": area, "parent": REGSO[place]} for area, place in PARENTS.items()]
    coarse = [{"area": area, "name": f"Bo {area[-1]}", "parent": ""} for area in REGSO]
    areas = pd.concat([
        towns.assign(municipality=towns["area"]),
        pd.DataFrame(fine).assign(level="deso2018", name="", municipality=PLACE),
        pd.DataFrame(coarse).assign(level="regso2020", municipality=PLACE),
    ])  # fmt: skip
    store.write_areas(areas, snapshot(store))
    for fill in (_figures, _counts, _areas, _types, _people, _shapes):
        fill(store)


def _figures(store: Store) -> None:
    """Published figures: with a hole, after a break, short, of one year, of both sexes."""
    hole = {"y2012": np.nan, "y2013": np.nan}
    for number, place in enumerate(TOWNS):
        begins = 2006 if number < 4 else 2015
        crowded = lines(begins, 2023, 12.1 + 1.3 * number, 0.37 - 0.11 * number)
        crowded |= {2012: np.nan, 2013: np.nan} if number == 0 else {}
        rows = [{"area": place, "year": year, "value": value} for year, value in crowded.items()]
        put(store, "overcrowding", rows)
    series = {
        "neet": lines(2007, 2017, 12.8, -0.21),
        "child_poverty": {2020: 11.4},
        "evictions": lines(2019, 2020, 3.1, 0.9),
        "unemployment_rate": lines(2009, 2021, 9.4, -0.31, **hole),
        "life_expectancy_women": lines(2008, 2022, 83.2, 0.12),
    }
    for indicator, values in series.items():
        put(store, indicator, [{"area": PLACE, "year": y, "value": v} for y, v in values.items()])


def _counts(store: Store) -> None:
    """Counts of municipalities by group, year and sex."""
    for number, place in enumerate(TOWNS):
        rows = [
            {"area": place, "year": year, "group": group, "value": float(value)}
            for year in range(2013, 2024)
            for group, value in {
                "rental": 4100 + 700 * number + 61 * (year - 2013) * (number - 2),
                "cooperative": 2300 + 13 * (year - 2013), "owned": 5200 + 400 * number,
                "unknown": 17,
            }.items()
        ]  # fmt: skip
        put(store, "tenure", rows)
        votes = [
            {"area": place, "year": year, "group": group, "value": float(value)}
            for step, year in enumerate((2002, 2006, 2010, 2014, 2018, 2022))
            for group, value in {
                "voters": 9000 + 531 * step - 700 * (step == 5) - 210 * number,
                "eligible": 12000 + 300 * step,
            }.items()
        ]  # fmt: skip
        put(store, "votes_riksdag", votes)


def _areas(store: Store) -> None:
    """Dwellings of eight areas in two vintages: apart, more apart, then in new areas."""
    shares = np.array([0.06, 0.11, 0.17, 0.22, 0.41, 0.48, 0.57, 0.93])
    for level, years in (("deso2018", range(2016, 2024)), ("deso2025", (2024, 2025))):
        rows = [
            {"area": area, "year": year, "group": group, "value": float(round(value))}
            for year in years
            for number, (area, share) in enumerate(zip(AREAS, shares, strict=True))
            for people in [700 + 53 * number + 7 * (year - 2016)]
            for moved in [min(0.97, share + 0.02 * (year - 2016) * (share - 0.37))]
            for group, value in {
                "rental": people * moved, "cooperative": 0, "owned": people * (1 - moved),
                "unknown": 0,
            }.items()
        ]  # fmt: skip
        put(store, "tenure", rows, level)


def _types(store: Store) -> None:
    """Area types of the five areas: one gets worse off, one better, one has none in the end."""
    rows = [
        {"area": area, "year": year, "value": kind}
        for year, kinds in KINDS.items()
        for area, kind in zip(REGSO, kinds, strict=True)
    ]
    put(store, "area_type", rows, "regso2020")


def _people(store: Store) -> None:
    """People, work and education of the eight areas; one cell is hidden, one is missing."""
    for year in (2018, 2020, 2022):
        people, schools = [], []
        for number, area in enumerate(AREAS):
            size = 1480 - 97 * number + 11 * (year - 2018)
            people.append({"area": area, "year": year, "value": float(size)})
            groups = {
                "pre_secondary": 0.08 + 0.041 * number, "upper_secondary": 0.5 - 0.013 * number,
                "post_secondary_short": 0.12, "unknown": 0.021,
            }  # fmt: skip
            groups["post_secondary_long"] = 1 - sum(groups.values())
            for group, share in groups.items():
                cell = {
                    "area": area,
                    "year": year,
                    "group": group,
                    "value": round(0.6 * size * share),
                }
                hidden = (number, group) in ((2, "unknown"), (6, "pre_secondary")) and year == 2022
                schools.append(cell | ({"value": np.nan, "status": "suppressed"} if hidden else {}))
        put(store, "population", people, "deso2018")
        put(store, "education", schools, "deso2018")


def _shapes(store: Store) -> None:
    """Polygons in a row, each wider than the last; the last area of each level has none."""
    for level, codes in (("deso2018", AREAS[:-1]), ("regso2020", REGSO[:-1])):
        starts = np.cumsum([1500 + 250 * place for place in range(len(codes) + 1)])
        squares = [box(a, 0, b, 1800) for a, b in pairwise(starts)]
        frame = gpd.GeoDataFrame({"area": codes}, geometry=squares, crs=3006)
        store.write_polygons(level, frame, snapshot(store))

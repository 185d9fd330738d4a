"""The town made by hand with more: its election, schools, own areas and lists, and its country."""

from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from hand_made import AREAS, PLACE, REGSO, TOWNS, copy_of, put, snapshot, town
from shapely import box

from segnb.store import Store

DISTRICTS = tuple(f"{PLACE}{number:04d}" for number in range(101, 110))
SCHOOLS = tuple(f"{PLACE}S{number:03d}" for number in range(1, 9))
LINE = (REGSO[3], REGSO[0], REGSO[4], REGSO[1], REGSO[2])
OWN = {AREAS[0]: "Norr", AREAS[1]: "Söder", AREAS[3]: "Norr", AREAS[4]: "Öster", AREAS[6]: "Söder"}
NATION, COUNTY = "00", "99"


def richer(folder: Path) -> Path:
    """The store."""
    return copy_of(_richer, folder)


def _richer(folder: Path) -> None:
    store = Store.open(town(folder))
    for fill in (_election, _schools, _incomes, _own, _listed):
        fill(store)


def _election(store: Store) -> None:
    """Two elections: nine districts in the last one, of which one is hidden, and late votes."""
    districts, whole = [], []
    for number, area in enumerate(DISTRICTS):
        eligible = 1010.0 + 37 * number
        voters = round(eligible * (0.41 + 0.053 * number))
        for group, value in (("eligible", eligible), ("voters", voters)):
            districts.append({"area": area, "year": 2022, "group": group, "value": value})
    for area, times in ((PLACE, 1), (NATION, 811), (COUNTY, 23)):
        for year, votes in ((2018, 7311.0), (2022, 6790.0)):
            for group, value in (("eligible", 10_700.0 + year), ("voters", votes)):
                more = {"level": {PLACE: "municipality", NATION: "nation"}.get(area, "county")}
                whole.append({"area": area, "year": year, "group": group, "value": times * value}
                             | more)  # fmt: skip
    put(store, "votes_municipal", districts, "district2022")
    for level in ("municipality", "nation", "county"):
        rows = [{k: v for k, v in row.items() if k != "level"} for row in whole
                if row["level"] == level]  # fmt: skip
        put(store, "votes_municipal", rows, level)


def _schools(store: Store) -> None:
    """Eight schools over three years, one hidden."""
    for year in (2019, 2021, 2023):
        pupils = [
            {"area": area, "year": year, "value": 210.0 + 31 * n} for n, area in enumerate(SCHOOLS)
        ]
        share = [
            {"area": area, "year": year, "value": float(18 + 9 * n + (year - 2019))}
            for n, area in enumerate(SCHOOLS[:-1])
        ]
        hidden = {"area": SCHOOLS[-1], "year": year, "value": np.nan, "status": "suppressed"}
        put(store, "school_pupils", pupils, "school")
        put(store, "school_parents_post_secondary", [*share, hidden], "school")


def _incomes(store: Store) -> None:
    """Income and low economic standard of the five areas, one hidden, and of the county."""
    for year in (2020, 2022):
        rows = [{"area": area, "year": year, "value": 211.4 + 37.3 * n + 5.1 * (year - 2020)}
                for n, area in enumerate(REGSO)]  # fmt: skip
        rows[2] |= {"value": np.nan, "status": "suppressed"}
        put(store, "median_net_income", rows, "regso2020")
        above = [{"area": COUNTY, "year": year, "value": 263.7 + year - 2020}]
        put(store, "median_net_income", above, "county")
        whole = [{"area": PLACE, "year": year, "value": 257.2 + year - 2020}]
        put(store, "median_net_income", whole, "municipality")


def _own(store: Store) -> None:
    """A key that puts five of the eight areas in three own ones, and one that is no area."""
    links = OWN | {f"{PLACE}C9990": "Väster"}
    frame = pd.DataFrame({"from_area": list(links), "to_area": list(links.values())})
    frame = frame.assign(kind="own", from_level="deso2018", to_level="own")
    store.write_links(frame, snapshot(store))
    squares = [box(900 * n, 0, 900 * n + 700, 800 + 100 * n) for n in range(3)]
    names = sorted(set(OWN.values()))
    shapes = gpd.GeoDataFrame({"area": names}, geometry=squares, crs=3006)
    store.write_polygons("own", shapes.assign(municipality=PLACE), snapshot(store))


def _listed(store: Store) -> None:
    """Two outlines of the list of the police, and those of the municipalities."""
    listed = [box(1700, 100, 2400, 900), box(3900, 200, 5100, 1500)]
    frame = gpd.GeoDataFrame({"area": ["P2", "P1"]}, geometry=listed, crs=3006)
    words = {"name": ["Vik", "Ale"], "category": ["riskområde", "utsatt område"]}
    store.write_polygons("police", frame.assign(municipality=PLACE, **words), snapshot(store))
    starts = np.cumsum([0, 9000, 7000, 8000, 6000, 5000])
    squares = [box(a, 0, b, 4000) for a, b in pairwise(starts)]
    shapes = gpd.GeoDataFrame({"area": TOWNS}, geometry=squares, crs=3006)
    store.write_polygons("municipality", shapes, snapshot(store))


# -- the country


def country(folder: Path) -> Path:
    """Five municipalities of eight areas each (one of four): dwellings, education and change."""
    store = Store.create(folder / "store")
    areas = [f"{code}{kind}" for code in TOWNS for kind in _codes(code)]
    levels = ["deso2018" if len(area) == 9 else "regso2020" for area in areas]
    frame = pd.DataFrame({"area": areas, "level": levels})
    towns = pd.DataFrame({"area": TOWNS, "level": "municipality"})
    frame = pd.concat([towns, frame], ignore_index=True).assign(name="", parent="")
    frame["municipality"] = frame["area"].str.slice(0, 4)
    store.write_areas(frame, snapshot(store))
    for level in ("deso2018", "regso2020"):
        inside = frame.loc[frame["level"] == level, "area"]
        put(store, "tenure", list(_dwellings(inside, (2018, 2019, 2023))), level)
        put(store, "education", list(_educated(inside, (2020, 2023))), level)
    starts = np.cumsum([0, 9000, 7000, 8000, 6000, 5000])
    squares = [box(a, 0, b, 4000) for a, b in pairwise(starts)]
    shapes = gpd.GeoDataFrame({"area": TOWNS}, geometry=squares, crs=3006)
    store.write_polygons("municipality", shapes, snapshot(store))
    return folder / "store"


def _codes(code: str) -> list[str]:
    number = 4 if code == TOWNS[3] else 8
    return [f"A{n:03d}0" for n in range(1, number + 1)] + [f"R{n:03d}" for n in range(1, number)]


def _dwellings(areas: pd.Series, years: tuple[int, ...]) -> list[dict]:
    """In one municipality areas draw apart, in another they draw near; in one they stay."""
    rows = []
    for area in areas:
        place, number = TOWNS.index(area[:4]), int(area[5:8])
        for year in years:
            moved = (0.011, -0.013, 0.002, 0.0, 0.006)[place] * (year - years[0])
            share = 0.5 + (number - 4.3) * (0.05 + 0.011 * place + moved)
            people = 731.0 + 41 * number + 17 * place
            share = min(max(share, 0.02), 0.97)
            for group, value in (("rental", share), ("owned", 1 - share)):
                rows.append({"area": area, "year": year, "group": group,
                             "value": float(round(people * value))})  # fmt: skip
            rows += [{"area": area, "year": year, "group": name, "value": 0.0}
                     for name in ("cooperative", "unknown")]  # fmt: skip
    return rows


def _educated(areas: pd.Series, years: tuple[int, ...]) -> list[dict]:
    """Education of the same areas; one cell of a municipality is hidden."""
    rows = []
    for area in areas:
        place, number = TOWNS.index(area[:4]), int(area[5:8])
        for year in years:
            people = 640.0 + 29 * number - 11 * place + year - years[0]
            groups = {
                "pre_secondary": 0.06 + 0.023 * number * (1 + 0.2 * place),
                "upper_secondary": 0.41, "post_secondary_short": 0.17,
            }  # fmt: skip
            groups["post_secondary_long"] = 1 - sum(groups.values())
            for group, share in groups.items():
                cell = {"area": area, "year": year, "group": group,
                        "value": float(round(people * share))}  # fmt: skip
                hidden = (place, number, group) == (2, 1, "pre_secondary")
                rows.append(cell | ({"value": np.nan, "status": "suppressed"} if hidden else {}))
    return rows

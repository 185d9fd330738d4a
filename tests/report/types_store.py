"""Small stores made by hand: a few areas, types and polygons of one place of the demonstration."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import box

from segnb.report import Report
from segnb.store import Store, make_observations

PLACE = "9904"
DESO = [f"{PLACE}A0010", f"{PLACE}B0010", f"{PLACE}C0010", f"{PLACE}C0020"]
REGSO = [f"{PLACE}R001", f"{PLACE}R002"]
PARENTS = dict(zip(DESO, [REGSO[0], REGSO[0], REGSO[1], REGSO[1]], strict=True))


def make_store(folder: Path) -> tuple[Store, object]:
    """Store with the key from DeSO to RegSO, and the snapshot that its rows come from."""
    store = Store.create(folder / "store")
    snapshot = store.add_snapshot(b"by hand", name="hand.csv", producer="Handen")
    fine = [{"level": "deso2018", "area": d, "name": "", "parent": r} for d, r in PARENTS.items()]
    coarse = [{"level": "regso2020", "area": r, "name": f"Bo {r[-1]}", "parent": ""} for r in REGSO]
    store.write_areas(pd.DataFrame(fine + coarse).assign(municipality=PLACE), snapshot)
    return store, snapshot


def add_types(store: Store, snapshot: object, kinds: dict[int, list[float]]) -> None:
    """Area types of the two RegSO by year."""
    rows = [
        {"level": "regso2020", "area": area, "year": year, "group": "all", "value": kind}
        for year, both in kinds.items()
        for area, kind in zip(REGSO, both, strict=True)
    ]
    _write(store, snapshot, "area_type", rows)


def add_counts(
    store: Store,
    snapshot: object,
    indicator: str,
    groups: dict[str, list[float]],
    *,
    level: str = "deso2018",
    year: int = 2022,
) -> None:
    """Counts of the four DeSO by group."""
    rows = [
        {"level": level, "area": area, "year": year, "group": group, "value": value}
        for group, values in groups.items()
        for area, value in zip(DESO, values, strict=True)
    ]
    _write(store, snapshot, indicator, rows)


def _write(store: Store, snapshot: object, indicator: str, rows: list[dict]) -> None:
    frame = pd.DataFrame(rows).assign(sex="total", status="ok")
    frame.loc[frame["value"].isna(), "status"] = "missing"
    store.write(make_observations(frame, indicator=indicator), snapshot)


def add_polygons(store: Store, snapshot: object, level: str, codes: list[str]) -> None:
    """Squares of two kilometres in a row."""
    squares = [box(2000 * i, 0, 2000 * (i + 1), 2000) for i in range(len(codes))]
    frame = gpd.GeoDataFrame({"area": codes}, geometry=squares, crs=3006)
    store.write_polygons(level, frame, snapshot)


def make_report_of(store: Store, **settings: object) -> Report:
    """Report on a store made by hand."""
    return Report.make("area_types", store, municipality=PLACE, **settings)

"""Small stores made by hand: series of municipalities, and counts of a few areas over years."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from segnb.report import Report
from segnb.store import Store, make_observations

PLACE, OTHERS = "9904", ["9901", "9902", "9903", "9905"]
DESO = [f"{PLACE}A{number:03d}0" for number in range(1, 9)]


def empty_store(folder: Path) -> Store:
    """Store that knows its municipalities."""
    store = Store.create(folder / "store")
    towns = [{"level": "municipality", "area": code} for code in (PLACE, *OTHERS)]
    frame = pd.DataFrame(towns).assign(name="", parent="")
    store.write_areas(frame.assign(municipality=frame["area"]), _snapshot(store))
    return store


def _snapshot(store: Store) -> object:
    return store.add_snapshot(b"by hand", name="hand.csv", producer="Handen")


def add_values(
    store: Store, indicator: str, values: Mapping[int, float], place: str = PLACE, **more: object
) -> None:
    """One figure a year of a municipality."""
    years = {year: {"all": value} for year, value in values.items()}
    add_rows(store, indicator, years, place, **more)


def add_rows(
    store: Store,
    indicator: str,
    years: Mapping[int, Mapping[str, float]],
    place: str = PLACE,
    level: str = "municipality",
    areas: Mapping[str, float] | None = None,
    *,
    sex: str = "total",
    status: str = "ok",
    absent: str = "missing",
) -> None:
    """Groups by year of a municipality, or of areas that each have a multiple of them.

    A value that is not a number is `absent`, the others have the `status`.
    """
    rows = [
        {"area": area, "year": year, "group": group, "value": value * times}
        for year, groups in years.items()
        for group, value in groups.items()
        for area, times in (areas or {place: 1}).items()
    ]
    frame = pd.DataFrame(rows).assign(level=level, sex=sex, status=status)
    frame.loc[frame["value"].isna(), "status"] = absent
    store.write(make_observations(frame, indicator=indicator), _snapshot(store))


def add_tenure(store: Store, level: str, years: Mapping[int, list[float]]) -> None:
    """Rented and owned dwellings of eight areas: in each, a share of 400 is rented."""
    for year, shares in years.items():
        for area, share in zip(DESO, shares, strict=True):
            groups = {"rental": 400 * share, "cooperative": 0.0, "owned": 400 * (1 - share)}
            cells = groups | {"unknown": 0.0}
            add_rows(store, "tenure", {year: cells}, level=level, areas={area: 1})


def report_of(store: Store, **settings: object) -> Report:
    """Report on a store made by hand."""
    return Report.make("trends", store, **({"municipality": PLACE} | settings))

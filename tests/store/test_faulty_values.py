"""Values that a file is known to have wrong are not read; what the package brings has no others."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from segnb.store import Store, make_observations
from segnb.store.faulty_values import faults, with_faults
from segnb.store.open_data import box
from segnb.store.parquet_files import read_table
from segnb.vocabulary.catalogue import breaks_at, catalogue

ENOUGH = 100  # municipalities, for their order to say anything
MUNICIPAL = [
    entry
    for entry in catalogue().indicators.values()
    if entry.kind == "value" and "municipality" in entry.levels
]


def by_year(store: Store, indicator: str) -> pd.DataFrame:
    """Municipalities by year, of the years that have enough of them."""
    rows = store.read(indicator, level="municipality").dropna(subset="value")
    wide = rows.pivot_table(index="area", columns="year", values="value")
    return wide.loc[:, wide.notna().sum() >= ENOUGH]


def test_a_value_that_a_file_has_wrong_is_not_read_of_that_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(tmp_path / "store")
    wrong, right = (store.add_snapshot(raw, name=raw.decode(), producer="Kolada")
                    for raw in (b"one", b"two"))  # fmt: skip
    known = {"file": wrong.sha256, "indicator": "gini", "years": [2007],
             "seen": {"sv": "U1 läses inte", "en": "U1 is not read"}}  # fmt: skip
    monkeypatch.setattr("segnb.store.faulty_values.faults", lambda: (known,))
    for snapshot, code in ((wrong, "0180"), (right, "1480")):
        usual = {"level": "municipality", "area": code, "sex": "total", "group": "all"}
        rows = [usual | {"year": year, "value": 0.3, "status": "ok"} for year in (2006, 2007)]
        store.write(make_observations(pd.DataFrame(rows), indicator="gini"), snapshot)
    held = store.read("gini")
    assert [*zip(held["area"], held["year"], strict=True)] == [
        ("0180", 2006), ("1480", 2006), ("1480", 2007)]  # fmt: skip
    assert store.snapshot(wrong.sha256).limits("sv") == "U1 läses inte."
    assert with_faults("Whole tens.", wrong.sha256, "en") == "Whole tens; U1 is not read."
    assert store.snapshot(right.sha256).limits("en") == ""


def test_each_known_fault_is_of_what_the_package_brings() -> None:
    for fault in faults():
        path = box().path / "observations" / f"{fault['indicator']}.parquet"
        held = read_table(path).query(f"snapshot == '{fault['file']}'")
        assert set(fault["years"]) <= set(held["year"]), fault
        table = {source.table for source in catalogue()[fault["indicator"]].sources}
        assert all(any(code in said for code in table) for said in fault["seen"].values())


@pytest.mark.parametrize("entry", MUNICIPAL, ids=lambda entry: entry.id)
def test_no_year_that_comes_along_orders_municipalities_unlike_the_years_beside_it(entry) -> None:  # type: ignore[no-untyped-def]
    wide = by_year(box(), entry.id)
    orders = wide.corr(method="spearman", min_periods=ENOUGH)
    beside = {pair: orders.loc[pair] for pair in pairwise(wide.columns)}
    declared = [one.year for one in breaks_at(entry, "municipality")]
    for (first, last), alike in beside.items():
        declared_between = any(first < year <= last for year in declared)
        usual = np.median([*beside.values()])
        assert declared_between or usual - alike < 0.3, (first, last, alike, usual)


@pytest.mark.parametrize("entry", MUNICIPAL, ids=lambda entry: entry.id)
def test_no_year_that_comes_along_repeats_the_year_before_it(entry) -> None:  # type: ignore[no-untyped-def]
    wide = by_year(box(), entry.id)
    for first, last in pairwise(wide.columns):
        both = wide[[first, last]].dropna()
        assert len(both) < ENOUGH or (both[first] != both[last]).any(), (first, last)

"""Data that cannot be leave a gap in a report, and never stop it."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from click.testing import CliRunner
from shapely.affinity import translate

from segnb.cli import main
from segnb.store import Store, make_observations
from segnb.store.open_data import begin
from segnb.store.snapshots import Snapshot

pytestmark = pytest.mark.long

PLACE = "2021"


def sexes_without_total(store: Store, one: Snapshot) -> None:
    rows = [{"area": PLACE, "year": year, "sex": sex, "group": group, "value": 500.0 + year - 2000}
            for year in (1981, 1990, 2018) for sex in ("men", "women")
            for group in ("post_secondary_long", "pre_secondary")]  # fmt: skip
    store.write(
        make_observations(pd.DataFrame(rows), indicator="education", level="municipality"), one
    )


def part_above_its_total(store: Store, one: Snapshot) -> None:
    for indicator, part, total in (("labour_status", "unemployed", "total"),
                                   ("background", "foreign", "total")):  # fmt: skip
        held = store.read(indicator, level="deso2018", municipality=PLACE)
        held.loc[held["group"] == part, "value"] = 9_000.0
        held.loc[held["group"] == total, "value"] = 12.0
        store.write(make_observations(held.drop(columns="snapshot")), one)


def negative(store: Store, one: Snapshot) -> None:
    held = store.read("tenure", level="deso2018", municipality=PLACE)
    store.write(make_observations(held.assign(value=-5.0).drop(columns="snapshot")), one)


def polygons_elsewhere(store: Store, one: Snapshot) -> None:
    for level in ("deso2018", "deso2025", "municipality"):
        held = store.read_polygons(level, PLACE)
        if not held.empty:
            moved = held.geometry.map(lambda shape: translate(shape, 0, -300_000))
            store.write_polygons(level, gpd.GeoDataFrame(held.set_geometry(moved)), one)


def test_a_report_is_whole_whatever_the_data(tmp_path: Path) -> None:
    store = begin(tmp_path / "store")
    one = store.add_snapshot(b"x", name="x.csv", producer="SCB", published="2026-01-01")
    for spoil in (sexes_without_total, part_above_its_total, negative, polygons_elsewhere):
        spoil(store, one)
    asked = ["report", PLACE, "--store", tmp_path / "store", "--format", "html"]
    result = CliRunner().invoke(main, [*map(str, asked), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "out").rglob("report.html"))) == 1

"""The numbers of Botkyrka that the published tables give, computed from the files themselves."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from segnb.analysis import shares, spread_between_areas, type_gaps, type_populations
from segnb.sources.files import import_folder
from segnb.store import Store
from segnb.vocabulary.catalogue import catalogue

FILES = (
    "scb_areas/koppling-deso2018-regso2020.csv",
    "scb_areas/regso_socioekonomisk_index_2022.csv",
    "scb_deso_2022/000006TA_20240813-153551.xlsx",
    "valmyndigheten/ri_tab4_2022.xlsx",
)


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Store with four published tables: keys, area types, economic standard, turnout."""
    folder = tmp_path_factory.mktemp("files")
    for file in FILES:
        if not (shared / "data" / file).exists():
            pytest.skip(f"needs shared/data/{file}")
        shutil.copy(shared / "data" / file, folder)
    store = Store.create(tmp_path_factory.mktemp("store") / "store")
    import_folder(folder, store)
    return store


def of(store: Store, indicator: str, **where: object) -> pd.DataFrame:
    entry = catalogue()[indicator]
    return shares.of_entry(store.read(entry.of, **where), entry)


def test_low_economic_standard_by_area_type_is_what_was_published(store: Store) -> None:
    parents = store.read_areas("deso2018").set_index("area")["parent"]
    found = type_gaps.share_by_type(
        of(store, "low_economic_standard", level="deso2018"),
        store.read("area_type", years=[2022]),
        parents=parents,
        rounding=0.01,
    ).set_index(["place", "type"])
    town = found.loc["0127"]
    assert town["value"].round(1).to_dict() == pytest.approx(
        {"1": 32.3, "2": 26.1, "3": 10.6, "4": 6.2, "5": float("nan"), "all": 17.2}, nan_ok=True
    )
    assert town.loc["5", "reason"] == "no_such_type"
    assert found.loc[("00", "all"), "value"] == pytest.approx(13.6, abs=0.05)


def test_area_types_of_the_country_are_as_many_as_published(store: Store) -> None:
    types = store.read("area_type", years=[2022])
    kinds = types["value"].value_counts().sort_index().astype(int)
    assert kinds.tolist() == [160, 289, 855, 1770, 289]
    people = store.read("economic_standard", level="deso2018", years=[2022])
    people = people[people["group"] == "persons"]
    parents = store.read_areas("deso2018").set_index("area")["parent"]
    found = type_populations.residents(types, people, parents=parents)
    nation = found[found["place"] == "00"].set_index("type")
    assert nation["areas"].tolist() == kinds.tolist()
    assert nation.loc[["1", "2"], "share"].sum() == pytest.approx(13.4, abs=0.3)
    assert nation.loc[["4", "5"], "share"].sum() == pytest.approx(64.2, abs=0.5)


def test_turnout_differs_more_between_districts_than_chance_would_have_it(store: Store) -> None:
    turnout = of(store, "turnout_riksdag", level="district2022", municipality="0127")
    row = spread_between_areas.spread(turnout).iloc[0]
    assert row["areas"] == 51
    assert row["lowest"] < row["p10"] < row["median"] < row["p90"] < row["highest"]
    assert row["sd"] > 5 * row["sd_chance"]

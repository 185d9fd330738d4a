"""Every entry of the catalogue that is stored is simulated, and fits its entry."""

import pandas as pd
import pytest

from segnb.sources.demo import demo_store
from segnb.sources.demo.generic_series import generic_tables
from segnb.store import Store, make_observations
from segnb.store.observation_schema import check_observations
from segnb.vocabulary.catalogue import Indicator, catalogue

WORDS = {"sv": "ord", "en": "word"}
TEXTS = {"label": WORDS, "definition": WORDS, "population": WORDS}


@pytest.fixture(scope="module")
def store() -> Store:
    return demo_store()


def entry(**fields: object) -> Indicator:
    return Indicator.model_validate({"id": "made_up", "focus": "health", **TEXTS} | fields)


def rows_of(one: Indicator) -> pd.DataFrame:
    frame = generic_tables([one])[one.id]
    made = make_observations(frame, indicator=one.id)
    return check_observations(made.assign(snapshot="x"))


def test_every_stored_entry_of_the_catalogue_is_simulated(store: Store) -> None:
    held = set(store.coverage()["indicator"])
    assert [e.id for e in catalogue().stored() if e.id not in held] == []


def test_groups_and_levels_are_those_of_the_catalogue(store: Store) -> None:
    wrong = {}
    for one in catalogue().stored():
        rows = store.read(one.id, municipality="9901", sex=None)
        groups = set(rows["group"]) - (set(one.groups) or {"all"})
        if groups:
            wrong[one.id] = groups
    assert wrong == {}


@pytest.mark.parametrize("unit", ["percent", "tkr", "days", "per_100000", "points", "years"])
def test_a_value_is_made_from_its_unit(unit: str) -> None:
    rows = rows_of(entry(kind="value", unit=unit, direction="lower_is_better"))
    assert set(rows["level"]) == {"municipality", "county", "nation"}
    assert (rows["value"] > 0).all()
    assert rows.groupby("area")["value"].nunique().min() > 1
    if unit == "percent":
        assert rows["value"].max() <= 100


def test_years_levels_and_sexes_follow_the_entry() -> None:
    one = entry(
        kind="value",
        unit="percent",
        by_sex=True,
        levels=["municipality", "regso2020"],
        sources=[{"producer": "x", "licence": "CC0", "first_year": 2015, "last_year": 2022}],
    )
    rows = rows_of(one)
    assert set(rows["level"]) == {"municipality", "regso2020"}
    assert (rows["year"].min(), rows["year"].max()) == (2015, 2022)
    assert set(rows["sex"]) == {"total", "women", "men"}


def test_counts_of_any_groups_sum_to_their_total() -> None:
    one = entry(
        kind="counts",
        unit="persons",
        groups={"a": WORDS, "b": WORDS, "all_of_them": WORDS},
        totals=["all_of_them"],
    )
    wide = rows_of(one).pivot_table(
        index=["level", "area", "year"], columns="group", values="value"
    )
    assert (wide["a"] + wide["b"] == wide["all_of_them"]).all()
    assert wide["a"].min() > 0

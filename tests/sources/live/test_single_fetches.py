"""Each municipality fetched by itself, and all at once: the store has what the service has.

`make test` takes two municipalities, `make faults` a third of the 290, drawn once for all; with
`SEGNB_FAULTS=all` it takes every one.
"""

import os
import random
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from county import held
from demo_service import service_of
from one_area_country import SmallCountry
from server import Service, running
from specification import Validator

from segnb.sources.files.contradicted_sexes import without_contradicted_sexes
from segnb.sources.live.fetch import Fetched
from segnb.sources.live.kolada import FIRST_YEAR
from segnb.sources.live.queries import Query, Scope
from segnb.store import Store
from segnb.store.observation_schema import KEY
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Catalogue

pytestmark = pytest.mark.long

EVERY = municipalities()["code"].tolist()
SOME = ["0180", "2506"]
THIRD = sorted({*SOME, *random.Random(290).sample(EVERY, 97)})  # 290 take a quarter of an hour
CODES = {"": SOME, "all": EVERY}.get(os.environ.get("SEGNB_FAULTS", ""), THIRD)
Country = tuple[Service, str, pd.DataFrame]


@pytest.fixture(scope="module")
def country(
    some_entries: Catalogue, some_queries: tuple[Query, ...], validator: Validator | None
) -> Iterator[Country]:
    service, rows = service_of(SmallCountry(some_entries, some_queries), some_entries, some_queries)
    service.validator = validator
    with running(service) as address:
        yield service, address, rows


def assert_as_served(store: Store, served: pd.DataFrame) -> None:
    """All that is held is what was served; cells of void areas have no value."""
    both = held(store).merge(as_read(served), on=KEY, how="left", suffixes=("", "_served"))
    known = both[both["value"].notna() | both["status_served"].notna()]
    assert (known["status"] == known["status_served"]).all()
    pd.testing.assert_series_equal(known["value"], known["value_served"], check_names=False)


def as_read(served: pd.DataFrame) -> pd.DataFrame:
    """Rows as a reader takes them: women and men that contradict their total are no values."""
    by_kolada = served["sex"].isin(["total", "women", "men"]) & (served["group"] == "all")
    rows = served[by_kolada].rename(columns={"indicator": "kpi"})
    settled, _ = without_contradicted_sexes(rows)
    settled = settled.rename(columns={"kpi": "indicator"})
    return pd.concat([settled, served[~by_kolada]], ignore_index=True)


def lacking(store: Store, served: pd.DataFrame) -> pd.Series:
    """How many rows that were served are not held, by indicator, level and years."""
    both = served.merge(held(store)[KEY], on=KEY, how="left", indicator="side")
    return both[both["side"] == "left_only"].groupby(["indicator", "level", "year"]).size()


@pytest.mark.parametrize("code", CODES)
def test_a_municipality_has_all_that_the_service_has_of_it(
    code: str, country: Country, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, served = country
    fetched = get(address, store, Scope((code,)))
    assert (fetched.faults, fetched.told_off, service.refused) == ([], 0, [])
    assert_as_served(store, served)
    assert lacking(store, served[served["municipality"] == code]).empty


def test_the_whole_country_is_all_that_the_service_has(
    country: Country, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, served = country
    by_sex = served["sex"] != "total"  # of the whole country only Kolada is asked for these
    early = by_sex & served["indicator"].eq("population") & (served["year"] < FIRST_YEAR)
    served = served[~early]
    fetched = get(address, store, Scope())
    assert (fetched.faults, fetched.told_off, service.refused) == ([], 0, [])
    assert_as_served(store, served)
    assert lacking(store, served).empty

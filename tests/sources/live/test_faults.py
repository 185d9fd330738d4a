"""Every kind of fault in a tenth of the calls, kills, and two fetches at once.

`make test` tries a few kinds; `make faults` all of them, and a hundred kills.
"""

import os
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from county import County, held, raw_bodies, started
from server import KINDS

from segnb.sources.live.fetch import Fetched
from segnb.store import Store
from segnb.store.integrity import faults
from segnb.store.observation_schema import KEY

pytestmark = pytest.mark.long

FULL = bool(os.environ.get("SEGNB_FAULTS"))
SOME = ("429_0000", "gzip", "infinity", "blocked")
KILLS = 100 if FULL else 2
Get = Callable[..., Fetched]


def assert_nothing_wrong(store: Store, reference: Store) -> None:
    """All that is stored is what an undisturbed fetch stores."""
    both = held(store).merge(held(reference), on=KEY, how="left", suffixes=("", "_right"))
    assert (both["status"] == both["status_right"]).all()
    pd.testing.assert_series_equal(both["value"], both["value_right"], check_names=False)
    assert list(faults(store)) == []


@pytest.mark.parametrize("kind", KINDS if FULL else SOME)
def test_of_a_tenth_of_faults_nothing_is_wrong_and_the_rest_is_named(
    kind: str, county: County, store: Store, get: Get, reference: Store
) -> None:
    service, address, _ = county
    service.kinds = (kind,)
    service.fail_by_chance(0.1, seed=KINDS.index(kind))
    fetched = get(address, store)
    assert_nothing_wrong(store, reference)
    lacking = set(held(reference)["indicator"]) - set(held(store)["indicator"])
    assert bool(fetched.faults) == (fetched.exit_code > 0)
    assert fetched.faults or not lacking
    assert all(f.why.endswith((".", ". ")) and "\n" not in f.why for f in fetched.faults)
    service.chance = lambda: ""
    assert get(address, store).faults == []
    pd.testing.assert_frame_equal(held(store), held(reference))
    assert raw_bodies(reference) <= raw_bodies(store)


def test_a_mixture_of_all_kinds_ends_with_the_same_store(
    county: County, store: Store, get: Get, reference: Store
) -> None:
    service, address, _ = county
    service.kinds = KINDS
    service.fail_by_chance(0.1, seed=7)
    get(address, store)
    assert_nothing_wrong(store, reference)
    service.chance = lambda: ""
    assert get(address, store).faults == []
    pd.testing.assert_frame_equal(held(store), held(reference))


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_fetch_that_is_killed_anywhere_goes_on(
    seed: int, county: County, get: Get, program: str, reference: Store, tmp_path: Path
) -> None:
    service, address, _ = county
    process = started(program, address, tmp_path / "killed")
    answers, pause = random.Random(seed).randint(1, 14), random.Random(seed).random() / 5
    while len(service.requests) < answers and process.poll() is None:
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    process.wait()
    store = Store.create(tmp_path / "killed")
    get(address, store)
    assert raw_bodies(store) == raw_bodies(reference)
    pd.testing.assert_frame_equal(held(store), held(reference))
    assert list(faults(store)) == []


@pytest.mark.skipif(not FULL, reason="two at once without faults are tried in test_fetch")
def test_two_fetches_at_once_with_faults_end_with_the_same_store(
    county: County, program: str, reference: Store, tmp_path: Path
) -> None:
    service, address, _ = county
    service.fail_by_chance(0.1, seed=3)
    path = tmp_path / "shared"
    both: list[subprocess.Popen[bytes]] = [started(program, address, path) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    pd.testing.assert_frame_equal(held(Store.open(path)), held(reference))

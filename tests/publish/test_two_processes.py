"""Chapters that two processes take in turn are all made, in order, and what both asked is known."""

import os
import time
from functools import partial
from pathlib import Path

import pytest

from segnb.publish.forkserver import Tell, apart
from segnb.publish.two_processes import in_turn
from segnb.store import Store
from segnb.store.ledger import recording
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import EmptyStore

PARTS = list(LEVELS)[:6]


def made(
    _: Tell, folder: Path, failing: tuple[int, ...] = ()
) -> tuple[list[tuple[str, int]], list[str]]:
    def make(part: int) -> tuple[str, int]:
        if part in failing:
            raise EmptyStore(f"part {part}")
        time.sleep(0.1)  # so that the other process gets its share
        Store.open(folder).read_areas(PARTS[part])
        return PARTS[part], os.getpid()

    with recording() as ledger:
        parts = [partial(make, part) for part in range(len(PARTS))]
        return in_turn(parts, ledger), list(ledger.asked)


def test_each_part_is_made_once_by_one_of_two_processes_that_share_a_ledger(tmp_path: Path) -> None:
    Store.create(tmp_path)
    parts, asked = apart(made, tmp_path)
    assert [level for level, _ in parts] == PARTS
    assert len({process for _, process in parts}) == 2
    assert {level for level in PARTS if any(f'"{level}"' in one for one in asked)} == set(PARTS)


@pytest.mark.parametrize("failing", [(0,), (1,), (0, 1)])
def test_a_part_that_fails_in_either_process_is_told(
    tmp_path: Path, failing: tuple[int, ...]
) -> None:
    Store.create(tmp_path)
    with pytest.raises(EmptyStore, match=r"^part [01]\b"):
        apart(made, tmp_path, failing)

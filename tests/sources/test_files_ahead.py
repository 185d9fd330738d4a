"""Files are read ahead in processes of their own, and what they say comes in their order."""

import multiprocessing
import os
from functools import partial

import pytest

from segnb.sources.files.bounded_process import Apart, ReaderFailed, can_be_apart, in_order
from segnb.vocabulary.errors import InvalidFile

apart_only = pytest.mark.skipif(not can_be_apart(), reason="files are read in one process here")


def work(what: int) -> Apart[tuple[int, int]]:
    return Apart(partial(_told, what), f"{what}.csv", 1)


def _told(what: int) -> tuple[int, int]:
    return what, os.getpid()


@apart_only
@pytest.mark.parametrize("ahead", [0, 1, 2, 9])
def test_results_come_in_order_each_from_a_process_of_its_own(ahead: int) -> None:
    found = [one.result() for one in in_order(map(work, range(5)), ahead)]
    assert [what for what, _ in found] == list(range(5))
    assert len({process for _, process in found} | {os.getpid()}) == 6


@apart_only
@pytest.mark.parametrize("ahead", [0, 2])
def test_no_more_are_begun_than_are_read_ahead(ahead: int) -> None:
    begun: list[int] = []
    works = (begun.append(what) or work(what) for what in range(5))  # type: ignore[func-returns-value]
    for place, one in enumerate(in_order(works, ahead)):
        assert len(begun) == min(place + ahead + 1, 5)
        one.result()


@apart_only
def test_who_stops_early_leaves_no_process_behind() -> None:
    first = in_order(map(work, range(5)), 3)
    next(first).result()
    first.close()
    assert not multiprocessing.active_children()


def test_what_one_raises_is_told_of_it_alone() -> None:
    def fails() -> None:
        raise KeyError("x")

    def refuses() -> None:
        raise InvalidFile("It is odd.")

    works = [Apart(fails, "a.csv", 1), Apart(refuses, "b.csv", 1), work(3)]
    first, second, third = in_order(works, 2)
    with pytest.raises(ReaderFailed) as failed:
        first.result()
    assert failed.value.what == "KeyError: 'x'"
    with pytest.raises(InvalidFile, match="It is odd"):
        second.result()
    assert third.result()[0] == 3

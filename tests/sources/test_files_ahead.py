"""Files are read ahead in processes of their own, and what they say comes in their order."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from small_files import kolada_table, squares, write_key

from segnb.sources.files import folder_walk, import_folder
from segnb.sources.files.bounded_process import Apart, ReaderFailed, can_be_apart, in_order
from segnb.store import Store
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


def test_tables_are_read_ahead_and_keys_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write_key(folder)
    kolada_table(folder / "a.parquet", ("N15428", "0127", 2022, "T", "", 80.5))
    begun: list[tuple[list[str], int]] = []

    def noted(works: Iterable[Apart], ahead: int) -> Iterator[Apart]:
        every = list(works)
        begun.append(([one.name for one in every], ahead))
        return in_order(every, ahead)

    monkeypatch.setattr(folder_walk, "in_order", noted)
    import_folder(folder, Store.create(tmp_path / "store"))
    recognised, keys, tables = begun
    assert recognised[1] == tables[1] == folder_walk.AHEAD > 0
    assert keys[1] == 0
    assert "a.parquet" in tables[0]
    assert "a.parquet" not in keys[0]


def test_polygons_are_read_ahead_but_for_what_those_before_them_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file has its vintage from the areas of the first, which is written meanwhile."""
    folder, store = tmp_path / "files", Store.create(tmp_path / "store")
    folder.mkdir()
    codes = ["0127A0010", "0127C1010"]
    squares(codes, desokod=codes, version="2018").to_file(folder / "a.gpkg")
    squares(codes, desokod=codes).to_file(folder / "b.gpkg")
    aheads: list[int] = []

    def noted(works: Iterable[Apart], ahead: int) -> Iterator[Apart]:
        aheads.append(ahead)
        return in_order(works, ahead)

    monkeypatch.setattr(folder_walk, "in_order", noted)
    first, second = import_folder(folder, store)
    assert aheads == [folder_walk.AHEAD] * 2
    assert (first.reason, second.reason) == ("", "")
    assert "its codes are those of deso2018" in " ".join(second.notes)
    alone = import_folder(folder / "b.gpkg", Store.create(tmp_path / "other"))
    assert "does not say of which vintage" in alone[0].reason

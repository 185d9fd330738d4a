"""The programs behind docs/batch.md and the table of reports measure what they say."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import pytest
from cells_of_all_kinds import notebook

from bench import processes
from bench.model import change_one, chapter, model_store
from bench.reports import own_share
from segnb.publish.batch import Job, make_one
from segnb.publish.forkserver import can_fork
from segnb.store import Store
from segnb.store.indicator_coverage import municipalities_held
from segnb.vocabulary.params import make_params
from studies import engines, kills

pytestmark = pytest.mark.long


def test_a_command_is_measured_with_all_that_it_starts() -> None:
    keeps = "x = bytearray(60_000_000); import time; time.sleep(1.2)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {keeps!r}])"
    found = processes.measured([sys.executable, "-c", f"print('said'); {program}"])
    assert found.output == "said\n"
    assert found.wall > 1
    assert found.peak > 60 or not Path("/proc/self/smaps_rollup").exists()
    with pytest.raises(RuntimeError, match="ended with 3"):
        processes.measured([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_model_country_has_a_report_that_is_whole_and_changes_with_its_numbers(
    tmp_path: Path,
) -> None:
    store = model_store(tmp_path / "data")
    assert len(municipalities_held(Store.open(store))) == 290
    settings = {"municipality": "0127", "store": str(store), "chapters": (str(chapter(tmp_path)),)}
    job = Job(make_params(**settings), tmp_path / "out")
    entry = make_one(job)
    assert (entry.status, entry.why) == ("ok", "")
    page = job.folder / "report.html"
    before = page.read_bytes()
    change_one(store, "0127")
    make_one(job)
    assert page.read_bytes() != before


@pytest.mark.skipif(not can_fork(), reason="this system does not fork safely")
def test_the_share_of_the_cells_is_part_of_the_whole() -> None:
    row = own_share(("methods",))
    assert 0 < int(row.ours.rstrip("%")) < 100


def test_the_engines_are_compared_cell_by_cell() -> None:
    one, other = notebook("1"), notebook("1")
    one.cells[2].outputs = [{"output_type": "stream", "name": "stdout", "text": "at 0x7fffabc123"}]
    assert engines.shown(one) != engines.shown(other)
    other.cells[2].outputs = [
        {"output_type": "stream", "name": "stdout", "text": "at 0x7fffabd456"}
    ]
    assert engines.shown(one) == engines.shown(other)
    found = [("summary", 9, []), ("methods", 8, ["9901 sv cell 3"])]
    text = engines.table(found, 2.0, dt.date(2026, 1, 2))
    assert "17 cells, 1 that differ" in text
    assert "| methods | 8 | 9901 sv cell 3 |" in text


def test_what_a_killed_run_has_to_give_again_leaves_out_what_holds_times(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("a/sv/report.html", "a/sv/manifest.json", "a/sv/notebooks/1.ipynb", ".batch.lock"):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    assert list(kills.hashes(out)) == ["a/sv/report.html"]
    assert all(str(out) in work.command(out) for work in kills.WORKS)


def test_a_report_is_broken_if_it_is_neither_the_old_nor_the_new_one(tmp_path: Path) -> None:
    old, new, out = (tmp_path / name for name in ("old", "new", "out"))
    for folder, text in ((old, "old"), (new, "new"), (out, "new")):
        (folder / "a" / "sv").mkdir(parents=True)
        (folder / "a" / "sv" / "report.html").write_text(text)
    broken = kills.WORKS[1].broken
    assert broken(out, old, new) == []
    (out / "a" / "sv" / "report.html").write_text("ne")
    assert broken(out, old, new) == ["a"]
    shutil.rmtree(out / "a")
    assert broken(out, old, new) == ["a"], "what was there is gone"


def test_the_page_of_kills_sums_what_was_tried() -> None:
    told = kills.page([("a report", 7, 7), ("a batch", 5, 4)], dt.date(2026, 1, 2))
    assert "2026-01-02: 12 kills at random moments; 11 times" in told
    assert told.splitlines()[-2:] == ["| a report | 7 | 7 |", "| a batch | 5 | 4 |"]

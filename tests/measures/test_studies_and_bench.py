"""The programs behind the pages work: each cell is printed, each rival computes the same."""

from functools import partial
from importlib import import_module
from itertools import product

import numpy as np
import pandas as pd
import pytest

from bench import measures as suite
from bench import page, rivals
from bench.__main__ import PARTS, main
from bench.country import country
from bench.timing import Row, held, seconds, table
from segnb import measures as m
from segnb.measures.groups import two_groups
from studies import coverage_page, differences, other_measures
from studies.coverage import Cell, run
from studies.page import marks


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    ends = product(("spread", "apart"), (6, 10), (0.0, 0.15))
    cells = [Cell(pattern, units, 0.05, truth) for pattern, units, truth in ends]
    two = [cell._replace(share=0.1) for cell in cells]
    return run([*cells, *two], number=20, draws=39)


def test_the_page_keeps_its_words_and_shows_every_cell(found, tmp_path):
    page = tmp_path / "inference.md"
    page.write_text("before\n{}\nold\n{}\nafter\n".format(*marks(coverage_page.NAME)), "utf-8")
    run = np.where(found["units"] == 6, "2026-01-02", "2025-12-31")
    bad = found.assign(coverage=found["coverage"].where(found.index > 0, 0.5), run=run)
    for _ in range(2):
        coverage_page.write(bad, tmp_path)
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert text.count("\n| spread ") + text.count("\n| apart ") == len(found)
    assert "**0.500**" in text
    assert "Run: 10 areas on 2025-12-31, 20 data sets a cell" in text
    assert "; 6 areas on 2026-01-02" in text
    assert len(pd.read_csv(tmp_path / "inference_coverage.csv")) == len(found)


def test_the_figure_is_the_same_each_time(found, tmp_path):
    for name in ("one.svg", "two.svg"):
        coverage_page.figure(found, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_the_table_of_differences_has_a_row_for_each_pair():
    found = differences.run(differences.PAIRS[4:8:3], number=20)
    lines = differences.table(found).splitlines()
    assert len(lines) == 2 + 2
    assert lines[2].startswith("| spread, 60 areas, 5%, D 0.15 | spread, 60 areas, 5%, D 0.15 |")
    assert found["coverage"].min() > 0.7


def test_every_part_that_a_study_writes_has_its_place_on_the_page():
    text = (page.PAGE.parent / "inference.md").read_text("utf-8")
    for name in (coverage_page.NAME, other_measures.NAME, differences.NAME):
        assert all(text.count(mark) == 1 for mark in marks(name))


def test_bare_numpy_computes_the_same_eight_measures():
    counts = country([2024, 2025])
    ready = two_groups(counts, "low", None, suite.BY)
    bare = rivals.bare_numpy(ready.x, ready.t, ready.over.starts, ready.over.sizes)
    ours = m.indices(counts, suite.EIGHT, "low", by=suite.BY)
    for name, values in zip(suite.EIGHT, bare, strict=True):
        expected = ours.loc[ours["measure"] == name, "estimate"].dropna().to_numpy()
        assert values == pytest.approx(expected, abs=1e-10), name


def test_pysal_gets_places_with_the_group_and_the_total():
    counts = country([2024, 2025])
    places = rivals.sampled(counts, 3, 2)
    assert len(places) == 6
    ours = m.dissimilarity(counts, "low", by=suite.BY).dropna(subset="estimate")
    x, y = places[-1]["x"], places[-1]["t"] - places[-1]["x"]
    value = (x / x.sum() - y / y.sum()).abs().sum() / 2
    assert (ours["estimate"] - value).abs().min() < 1e-12


def test_equipop_counts_the_same_neighbours_where_it_is_installed():
    equipop = pytest.importorskip("equipop", reason="EquiPop is compared with only if installed")
    assert equipop
    rng = np.random.default_rng(1)
    n = rng.integers(1, 50, (200, 2)).astype(float)
    xy = rng.permutation(40_000)[:400].reshape(200, 2).astype(float)
    assert rivals.equipop_shares(n, xy, (100,), runs=1).wall > 0


def test_the_table_of_a_benchmark_is_markdown():
    text = table([Row("a job", seconds(0.0123), "", "2×", "1×", held(2, 1))])
    assert text.splitlines()[2] == "| a job | 12.3 ms |  | 2× | 1× | yes |"
    assert held(0.5, 1) == "**no**"
    assert [seconds(v) for v in (1234.5, 2.345, 0.5)] == ["1,234 s", "2.35 s", "500 ms"]


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_the_benchmark_has_its_place_on_the_page(name):
    part = import_module(f"bench.{name}")
    assert name == part.NAME
    assert callable(part.rows)
    text = page.PAGE.read_text("utf-8")
    assert all(text.count(mark) == 1 for mark in marks(name))


def test_a_full_run_keeps_its_table_and_a_quick_run_prints_only(monkeypatch, tmp_path, capsys):
    kept = tmp_path / "performance.md"
    kept.write_text("before\n{}\nold\n{}\nafter\n".format(*marks("measures")), "utf-8")
    monkeypatch.setattr("bench.__main__.keep", partial(page.keep, page=kept))
    monkeypatch.setattr(suite, "rows", lambda quick: [Row("a job", str(quick), "", "", "", "")])
    monkeypatch.setenv("QUICK", "1")
    main(["measures"])
    assert "| a job | True |" in capsys.readouterr().out
    assert "old" in kept.read_text("utf-8")
    monkeypatch.setenv("QUICK", "0")
    main(["measures"])
    text = kept.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "| a job | False |" in text
    assert "old" not in text


def test_an_unknown_part_and_a_page_without_marks_are_refused(tmp_path):
    with pytest.raises(SystemExit, match="no part 'speed'; there are measures"):
        main(["speed"])
    empty = tmp_path / "performance.md"
    empty.write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="has no <!-- measures: begin -->"):
        page.keep("measures", "", 0.0, page=empty)


def test_growth_and_import_cost_are_measured():
    assert [row.held for row in suite.growth(1)] == ["yes"]
    assert suite.import_cost(1)[1].ours == "yes"

"""Municipalities beside each other: rows in the order of the reader, ranks that hold together."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from segnb import Chapter, NationalChapter
from segnb.report.comparison import side_by_side
from segnb.report.comparison.place_ranks import AS_ROWS, PlaceRanks, compared_places
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.errors import InvalidParams

DALARNA = ("Mora", "Borlänge", "Falun", "Vansbro")


@pytest.fixture(scope="module", params=["sv", "en"])
def shown(request: pytest.FixtureRequest) -> tuple[Any, PlaceRanks]:
    chapter = NationalChapter(lang=request.param, store=BOX, name="comparison")
    found = chapter.measure_beside(
        DALARNA, "low_economic_standard", "school_eligibility", index=["low_economic_standard"]
    )
    return chapter, found


def test_rows_keep_the_order_of_the_reader_and_every_place_its_row(shown) -> None:
    _, found = shown
    assert len(found.measures) == 3
    for one in found.measures:
        assert one.rows["area"].tolist() == ["2062", "2081", "2080", "2021"]


def test_an_index_is_the_value_under_chance_and_withheld_where_areas_are_few(shown) -> None:
    chapter, found = shown
    index = found.measures[-1]
    assert index.index
    by_place = index.rows.set_index("area")
    assert by_place.loc["2021", ["value", "together_first"]].isna().all()  # Vansbro: few DeSO
    assert by_place.loc["2081", "value"] > by_place.loc["2062", "value"]
    text = json.dumps(chapter.show_beside(found).structure(), ensure_ascii=False)
    assert chapter.text("side_by_side.few") in text


def test_sources_are_of_the_two_years_that_are_compared(shown) -> None:
    chapter, found = shown
    school = found.measures[1]
    both = {school.held.year, *school.rows["first_year"].dropna().astype(int)}
    of = {row.sha256: row.years for row in chapter.sources().sources}
    rows = school.held.observed
    used = set(rows.loc[rows["year"].isin(both), "snapshot"])
    assert set(rows["snapshot"]) & set(of) == used < set(rows["snapshot"])


def test_ranks_are_ranges_within_those_shown_and_never_without_an_interval(shown) -> None:
    _, found = shown
    share, school = found.measures[:2]
    together = share.rows[["together_first", "together_last"]].astype(int)
    assert (together["together_first"] <= together["together_last"]).all()
    assert together.max(axis=None) <= len(DALARNA)
    assert school.rows["lower"].isna().all()
    assert school.rows["together_first"].isna().all()


def test_the_figure_says_both_ends_the_country_and_nothing_of_good_or_bad(shown) -> None:
    chapter, found = shown
    figure = chapter.show_beside(found)
    pairs, opening = (one(found).structure() for one in (chapter.show_pairs, chapter.open_beside))
    own = (figure.title, figure.subtitle, figure.alt, figure.page.content)  # cards tell of goals
    text = json.dumps([*own, pairs, opening], ensure_ascii=False)
    assert chapter.text("side_by_side.nation") in text
    assert not re.search(r"\b(bäst|sämst|best|worst|better|worse|bättre|sämre)\w*", text)
    columns = figure.data.columns
    assert {"value", "lower", "upper", "together_first", "rank_first", "median_change"} <= {
        *columns
    }
    assert len(figure.data.rows) == 3 * len(DALARNA)


def test_measures_that_no_page_of_paper_holds_together_stand_in_several_figures(shown) -> None:
    chapter, found = shown
    assert [len(one.measures) for one in found.parts] == [3]
    assert chapter.show_beside(found, part=2) is None
    many = replace(found, measures=found.measures * 3)
    parts = [chapter.show_beside(many, part=n) for n in (1, 2)]
    assert [len(part.table.rows) for part in parts] == [5 * len(DALARNA), 4 * len(DALARNA)]
    assert [part.key for part in parts] == ["beside", "beside_2"]
    assert all(part.title.startswith(f"{len(DALARNA)} ") for part in parts)
    assert chapter.show_beside(many, part=3) is None


def test_the_notebook_asks_for_as_many_figures_as_the_most_places_need(shown) -> None:
    _, found = shown
    most = replace(found, places=("0114",) * AS_ROWS, measures=found.measures[:1] * 8)
    cells = json.loads(
        (Path(__file__).parents[2] / "notebooks/comparison.ipynb").read_text("utf-8")
    )["cells"]
    asked = [cell for cell in cells if "show_beside(" in "".join(cell["source"])]
    assert len(most.parts) == len(asked)


def test_pairs_are_all_of_them_with_both_p(shown) -> None:
    chapter, found = shown
    table = chapter.show_pairs(found)
    assert len(table.rows) == 6 + 3  # of four places, and of the three that have an index
    p, adjusted = (table.data.columns.index(name) for name in ("p", "adjusted"))
    assert all(row[adjusted] >= row[p] for row in table.data.rows)


def test_change_stands_beside_that_of_the_median_municipality(shown) -> None:
    _, found = shown
    school = found.measures[1]
    assert school.rows["first_year"].nunique() == 1
    assert school.rows["first_year"].iloc[0] < school.held.year
    assert school.rows["median_change"].notna().all()


def test_rows_have_the_year_of_their_measure_and_an_empty_comparison_in_time_has_no_columns(
    shown,
) -> None:
    chapter, found = shown
    one = SimpleNamespace(parts=[], measures=found.measures, many=False)
    heads = {head: chapter.text(f"side_by_side.table.{head}") for head in ("first_year", "change")}
    table = side_by_side._table(chapter, one, "key")
    labels = [column.label for column in table.columns]
    assert set(heads.values()) <= set(labels)
    school = found.measures[1]
    row = next(r for r in table.rows if r.cells[0].endswith(f", {school.held.year}"))
    years = [r.cells[labels.index(heads["first_year"])] for r in table.rows if r is not row]
    assert f"{int(school.rows['first_year'].iloc[0])}–{school.held.year}" in years
    index = SimpleNamespace(measures=[m for m in found.measures if m.index])
    bare = side_by_side._table(chapter, index, "key")
    assert not set(heads.values()) & {column.label for column in bare.columns}
    assert chapter.text("side_by_side.table.note") not in bare.notes
    assert bare.rows[0].cells[0].endswith(f", {index.measures[0].held.year}")


@pytest.mark.parametrize("named", [["Mora"], ["Mora", "2062"]])
def test_one_place_is_no_comparison(named: list[str]) -> None:
    with pytest.raises(InvalidParams, match="1 municipalities are named"):
        compared_places(named)


def test_more_than_twelve_places_are_ticks_with_a_row_each_in_the_table() -> None:
    places = municipalities()["code"].iloc[:14].tolist()
    chapter = NationalChapter(store=BOX, name="comparison")
    found = chapter.measure_beside(places, "school_eligibility")
    figure = chapter.show_beside(found)
    assert len(figure.table.rows) == 14
    assert "De 14 valda" not in figure.alt
    assert "14 kommuner" in figure.title
    assert chapter.show_pairs(found) is None
    assert {"together_first", "together_last"} <= set(figure.data.columns)
    with pytest.raises(InvalidParams, match="61 municipalities are named"):
        compared_places(municipalities()["code"].iloc[:61].tolist())


def test_the_index_in_other_borders_is_on_one_scale_for_all_places(shown) -> None:
    chapter, found = shown
    figure = chapter.show_regroupings("low_economic_standard", found)
    rows = [row.cells for row in figure.table.rows]
    told = [cells for cells in rows if len(cells) > 2]
    assert len(told) == len(figure.data.rows)
    assert {len(cells) for cells in told} == {len(figure.table.columns)}
    places = [cells[0] for cells in told]
    measures = [chapter.text(f"side_by_side.borders.measures.{name}") for name in ("index", "gap")]
    assert [cells[1] for cells in told] == measures * (len(told) // 2)
    assert places[::2] == places[1::2]
    for row in figure.data.rows:
        at = dict(zip(figure.data.columns, row, strict=True))
        assert at["finer"] >= at["coarser"] >= 0
        assert 0 <= at["random_low"] <= at["random_high"] <= at["finer"] + 1e-9
        assert at["joined_low"] <= at["joined_middle"] <= at["joined_high"] <= at["finer"] + 1e-9


def test_an_index_that_is_withheld_is_not_shown_in_other_borders(shown) -> None:
    """Vansbro has four DeSO and four RegSO: its index is printed nowhere."""
    chapter, found = shown
    figure = chapter.show_regroupings("low_economic_standard", found)
    told = [row.cells[0] for row in figure.table.rows if len(row.cells) > 2]
    few = [row.cells for row in figure.table.rows if len(row.cells) == 2]
    assert "Vansbro" not in told
    assert ("Vansbro", chapter.text("side_by_side.few")) in few
    assert "Vansbro" not in figure.alt
    alone = chapter.measure_beside(("Vansbro", "Bjurholm"), "low_economic_standard")
    gap = chapter.show_regroupings("low_economic_standard", alone)
    assert gap.status == "not_applicable"


def test_a_difference_between_places_is_that_of_the_printed_values(shown) -> None:
    chapter, found = shown
    values = {row.cells[:2]: row.cells[2] for row in chapter.show_beside(found).table.rows}
    for row in chapter.show_pairs(found).rows:
        name, higher, lower, gap = row.cells[:4]
        ends = [values[name, place] for place in (higher, lower)]
        first, last, apart = (
            float(re.sub(r"[^\d.,-]", "", text).replace(",", ".")) for text in (*ends, gap)
        )
        assert apart == pytest.approx(first - last)


def test_a_report_shows_its_own_place_in_all_borders_and_its_own_areas_in_the_page_alone(
    tmp_path: Path,
) -> None:
    shutil.copytree(open_store(BOX).path, tmp_path / "store")
    store = open_store(str(tmp_path / "store"))
    held = store.read("economic_standard", level="deso2018")
    areas = sorted(held.loc[held["municipality"] == "2081", "area"].unique())
    links = {"kind": "own", "from_level": "deso2018", "from_area": areas, "to_level": "own",
             "to_area": [f"Stadsdel {number % 8}" for number in range(len(areas))]}  # fmt: skip
    key = store.add_snapshot(b"key", name="nyckel.csv", producer="own data")
    store.write_links(pd.DataFrame(links), key)
    chapter = Chapter("whole_municipality", "2081", store=str(store.path), settings={})
    figure = chapter.show_regroupings("low_economic_standard")
    assert not figure.on_paper
    assert not figure.table.on_paper
    rows = [dict(zip(figure.data.columns, row, strict=True)) for row in figure.data.rows]
    assert [row["measure"] for row in rows] == ["index", "gap"]
    for row in rows:
        assert 0 < row["own"] < row["finer"]
        way = (
            "ungefär samma" if row["joined_low"] <= row["coarser"] <= row["joined_high"] else "ett"
        )
        assert f"{way} {chapter.text('side_by_side.borders.measures.' + row['measure'])}" in (
            figure.subtitle.replace("större ", "").replace("mindre ", "")
        )
    columns = [column.label for column in figure.table.columns]
    assert columns.index("egna områden") == columns.index("RegSO") + 1

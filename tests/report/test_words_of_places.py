"""Comparisons name the own place, the others, the median and the ends, each by its number."""

from types import SimpleNamespace

import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.analysis.regroupings import Regrouped, Spread
from segnb.report.comparison import area_sensitivity, place_ranks, side_by_side, standings
from segnb.report.focus_areas import perspectives
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import DASH


def test_a_title_of_a_standing_names_what_is_certain_and_which_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standings, "fitting_title", lambda _report, key, names: (key, names))
    small = ["employed_share", "older_share", "owned_share"]
    read = SimpleNamespace(catalogue=catalogue())
    names = standings._names(page(read=read), small, index=False)  # type: ignore[arg-type]

    def title(*rows: tuple[str, str, float | None], index: bool = False) -> tuple[str, dict]:
        frame = pd.DataFrame([
            {"indicator": name, "group": "all", "certainty": word, "direction": side, "p": p}
            for name, (word, side, p) in zip(small, rows, strict=False)
        ] + [{"indicator": name, "group": "county", "certainty": "certain", "direction": "down",
              "p": 0.001} for name in small])  # fmt: skip
        found = standings.Standing((), pd.DataFrame({"indicator": small}), frame, index)
        return standings.standing_title(page(read=read), found)  # type: ignore[arg-type,return-value]

    up, down, no = ("certain", "up", 0.01), ("certain", "down", 0.01), ("likely", "up", 0.3)
    assert title(up, no, up) == ("comparison.named_value_higher", {"up": [names[0], names[2]],
                                                                  "down": []})  # fmt: skip
    assert title(no, down, no) == ("comparison.named_value_lower", {"up": [], "down": [names[1]]})
    assert title(up, down, no) == ("comparison.named_value_mixed", {"up": [names[0]],
                                                                   "down": [names[1]]})  # fmt: skip
    assert title(no, no, ("certain", "up", None)) == ("comparison.title_none",
                                                      {"names": names[:2]})  # fmt: skip
    none = ("certain", "up", None)
    assert title(none, none, none) == ("comparison.title_no_rule", {"names": names})


def test_a_standing_needs_the_own_place_and_another() -> None:
    def rows(**values: float | None) -> pd.DataFrame:
        return pd.DataFrame({"municipality": list(values), "value": list(values.values())})

    report = page(place=SimpleNamespace(code="own"))
    assert standings._is_told(report, rows(own=1.0, other=2.0))  # type: ignore[arg-type]
    assert not standings._is_told(report, rows(own=1.0))  # type: ignore[arg-type]
    assert not standings._is_told(report, rows(own=None, other=2.0, more=1.0))  # type: ignore[arg-type]
    assert not standings._is_told(report, rows(own=1.0, other=None))  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "refused"), [(1, True), (2, False), (60, False), (61, True)])
def test_a_comparison_takes_two_to_sixty_places(number: int, refused: bool) -> None:
    codes = list(municipalities()["code"])[:number]
    if refused:
        with pytest.raises(InvalidParams, match=f"^{number} "):
            place_ranks.compared_places(codes)
    else:
        assert place_ranks.compared_places([*codes, codes[0]]) == tuple(codes)


@pytest.mark.parametrize(("number", "many"), [(12, False), (13, True)])
def test_more_than_twelve_places_are_ticks(number: int, many: bool) -> None:
    assert place_ranks.PlaceRanks(("0114",) * number, ()).many is many


def test_the_first_year_of_a_comparison_is_after_breaks_and_has_all_places() -> None:
    rows = pd.DataFrame([
        {"area": area, "year": year, "value": value}
        for year, values in ((2008, (1, 2, 3, 4)), (2012, (5, None, 7, 8)), (2014, (9, 11, 20, 40)),
                             (2018, (1, 1, 1, 1)), (2024, (10, 14, 26, 100)))
        for area, value in zip("abcd", values, strict=True)
    ])  # fmt: skip
    cuts = {2010: (), 2016: ("deso2025",), 2025: ("municipality",)}
    breaks = [SimpleNamespace(year=year, levels=levels) for year, levels in cuts.items()]
    entry = SimpleNamespace(breaks=breaks)
    one = SimpleNamespace(entry=entry, year=2024, level="municipality", rows=rows)
    made = place_ranks._first(one, ("b", "a"))  # type: ignore[arg-type]
    assert made["first_year"] == 2014
    assert list(made["first_value"]) == [11, 9]  # type: ignore[call-overload]
    assert made["median_change"] == 4.5  # of 1, 3, 6 and 60
    assert place_ranks._first(one, ("c", "a"))["first_year"] == 2012  # type: ignore[arg-type]
    one.year = 2010
    assert place_ranks._first(one, ("b", "a"))["first_year"] is None  # type: ignore[arg-type]


def test_the_ends_of_a_strip_are_of_the_places_shown() -> None:
    rows = pd.DataFrame({
        "area": ["0114", "0115", "0117"], "value": [61.24, 83.37, 70.0],
        "lower": [60.0, 82.0, 69.0], "upper": [62.0, 84.0, 71.0], "status": "ok",
        "together_first": [3, 1, 2], "together_last": [3, 1, 3],
    })  # fmt: skip
    others = pd.DataFrame({"value": [20.0, 99.0, None]})
    one = place_ranks.Measure(held(), rows, others, 75.5)  # type: ignore[arg-type]
    panel = side_by_side._panel(page(), one)  # type: ignore[arg-type]
    assert panel["row"].tolist() == ["place"] * 3 + ["nation"] + ["all"] * 2
    assert panel["value"].tolist() == [61.24, 83.37, 70.0, 75.5, 20.0, 99.0]
    texts = panel["text"].tolist()
    assert texts[0] == "side_by_side.row(of=3, ranks=3, value=61.2%)"
    assert texts[2] == f"side_by_side.row(of=3, ranks={EN.interval(2, 3, 0)}, value=70.0%)"
    assert texts[3] == "75.5%"
    assert texts[4] == "side_by_side.ends(high=99.0%, low=20.0%)"
    assert panel["name"].iloc[4] == "side_by_side.all(n=2)"
    strip = side_by_side._strip(page(), one)  # type: ignore[arg-type]
    assert strip["text"].iloc[0] == "side_by_side.ends(high=83.4%, low=61.2%)"
    assert strip["name"].iloc[0] == "side_by_side.chosen(n=3)"
    assert strip["row"].tolist() == ["all"] * 3 + ["nation"] + ["all"] * 2


BORDERS = Regrouped(finer=0.41, coarser=0.32, random=Spread(0.29, 0.25, 0.36))


def test_borders_are_told_by_the_index_of_each_and_the_range_of_random_ones() -> None:
    said = area_sensitivity._in_words(page(), "0114", "gap", BORDERS)  # type: ignore[arg-type]
    numbers = (("finer", "41.0"), ("coarser", "32.0"), ("random", "29.0"))
    each = EN.listing(
        [f"{told(f'side_by_side.borders.{kind}')} {value}" for kind, value in numbers]
    )
    measure = told("side_by_side.borders.measures.gap")
    words = {"name": "Upplands Väsby", "measure": measure, "numbers": each}
    assert said == told("side_by_side.borders.each", **words)
    found = {"0114": {"gap": BORDERS}}
    (row, few) = area_sensitivity._table(page(), held(), found, ["0115"], "key", on_paper=True).rows  # type: ignore[arg-type]
    assert row.cells == ("Upplands Väsby", measure, "41.0", "32.0", "29.0", "25.0–36.0")
    assert few.cells[:2] == ("Vallentuna", told("side_by_side.few"))
    both = {"0114": {"index": BORDERS, "gap": BORDERS._replace(finer=0.52)}}
    rows = area_sensitivity._rows(page(), held(), both, alone=False)  # type: ignore[arg-type]
    assert rows["value"].tolist() == pytest.approx([41, 32, 29, 52, 32, 29])
    assert rows["text"].tolist() == ["41.0", "32.0", "29.0", "52.0", "32.0", "29.0"]
    assert rows[["lower", "upper"]].iloc[2].tolist() == pytest.approx([25, 36])
    assert rows[["lower", "upper"]].iloc[:2].isna().all(axis=None)


def of_similar(*values: float | None) -> str:
    codes = [f"011{n}" for n in range(len(values))]
    rows = pd.DataFrame({"municipality": [*codes, "0199"], "value": [*values, 99.0],
                         "median": 7.0, "status": "ok"})  # fmt: skip
    report = page(similar=codes)
    return perspectives._of_similar(report, catalogue()["employed_share"], held(latest=rows))  # type: ignore[arg-type]


def test_similar_municipalities_are_told_by_the_median_of_those_with_a_value() -> None:
    assert of_similar(70.0, 60.0, 65.0) == "65.0"
    assert of_similar(70.0, 60.0, 65.0, 66.0) == "65.5"  # the mean of two in the middle
    assert of_similar(70.0, 60.0, 65.0, None) == told(
        "trends.of_some", value="65.0", count=3, all=4
    )
    assert of_similar(70.0, 60.0, None) == DASH
    report = page(similar=[])
    assert perspectives._of_similar(report, catalogue()["employed_share"], None) == DASH  # type: ignore[arg-type]


def test_a_pair_is_the_first_less_the_second_with_its_own_interval_and_both_p() -> None:
    one = SimpleNamespace(held=held(), index=False, rows=pd.DataFrame({
        "area": ["0114", "0115", "0117"], "value": [71.31, 64.12, 99.0],
    }))  # fmt: skip
    row = SimpleNamespace(first="0114", second="0115", last="0117", lower=5.13, upper=9.27,
                          p=0.0213, adjusted=0.0004)  # fmt: skip
    cells = side_by_side._pair_cells(page(), one, row)  # type: ignore[arg-type]
    assert cells == ("Upplands Väsby", "Vallentuna", "+7.2\u00a0pp", "5.1–9.3", "0.021", "< 0.001")


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [("employed_share", "%"), ("median_net_income", "cards.units.tkr()")],
)
def test_women_and_men_stand_apart_with_the_unit_of_the_measure(indicator: str, unit: str) -> None:
    sides = {
        "women": pd.Series({"value": 61.2, "status": "ok", "lower": 60.0, "upper": 62.0}),
        "men": pd.Series({"value": 68.5, "status": "ok", "lower": 61.0, "upper": 70.0}),
    }
    one = perspectives.BySex(held(indicator, withheld_after=lambda *_: []), 2021, sides)  # type: ignore[arg-type]
    cells = perspectives._sex_row(page(), one).cells  # type: ignore[arg-type]
    assert cells[0].endswith(f", {unit}")
    assert (cells[1], cells[2], cells[4]) == ("61.2", "68.5", "2021")
    assert cells[3].startswith("−7.3")  # women less men

"""Scale, ends, residents, parts of a change and the country: each number where its words say."""

from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box
from worded_page import EN, held, page, told

from segnb.report import charts
from segnb.report.area_types import residents, transitions
from segnb.report.change import change_components_figure
from segnb.report.charts.distribution import references_in_words
from segnb.report.focus_areas import perspectives
from segnb.report.geography import spatial_scale, spread_over_areas
from segnb.report.national import national_changes, national_chapter
from segnb.report.page.statements import FEWEST_AREAS
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH, small

SHARE, OTHER = "employed_share", "rental_share"
NAME, OTHER_NAME = (catalogue()[one].name.in_language("en") for one in (SHARE, OTHER))


def caught(monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    """Let a module's figures be what they are made of."""
    monkeypatch.setattr(
        module, "make_figure",
        lambda report, key, chart, frame, **more: SimpleNamespace(
            report=report, key=key, chart=chart, frame=frame, **more
        ),
    )  # fmt: skip


def gap(key: str, *said: str, **more: object) -> SimpleNamespace:
    return SimpleNamespace(key=key, said=said, **more)


def real(
    indicator: str = SHARE, level: str = "regso2025", year: int = 2024, **columns: Any
) -> IndicatorData:
    rows = pd.DataFrame(columns).assign(level=level, year=year, sex="total")
    return IndicatorData(catalogue()[indicator], level, year, rows, rows)


# -- scale and ends


@pytest.mark.parametrize(
    ("parts", "marks"),
    [(((33.4, 2024), (41.6, 2024)), (" 33", " 42")),
     (((2.3, 2023), (0.4, 2024)), (" 2, 2023", " 0, 2024"))],
)  # fmt: skip
def test_each_part_that_lies_between_regso_is_told_that_is_known(
    monkeypatch: pytest.MonkeyPatch, parts: tuple, marks: tuple[str, str]
) -> None:
    known = dict(zip((SHARE, OTHER), parts, strict=True)) | {"population": None}
    monkeypatch.setattr(spatial_scale, "_between", lambda _, name: known[name])
    monkeypatch.setattr(spatial_scale, "_alone", lambda *_: "")
    report = page(read=SimpleNamespace(catalogue=catalogue()))
    said = spatial_scale.say_nested(report, "population", SHARE, OTHER)  # type: ignore[arg-type]
    names = NAME.lower(), OTHER_NAME.lower()
    each = EN.listing([name + mark for name, mark in zip(names, marks, strict=True)])
    years = EN.listing(sorted({str(year) for _, year in parts}))
    assert said is not None
    assert said.text == told("captions.nested.text", each=each, years=years, alone="")
    assert spatial_scale.say_nested(report, "population") is None  # type: ignore[arg-type]


def test_nested_areas_need_enough_of_them_and_the_parent_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = [f"A{number}" for number in range(FEWEST_AREAS + 1)]
    inside = np.arange(3.0, 5 + 2 * FEWEST_AREAS, 2)
    counts = pd.DataFrame({"municipality": "0101", "year": 2024, "unit": codes * 2,
                           "group": ["in"] * len(codes) + ["rest"] * len(codes),
                           "count": [*inside, *(90 - 3 * inside)]})  # fmt: skip
    one = held(latest=pd.DataFrame({"area": codes}), counts=lambda: counts)
    parents = pd.DataFrame(
        {"area": codes, "parent": [f"R{n % FEWEST_AREAS}" for n in range(len(codes))]}
    )
    report = page(read=SimpleNamespace(held=lambda *_: one),
                  store=SimpleNamespace(read_areas=lambda *_: parents))  # fmt: skip
    parts = [("mutual_information", "regso", 0.1), ("entropy_index", "all", 0.2),
             ("entropy_index", "regso", 0.34)]  # fmt: skip
    found = pd.DataFrame(parts, columns=["measure", "level", "share"])
    monkeypatch.setattr(spatial_scale.measures, "nested", lambda *_: found)
    of = lambda: spatial_scale._between(report, SHARE)  # type: ignore[arg-type]  # noqa: E731
    assert of() == (pytest.approx(34), 2024)
    found["share"] = np.nan
    assert of() is None
    found["share"] = 0.5
    parents.loc[0, "parent"] = ""
    assert of() is None
    parents.loc[0, "parent"] = None
    assert of() is None
    parents.loc[0, "parent"] = "R0"
    assert of() == (50, 2024)
    kept = parents["parent"].copy()
    parents["parent"] = kept.replace("R0", "R1")
    assert of() is None
    parents["parent"] = kept
    one.latest = one.latest.iloc[2:]
    assert of() is None
    report.read.held = lambda *_: None
    assert of() is None


def ended(*levels: str) -> tuple[SimpleNamespace, dict[str, Any]]:
    """A page that has two shares of three areas, the first with a hidden one."""
    place = {"municipality": 44.44, "nation": 55.55}
    got = {
        SHARE: real(SHARE, levels[0], area=["b", "a", "c"], value=[33.31, 22.26, np.nan],
                    status=["ok", "ok", "suppressed"]),
        OTHER: real(OTHER, levels[-1], 2021, area=["b"], value=[77.7], status=["ok"]),
    }  # fmt: skip

    def above(_: str, level: str, year: int) -> IndicatorData:
        return real(level=level, year=year, value=[place[level] + (year == 2021)])

    report = page(get=lambda name, _: got[name], read=SimpleNamespace(held=above),
                  level_name=lambda level: f"[{level}]")  # fmt: skip
    return report, got


def test_ends_of_shares_are_those_of_their_own_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    caught(monkeypatch, spread_over_areas)
    report, got = ended("regso2025", "deso2025")
    made = spread_over_areas.show_ends(report, SHARE, OTHER)  # type: ignore[arg-type]
    level, years = EN.listing(["<regso2025>", "<deso2025>"]), EN.listing(["2021", "2024"])
    each = [
        told("captions.ends.each", label=f"{NAME}, 2024", low="22.3", high="33.3", whole="44.4"),
        told("captions.ends.each_one", label=f"{OTHER_NAME}, 2021", low="77.7", high="77.7",
             whole="45.4"),
    ]  # fmt: skip
    assert made.alt == told("captions.ends.alt", level=level, years=years, each="; ".join(each))
    marks = "the diamond is all of Own town, the dashed line the country"
    assert made.subtitle == told("captions.ends.subtitle", level=level, years=years, marks=marks)
    subject = small(catalogue()[SHARE].changing.in_language("en"))
    assert made.title == told("captions.ends.title", level="[regso2025]", measure=NAME,
                              subject=subject, count=1, low="22.3", high="33.3")  # fmt: skip
    assert (made.key, made.chart, made.place, made.ends) == (
        "ends", charts.distribution, "Own town", True,
    )  # fmt: skip
    assert made.held == list(got.values())
    assert [row.cells for row in made.table.rows] == [
        ("name of a", f"{NAME}, 2024", "22.3"), ("name of b", f"{NAME}, 2024", "33.3"),
        ("name of b", f"{OTHER_NAME}, 2021", "77.7"), ("name of c", f"{NAME}, 2024", ".."),
        ("All of Own town", f"{NAME}, 2024", "44.4"),
        ("All of Own town", f"{OTHER_NAME}, 2021", "45.4"),
        ("Country", f"{NAME}, 2024", "55.5"), ("Country", f"{OTHER_NAME}, 2021", "56.5"),
    ]  # fmt: skip
    assert made.table.columns[0].label == level.removeprefix("<")
    assert made.table.title == made.title
    frame = made.frame.set_index(["label", "name"])
    first = frame.loc[(NAME, "name of b")]
    assert first["municipality_value"] == 44.44
    assert first["nation_value"] == 55.55
    assert first["sublabel"] == catalogue()[SHARE].population.in_language("en") + ", 2024"
    assert first["unit"] == "%"


def test_a_caption_names_the_measures_that_lack_what_it_explains() -> None:
    frame = pd.DataFrame({
        "label": ["A", "A", "Children", "C"], "municipality_value": [1.0, 1.0, 2.0, 3.0],
        "nation_value": [1.0, 1.0, np.nan, 2.0],
    })  # fmt: skip
    some = references_in_words(frame, EN, "Own town")
    assert some == (
        "the diamond is all of Own town, the dashed line the country (no figure for children)"
    )
    none = references_in_words(frame.assign(nation_value=np.nan), EN, "Own town")
    assert none == "the diamond is all of Own town, no figure for the country"


@pytest.mark.parametrize(("level", "named"), [("deso2025", False), ("own", True)])
def test_one_area_has_no_ends_and_areas_of_the_finest_level_no_names(
    monkeypatch: pytest.MonkeyPatch, level: str, named: bool
) -> None:
    caught(monkeypatch, spread_over_areas)
    report, _ = ended(level)
    report.read.held = lambda *_, **__: None
    made = spread_over_areas.show_ends(report, OTHER)  # type: ignore[arg-type]
    assert made.title.startswith("captions.ends.title_one(")
    assert made.ends is named
    assert made.frame["nation_value"].isna().all()


def test_lines_that_draw_together_are_told_by_their_first_and_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught(monkeypatch, spatial_scale)
    profile = pd.DataFrame({
        "k": [1600, 3200, 6400, 12800], "p10": [11.1, 12.6, 13.3, 1.0],
        "p50": [22.2, 22.3, 22.26, np.nan], "p90": [33.3, 32.2, 31.6, 9.0],
    })  # fmt: skip
    note = "A note."
    for across in (True, False):
        profile.attrs.update(held=held(year=2021), whole=24.26, across=across, note=note)
        made = spatial_scale.show_neighbours(page(), profile)  # type: ignore[arg-type]
        words = {
            "k": EN.number(1600), "k_last": EN.number(6400), "low": "11%", "high": "33%",
            "whole": "24.3%", "low_last": "13%", "high_last": "32%", "year": 2021,
            "where": told(f"captions.neighbours.{'across' if across else 'within'}"),
        }  # fmt: skip
        assert {name: made.values[name] for name in words} == words
        assert made.source == "source A note."
        assert made.whole == 24.26
        assert [row.cells for row in made.table.rows] == [
            (EN.number(1600), "11.1", "22.2", "33.3"), (EN.number(3200), "12.6", "22.3", "32.2"),
            (EN.number(6400), "13.3", "22.3", "31.6"),
        ]  # fmt: skip


# -- the country


@pytest.mark.parametrize(
    ("years", "cuts", "last", "span"),
    [
        ((2010, 2011, 2012, 2015, 2016, 2019), (2015,), None, ("regso2025", 2015, 2019)),
        ((2010, 2011, 2012, 2015, 2016, 2019), (2015,), 2016, ("regso2025", 2010, 2012)),
        ((2010, 2011, 2014, 2015), (2014,), None, None),
        ((), (), None, None),
    ],
)
def test_a_change_is_over_the_newest_years_without_a_break(
    monkeypatch: pytest.MonkeyPatch, years: tuple, cuts: tuple, last: int | None, span: tuple | None
) -> None:
    monkeypatch.setattr(national_changes, "vintages", lambda _: ("regso2025",))
    monkeypatch.setattr(national_changes, "held_years", lambda *_: list(years))
    monkeypatch.setattr(national_changes, "SHORTEST", 2)
    breaks = [SimpleNamespace(year=year, levels=(), text="") for year in cuts]
    known = {"x": SimpleNamespace(breaks=(), of="y"), "y": SimpleNamespace(breaks=breaks, of="")}
    read, params = SimpleNamespace(catalogue=known), SimpleNamespace(year=last)
    report = page(read=read, params=params, store=None)
    assert national_changes._span(report, "x", "regso") == span  # type: ignore[arg-type]
    known["x"].breaks, known["y"].breaks = breaks, ()
    assert national_changes._span(report, "x", "regso") == span  # type: ignore[arg-type]


CHANGED = pd.DataFrame({
    "indicator": [SHARE] * 5 + [OTHER], "level": ["regso2025"] * 5 + ["regso2020"],
    "first": [2019] * 5 + [2020], "last": [2024] * 5 + [2023],
    "municipality": ["0180", "0114", "1480", "2584", "0380", "0114"],
    "certainty": ["certain"] * 3 + ["likely", "", "certain"],
    "direction": ["up", "up", "down", "down", "", "down"],
    "adjusted": [0.1, 0.2, 0.3, 0.4, np.nan, 0.6],
})  # fmt: skip


def test_certain_changes_of_the_country_are_counted_and_named_by_their_way() -> None:
    report = page(read=SimpleNamespace(catalogue=catalogue()), gap=gap)
    made = national_changes.show_national_changes(report, CHANGED)  # type: ignore[arg-type]
    assert [row.cells for row in made.rows] == [
        (NAME, "<regso2025>", f"2019{DASH}2024", "4", "2", "1", "1", "1"),
        (OTHER_NAME, "<regso2020>", f"2020{DASH}2023", "1", "0", "1", "0", "0"),
    ]
    assert [column.label for column in made.columns[:3]] == [
        f"national.{one}()" for one in ("measure", "level", "years")
    ]
    none = national_changes.show_national_changes(report, CHANGED[:0])  # type: ignore[arg-type]
    assert none.said[1] == told("national.changes.why", years=national_changes.SHORTEST)
    boxes = national_changes.show_changed_places(report, CHANGED, SHARE)  # type: ignore[arg-type]
    assert boxes is not None
    assert [one.items for one in boxes.boxes] == [("Stockholm", "Upplands Väsby"), ("Göteborg",)]
    assert [one.title.split("(")[0] for one in boxes.boxes] == [
        "national.changes.box_up", "national.changes.box_down",
    ]  # fmt: skip
    assert all(f"years=2019{DASH}2024" in one.title for one in boxes.boxes)
    other = national_changes.show_changed_places(report, CHANGED, OTHER)  # type: ignore[arg-type]
    assert other is not None
    assert other.boxes[0].items == ("national.changes.nowhere()",)
    assert national_changes.show_changed_places(report, CHANGED, "x") is None  # type: ignore[arg-type]


def country() -> national_chapter.National:
    codes = ["0114", "0180", "1480", "2584", "0380"]
    values = (33.3, 11.1, 22.26, np.nan, 44.4)
    rows = [(SHARE, code, value, value - 1.5, value + 2.5, n + 1, n + 2, 2024)
            for n, (code, value) in enumerate(zip(codes, values, strict=True))]  # fmt: skip
    rows += [(OTHER, code, value, value - 1, value + 1, 1, 1, 2021)
             for code, value in (("0114", 5.5), ("0180", 6.6))]  # fmt: skip
    columns = ["indicator", "municipality", "value", "lower", "upper", "rank_first", "rank_last",
               "year"]  # fmt: skip
    both = real(SHARE), real(OTHER, "regso2020", 2021)
    return national_chapter.National(both, pd.DataFrame(rows, columns=columns))


def test_indices_of_the_country_have_their_median_and_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught(monkeypatch, national_chapter)
    made = national_chapter.show_national(page(), country())  # type: ignore[arg-type]
    where = f"{EN.listing(['<regso2025>', '<regso2020>'])}, {EN.listing(['2021', '2024'])}"
    each = [told("national.distribution.each", name=name, low=low, high=high, median=median)
            for name, low, high, median in ((NAME, "11.1", "44.4", "27.8"),
                                            (OTHER_NAME, "5.5", "6.6", "6.0"))]  # fmt: skip
    assert made.values == {"n": 2, "where": where, "each": " ".join(each)}
    frame = made.frame
    assert frame["name"].tolist() == ["Stockholm", "Göteborg", "Upplands Väsby", "Uppsala",
                                      "Upplands Väsby", "Stockholm"]  # fmt: skip
    assert frame["nation_value"].tolist() == pytest.approx([27.8] * 4 + [6.05] * 2, abs=0.06)
    assert frame["sublabel"].tolist() == ["<regso2025>, 2024"] * 4 + ["<regso2020>, 2021"] * 2
    assert frame["municipality_value"].isna().all()
    assert (made.ends, made.reference) == (True, "trends.median()")
    assert not {"label", "sublabel"} & set(made.data)
    first, second = (row.cells for row in made.table.rows)
    low, high = (
        told("national.end", name=name, rank=rank, value=value)
        for name, rank, value in (
            ("Stockholm", f"2{DASH}3", "11.1"),
            ("Uppsala", f"5{DASH}6", "44.4"),
        )
    )
    assert first == (NAME, "4", low, "14.4", "19.5", "27.8", "36.1", "41.1", high, "1")  # fmt: skip
    assert second[:2] == (OTHER_NAME, "2")
    assert second[-1] == "0"
    assert made.table.subtitle == where


def test_the_map_of_the_country_is_of_the_index_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught(monkeypatch, national_chapter)
    codes = ["0114", "2584", "1480"]
    squares = [box(n, 0, n + 1, 1) for n in range(3)]
    shapes = gpd.GeoDataFrame({"area": codes}, geometry=squares, crs=3006)
    used: list[str] = []
    store = SimpleNamespace(read_polygons=lambda level: shapes if level == "municipality" else None,
                            polygon_snapshots=lambda *_: ["sha"])  # fmt: skip
    report = page(store=store, trail=SimpleNamespace(use_snapshot=used.append), gap=gap)
    of = national_chapter.show_national_map
    made = of(report, country(), SHARE)  # type: ignore[arg-type]
    assert made.key == f"national_map_{SHARE}"
    assert of(report, country(), SHARE, key="mine").key == "mine"  # type: ignore[arg-type]
    assert made.values["where"] == "<regso2025>, 2024"
    assert {name: made.values[name] for name in ("low", "high", "n")} == {
        "low": "11.1", "high": "44.4", "n": 4,
    }  # fmt: skip
    assert made.frame["hatched"].tolist() == [False, True, False]
    assert made.frame["share"].tolist()[::2] == [33.3, 22.26]
    assert made.frame["status"].tolist() == ["ok", "not_applicable", "ok"]
    assert made.data["name"].tolist() == ["Upplands Väsby", "Kiruna", "Göteborg"]
    assert (made.unit, made.marks) == ("", False)
    assert used[0] == "sha"
    assert [row.cells for row in made.table.rows] == [
        ("Göteborg", "22.3", f"20.8{DASH}24.8", f"3{DASH}4"), ("Kiruna", "·", "·", "·"),
        ("Stockholm", "11.1", f"9.6{DASH}13.6", f"2{DASH}3"),
        ("Upplands Väsby", "33.3", f"31.8{DASH}35.8", f"1{DASH}2"),
        ("Uppsala", "44.4", f"42.9{DASH}46.9", f"5{DASH}6"),
    ]  # fmt: skip
    assert of(report, country(), "x").key == "polygons_national"  # type: ignore[arg-type]
    store.read_polygons = lambda _: shapes[:0]
    assert of(report, country(), SHARE).key == "polygons_national"  # type: ignore[arg-type]


def test_the_newest_year_of_the_newest_areas_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    years = {"regso2025": [2024, 2025], "regso2020": [2019, 2020, 2023]}
    monkeypatch.setattr(national_chapter, "vintages", lambda _: tuple(years))
    monkeypatch.setattr(national_chapter, "held_years", lambda _s, _i, level: years[level])
    report = page(params=SimpleNamespace(year=None), store=None)
    newest = national_chapter._newest
    assert newest(report, SHARE, "regso") == ("regso2025", 2025)  # type: ignore[arg-type]
    report.params.year = 2024
    assert newest(report, SHARE, "regso") == ("regso2025", 2024)  # type: ignore[arg-type]
    report.params.year = 2022
    assert newest(report, SHARE, "regso") == ("regso2020", 2020)  # type: ignore[arg-type]
    report.params.year = 2018
    assert newest(report, SHARE, "regso") is None  # type: ignore[arg-type]


# -- residents and moves


def counted() -> residents.Residents:
    rows = [
        {"place": place, "name": f"name of {place}", "type": str(kind), "group": "all",
         "people": people, "share": share, "areas": kind}
        for place, peoples in (("own", (100.0, 200, 300, 150, 250)),
                               ("nation", (np.nan, 2000.0, 3000, 1500, 2500)))
        for kind, people, share in zip(range(1, 6), peoples, (10.04, 20.04, 30.0, 14.96, 24.96),
                                       strict=True)
    ]  # fmt: skip
    rows.append(rows[0] | {"type": "none", "people": 5.0, "share": 0.5})
    types = SimpleNamespace(year=2023, level="regso2025", held="types held")
    return residents.Residents(held(), types, pd.DataFrame(rows))  # type: ignore[arg-type]


def test_bars_of_residents_are_of_five_types_and_the_people_that_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught(monkeypatch, residents)
    made = residents.show_composition(page(), counted())  # type: ignore[arg-type]
    frame = made.frame
    assert frame["type_number"].tolist() == [1, 2, 3, 4, 5] * 2
    assert frame["own"].tolist() == [True] * 5 + [False] * 5
    assert frame["place"].tolist() == ["name of own"] * 5 + ["name of nation"] * 5
    assert frame["people"].tolist() == [1005.0] * 5 + [9000.0] * 5
    assert set(frame["status"]) == {"ok"}
    assert made.key == "chapter_composition"
    assert made.alt.startswith("area_types.residents.alt_alone(")
    assert residents.show_composition(page(), counted(), key="k").key == "k"  # type: ignore[arg-type]
    whole = counted()
    whole.frame.loc[whole.frame["place"] == "nation", ["people", "share"]] = [7.0, np.nan]
    lacking = residents.show_composition(page(), whole)  # type: ignore[arg-type]
    assert lacking.alt.startswith("area_types.residents.alt(")
    assert lacking.frame["status"].tolist() == ["ok"] * 5 + ["missing"] * 5
    assert made.held == ["types held"]


def test_shares_of_residents_are_sums_of_what_is_printed_with_as_many_decimals() -> None:
    found = counted()
    words = residents._ends_in_words(page(), found)  # type: ignore[arg-type]
    assert (words["low"], words["middle"], words["high"]) == ("30.0%", "30.0%", "40.0%")
    own = found.frame["place"] == "own"
    for shares, texts in (((0.0, 0, 0, 0, 100), ("0%", "0%", "100%")),
                          ((100.0, 0, 0, 0, 0), ("100%", "0%", "0%")),
                          ((99.0, 1, 0, 0, 0), ("100%", "0%", "0%")),
                          ((99.0, 0, 1, 0, 0), ("99.0%", "1.0%", "0.0%"))):  # fmt: skip
        found.frame.loc[own & (found.frame["type"] != "none"), "share"] = shares
        fresh = residents.Residents(found.held, found.types, found.frame)
        words = residents._ends_in_words(page(), fresh)  # type: ignore[arg-type]
        assert (words["low"], words["middle"], words["high"]) == texts
    found.frame.loc[~own, "share"] = np.nan
    fresh = residents.Residents(found.held, found.types, found.frame)
    assert residents._ends_in_words(page(), fresh)["nation_low"] == "figures.missing()"  # type: ignore[arg-type]
    alone = residents.Residents(found.held, found.types, found.frame[own])
    words = residents._ends_in_words(page(), alone)  # type: ignore[arg-type]
    assert (words["nation_low"], words["nation_high"]) == ("99.0%", "0.0%")


def test_sums_of_places_are_missing_where_one_of_them_is() -> None:
    rows = pd.DataFrame([
        ("a", "1", "all", 10.0, 1), ("b", "1", "all", 30.0, 2), ("a", "2", "all", 60.0, 4),
        ("b", "2", "all", np.nan, 8), ("a", "1", "children", 5.0, 1),
        ("b", "1", "children", 3.0, 2),
    ], columns=["place", "type", "group", "people", "areas"])  # fmt: skip
    made = residents._together(rows).set_index(["type", "group"])
    assert made["people"].dropna().to_dict() == {("1", "all"): 40, ("1", "children"): 8}
    assert made["areas"].tolist() == [3, 3, 12]
    assert made["share"].dropna().to_dict() == {("1", "all"): 100, ("1", "children"): 100}


def test_moves_are_of_the_first_and_the_last_year_of_the_newest_areas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transitions.type_populations, "transitions", lambda *asked: asked[1:])
    rows = pd.DataFrame({"year": [2023, 2019, 2021, 2024], "value": [1.0, 2.0, 3.0, np.nan]})
    by_level = {"regso2025": None, "regso2020": held(rows=rows), "regso": held()}
    used: list[object] = []
    report = page(read=SimpleNamespace(held=lambda _, level: by_level[level]), use=used.append,
                  gap=gap, gap_of=lambda *parts: parts)  # fmt: skip
    made = transitions.measure_transitions(report)  # type: ignore[arg-type]
    assert (made.first, made.last, made.frame) == (2019, 2023, (2019, 2023))  # type: ignore[union-attr]
    assert used == [by_level["regso2020"]]
    by_level["regso2020"] = held(rows=rows.iloc[[0, 3]])
    assert transitions.measure_transitions(report).key == "transitions"  # type: ignore[arg-type,union-attr]
    by_level["regso"] = None
    assert transitions.measure_transitions(report) == ("area_type", "regso")  # type: ignore[arg-type,comparison-overlap]


# -- parts of a change, and the young


def parted(shown: IndicatorData) -> SimpleNamespace:
    return SimpleNamespace(held=(held(level="regso2020"), shown), entry=shown.entry)


def test_areas_that_add_most_to_a_change_stand_at_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = [f"u{n}" for n in range(9)]
    structure = [0.0044, 0.0011, 0.0033, 0.0022, -0.0005, -0.0066, 0.0, -0.0077, -0.0088]
    rows = pd.concat([
        pd.DataFrame({"area": units, "year": year, "sex": "total", "denominator": 100.0,
                      "numerator": start + np.arange(9.0), "value": start + np.arange(9.0)})
        for year, start in ((2019, 10.1), (2023, 20.2))
    ], ignore_index=True)  # fmt: skip
    women = rows.assign(sex="women", numerator=1.0, value=99.0)
    entry = catalogue()[SHARE]
    both = pd.concat([rows, women])
    counts = pd.DataFrame({"unit": units * 2, "year": [2019] * 9 + [2023] * 9})
    shown = SimpleNamespace(entry=entry, level="regso2025", rows=both, counts=lambda *_: counts[1:],
                            of_years=lambda _: None)  # fmt: skip
    asked: list = []
    found = change_components_figure.measures
    monkeypatch.setattr(found, "change_by_unit", lambda *of: asked.append(of)
                        or pd.DataFrame({"unit": units, "structure": structure}))  # fmt: skip
    monkeypatch.setattr(
        change_components_figure, "_both_years", lambda *_: (shown, (2019, 2023), "down")
    )
    made = change_components_figure.show_change_areas(page(), SHARE)  # type: ignore[arg-type]
    assert set(asked[0][0]["unit"]) == set(units[1:])
    assert asked[0][1:] == ("year", 2019, 2023)
    cells = [row.cells for row in made.rows]
    assert cells[0] == ("trends.components.increased()",)
    assert [row[0] for row in cells[1:4]] == ["name of u0", "name of u2", "name of u3"]
    assert cells[1][1:] == ("10.1", "20.2", "+4.4")
    assert cells[4] == ("trends.components.decreased()",)
    assert [row[0] for row in cells[5:8]] == ["name of u8", "name of u7", "name of u5"]
    assert cells[5][1:] == ("18.1", "28.2", EN.number(-8.8, 1, sign=True))
    assert cells[8] == (told("trends.components.rest", count="3"), "", "", "+0.6")
    assert cells[9] == ("trends.components.whole()", "14.1", "24.2", EN.number(-12.6, 1, sign=True))
    assert made.rows[9].style == "total"
    assert made.key == f"change_areas_{SHARE}"
    assert [column.label for column in made.columns[1:3]] == [
        told("trends.components.share", year=year) for year in (2019, 2023)
    ]
    assert change_components_figure.show_change_areas(page(), SHARE, key="k").key == "k"  # type: ignore[arg-type]
    for outcome, is_told in (("up_likely", True), ("no_certain", False), ("unlike_up", False)):
        both = (shown, (2019, 2023), outcome)
        monkeypatch.setattr(change_components_figure, "_both_years", lambda *_, both=both: both)
        table = change_components_figure.show_change_areas(page(), SHARE)  # type: ignore[arg-type]
        assert (table is not None) is is_told
    assert change_components_figure._end(page(), "increased", made.rows and pd.DataFrame()) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("years", "estimate", "why"), [
    ((2019, 2021), 1.0, ""), ((2019, 2020), 1.0, "short"), ((2019, 2021), np.nan, "few"),
    (None, 1.0, "short"),
])  # fmt: skip
def test_parts_of_a_change_need_three_years_and_enough_areas(
    monkeypatch: pytest.MonkeyPatch, years: tuple | None, estimate: float, why: str
) -> None:
    module = change_components_figure
    newer = held(level="regso2025")
    row = None if years is None else pd.Series({"first": years[0], "last": years[1],
                                                "level": "regso2025"})  # fmt: skip
    monkeypatch.setattr(module, "SHORTEST", 2)
    monkeypatch.setattr(module, "get_trend", lambda *_: parted(newer))
    monkeypatch.setattr(module, "verdict_on", lambda *_: row)
    monkeypatch.setattr(module, "outcome_of", lambda _: "up")
    frame = pd.DataFrame({"estimate": [1.0, estimate]})
    monkeypatch.setattr(module, "_parts", lambda *_: frame)
    report = page(gap=gap, level_name=lambda family: f"[{family}]")
    found = module._both_years(report, SHARE, "regso")  # type: ignore[arg-type]
    if why:
        assert found.key == f"change_parts_{SHARE}_regso"  # type: ignore[union-attr]
        assert found.said[1] == told(f"trends.components.{why}", level="[regso]")  # type: ignore[union-attr]
        assert found.status == "not_applicable"  # type: ignore[union-attr]
    else:
        assert found == (newer, years, "up")


@pytest.mark.parametrize(("spread", "change", "said"), [
    (0.0011, -0.8, True), (-0.0011, 0.8, True), (0.0011, 0.8, False), (0.00001, -0.8, False),
])  # fmt: skip
def test_a_spread_that_grows_by_one_measure_and_not_by_the_other_says_so(
    monkeypatch: pytest.MonkeyPatch, spread: float, change: float, said: bool
) -> None:
    module = change_components_figure
    parts = pd.DataFrame({"component": ["structure"], "estimate": [spread]})
    monkeypatch.setattr(module, "_change_of_d", lambda *_: change)
    found = module._opposed(page(), [(held(), (2020, 2023), "x")], [parts], "regso")  # type: ignore[arg-type]
    name = catalogue()["employed_share"].name.in_language("en").lower()
    assert found == [told("trends.components.opposed", names=name)] * said


def test_the_young_stand_beside_the_median_of_similar_places_and_the_country() -> None:
    own = real("child_poverty", "municipality", 2021, area=["0101"], value=[11.14], status=["ok"])
    codes = ["0114", "0115", "0117", "0180"]
    others = real("child_poverty", "municipality", 2021, municipality=codes,
                  value=[7.7, 5.5, 6.6, 99.9], status=["ok"] * 4)  # fmt: skip
    nation = real("child_poverty", "nation", 2021, value=[8.84], status=["ok"])
    got = {("municipality", True): others, ("nation", False): nation}

    def read(_: str, level: str, year: int = 0, everywhere: bool = False) -> object:
        return got[level, everywhere] if year == 2021 else None

    report = page(read=SimpleNamespace(held=read), similar=codes[:3], get=lambda *_: own)

    def young() -> tuple[str, ...]:
        return perspectives._young_row(report, own, read("", "nation", 2021)).cells  # type: ignore[arg-type]

    label = catalogue()["child_poverty"].label.in_language("en")
    assert young() == (f"{label}, %", "11.1", "6.6", "8.8", "2021")
    report.similar = [*codes[:3], "0182"]
    some = told("trends.of_some", value="6.6", count=3, all=4)
    assert young()[2] == some
    report.similar = codes[:2]
    got["nation", False] = None
    assert young()[2:4] == (DASH, DASH)
    got["municipality", True] = None
    assert young()[2] == DASH
    made = perspectives.show_young(report, "child_poverty")  # type: ignore[arg-type]
    assert (made.key, len(made.rows)) == ("young", 1)
    assert [column.label for column in made.columns[1:2]] == ["Own town"]
    assert len(made.columns) == 3  # nothing stands beside the own value
    assert made.subtitle == told("perspectives.young.subtitle", beside="")


def test_women_and_men_are_of_the_newest_year_that_has_both() -> None:
    rows = [(2021, "women", 83.31, "ok", "all"), (2021, "men", 80.06, "ok", "all"),
            (2022, "women", 84.4, "ok", "all"), (2022, "men", np.nan, "missing", "all"),
            (2023, "men", 1.0, "ok", "ci_low"), (2023, "women", 2.0, "ok", "ci_high"),
            (2020, "women", 9.0, "ok", "all"), (2020, "men", 8.0, "ok", "all"),
            (2024, "total", 7.0, "ok", "all")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["year", "sex", "value", "status", "group"])
    one = IndicatorData(catalogue()["child_poverty"], "municipality", 2024, frame, frame)
    report = page(get=lambda *_, **__: one, gap=gap)
    found = perspectives._by_sex(report, "child_poverty")  # type: ignore[arg-type]
    assert found.year == 2021  # type: ignore[union-attr]
    cells = perspectives._sex_row(report, found).cells  # type: ignore[arg-type]
    assert cells[1:] == ("83.3", "80.1", "+3.2", "2021")  # as both are printed
    bare = IndicatorData(one.entry, one.level, 2024, frame[frame["year"] > 2021], frame)
    report.get = lambda *_, **__: bare
    lacking = perspectives._by_sex(report, "child_poverty")  # type: ignore[arg-type]
    assert lacking.key == "child_poverty_sex"  # type: ignore[union-attr]

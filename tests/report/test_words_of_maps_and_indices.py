"""Indices, maps, lines and times of efforts: the level, the area and the year that are named."""

from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box
from worded_page import EN, held, page, told

from segnb.report import charts
from segnb.report.division import division_today, index_tables
from segnb.report.documents import effort_timeline
from segnb.report.geography import area_maps, town_line
from segnb.report.page.blocks import Gap
from segnb.report.page.missing_data import gaps_by_reason, make_gap
from segnb.report.page.statements import SMALLEST_GROUP
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.effort_register import MONEY
from segnb.vocabulary.i18n import DASH

SHARE = "employed_share"
NAME = catalogue()[SHARE].name.in_language("en")


def index(level: str = "deso2025", sure: str = "certain", **more: Any) -> dict[str, Any]:
    """A row of an index whose intervals lie above nought, at 80 per cent alone, or reach it."""
    low = {"certain": (9.11, 10.0), "likely": (-1.0, 10.0), "unknown": (-1.0, -0.5)}[sure]
    return {
        "indicator": SHARE, "level": level, "year": 2023, "units": 17, "group_size": 999.0,
        "estimate": 12.34, "lower": low[0], "upper": 15.55, "lower80": low[1], "upper80": 14.0,
        "raw_index": 14.56, "p": 0.0321, "share": 33.34, "withheld": False, "flags": "",
        "lower_bound": np.nan, "upper_bound": np.nan, "group": "in",
    } | more  # fmt: skip


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def catalogued(**more: Any) -> SimpleNamespace:
    return page(read=SimpleNamespace(catalogue=catalogue()),
                level_name=lambda level: f"[{level}]", **more)  # fmt: skip


# -- indices


@pytest.mark.parametrize(
    ("low", "high", "value", "large"),
    [
        (np.nan, np.nan, "12.3", "12"), (11.26, 13.34, f"11.3{DASH}13.3", f"11{DASH}13"),
        (11.24, 11.16, "11.2", "11"), (9.2, 13.3, f"9.2{DASH}13.3", f"9.2{DASH}13.3"),
    ],
)  # fmt: skip
def test_an_index_is_its_value_or_both_bounds(
    low: float, high: float, value: str, large: str
) -> None:
    row = pd.Series(index(lower_bound=low, upper_bound=high))
    assert index_tables.value_of(page(), row) == value  # type: ignore[arg-type]
    assert index_tables.large_value_of(page(), row) == large  # type: ignore[arg-type]
    words = index_tables.bounds_in_words(page(), row)  # type: ignore[arg-type]
    key = "bounds" if DASH in large else "bounds_one"
    assert words == ("" if np.isnan(low) else f" {told(f'findings.level.{key}', d=large)}")


def test_a_row_of_indices_has_four_cells_a_level() -> None:
    rows = frame(index("a", share=np.nan), index("c", units=5, withheld=True), index("d", units=6))
    row = index_tables._row(catalogued(), rows, ["c", "b", "a"])  # type: ignore[arg-type]
    label = catalogue()[SHARE].label.in_language("en")
    assert row.cells == (
        label, "33.3", "5", "·", "·", "·", *[DASH] * 4, "17", "12.3", f"9.1{DASH}15.6", "14.6",
    )  # fmt: skip
    none = index_tables._row(catalogued(), rows.assign(share=np.nan), [])  # type: ignore[arg-type]
    assert none.cells == (label, "..")
    table = index_tables.finding_table(page(), rows[:2])  # type: ignore[arg-type]
    assert [one.cells[0] for one in table.rows] == ["<a>", "<c>"]
    assert (table.key, table.subtitle) == (f"level_{SHARE}", "2023")


def test_a_chart_of_indices_says_of_each_row_why_it_is_not_shown() -> None:
    rows = frame(index(), index("own", withheld=True, units=4), index(share=np.nan,
                 flags="few_units hidden_cells"))  # fmt: skip
    made = index_tables.chart_frame(catalogued(), SimpleNamespace(frame=rows))  # type: ignore[arg-type]
    ages = catalogue()[SHARE].population.in_language("en")
    sub = told("captions.indices.sublabel", population=ages, share="33.3%")
    assert made["sublabel"].tolist() == [sub, sub, ages]
    assert made["reason"].tolist() == ["", told("captions.indices.withheld", count=4), ""]
    assert made["status"].tolist() == ["missing", "missing", "suppressed"]
    alone = SimpleNamespace(frame=frame(index(withheld=True, units=1)))
    lone = index_tables.chart_frame(catalogued(), alone)  # type: ignore[arg-type]
    assert lone["reason"].tolist() == [told("captions.indices.withheld_one", count=1)]
    assert made["level"].tolist() == ["[deso2025]", "captions.indices.own()", "[deso2025]"]
    assert set(made["label"]) == {NAME}
    kinds = [index_tables._dimension(page(), one) for one in ("socioeconomic", "demographic")]  # type: ignore[arg-type]
    assert kinds == [
        told(f"captions.indices.{kind}", dimension=told(f"cards.{one}"))
        for kind, one in (("main", "socioeconomic"), ("side", "demographic"))
    ]


@pytest.mark.parametrize(
    ("rows", "outcome", "decided"),
    [
        ([], ("few", "unknown"), None),
        ([index("a"), index("b")], ("clear", "certain"), "a"),
        ([index("a"), index("b", "likely"), index("c", "likely")], ("likely", "likely"), "b"),
        ([index("a", "likely"), index("b", "unknown")], ("not_above", "unknown"), "b"),
        ([index("a"), index("b", group_size=SMALLEST_GROUP)], ("clear", "certain"), "a"),
        ([index("a"), index("b", group_size=SMALLEST_GROUP - 1)], ("small_group", "unknown"), "b"),
    ],
)
def test_the_least_sure_level_decides_what_is_said(
    rows: list, outcome: tuple[str, str], decided: str | None
) -> None:
    shown = frame(*rows)
    assert division_today._outcome(shown) == outcome
    if decided:
        assert division_today._deciding(shown)["level"] == decided


def test_what_is_said_of_a_division_is_of_the_level_that_decides() -> None:
    rows = frame(index("deso2025", units=31), index("regso2025", "likely", units=9, year=2022),
                 index("own", "unknown"))  # fmt: skip
    one = held(SHARE)
    found = SimpleNamespace(of=lambda _: rows, held=(held("rental_share"), one), frame=rows)
    said = division_today.say_level(catalogued(), found, SHARE)  # type: ignore[arg-type]
    assert said is not None
    assert (said.outcome, said.certainty) == ("likely", "likely")
    words = said.words
    assert (words["level"], words["areas"], words["year"]) == ("<regso2025>", "9", "2022")
    assert (words["d"], words["people"], words["bounds"]) == ("12", "999", "")
    assert words["interval"] == EN.interval(-1.0, 15.55)
    assert words["even"].startswith("findings.level.even.people(")
    here = words["here"].split(" · ")
    assert len(here) == 2
    assert here[0].startswith("findings.level.here_at(areas=31, d=12.3, interval=9.1")
    assert here[0].endswith("findings.level.raw(part=2.3, raw=14.6)")
    assert "people=999" in here[0]
    found.of = lambda _: rows.assign(estimate=np.nan)
    assert division_today.say_level(catalogued(), found, SHARE) is None  # type: ignore[arg-type]
    found.of = lambda _: rows.assign(withheld=True)
    few = division_today.say_level(catalogued(), found, SHARE)  # type: ignore[arg-type]
    assert few is not None
    assert (few.outcome, few.words["areas"]) == ("few", "31")
    found.of = lambda _: rows[rows["level"] == "own"]
    own = division_today.say_level(catalogued(), found, SHARE)  # type: ignore[arg-type]
    assert own is not None
    assert own.words["level"] == "<own>"
    dwellings = division_today.say_level(catalogued(), found, "rental_share")  # type: ignore[arg-type]
    assert dwellings is not None
    assert dwellings.words["even_plain"].startswith("findings.level.even_plain.dwellings(")
    found.of = lambda _: rows[:0]
    assert division_today.say_level(catalogued(), found, SHARE) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("indicator", "size", "told_size"), [
    ("employed_share", 22_939, EN.number(22_939)),
    ("low_economic_standard", 22_939, told("findings.level.about", count=EN.number(22_900))),
    ("low_economic_standard", 142.7, told("findings.level.about", count="143")),
])  # fmt: skip
def test_a_group_computed_of_whole_per_cents_is_known_about(
    indicator: str, size: float, told_size: str
) -> None:
    row = pd.Series(index(indicator=indicator, group_size=size))
    assert division_today._people(catalogued(), row) == told_size  # type: ignore[arg-type]


def test_a_level_that_is_not_shown_says_why() -> None:
    at = division_today._here_at
    assert at(page(), pd.Series(index(withheld=True))) == told(  # type: ignore[arg-type]
        "findings.level.here_withheld", level="<deso2025>", areas="17"
    )
    alone = at(page(), pd.Series(index(withheld=True, units=1)))  # type: ignore[arg-type]
    assert alone == told("findings.level.here_withheld_one", level="<deso2025>", areas="1")
    hidden = at(page(), pd.Series(index(lower=np.nan)))  # type: ignore[arg-type]
    assert hidden == told("findings.level.here_hidden", level="<deso2025>", areas="17")


def test_few_areas_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = {"a": "few", "b": "clear", "c": "few"}
    made = {name: division_today.Statement("level", outcome, name, {}, "unknown")
            for name, outcome in outcomes.items()}  # fmt: skip
    monkeypatch.setattr(division_today, "say_level", lambda _r, _i, name: made[name])
    said = division_today.say_levels(page(), None, "a", "b", "c")  # type: ignore[arg-type]
    assert said == [made["a"], made["b"]]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([index()], "title_one_above"), ([index(sure="likely")], "title_one_not"),
        ([index(withheld=True)], "title_withheld"), ([index(estimate=np.nan)], "title_none"),
        ([index(sure="unknown"), index(indicator="rental_share", sure="likely")], "title_none"),
        ([index(sure="likely"), index(indicator="rental_share")], "title_named"),
    ],
)  # fmt: skip
def test_a_title_of_indices_names_those_that_are_certain(rows: list, title: str) -> None:
    every = frame(*rows)
    found = SimpleNamespace(frame=every, of=lambda name: every[every["indicator"] == name])
    said = division_today._title(catalogued(), found)  # type: ignore[arg-type]
    assert said.lower().startswith(f"captions.indices.{title}(")
    if title == "title_named":
        by = division_today.divided_by(page(), catalogue()["rental_share"])  # type: ignore[arg-type]
        assert f"names={by}" in said


def test_a_figure_of_indices_is_told_by_the_finest_level_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, Any] = {}
    monkeypatch.setattr(division_today, "make_figure",
                        lambda *of, **more: made.update(more, of=of))  # fmt: skip
    rows = frame(index(year=2023), index("regso2025", estimate=5.0, year=2021),
                 index(indicator="rental_share", estimate=7.77))  # fmt: skip
    found = SimpleNamespace(frame=rows, held=(), indicators=[SHARE], bounded=False,
                            of=lambda name: rows[rows["indicator"] == name])  # fmt: skip
    division_today.show_indices(catalogued(), found)  # type: ignore[arg-type]
    years = EN.listing(["2021", "2023"])
    words = {"first": "<deso2025>", "others": "<regso2025>", "years": years}
    assert made["subtitle"] == told("captions.indices.subtitle", **words)
    rental = catalogue()["rental_share"].name.in_language("en")
    each = [told("captions.indices.alt_each", label=name[:1].lower() + name[1:], value=value,
                 interval=f"9.1{DASH}15.6")
            for name, value in ((NAME, "12.3"), (rental, "7.8"))]  # fmt: skip
    text = "; ".join(each)
    assert f"each={text[:1].upper()}{text[1:]}" in made["alt"]
    assert not {"group", "withheld", "lower_bound"} & set(made["data"])
    found.bounded, found.frame = True, rows[:1]
    division_today.show_indices(catalogued(), found)  # type: ignore[arg-type]
    assert made["subtitle"].startswith("captions.indices.subtitle_one(")
    assert made["subtitle"].endswith(" captions.indices.bounds()")
    assert "lower_bound" in made["data"]


def test_a_level_of_which_no_index_is_shown_has_no_dot_to_tell_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, Any] = {}
    monkeypatch.setattr(division_today, "make_figure", lambda *_, **more: made.update(more))
    rows = frame(index(), index("regso2025", estimate=5.0, withheld=True))
    found = SimpleNamespace(frame=rows, held=(), indicators=[SHARE], bounded=False,
                            of=lambda name: rows[rows["indicator"] == name])  # fmt: skip
    division_today.show_indices(catalogued(), found)  # type: ignore[arg-type]
    assert "<deso2025>" in made["subtitle"]
    assert "regso" not in made["subtitle"]


# -- maps


def typed(*kinds: float) -> SimpleNamespace:
    codes = [f"A{number}" for number in range(len(kinds))]
    areas = pd.DataFrame({"area": codes, "type": kinds, "name": [f"n{code}" for code in codes]})
    return SimpleNamespace(areas=areas, level="regso2025", year=2024, present=(), held=held())


def test_types_of_a_map_are_counted_at_both_ends_and_each() -> None:
    one = typed(1, 2, 5, 1, 3, 0)
    title = area_maps._type_title(page(), one)  # type: ignore[arg-type]
    assert title == told("maps.types.title", areas=6, low=3, high=1)
    alone = [area_maps._type_title(page(), typed(kind)) for kind in (4, 0)]  # type: ignore[arg-type]
    assert alone == [told("maps.types.title_one", number=number) for number in (4, DASH)]
    counts = [2, 1, 1, 0, 1]
    parts = [told("maps.types.count", number=n, areas=count) for n, count in enumerate(counts, 1)]
    assert area_maps._counted(page(), one.areas) == EN.listing(parts)  # type: ignore[arg-type]
    squares = [box(n, 0, n + 1, 1) for n in range(4)]
    shapes = gpd.GeoDataFrame({"area": ["A0", "A5", "A2", ""]}, geometry=squares, crs=3006)
    made = area_maps.typed_shapes(SimpleNamespace(shapes=shapes), one)  # type: ignore[arg-type]
    assert made["type_number"].fillna(-1).tolist() == [1, -1, 5, -1]
    assert made["hatched"].tolist() == [False, True, False, True]
    people = SimpleNamespace(year=2023, counts=pd.Series({"A0": 1234.0, "A5": 77.0}))
    table = area_maps._type_table(page(), one, people, "k")  # type: ignore[arg-type]
    assert [row.cells for row in table.rows][::5] == [
        ("nA0", "1", EN.number(1234)), ("nA5", DASH, "77"),
    ]  # fmt: skip
    assert [row.type_number for row in table.rows] == [1, 2, 5, 1, 3, None]


@pytest.mark.parametrize("tall", [True, False])
def test_types_are_told_by_thirds_of_the_longer_axis(tall: bool) -> None:
    at = [0, 10, 20, 100, 110, 190, 200]
    kinds = [1, 3, 5, 2, 4, 5, 3]
    squares = [box(300, a, 309, a + 9) if tall else box(a, 300, a + 9, 309) for a in at]
    shapes = gpd.GeoDataFrame({"type_number": kinds, "hatched": False}, geometry=squares, crs=3006)
    said = area_maps._parts(page(), shapes)  # type: ignore[arg-type]
    counted = [{"low": 1, "mixed": 1, "high": 1}, {"low": 1, "high": 1}, {"mixed": 1, "high": 1}]
    if tall:
        counted = counted[::-1]
    names = ("north", "middle", "south") if tall else ("west", "middle", "east")
    assert said == [
        told("maps.parts.said", part=told(f"maps.parts.{name}"), counted=EN.listing(
            [told(f"maps.parts.{kind}", areas=n) for kind, n in counts.items()]))
        for name, counts in zip(names, counted, strict=True)
    ]  # fmt: skip
    assert len(area_maps._parts(page(), shapes[:6])) > 0  # type: ignore[arg-type]
    assert area_maps._parts(page(), shapes[:5]) == []  # type: ignore[arg-type]


def mapped() -> tuple[SimpleNamespace, SimpleNamespace, SimpleNamespace]:
    latest = pd.DataFrame({"area": ["b", "a", "c"], "value": [11.14, 33.36, np.nan],
                           "status": ["ok", "ok", "suppressed"]})  # fmt: skip
    shapes = gpd.GeoDataFrame(
        {"area": ["a", "b", "c", ""], "name": ["A", "B", "C", ""]},
        geometry=[box(n, 0, n + 1, 1) for n in range(4)], crs=3006,
    )  # fmt: skip
    one = held(SHARE, latest=latest, level="regso2025", year=2021)
    whole = held(SHARE, latest=pd.DataFrame({"value": [22.26]}))
    report = catalogued(get=lambda *_: one)
    report.read.held = lambda _, level, year: {("municipality", 2021): whole}.get((level, year))
    return report, one, SimpleNamespace(shapes=shapes)


def test_a_map_of_a_share_is_told_by_its_ends_and_its_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report, one, borders = mapped()
    made: dict[str, Any] = {}
    monkeypatch.setattr(area_maps, "make_figure", lambda *of, **more: made.update(more, of=of))
    asked: list = []
    monkeypatch.setattr(area_maps, "find_borders", lambda *of: asked.append(of[1:]) or borders)
    people = SimpleNamespace(counts=pd.Series({"a": 1.0}), year=2020, held=("counted",))
    sources: list = []
    report.source_line = lambda *of, **_: sources.extend(of) or "source"
    monkeypatch.setattr(area_maps, "people_of", lambda *of: asked.append(of[1:]) or people)
    around = area_maps.Surroundings({"locator": "x"}, ("A", "B", "C", "D"))
    monkeypatch.setattr(area_maps, "surroundings", lambda *_: around)
    monkeypatch.setattr(area_maps, "named_shares", lambda *_: ["named"])
    monkeypatch.setattr(area_maps, "_area_note", lambda *_: "note")
    monkeypatch.setattr(area_maps, "describe_borders", lambda *_: "borders")
    area_maps.show_share_map(report, SHARE)  # type: ignore[arg-type]
    assert asked == [("regso2025", 2021)] * 2
    words = {
        "measure": NAME, "level": "<regso2025>", "year": 2021, "low": "11.1%", "high": "33.4%",
        "areas": 2, "population": catalogue()[SHARE].population.in_language("en"),
        "whole": f" {told('maps.shares.whole', share='22.3%')}",
    }  # fmt: skip
    assert made["title"] == told("maps.shares.title", **words)
    assert made["subtitle"] == told("maps.shares.subtitle", **words)
    assert made["alt"].startswith("maps.shares.alt(")
    assert f"measure={NAME[:1].lower()}{NAME[1:]}" in made["alt"]
    assert made["of"][1:3] == (f"map_{SHARE}", charts.share_map)
    assert made["beside"] == ("maps.shares.colours()", "named", "note")
    assert made["locator"] == "x"
    assert made["data"]["area"].tolist() == one.latest["area"].tolist()
    assert made["data"].columns.tolist() == ["area", "name", "share", "decimals", "status"]
    cut = told("maps.cut", areas=EN.listing(["A", "B", "C"]))
    assert made["source"] == f"source borders {cut}"
    assert sources == [one, "counted"]
    shown = made["of"][3]
    assert shown["status"].tolist() == ["ok", "ok", "suppressed", "missing"]
    assert shown["hatched"].tolist() == [False, False, True, True]
    assert made["table"].key == f"map_{SHARE}_table"
    assert [row.cells for row in made["table"].rows] == [
        ("name of a", "33.4"), ("name of b", "11.1"), ("name of c", ".."),
    ]  # fmt: skip
    area_maps.show_share_map(report, SHARE, key="mine")  # type: ignore[arg-type]
    assert (made["of"][1], made["table"].key) == ("mine", "mine_table")
    one.latest = one.latest.iloc[:1]
    report.read.held = lambda *_, **__: None
    area_maps.show_share_map(report, SHARE)  # type: ignore[arg-type]
    assert made["title"].startswith("maps.shares.title_one(")
    assert "whole=, " in made["title"] or made["title"].endswith("whole=, year=2021)")
    one.latest = one.latest.assign(value=np.nan)
    report.gap = lambda *parts, **more: (*parts, more)
    none = area_maps.show_share_map(report, SHARE)  # type: ignore[arg-type]
    assert none[0] == "map_regso2025_values"  # type: ignore[index]
    lost = Gap(key="x", title="x", status="missing", rows=(), lang="en")
    report.get = lambda *_: lost
    assert area_maps.show_share_map(report, SHARE) is lost  # type: ignore[arg-type]


# -- the line, and times of efforts


@pytest.mark.parametrize("above", ["county", "nation", ""])
def test_a_strip_of_the_line_has_its_stops_in_order_and_whom_it_is_held_against(above: str) -> None:
    stops = ["0180R002", "0114R001"]
    latest = pd.DataFrame({"area": stops[::-1], "value": [3.3, 4.4], "status": ["ok", "missing"]})
    kinds = held(latest=pd.DataFrame({"area": stops[:1], "value": [5.0]}))
    known = {
        ("county", 2021): above == "county" and held(latest=pd.DataFrame({"value": [7.7]})),
        ("nation", 2021): above and held(latest=pd.DataFrame({"value": [8.8]})),
        ("regso", None): kinds,
    }  # fmt: skip

    def read(_: str, level: str, year: int | None, **_more: object) -> object:
        return known[level, year] or None

    report = page(read=SimpleNamespace(held=read, name_anywhere=lambda area: f"n {area}"))
    made = town_line._strip(report, held(SHARE, latest=latest, year=2021), stops)  # type: ignore[arg-type]
    assert made["name"].tolist() == [f"n {stop}" for stop in stops]
    assert made["municipality"].tolist() == [find_municipality(s[:4]).name for s in stops]
    assert made["value"].tolist() == [4.4, 3.3]
    assert made["status"].tolist() == ["missing", "ok"]
    assert made["type_number"].fillna(0).tolist() == [5, 0]
    assert made["stop"].tolist() == [0, 1]
    reference = {"county": 7.7, "nation": 8.8, "": -1}[above]
    assert made["reference"].fillna(-1).tolist() == [reference] * 2
    name = "captions.line.county()" if above == "county" else "levels.nation()"
    assert set(made["reference_name"]) == {name}
    assert made["sublabel"][0].startswith("%, ")
    assert (made["floor"][0], made["decimals"][0]) == (0, catalogue()[SHARE].decimals)
    income = held("median_net_income", latest=latest, year=2021)
    strip = town_line._strip(report, income, stops)  # type: ignore[arg-type]
    assert strip["decimals"].tolist() == [0, 0]
    assert strip["sublabel"][0].startswith("cards.units.tkr(), ")


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [("", "2020", np.nan, np.nan), ("2018", "", 2018.5, np.nan), ("2018-04", "", 2018.25, np.nan),
     ("2018-01-15", "", 2018.0, np.nan), ("2018-07-01", "2020-03", 2018.0, 2021.0)],
)  # fmt: skip
def test_efforts_begin_and_end_in_years_with_decimals(
    start: str, end: str, begins: float, ends: float
) -> None:
    np.testing.assert_equal(effort_timeline._years(start, end), (begins, ends))


def effort(**more: str) -> dict[str, Any]:
    usual = {
        "id": "X01", "start": "2018-05", "end": "2020-12", "mark": "seed", "kind": "grant",
        "actor": "Delegationen Mot", "name_en": "Name", "named": "", "municipalities_n": 32.0,
        "areas_n": 1061.0, "amount_msek": 12.0, "source": ("D1", "D2"), "currency_unit": "msek",
        "aim": "Aim",
    }  # fmt: skip
    return usual | dict.fromkeys(MONEY, np.nan) | more


def test_times_of_efforts_are_a_range_a_beginning_or_a_year() -> None:
    report = page(language=SimpleNamespace(has=lambda _: False, years=EN.years))
    when = lambda **more: effort_timeline._when(report, effort(**more))  # type: ignore[arg-type]  # noqa: E731
    assert when() == f"2018{DASH}2020"
    assert when(end="2018") == "2018"
    assert when(end="") == told("interventions.time.from", start=2018)
    assert when(end="", kind="law") == "2018"
    assert when(start="") == told("interventions.efforts.X01.when")
    assert when(start="", mark="own") == told("interventions.timeline.undated")


def test_a_row_of_an_effort_has_its_actor_its_content_and_its_source() -> None:
    language = SimpleNamespace(has=lambda key: key.endswith(".amount"), years=EN.years,
                               number=EN.number)  # fmt: skip
    report = page(language=language)
    row = effort_timeline._effort(report, effort())  # type: ignore[arg-type]
    own = "interventions.efforts.X01"
    assert row.cells == (
        "X01", f"2018{DASH}2020", "Name",
        told("interventions.actors.delegationen_mot"),
        told(f"{own}.content", municipalities="32", areas=EN.number(1061)),
        told(f"{own}.amount", amount="12"),
        "interventions.documents.D1(); interventions.documents.D2()",
    )  # fmt: skip
    assert row.style == "normal"
    assert effort_timeline._effort(report, effort(named="here")).style == "own"  # type: ignore[arg-type]
    assert effort_timeline._words(report, effort(amount_msek=7.25))[1].endswith("=7.2)")  # type: ignore[arg-type]
    language.has = lambda _: False
    assert effort_timeline._words(report, effort())[1] == DASH  # type: ignore[arg-type]
    mine = effort_timeline._effort(report, effort(mark="own", source="Mine"))  # type: ignore[arg-type]
    assert mine.cells[3:] == (
        told("interventions.actors.own"), "Aim", DASH, "Mine",
    )  # fmt: skip
    unsaid = effort_timeline._source(report, effort(mark="own", source=""))  # type: ignore[arg-type]
    assert unsaid == told("interventions.register")
    published = effort_timeline._source(report, effort(mark="published"))  # type: ignore[arg-type]
    assert published == told(f"{own}.source")


# -- gaps


def test_a_gap_says_what_why_and_how_it_can_be_filled() -> None:
    made = make_gap(EN, "k", "one thing", "Because.", status="suppressed", nearest="The county.")
    labels = [EN.text(f"gaps.label_{row}")
              for row in ("what", "why", "nearest", "not_meant", "filled_by")]  # fmt: skip
    assert made.rows == tuple(zip(labels, (
        "One thing", "Because.", "The county.", EN.text("gaps.not_meant_suppressed"),
        EN.text("gaps.filled_by_suppressed"),
    ), strict=True))  # fmt: skip
    assert made.title == EN.text("gaps.title_suppressed", what="one thing")
    assert (made.key, made.status, made.lang) == ("k", "suppressed", "en")
    untold = make_gap(EN, "k", "x", "Why.", status="not_applicable", carries=True)
    assert [text for _, text in untold.rows] == ["Why."]
    assert untold.carries
    usual = make_gap(EN, "k", "x", "Why.", filled_by="")
    assert [text for _, text in usual.rows][2:] == [
        EN.text("gaps.nearest_none"), EN.text("gaps.not_meant_missing"),
        EN.text("gaps.filled_by_missing"),
    ]  # fmt: skip
    two = Gap(key="t", title="t: third", status="missing", rows=(("a", "A"), ("b", "B")), lang="en")
    assert gaps_by_reason([two]) == {"B": [("Third", (("B", ""),))]}
    other = make_gap(EN, "o", "second", "Why.", where=(("SCB", "https://x"),))
    found = gaps_by_reason([usual, other, usual, untold])
    filled = ((EN.text("gaps.filled_by_missing"), ""),)
    place = (("SCB", "https://x"),)
    assert found == {"Why.": [("X; X", filled), ("Second", place), ("X.", (("", ""),))]}

"""Figures of series: each year, value, mark and neighbour where its words say."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, page, told

from segnb.report.change import (
    change_rules,
    panel_words,
    published_anchors,
    small_multiples,
    trend_captions,
    trend_figure,
    trend_frames,
)
from segnb.report.change.panel_words import Panel
from segnb.report.change.series_limits import limits_in_words
from segnb.report.change.trend_frames import Lines
from segnb.report.charts import scales
from segnb.report.charts.trend_lines import value_limits
from segnb.report.page.blocks import Gap
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.published_facts import facts

SHARE = catalogue()["employed_share"]
WHY = "trends.no_row()"
BEHIND = {2014: 3, 2013: 3, 2015: 7, 2016: 5}


def trend(*, index: bool = False, entry: object = SHARE, **more: object) -> SimpleNamespace:
    own = pd.DataFrame({
        "year": [2013, 2014, 2015, 2016], "value": [61.11, 62.26, np.nan, 64.44],
        "lower": [60.5, 61.5, np.nan, np.nan], "upper": [61.9, 63.2, np.nan, 65.5],
        "status": ["ok", "ok", "suppressed", "ok"], "level": "deso2018", "sex": "total",
        "municipality": "0101",
    })  # fmt: skip
    usual = {"entry": entry, "index": index, "own": own, "held": (), "years": (2013, 2016),
             "levels": ("deso2018", "deso2025", "deso2018"),
             "status": {("deso2018", 2015): "suppressed"}, "begins": 2013, "mean_of": 1,
             "in_means": set()} | more  # fmt: skip
    return SimpleNamespace(**{"known": usual["own"].dropna(subset="value")} | usual)


def lines(behind: dict[int, int] | None = None, peers: int = 7) -> Lines:
    rows = [("own", 2016, 64.44), ("own", 2013, 61.11), ("women", 2013, 11.1),
            ("women", 2014, 12.2), ("median", 2014, 22.2), ("median", 2013, 21.1),
            ("county", 2013, 31.1), ("nation", 2015, 43.3), ("nation", 2016, 44.4)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["kind", "year", "value"])
    ends = [60.5 if row[0] == "own" else np.nan for row in rows]
    frame = frame.assign(lower=ends, upper=np.nan, series=frame["kind"], status="ok", label="")
    return Lines(frame, peers, BEHIND if behind is None else behind)


def peopled(**more: object) -> SimpleNamespace:
    params = SimpleNamespace(compare_with=["similar"])
    similar = [f"01{number}" for number in range(14, 23)]
    return page(params=params, similar=similar, similar_is_official=False, **more)


def test_the_line_under_a_title_names_the_marks_that_are_drawn() -> None:
    said = trend_captions.subtitle_of(peopled(), trend(), lines(), 40.0, ["hole", "break"])  # type: ignore[arg-type]
    more = {"peers": told("trends.skr_some", count=7, all=9), "floor": "40", "behind": f"3{DASH}7"}
    whole = told(
        "trends.figure.subtitle", label=SHARE.label.in_language("en"), unit="cards.units.percent()",
        population=SHARE.population.in_language("en").removesuffix("."),
        level=EN.listing(["<deso2018>", "<deso2025>"]), years=f"2013{DASH}2016",
    )  # fmt: skip
    marks = ("peers_some", "sexes", "interval", "break", "hole", "floor")
    assert said == " ".join([whole, *(told(f"trends.marks.{mark}", **more) for mark in marks)])


def test_marks_that_are_not_drawn_are_not_named() -> None:
    of = trend_captions.subtitle_of
    alone = Lines(lines().frame.loc[[0, 1]].assign(lower=np.nan), 0, {})
    bare = of(peopled(), trend(), alone, 0.0, [])  # type: ignore[arg-type]
    assert "marks" not in bare
    index = of(peopled(), trend(index=True), lines({2013: 7}), 0.0, ["break", "unconcluded"])  # type: ignore[arg-type]
    assert index.startswith("trends.index_figure.subtitle(")
    named = ("peers", "interval", "break", "hole", "unconcluded")
    assert [f"marks.{mark}(" in index for mark in named] == [
        True, False, True, False, True,
    ]  # fmt: skip
    lacking = Lines(alone.frame.assign(value=[1.0, np.nan]), 1, {})
    said = of(peopled(), trend(), lacking, 1.0, [])  # type: ignore[arg-type]
    assert [f"marks.{mark}(" in said for mark in ("peers_alone", "hole", "floor", "sexes")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "behind=0, " in said


def test_an_axis_starts_at_nought_unless_all_per_cents_are_high() -> None:
    rows = lambda low: pd.DataFrame({"value": [low, np.nan, 97.0]})  # noqa: E731
    start = trend_figure.axis_start
    assert [start(rows(low), trend()) for low in (49.9, 50, 64.9, 65.1, 74.9, 75)] == [  # type: ignore[arg-type]
        0, 40, 40, 60, 60, 70,
    ]  # fmt: skip
    wide = pd.DataFrame({"value": [60.0, 97.0], "lower": [58.0, 96.0], "upper": [62.0, 100.1]})
    assert start(wide, trend()) == scales.ticks(*value_limits(wide, 50.0), 5)[0]  # type: ignore[arg-type]
    assert start(rows(80), trend(index=True)) == 0  # type: ignore[arg-type]
    assert start(rows(80), trend(entry=catalogue()["population"])) == 0  # type: ignore[arg-type]


def reading() -> SimpleNamespace:
    """A page that knows the catalogue, so that breaks can be asked for."""
    place = SimpleNamespace(code="0101")
    return page(read=SimpleNamespace(catalogue=catalogue(), place=place))


def test_a_figure_is_told_by_its_own_ends_and_the_newest_of_three_others() -> None:
    said = trend_figure._alt(reading(), trend(), lines(), "A title")  # type: ignore[arg-type]
    index = trend_figure._alt(reading(), trend(index=True), lines(), "A title")  # type: ignore[arg-type]
    assert "a=61.1, b=64.4" in index
    others = [
        told("trends.figure.alt_other", label=f"Trends.{kind}()", value=value, year=year)
        for kind, value, year in (("women", "12.2%", 2014), ("median", "21.1%", 2013),
                                  ("county", "31.1%", 2013))
    ]  # fmt: skip
    assert said == told(
        "trends.figure.alt", label=SHARE.label.in_language("en"), years=f"2013{DASH}2016",
        level=EN.listing(["<deso2018>", "<deso2025>"]), first=2013, last=2016, a="61.1%",
        b="64.4%", others=" ".join(others), outcome="A title",
    )  # fmt: skip


def test_a_table_of_a_series_has_each_year_with_its_interval_and_the_others() -> None:
    one = trend()
    twice = one.own.iloc[[0]].assign(value=9.99, lower=1.0)  # of an older vintage
    one.own = pd.concat([twice, one.own])
    made = trend_figure._table(page(), one, lines(), "key")  # type: ignore[arg-type]
    assert [column.label for column in made.columns] == [
        "trends.table.year()", "Own town", "trends.table.interval()", "Trends.women()",
        "Trends.median()", "Trends.county()", "Trends.nation()",
    ]  # fmt: skip
    assert [row.cells for row in made.rows] == [
        ("2013", "61.1", f"60.5{DASH}61.9", "11.1", "21.1", "31.1", DASH),
        ("2014", "62.3", f"61.5{DASH}63.2", "12.2", "22.2", DASH, DASH),
        ("2015", "..", DASH, DASH, DASH, DASH, "43.3"),
        ("2016", "64.4", DASH, DASH, DASH, DASH, "44.4"),
    ]  # fmt: skip
    each = EN.listing([f"3 (2013{DASH}2014)", "7 (2015)", "5 (2016)"])
    assert made.notes == (told("trends.table.behind", each=each), "captions.signs()")
    assert made.subtitle.startswith("Own town, <deso2018> and <deso2025>, cards.units.percent")
    assert made.key == "key_table"


def test_a_table_of_an_index_has_the_raw_one_and_the_number_of_areas() -> None:
    one = trend(index=True)
    one.own = one.own.assign(raw_index=[9.91, 9.92, 9.93, 9.94], units=[11, 12, 13, 14],
                             lower=[60.0, *[np.nan] * 3], upper=np.nan)  # fmt: skip
    made = trend_figure._table(page(), one, lines({2013: 7}), "key")  # type: ignore[arg-type]
    assert [row.cells[-2:] for row in made.rows] == [("9.9", str(n)) for n in (11, 12, 13, 14)]
    assert len(made.columns) == 8  # no interval
    assert made.notes == ("captions.signs()", "captions.indices.raw_note()")
    assert made.subtitle.endswith("D, 0–100")


def test_one_year_is_no_trend_and_its_value_is_told() -> None:
    own = pd.DataFrame({"year": [2021, 2021, 2022], "value": [9.9, 33.34, np.nan],
                        "level": ["c", "a", "b"], "lower": np.nan})  # fmt: skip
    report = page(gap=lambda *parts, **named: (*parts, named))
    words = {"name": SHARE.name.in_language("en"), "year": 2021, "level": "<a>", "value": "33.3"}
    for index in (False, True):
        key, what, why, named = trend_figure._one_year(report, trend(own=own, index=index))  # type: ignore[arg-type,misc]
        assert key == f"trend_employed_share{'_index' * index}"
        assert what == told("trends.one_year.what", **words)
        assert why == told("trends.one_year.why", **words)
        assert named == {"nearest": told("trends.one_year.nearest", **words)}


def test_of_several_groups_the_figure_is_that_of_their_total() -> None:
    entry = SimpleNamespace(totals=("sum", "second"))
    rows = pd.DataFrame({"group": ["x", "second", "sum", "all", "sum"], "value": range(5),
                         "sex": ["total"] * 4 + ["women"]})  # fmt: skip
    of = lambda part: trend_frames._figure(SimpleNamespace(entry=entry, rows=part))  # type: ignore[arg-type]  # noqa: E731
    assert of(rows)["value"].tolist() == [2]
    assert of(rows[rows["group"] != "sum"])["value"].tolist() == [1]
    assert of(rows[rows["group"].isin(["x", "all"])])["value"].tolist() == [3]
    assert of(rows.iloc[:1])["value"].tolist() == [0]
    assert of(rows.iloc[:1].assign(group="y").pipe(lambda y: pd.concat([y, rows[:1]]))).empty
    assert of(rows.iloc[:1].drop(columns="group"))["value"].tolist() == [0]


@pytest.mark.parametrize(
    ("points", "holes"),
    [
        ((2012, 2011, 2017), [(2010, 2010, ""), (2013, 2016, WHY), (2018, 2019, "")]),
        ((2010, 2019), [(2011, 2018, WHY)]),
        ((2010, 2012, 2014, 2019), [(2011, 2011, ""), (2013, 2013, ""), (2015, 2018, WHY)]),
        (range(2010, 2020), []),
    ],
)  # fmt: skip
def test_years_without_a_published_value_are_holes_and_the_longest_says_why(
    points: tuple[int, ...], holes: list
) -> None:
    fact = SimpleNamespace(points=[SimpleNamespace(year=year) for year in points])
    assert published_anchors.around(page(), fact, (2010, 2019)) == holes  # type: ignore[arg-type]


def test_panels_are_told_by_both_ends_of_the_first_that_have_room() -> None:
    once = trend(own=pd.DataFrame({"year": [2015, 2016], "value": [5.55, np.nan],
                                   "status": "ok"}))  # fmt: skip
    two = [Panel("A", trend()), Panel("B", once)]  # type: ignore[arg-type]
    said = panel_words.panels_alt(reading(), [*two, *two, *two], (2010, 2016), 6)  # type: ignore[arg-type]
    pair = [
        told("trends.multiples.alt_each", name="A", a="61.1%", b="64.4%", first=2013, last=2016,
             breaks=""),
        told("trends.multiples.alt_once", name="B", a=EN.percent(5.55), b=EN.percent(5.55),
             first=2015, last=2015, breaks=""),
    ]  # fmt: skip
    years, more = f"2010{DASH}2016", told("captions.more", count=4)
    each = " ".join([*pair, more])  # as long as these words are a third would be too much
    assert said == told("trends.multiples.alt", n=6, years=years, each=each)
    index = panel_words.panels_alt(reading(), [Panel("A", trend(index=True))], (2010, 2016), 2)  # type: ignore[arg-type]
    assert "a=61.1, b=64.4" in index
    one = panel_words.panels_alt(reading(), two[1:], (2010, 2016), 1)  # type: ignore[arg-type]
    assert one == told("trends.multiples.alt_one", n=1, years=years, each=pair[1])
    country = "Inequality index, the country: trends.anchor_each(value=27, year=1990) and " + (
        "trends.anchor_each(value=41, year=2018)."
    )
    lacking = told("trends.multiples.lacking", names="abc ()")
    more = panel_words.panels_alt(
        reading(),
        two[1:],
        (2010, 2016),
        3,
        [facts()["inequality_index_nation"]],
        [Panel("Abc", Gap("abc", "title", "missing", ()))],
    )  # type: ignore[arg-type]
    each = f"{country} {lacking} {pair[1]}"
    assert more == told("trends.multiples.alt", n=3, years=years, each=each)


@pytest.mark.parametrize(("key", "why"), [("jobs_regso_index", "few"), ("jobs", "not_here")])
def test_a_panel_of_too_few_areas_is_not_said_to_lack_data(key: str, why: str) -> None:
    panel = Panel("Jobs", Gap(key, "title", "not_applicable", ()), level="RegSO")
    missing = Panel("Pay", Gap("pay", "title", "missing", ()), level="RegSO")
    said = panel_words.lacking_words(page(), [panel, missing])  # type: ignore[arg-type]
    assert said == " " + " ".join([
        told(f"trends.multiples.{why}", names="jobs (RegSO)"),
        told("trends.multiples.lacking", names="pay (RegSO)"),
    ])  # fmt: skip
    empty = panel_words.why_empty(page(), panel)  # type: ignore[arg-type]
    assert empty == told(f"trends.{why}")


def test_every_panel_has_a_row_in_the_table_also_one_without_a_series() -> None:
    gap = Gap("key", "title", "missing", ())
    fact = facts()["inequality_index_nation"]
    made = small_multiples._table(page(), [Panel("A", gap, level="municipality")], "key", [fact])  # type: ignore[arg-type]
    assert [row.cells for row in made.rows] == [
        ("A", *[DASH] * 6, told("trends.not_held", level="municipality")),
        (fact.label.in_language("en"), told("trends.of_year", value="41", year=2018),
         "1990", "27", "2018", "41", "+14", "claims.rising.published()"),
    ]  # fmt: skip


def verdict(**more: object) -> pd.Series:
    usual = {
        "reason": "", "counted": np.nan, "direction": "up", "p": 0.01, "certainty": "certain",
        "first": 2013, "last": 2016, "value_first": 61.11, "value_last": 64.44, "estimate": 3.33,
        "lower": 1.11, "upper": 5.55, "level": "deso2018",
    }  # fmt: skip
    return pd.Series(usual | more)


def test_the_end_of_a_line_has_the_verdict_and_the_years_that_were_tested() -> None:
    frame = pd.DataFrame({"kind": ["own", "own", "median"], "label": ["", "64 %", "median"]})

    def noted(row: pd.Series | None, floor: float = 0) -> pd.DataFrame:
        return small_multiples._noted(page(), Panel("A", trend(), row), frame, floor)  # type: ignore[arg-type]

    made = noted(verdict(), 40.0)
    assert made["label"].tolist() == ["", f"64 %\n2013{DASH}2016: trends.verdicts.up()", "median"]
    assert made["subtitle"][0].endswith(". trends.marks.floor(floor=40)")
    assert set(made["panel"]) == {"A"}
    short = noted(verdict(reason="too_short"))
    assert short["label"].tolist() == ["", "64 %\ntrends.verdicts.short()", "median"]
    assert "floor" not in short["subtitle"][0]
    assert noted(verdict(p=np.nan))["label"].tolist() == ["", "64 %", "median"]
    assert noted(None)["label"][1] == "64 %\ntrends.verdicts.one()"
    level = EN.listing(["<deso2018>", "<deso2025>"])
    words = panel_words.words_of_panel
    told_level = told("trends.multiples.panel_index", level=level)
    floor = told("trends.marks.floor", floor=EN.number(0.5))
    assert words(page(), trend(index=True), 0.5) == f"{told_level}. {floor}"  # type: ignore[arg-type]
    assert f"(level={level}, population=" in words(page(), trend(), 0)  # type: ignore[arg-type]


def test_a_row_of_panels_has_both_ends_the_difference_its_interval_and_the_verdict() -> None:
    row = small_multiples._table_row(page(), Panel("A", trend(), verdict()))  # type: ignore[arg-type]
    newest = told("trends.of_year", value="64.4%", year=2016)
    ends = ("2013", "61.1%", "2016", "64.4%")
    assert row == ("A", newest, *ends, EN.points(3.3, sign=True), EN.signed_range(1.11, 5.55),
                   "trends.verdicts.up()")  # fmt: skip
    short = small_multiples._table_row(page(), Panel("A", trend(), verdict(reason="too_short")))  # type: ignore[arg-type]
    assert short[2:] == (*ends, "·", "·", "trends.verdicts.short()")
    none = small_multiples._table_row(page(), Panel("A", trend()))  # type: ignore[arg-type]
    assert none[2:] == (*["·"] * 6, "trends.verdicts.one()")


def test_the_lack_of_an_interval_is_told_only_beside_rows_that_have_one() -> None:
    def row(interval: str) -> tuple[str, ...]:
        return (*"abcdefg", interval, "verdict")

    mixed = small_multiples._with_signs([row("1.1–2.2"), row(DASH), row("·")])
    assert [cells[7] for cells in mixed] == ["1.1–2.2", "·", "·"]
    assert [cells[7] for cells in small_multiples._with_signs([row(DASH), row("·")])] == [DASH] * 2
    assert {(cells[:7], cells[8:]) for cells in mixed} == {(tuple("abcdefg"), ("verdict",))}


def test_a_figure_of_panels_says_whose_median_it_has() -> None:
    frames = [pd.DataFrame(), pd.DataFrame({"subtitle": ["first", "x"], "kind": ["own", "median"]}),
              pd.DataFrame({"subtitle": ["y"], "kind": ["own"]})]  # fmt: skip
    said = panel_words.panels_subtitle(peopled(), frames, 2, ["hole"])  # type: ignore[arg-type]
    text = told("trends.multiples.subtitle", n=2, panel="first")
    words = {"peers": "comparison.skr()", "fewest": 3}
    some = told("trends.multiples.median_some", **words)
    assert said == f"{text} trends.marks.hole() {some}"
    every = panel_words.panels_subtitle(peopled(), frames[:2], 1, [])  # type: ignore[arg-type]
    assert every.endswith(told("trends.multiples.median", **words))
    one = panel_words.panels_subtitle(peopled(), frames[2:], 1, [])  # type: ignore[arg-type]
    assert one == told("trends.multiples.subtitle_one", n=1, panel="y")
    missing = [
        Panel(name, Gap("key", "title", "missing", ()), level="x") for name in ("Abc", "NEET")
    ]
    assert panel_words.lacking_words(page(), missing) == " " + told(
        "trends.multiples.lacking", names=EN.listing(["abc (x)", "NEET (x)"])
    )
    assert panel_words.lacking_words(page(), []) == ""


def test_only_the_marks_that_are_drawn_in_some_panel_are_explained() -> None:
    frame = pd.DataFrame({"kind": ["own", "median"], "value": [1.0, np.nan]})
    marks = panel_words.drawn_marks
    assert marks([frame, pd.DataFrame()], {"A": []}, {"A": []}, (2010, 2020)) == []
    assert marks([frame], {"A": [(2010, "")]}, {"A": []}, (2010, 2020)) == []  # left of the axis
    assert marks([frame], {"A": [(2015, "")]}, {"A": [(2011, 2012, "")]}, (2010, 2020)) == [
        "break", "hole",
    ]  # fmt: skip
    assert marks([frame.assign(value=np.nan)], {}, {}, (2010, 2020)) == ["hole"]


def test_published_values_are_squares_of_their_year() -> None:
    points = [SimpleNamespace(year=2015, value=33.3), SimpleNamespace(year=2011, value=22.26)]
    words = SimpleNamespace(in_language=lambda lang: f"label {lang}")
    fact = SimpleNamespace(id="x", points=points, source_in=lambda _: "The source", label=words,
                           note=None)  # fmt: skip
    frame = published_anchors.anchor(page(), fact)  # type: ignore[arg-type]
    shown = frame[["series", "year", "value", "kind", "label"]].to_numpy().tolist()
    assert shown == [["x", 2015, 33.3, "anchor", ""], ["x", 2011, 22.26, "anchor", ""]]
    assert frame["panel"][0] == "label en"
    assert frame["subtitle"][1] == told("trends.anchor_note", source="The source")
    each = [told("trends.anchor_each", value=EN.number(value), year=year)
            for year, value in ((2015, 33.3), (2011, 22.26))]  # fmt: skip
    assert published_anchors.anchor_words(page(), fact) == told(  # type: ignore[arg-type]
        "trends.anchor_source", label="label en", source="The source", values=EN.listing(each)
    )
    assert published_anchors.meanings(page(), [fact]) == []  # type: ignore[arg-type,list-item]


@pytest.mark.parametrize(
    ("family", "index", "wanted"),
    [("municipality", False, "municipality"), ("municipality", True, "regso"),
     ("deso", True, "deso"), ("deso", False, "deso")],
)  # fmt: skip
def test_a_verdict_is_that_of_the_series_and_the_test_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, family: str, index: bool, wanted: str
) -> None:
    keys = [(one, test) for one in ("deso", "municipality", "regso")
            for test in ("change", change_rules.BESIDE, change_rules.TURN)]  # fmt: skip
    every = pd.DataFrame(keys, columns=["family", "test"]).assign(
        indicator="x", number=range(9), found=True, stands=[n != 5 for n in range(9)]
    )
    monkeypatch.setattr(change_rules, "judged", lambda _: every)
    declared = tuple(change_rules.Series("x", one) for one in every["family"].unique())
    monkeypatch.setattr(change_rules, "declared", lambda: declared)
    report = page(read=SimpleNamespace(once=lambda _, make: make()))
    asked = (change_rules.verdict, change_rules.beside_of, change_rules.turn_of)
    found = [of(report, "x", family, index=index) for of in asked]  # type: ignore[arg-type]
    rows = every.index[every["family"] == wanted].tolist()
    told_rows = [None if row is None else row["number"] for row in found]
    assert told_rows == [None if row == 5 else row for row in rows]


def test_what_a_source_says_of_a_key_figure_stands_at_its_table_once() -> None:
    limits = {"a": "N00800 is as it was.", "b": "N00800 is as it was.", "c": "One year only.",
              "d": "N00800 and N00801 begin in 2010.", "e": "Whole tens."}  # fmt: skip
    years = {"a": "1996–2015", "b": "2017–2024", "e": "2004"}
    told_of = {
        name: SimpleNamespace(limits=text, sha256=name, producer="Brå", years=years.get(name, ""))
        for name, text in limits.items()
    }
    tables = SimpleNamespace(snapshot=lambda sha: SimpleNamespace(table="" if sha == "e" else "T"))
    trail = SimpleNamespace(lines_of=lambda rows: [told_of[name] for (_, name) in rows])
    held = {name: SimpleNamespace(behind=lambda *_, name=name, **__: name) for name in limits}
    unemployed = catalogue()["unemployed_population_share"]
    trends = [trend(held=(held["a"], held["c"])), trend(held=(held["b"],), entry=unemployed)]
    said = limits_in_words(page(trail=trail, store=tables), trends)  # type: ignore[arg-type]
    assert said == (
        "Employed (Brå, 1996–2015): N00800 is as it was.",
        "Unemployed/in programmes, 16–64 (Brå, 2017–2024): N00800 is as it was.",
    )
    mute = [trend(held=(held["c"], held["d"]))]
    assert limits_in_words(page(trail=trail, store=tables), mute) == ()  # type: ignore[arg-type]
    file = [trend(held=(held["e"],))]
    assert limits_in_words(page(trail=trail, store=tables), file) == (
        "Employed (Brå, 2004): Whole tens.",
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("breaks", "limits", "which"),
    [(["b"], ("x",), "both"), (["b"], (), "breaks"), ([], ("x",), "limits"), ([], (), "")],
)
def test_the_line_under_panels_says_what_stands_with_the_table_alone(
    monkeypatch: pytest.MonkeyPatch, breaks: list, limits: tuple[str, ...], which: str
) -> None:
    monkeypatch.setattr(small_multiples, "breaks_of", lambda *_: breaks)
    monkeypatch.setattr(small_multiples, "limits_in_words", lambda *_: limits)
    said = small_multiples._told_below(page(read=None), [trend()])  # type: ignore[arg-type]
    assert said == ([told(f"trends.{which}_below")] if which else [])

"""What only a rare row shows: ends that part, ties of years, splits, logos, hidden cells."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from report_making import MakeReport
from worded_page import EN, held, page, told

from segnb.analysis.regroupings import Spread
from segnb.report.change import change_rules, trend_frames, trend_series
from segnb.report.comparison import area_sensitivity
from segnb.report.evaluation_page import evaluation_findings
from segnb.report.focus_areas import perspectives
from segnb.report.front_matter import first_page
from segnb.report.geography import own_area_page
from segnb.report.reading import breaks_and_splits
from segnb.report.reading.hidden_counts import possible_counts
from segnb.report.since_last import earlier_report
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.i18n import DASH, Language


@pytest.mark.parametrize(
    ("women", "men", "sign"),
    [
        ((4, 6), (7, 9), " *"),
        ((7, 9), (4, 6), " *"),
        ((4, 7), (7, 9), ""),
        ((4, 8), (7, 9), ""),
        ((np.nan, np.nan), (7, 9), ""),
        ((4, 6), (np.nan, np.nan), ""),
    ],
)
def test_women_and_men_are_told_apart_where_their_intervals_do_not_meet(
    women: tuple[float, float], men: tuple[float, float], sign: str
) -> None:
    sides = [pd.Series({"lower": low, "upper": high}) for low, high in (women, men)]
    assert perspectives._told_apart(*sides) == sign
    none = pd.Series({"value": 1.0})
    assert perspectives._told_apart(none, sides[1]) == perspectives._told_apart(none, none) == ""


def test_later_years_of_a_series_are_new_and_others_of_its_last_year_are_not() -> None:
    series = {"indicator": "x", "area": "a", "sex": "total", "group": "all", "measure": "value",
              "level": "deso2018"}  # fmt: skip
    known = [series | {"key": f"{year}", "year": year} for year in (2020, 2019)]
    later = {"2019": 2019, "lost": 2019, "same": 2020, "new": 2021}
    now = [series | {"key": key, "year": year} for key, year in later.items()]
    other = [one | {"key": "other", "indicator": "y"} for one in now]
    found = earlier_report._comparable(known, [*now, *other])
    assert [one["key"] for one in found] == ["2019", "new"]
    newer = series | {"key": "vintage", "level": "deso2025", "year": 2024}
    assert earlier_report._comparable(known, [newer]) == [newer]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_municipality_that_lost_a_part_says_which_and_when(lang: str) -> None:
    text = Language(lang).text
    found = breaks_and_splits.splits_of("0380", year_end=False)  # Knivsta left in 2003
    assert [(one.year, one.kind, getattr(one.text, lang)) for one in found] == [
        (2003, "population", text("trends.split_off", names="Knivsta"))
    ]
    assert breaks_and_splits.splits_of("9904", year_end=False) == []


def test_a_logo_is_a_picture_of_at_most_a_size(tmp_path: Path) -> None:
    words = page(params=SimpleNamespace(logo=""))
    assert first_page.show_logo(words) is None  # type: ignore[arg-type]
    most = first_page.LARGEST_LOGO
    for name, size, is_shown in (("a.png", most, True), ("b.PNG", most + 1, False),
                                 ("c.txt", 3, False)):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(b"x" * size)
        words.params.logo = str(path)
        if is_shown:
            made = first_page.show_logo(words)  # type: ignore[arg-type]
            assert made is not None
            assert (made.mime, made.alt) == ("image/png", told("summary.logo"))
        else:
            with pytest.raises(InvalidFile, match=name):
                first_page.show_logo(words)  # type: ignore[arg-type]
    words.params.logo = str(tmp_path / "none.png")
    with pytest.raises(InvalidFile, match="cannot be read"):
        first_page.show_logo(words)  # type: ignore[arg-type]


def test_people_and_share_of_the_treated_are_of_the_year_before_and_of_the_last() -> None:
    rows = pd.DataFrame(
        [("a", 2018, 10.0, 100.0), ("b", 2018, 30.0, 300.0), ("c", 2018, 7.0, 70.0),
         ("a", 2020, 33.0, 110.0), ("a", 2019, 1.0, 2.0), ("b", 2020, 77.0, 330.0)],
        columns=["area", "year", "numerator", "denominator"],
    )  # fmt: skip
    panel = SimpleNamespace(past_years=(2017, 2018), years=(2017, 2018, 2019, 2020))
    plan = SimpleNamespace(treated=("a", "b"), moved_out=40, moved_in=None)
    effort = SimpleNamespace(plan=plan)
    outcome = SimpleNamespace(held=SimpleNamespace(rows=rows), panel=panel)
    assert evaluation_findings._people(effort, outcome) == [(400, 0.1), (440, 0.25)]  # type: ignore[arg-type]
    knows = evaluation_findings._knows_moves
    assert not knows(effort, outcome)  # type: ignore[arg-type]
    plan.moved_in = 0
    assert knows(effort, outcome)  # type: ignore[arg-type]
    outcome.held.rows = rows.drop(columns="denominator")
    assert not knows(effort, outcome)  # type: ignore[arg-type]


def test_what_groups_of_areas_show_has_its_middle_and_its_ends() -> None:
    values = {"finer": Spread(5.55, 1.11, 9.99), "random": Spread(2.26, 1.17, 3.38)}
    cells = area_sensitivity._cells(page(), ["finer", "own", "random", "joined"], values)  # type: ignore[arg-type]
    assert cells == [EN.number(5.55, 1), DASH, "2.3", EN.interval(1.17, 3.38, 1), DASH, DASH]


@pytest.mark.parametrize(("coarser", "way"), [(0.1, "below"), (0.2, "within"), (0.35, "within"),
                                              (0.4, "within"), (0.4004, "within"),
                                              (0.4006, "above")])  # fmt: skip
def test_regso_lie_below_within_or_above_other_groups_of_their_number(
    coarser: float, way: str
) -> None:
    one = SimpleNamespace(joined=Spread(0.3, 0.2, 0.4), coarser=coarser)
    said = area_sensitivity._beside_neighbours(page(), "gap", one)  # type: ignore[arg-type]
    assert said.startswith(f"side_by_side.borders.regso.{way}(ends={EN.interval(20, 40, 1)}, ")
    assert said.endswith(f"value={EN.number(100 * coarser, 1)})")
    unknown = one.__dict__ | {"joined": Spread()}
    assert not area_sensitivity._beside_neighbours(page(), "gap", SimpleNamespace(**unknown))  # type: ignore[arg-type]


@pytest.mark.parametrize(("own", "share"), [((100.0, 150.0), "25%"), ((900.0, 300.0), "100%")])
def test_own_counts_hold_a_part_of_the_people_at_most_all(
    own: tuple[float, float], share: str
) -> None:
    entry = catalogue()["employed_share"]
    basis = catalogue()[entry.of]
    total = basis.totals[0] if basis.totals else "total"

    def counts(one: float, other: float) -> SimpleNamespace:
        latest = pd.DataFrame({"group": ["x", "y", total], "value": [one, other, one + other]})
        return held(basis.id, latest=latest)

    both = {"own": counts(*own), "municipality": counts(700.0, 300.0)}
    read = SimpleNamespace(catalogue=catalogue(), held=lambda _, level, **__: both[level])
    (said,) = own_area_page._counted(page(read=read), [held()])  # type: ignore[arg-type,list-item]
    assert f"share={share}, year=2024" in said
    both["own"] = None  # type: ignore[assignment]
    (none,) = own_area_page._counted(page(read=read), [held()])  # type: ignore[arg-type,list-item]
    assert "share=0%, year=2024" in none
    both["municipality"] = None  # type: ignore[assignment]
    assert own_area_page._counted(page(read=read), [held()]) == []  # type: ignore[arg-type,list-item]


@pytest.mark.parametrize("others", ["suppressed", "missing"])
def test_counts_are_bounded_where_all_that_is_unknown_is_hidden(others: str) -> None:
    entry = catalogue()["pre_secondary_share"]
    basis = catalogue()[entry.of]
    groups = [group for group in basis.groups if group not in basis.totals]
    assert groups[0] in entry.numerator
    observed = pd.DataFrame([
        {"area": area, "group": group, "value": 50.0 + 7 * place + 100 * (area == "b")}
        for area in "abc" for place, group in enumerate(groups)
    ]).assign(year=2024, sex="total", status="ok", municipality="0101")  # fmt: skip
    is_hidden = (observed["group"] == groups[0]) & (observed["area"] != "b")
    observed.loc[is_hidden, ["value", "status"]] = [np.nan, "suppressed"]
    observed.loc[is_hidden & (observed["area"] == "c"), "status"] = others
    shown = held(entry.id, observed=observed, ranges=None)
    found = possible_counts(shown)  # type: ignore[arg-type]
    assert (found is None) == (others == "missing")
    if found is not None:
        assert found.more == (0.0, 3.0)
        hidden = found.counts[found.counts["count"].isna()]
        assert list(zip(hidden["unit"], hidden["group"], strict=True)) == [("a", "in"), ("c", "in")]
        assert list(found.counts.columns) == ["municipality", "year", "unit", "group", "count"]
        sums = found.counts.groupby(["unit", "group"])["count"].sum().unstack()
        first = observed[observed["area"] == "a"]
        outside = set(entry.denominator) - set(entry.numerator)
        rest = first.loc[first["group"].isin(outside), "value"].sum()
        assert sums.loc["a"].to_dict() == {"in": 1.0, "rest": rest}
        shown.ranges = pd.DataFrame({"area": ["a", "c"], "group": groups[0],
                                     "lowest": [0.0, 2.0], "highest": [9.0, 5.0]})  # fmt: skip
        found = possible_counts(shown)  # type: ignore[arg-type]
        assert found is not None
        assert found.more == (0.0, 9.0)
        inside = found.counts[found.counts["group"] == "in"].groupby("unit")["count"].sum()
        assert (inside["a"], inside["c"]) == (0.0, 2.0)
    lacking = observed.drop(index=len(groups))
    assert possible_counts(held(entry.id, observed=lacking, ranges=None)) is None  # type: ignore[arg-type]


def test_a_turn_is_sought_where_a_part_of_the_series_has_intervals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = pd.DataFrame({"year": [2015, 2024], "lower": [np.nan, 3.0]})
    found = pd.DataFrame({"last": [2024], "reason": "", "found": True, "turn": 2019})
    monkeypatch.setattr(change_rules, "breaks_of", lambda *_: [])
    monkeypatch.setattr(change_rules, "turning_point", lambda *_, **__: found)
    monkeypatch.setattr(change_rules, "_turn_of_index", lambda *_: {"turn": 1})
    for index in (False, True):
        row = change_rules._turn(SimpleNamespace(own=own, index=index), None)  # type: ignore[arg-type]
        assert row is not None
        assert row["turn"] == 2019


def test_one_line_of_the_others_says_how_many_they_are(make_report: MakeReport) -> None:
    report = make_report("9901", lang="en")
    trend = trend_series.read_trend(report.read, "overcrowding")
    frame = pd.DataFrame({
        "series": ["own municipality", "9902", "9902", "9903", "median"],
        "kind": ["own", "peer", "peer", "peer", "median"],
        "year": [2020, 2019, 2020, 2020, 2019], "value": [3.31, 4.0, 5.0, 6.0, 5.57],
        "status": "ok",
    })  # fmt: skip
    text = report.text
    made = trend_frames._labelled(report, trend, frame, 2)  # type: ignore[arg-type]
    own = text("trends.end", name=report.place.name, value="3.3")
    median = text("trends.end_year", name=text("trends.median"), value="5.6", year=2019)
    others = text("trends.peer_end", count=2)
    assert made["label"].tolist() == [own, others, others, "", median]

"""The joint test of a report: the same verdict in every chapter, and none without grounds."""

import os
import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from known_truth import truths
from series_store import PLACE, add_rows, add_tenure, add_values, empty_store, report_of

from segnb.analysis.multiple_testing import judge_together
from segnb.report.change import change_rules
from segnb.report.change.change_findings import may_say, say_change
from segnb.report.change.change_rules import Series, beside_of, declared, judged, turn_of, verdict
from segnb.report.change.change_words import outcome_of
from segnb.report.change.trend_series import get_trend
from segnb.report.municipality_report import Report
from segnb.report.reading.breaks_and_splits import breaks_here, is_at_year_end, splits_of
from segnb.report.reading.reader import Reader
from segnb.sources.demo import demo_store
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.store.derived_results import derive
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.catalogue import breaks_at, catalogue

pytestmark = pytest.mark.long

EVEN = [0.3] * 8
UNEVEN = [0.05, 0.1, 0.1, 0.2, 0.4, 0.5, 0.6, 0.45]


def test_every_declared_series_is_a_share_or_a_value_and_stands_once() -> None:
    assert len(set(declared())) == len(declared()) > 20
    for series in declared():
        entry = catalogue()[series.indicator]
        assert entry.kind in ("share", "value")
        assert entry.kind == "share" or not series.is_index


def test_a_verdict_is_that_of_the_joint_test_and_not_of_its_interval_alone() -> None:
    every = judged(Reader(demo_store(), find_municipality("9901"), None))
    changed = every[every["test"] == "change"].dropna(subset="p")
    again = judge_together(every[["p", "shared"]])
    np.testing.assert_allclose(every["adjusted"], again["adjusted"])
    assert (changed["adjusted"] >= changed["p"]).all()
    weaker = changed[(changed["p"] < 0.05) & (changed["adjusted"] > 0.05)]
    assert (weaker["certainty"] != "certain").all()


def test_the_turns_that_were_put_in_are_found_and_no_other() -> None:
    known = truths()
    put_in = known[(known["measure"] == "turn") & (known["group"] != "all")]
    put_in = put_in.set_index("indicator")["value"]
    every = judged(Reader(demo_store(), find_municipality("9901"), None))
    found = every[(every["test"] == "turn") & every["found"] & every["stands"]]
    assert {("low_economic_standard", "deso"), ("born_abroad_share", "deso")} <= set(
        zip(found["indicator"], found["family"], strict=True)
    )
    for row in found.itertuples():
        assert row.turn == put_in[catalogue()[row.indicator].of]


def test_no_division_is_said_to_change_or_turn_where_none_does() -> None:
    every = judged(Reader(demo_store(), find_municipality("9903"), None))
    divisions = every[every["family"] != "municipality"]
    assert len(divisions) > 5
    assert (divisions["certainty"] == "unknown").all()
    assert not divisions["stands"].any()


def test_a_change_is_never_told_across_a_break_or_in_less_than_three_years() -> None:
    for place in ("9901", "9904"):
        every = judged(Reader(demo_store(), find_municipality(place), None))
        rows = every[(every["test"] == "change") & (every["certainty"] != "unknown")]
        for row in rows.itertuples():
            entry = catalogue()[row.indicator]
            cuts = entry.breaks or catalogue()[entry.of].breaks
            mine = [cut for cut in cuts if not cut.levels or row.level in cut.levels]
            assert row.last - row.first >= 3
            assert not any(row.first < cut.year <= row.last for cut in mine)


def test_the_newest_segment_that_is_long_enough_is_told(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    others = {"owned": 6000.0, "cooperative": 0.0, "unknown": 0.0}
    years = {y: others | {"rental": 4000.0 - 100 * (y - 2016)} for y in range(2016, 2026)}
    add_rows(store, "tenure", years)
    row = verdict(report_of(store), "rental_share")
    assert row is not None
    assert (row["first"], row["last"]) == (2016, 2023)  # tenure breaks in 2024
    assert row["direction"] == "down"


def test_vintages_of_areas_are_never_joined(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_tenure(store, "deso2018", {2019: EVEN, 2023: EVEN})
    add_tenure(store, "deso2025", {2024: UNEVEN, 2025: UNEVEN})
    row = verdict(report_of(store), "rental_share", "deso")
    assert row is not None
    assert (row["level"], row["first"], row["last"]) == ("deso2018", 2019, 2023)
    assert row["certainty"] == "unknown"


def test_an_index_that_doubles_is_certain(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_tenure(store, "deso2018", {2019: EVEN, 2023: UNEVEN})
    row = verdict(report_of(store), "rental_share", "deso")
    assert row is not None
    assert (row["certainty"], row["direction"]) == ("certain", "up")
    assert row["value_first"] == pytest.approx(0)
    assert row["lower"] > 0


def test_a_series_that_is_not_declared_gets_no_conclusion(monkeypatch: pytest.MonkeyPatch) -> None:
    from segnb.report import Report

    report = Report.make("trends", demo_store(), municipality="9901")
    assert verdict(report, "rental_share")["certainty"] == "certain"  # type: ignore[index]
    only = tuple(series for series in declared() if series.indicator != "rental_share")
    monkeypatch.setattr(change_rules, "declared", lambda: only)
    row = verdict(report, "rental_share")
    assert row is not None
    assert (row["certainty"], row["direction"], row["reason"]) == ("unknown", "", "not_declared")
    assert turn_of(report, "rental_share") is None


def add_turnout(store, years: dict[int, float], place: str, people: float, **more: str) -> None:
    rows = {y: {"voters": people * share, "eligible": people} for y, share in years.items()}
    add_rows(store, "votes_riksdag", rows, place, **more)


@pytest.mark.parametrize(
    ("last", "own", "beside"), [(0.713, "certain", "certain"), (0.752, "certain", "unknown")]
)
def test_what_the_whole_country_shares_is_told_beside_it(
    tmp_path: Path, last: float, own: str, beside: str
) -> None:
    store = empty_store(tmp_path)
    add_turnout(store, {2018: 0.782, 2022: last}, PLACE, 60_000.0)
    add_turnout(store, {2018: 0.872, 2022: 0.842}, "00", 7_000_000.0, level="nation")
    row, more = (say(report_of(store), "turnout_riksdag") for say in (verdict, beside_of))
    assert row is not None
    assert more is not None
    assert (row["certainty"], row["direction"], row["shared"]) == (own, "down", True)
    assert more["certainty"] == beside
    assert pd.isna(more["shared"])  # of the family, with the place's other changes
    assert more["estimate"] == pytest.approx(100 * (last - 0.782 + 0.03))
    assert more["value_last"] - more["value_first"] == pytest.approx(-3.0)


def test_what_all_share_lets_nothing_else_pass(tmp_path: Path) -> None:
    """Homes change a little: likely beside a change of its own that stands, not beside a shared."""
    small = {2019: 0.300, 2023: 0.3125}
    found = []
    for shared in (False, True):
        store = empty_store(tmp_path / str(shared))
        add_turnout(store, {2018: 0.782, 2022: 0.752}, PLACE, 60_000.0)
        if shared:
            add_turnout(store, {2018: 0.872, 2022: 0.842}, "00", 7_000_000.0, level="nation")
        none = {"cooperative": 0.0, "unknown": 0.0}
        rented = {y: {"rental": 9000 * s, "owned": 9000 * (1 - s)} | none for y, s in small.items()}
        add_rows(store, "tenure", rented)
        found.append(verdict(report_of(store), "rental_share")["certainty"])  # type: ignore[index]
    assert found == ["likely", "unknown"]


def test_a_full_count_may_be_said_to_have_grown(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    counts = {1998: 70_949.0, 2023: 95_592.0}
    add_rows(store, "population", {y: {"all": n} for y, n in counts.items()})
    report = report_of(store)
    row = verdict(report, "population")
    assert row is not None
    assert (row["certainty"], row["direction"], row["threshold"]) == ("certain", "up", 3)
    boxes = may_say(report, "population")
    assert boxes is not None
    may, may_not = (box.items for box in boxes.boxes)
    assert any("ökade från 70\u202f949 till 95\u202f592" in line for line in may)
    assert not any("folkmängd" in line.lower() for line in may_not)
    said = report.say(say_change(report, "population"))
    assert said.certainty == "certain"  # type: ignore[union-attr]
    assert "Registerdata" in said.reason  # type: ignore[union-attr]


def test_no_change_is_told_across_the_year_in_which_a_part_was_split_off() -> None:
    (split,) = splits_of("0380", year_end=False)
    assert (split.year, split.text.sv) == (
        2003, "Talen är från då utan Knivsta, som skildes från kommunen."
    )  # fmt: skip
    (both,) = splits_of("0480", year_end=False)
    said = "The figures are from then without Gnesta and Trosa, split off from the municipality."
    assert both.text.en == said
    assert splits_of("0127", year_end=True) == []
    assert [one.year for one in splits_of("0380", year_end=True)] == [2002]
    names = ("population", "employed_share", "assistance_cost_gross")  # a cost is of the year
    assert [is_at_year_end(catalogue()[name]) for name in names] == [True, False, False]


def test_a_split_stands_among_the_breaks_of_cards_and_methods() -> None:
    report = Report.make("trends", open_store(BOX), municipality="0380")
    (held,) = get_trend(report, "population").held  # type: ignore[union-attr]
    report.shows(held, series=True)
    assert ("Folkmängd, 2002", splits_of("0380", year_end=True)[0].text.sv) in report.trail.breaks
    told = dict(report.card(held, series=True).rows)["Seriebrott"]
    assert "2002: Talen är från då utan Knivsta" in told
    assert breaks_here(held.entry, "nation", "0380") == list(breaks_at(held.entry, "nation"))


def test_a_count_with_noise_has_changed_only_beyond_it(tmp_path: Path) -> None:
    found = {}
    for last in (1002.0, 1020.0):
        store = empty_store(tmp_path / str(last))
        add_rows(store, "population", {2020: {"all": 1000.0}, 2024: {"all": last}})
        row = verdict(report_of(store), "population")
        assert row is not None
        found[last] = row["direction"]
        assert row["threshold"] == 5
    assert found == {1002.0: "", 1020.0: "up"}


def test_a_series_that_is_not_declared_is_not_said_to_lack_its_interval(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    survey = {y: {"all": 10.0 + y - 2017, "ci_low": 8.0, "ci_high": 20.0} for y in (2017, 2025)}
    add_rows(store, "worry_assault", survey)
    report = report_of(store)
    row = verdict(report, "worry_assault")
    assert row is not None
    assert np.isfinite(row["lower"])
    assert outcome_of(row) == "undeclared"
    for lang, words in (("sv", "hör inte till dem som"), ("en", "is not among those")):
        spoken = report_of(store, lang=lang)
        said = spoken.say(say_change(spoken, "worry_assault"))
        assert words in said.text  # type: ignore[union-attr]
        assert "intervall" not in said.text  # type: ignore[union-attr]


def test_the_family_depends_on_the_last_year_that_may_be_used() -> None:
    to_2015 = judged(Reader(demo_store(), find_municipality("9903"), 2015))
    assert to_2015["last"].max() <= 2015


def test_new_observations_change_the_verdict_in_the_same_process(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_tenure(store, "deso2018", {2019: EVEN, 2023: EVEN})
    assert verdict(report_of(store), "rental_share", "deso")["certainty"] == "unknown"  # type: ignore[index]
    add_tenure(store, "deso2018", {2023: UNEVEN})
    assert verdict(report_of(store), "rental_share", "deso")["certainty"] == "certain"  # type: ignore[index]


def test_a_store_without_anything_has_an_empty_family(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    assert judged(Reader(store, find_municipality(PLACE), None)).empty
    assert verdict(report_of(store), "rental_share") is None
    assert Series("rental_share", "regso").index


# -- what is kept beside the store


def test_what_is_kept_is_read_again_and_made_anew_when_the_rows_change(tmp_path: Path) -> None:
    store, calls = empty_store(tmp_path), []

    def compute() -> pd.DataFrame:
        calls.append(1)
        return pd.DataFrame({"x": [len(calls)]})

    add_values(store, "overcrowding", {2020: 10.0})
    first = derive(store, "n", ["overcrowding"], compute)
    assert derive(store, "n", ["overcrowding"], compute)["x"].tolist() == first["x"].tolist() == [1]
    assert derive(store, "n", ["overcrowding"], compute, year=2021)["x"].tolist() == [2]
    add_values(store, "overcrowding", {2021: 11.0})
    assert derive(store, "n", ["overcrowding"], compute)["x"].tolist() == [3]


def test_what_is_kept_leaves_the_fingerprint_of_the_store_alone(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    before = store.fingerprint()
    derive(store, "n", [], lambda: pd.DataFrame({"x": [1]}))
    assert store.fingerprint() == before


def test_what_an_older_program_kept_is_removed(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    old, today = (store.path / "derived" / name for name in ("older", "at-work"))
    for folder in (old, today):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    derive(store, "n", [], lambda: pd.DataFrame({"x": [1]}))
    assert not old.exists()
    assert today.exists()


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    derive(store, "n", [], lambda: pd.DataFrame({"x": [1]}))
    (file,) = (store.path / "derived").rglob("*.parquet")
    file.write_bytes(b"half a file")
    assert derive(store, "n", [], lambda: pd.DataFrame({"x": [2]}))["x"].tolist() == [2]


def test_a_store_that_cannot_be_written_to_is_only_slower(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    (store.path / "derived").write_text("a file where the folder would be")
    assert derive(store, "n", [], lambda: pd.DataFrame({"x": [1]}))["x"].tolist() == [1]


# -- the chapters

SPEAKS = re.compile(r"views\.(?:show_trend|say_change|say_changes|say_trends|say_turn)\(([^)]*)\)")
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks" / "report").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_share_whose_change_a_chapter_speaks_of_is_declared(path: Path) -> None:
    known, missing = set(declared()), []
    for cell in nbformat.read(path, as_version=4).cells:
        for arguments in SPEAKS.findall(cell.source):
            words = re.findall(r'"([a-z_0-9]+)"', arguments)
            family = next((word for word in words if word in ("regso", "deso")), "municipality")
            family = "regso" if "index=True" in arguments and family == "municipality" else family
            shares = [word for word in words if word in catalogue().indicators]
            shares = [name for name in shares if catalogue()[name].kind == "share"]
            missing += [(name, family) for name in shares if Series(name, family) not in known]
    assert missing == []


# -- whole per cents


def test_published_whole_per_cents_are_printed_as_published(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "low_trust", {2010: 41.0, 2018: 30.0})
    survey = {
        y: {"all": v, "ci_low": v - 2, "ci_high": v + 2} for y, v in ((2017, 14.0), (2025, 19.0))
    }
    add_rows(store, "unsafe_share", survey)
    report = report_of(store)
    said = [report.say(say_change(report, name)) for name in ("low_trust", "unsafe_share")]
    low, unsafe = (f"{one.title} {one.text}".replace("\u00a0", " ") for one in said)  # type: ignore[union-attr]
    assert "41 % år 2007–2010 och 30 % år 2015–2018" in low  # means of four years
    assert "från 14 % till 19 %" in unsafe
    assert all("Talen publiceras i hela procent." in one for one in (low, unsafe))
    assert said[1].number == "+5"  # type: ignore[union-attr]


def test_a_rounded_figure_has_a_wider_interval(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_rows(store, "unsafe_share", {2025: {"all": 19.0, "ci_low": 17.0, "ci_high": 21.0}})
    held = report_of(store).read.held("unsafe_share", "municipality")
    assert held is not None
    half = np.hypot(2.0, 1.959964 / np.sqrt(12))
    assert held.rows["lower"].iloc[0] == pytest.approx(19 - half)
    assert held.rows["upper"].iloc[0] == pytest.approx(19 + half)

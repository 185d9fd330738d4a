"""A chapter gets what is held, states what is not, and remembers both."""

import pandas as pd
import pytest

from segnb.measures import dissimilarity
from segnb.report import Report
from segnb.report.municipality_report import own_text
from segnb.report.page.blocks import Finding, Gap
from segnb.report.page.missing_data import ROWS, make_gap, passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData
from segnb.store import Store, make_observations
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import InvalidParams, UnknownIndicator
from segnb.vocabulary.i18n import Language

SHARES = ("pre_secondary_share", "low_economic_standard", "children_share", "rental_share")


@pytest.mark.parametrize("indicator", SHARES)
@pytest.mark.parametrize("family", ["deso", "regso", "municipality", "county", "nation"])
def test_a_share_is_got_at_every_level(make_report, indicator: str, family: str) -> None:
    held = make_report().get(indicator, family)
    assert isinstance(held, IndicatorData)
    assert LEVELS[held.level].family == family
    assert held.latest["value"].dropna().between(0, 100).all()
    assert (held.latest["year"] == held.year).all()


def test_the_newest_vintage_is_taken_and_the_other_not_mixed_in(make_report) -> None:
    newest = make_report().get("pre_secondary_share", "deso")
    older = make_report(year="2023").get("pre_secondary_share", "deso")
    assert (newest.level, older.level) == ("deso2025", "deso2018")
    assert older.year == 2023
    assert set(newest.rows["level"]) == {"deso2025"}


def test_no_observation_is_later_than_the_year_of_the_settings(make_report) -> None:
    report = make_report(year="2019")
    for indicator in SHARES:
        held = report.get(indicator, "municipality")
        assert held.rows["year"].max() <= 2019


def test_counts_are_what_measures_take(make_report) -> None:
    held = make_report().get("pre_secondary_share", "deso")
    counts = held.counts()
    assert list(counts.columns) == ["municipality", "year", "unit", "group", "count"]
    assert set(counts["group"]) == {"in", "rest"}
    assert dissimilarity(counts, "in", by="municipality")["estimate"].between(0.1, 0.6).all()
    several = make_report().get("education", "deso").counts()
    assert "pre_secondary" in set(several["group"])


def test_what_is_held_for_finer_areas_alone_is_summed(make_report) -> None:
    report = make_report()
    held = report.read.held("population", "regso")
    parts = report.read.held("population", "deso", year=held.year)
    assert held.latest["value"].sum() == pytest.approx(parts.latest["value"].sum())


def test_a_gap_says_what_why_and_where_the_nearest_is(make_report) -> None:
    report = make_report()
    gap = report.get("overcrowding", "deso")
    assert isinstance(gap, Gap)
    texts = dict(gap.rows)
    assert len(texts) == len(ROWS)
    assert all(texts.values())
    assert "kommun" in texts["Närmaste nivå"]
    assert gap in report.trail.gaps.values()


def test_an_indicator_that_nobody_knows_is_an_error_and_no_gap(make_report) -> None:
    with pytest.raises(UnknownIndicator, match="nonsense"):
        make_report().get("nonsense")


def test_a_setting_that_nobody_knows_is_refused(make_report) -> None:
    with pytest.raises(InvalidParams, match="Did you mean 'areas'"):
        make_report(area="deso")


def test_functions_give_a_gap_back_and_do_not_compute_with_it() -> None:
    gap = make_gap(Language("en"), "x", "something", "a reason")

    @passing_gaps
    def never(_report: object, _one: object, *, other: object = None) -> str:  # noqa: ARG001
        return "computed"

    assert never(None, gap) is gap
    assert never(None, 1, other=gap) is gap
    assert never(None, 1) == "computed"


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("status", ["missing", "suppressed", "not_applicable"])
def test_the_three_kinds_of_gap_are_told_apart(lang: str, status: str) -> None:
    gap = make_gap(Language(lang), "x", "något", "därför", status=status)
    others = [make_gap(Language(lang), "x", "något", "därför", status=s).title
              for s in ("missing", "suppressed", "not_applicable") if s != status]  # fmt: skip
    assert gap.title not in others
    assert len(gap.rows) == (1 if status == "not_applicable" else 5)


def test_sources_name_the_snapshots_that_were_used_and_no_others(make_report) -> None:
    report = make_report()
    held = report.get("tenure", "deso")
    assert report.sources() is None  # what is read and not shown is no source
    report.source_line(held)
    tables = {line.table for line in report.sources().sources}
    assert len(tables) == 1
    assert all(len(line.sha256) == 64 for line in report.sources().sources)


def test_a_break_in_what_is_shown_is_remembered(make_report) -> None:
    report = make_report()
    report.source_line(*(report.get("rental_share", "deso", year=y) for y in (2023, 2024)))
    assert any("2024" in when for when, _ in report.sources().breaks)


def test_a_card_says_what_is_counted_and_where_it_comes_from(make_report) -> None:
    report = make_report(lang="en")
    card = report.card(report.get("pre_secondary_share", "deso"))
    texts = dict(card.rows)
    assert texts["Numerator"]
    assert "synthetic" in texts["Source and table"] or "syntetiska" in texts["Source and table"]
    assert "DeSO 2025" in texts["Unit and level"]


def statement(**words: object) -> Statement:
    usual = {"place": "Orten", "measure": "utbildning", "d": "25", "even": "Av 100.",
             "even_plain": "Av 100.",
             "bounds": "", "few": "", "interval": "24–26", "level": "DeSO",
             "year": "2022", "areas": "50",
             "here": "24 > 3"}  # fmt: skip
    return Statement("level", "clear", "x", usual | words, "certain")


def test_a_finding_carries_its_rule_its_numbers_and_what_it_does_not_say(make_report) -> None:
    found = make_report().say(statement())
    assert isinstance(found, Finding)
    assert found.rule.id == "level.clear.v1"
    assert found.rule.here == "24 > 3"
    assert all((found.rule.text, found.rule.otherwise, found.rule.says_not, found.reason))


def test_a_rule_that_is_switched_off_says_nothing(make_report) -> None:
    report = make_report(rules_off=["level"])
    assert report.say(statement()) is None
    assert report.findings(statement()) is None


def test_the_lead_is_made_of_the_findings(make_report) -> None:
    report = make_report()
    found = report.say(statement())
    opening = report.opening(found)
    assert opening.lead == (f"{found.title}.",)
    assert report.opening(None).lead != opening.lead


def test_own_words_are_shown_as_own_and_only_where_there_are_any(make_report, tmp_path) -> None:
    file = tmp_path / "words.md"
    file.write_text("Våra ord.\n", encoding="utf-8")
    assert make_report().own_words() is None
    note = make_report(comments={"whole_municipality": str(file)}).own_words()
    assert (note.text, note.style) == ("Våra ord.", "own_words")
    assert own_text("Bara text.") == "Bara text."


def test_areas_without_a_name_are_called_by_their_regso_and_code(make_report) -> None:
    report = make_report()
    areas = report.store.read_areas("deso2025", "9901")
    code = areas["area"].iloc[0]
    name = report.area_name(code)
    assert name.endswith(f", {code}")
    assert name.split(",")[0] in set(report.store.read_areas("regso2025", "9901")["name"])


def own_store(folder, producer: str = "kommunen") -> Store:
    """A store with the municipality's own counts, one of them small."""
    store = Store.create(folder / "store")
    groups = ("pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long")
    rows = [
        (area, 2022, group, 3 if (area, group) == ("Norr", groups[0]) else 40 + 7 * place)
        for place, area in enumerate(("Norr", "Söder", "Väster", "Öster"))
        for group in (*groups, "unknown")
    ]
    frame = pd.DataFrame(rows, columns=["area", "year", "group", "value"])
    snapshot = store.add_snapshot(b"own", name="own.csv", producer=producer)
    made = make_observations(frame.assign(municipality="0127"), indicator="education", level="own")
    store.write(made, snapshot)
    return store


def test_small_counts_of_own_files_are_hidden_before_anything_is_computed(tmp_path) -> None:
    store = own_store(tmp_path)
    report = Report.make("summary", store, municipality="0127")
    held = report.get("education", "own")
    cells = held.latest.set_index(["area", "group"])
    assert cells.loc[("Norr", "pre_secondary"), "status"] == "suppressed"
    assert cells["value"].dropna().min() >= 5
    assert (cells["status"] == "suppressed").sum() >= 2
    share = report.get("pre_secondary_share", "own").latest.set_index("area")
    assert share.loc["Norr", "status"] == "suppressed"
    assert pd.isna(share.loc["Norr", "numerator"])
    everywhere = report.get("education", "own", everywhere=True).latest
    assert everywhere["value"].dropna().min() >= 5


def test_the_threshold_of_own_files_is_a_setting(tmp_path) -> None:
    report = Report.make("summary", own_store(tmp_path), municipality="0127", threshold=50)
    values = report.get("education", "own").latest["value"].dropna()
    assert values.min() >= 50


def test_similar_municipalities_are_the_official_group(make_report) -> None:
    report = make_report()
    assert report.similar_is_official
    assert len(report.similar) == 7
    assert report.place.code not in report.similar


def test_reading_twice_reads_the_store_once(make_report, monkeypatch) -> None:
    report, calls = make_report(), []
    read = type(report.store).read

    def counted(self, *args: object, **kwargs: object) -> pd.DataFrame:
        calls.append(args)
        return read(self, *args, **kwargs)

    monkeypatch.setattr(type(report.store), "read", counted)
    report.get("tenure", "deso")
    once = len(calls)
    report.get("rental_share", "deso")
    assert len(calls) == once


def test_a_line_under_a_figure_names_each_producer_once_and_the_card_says_the_rest(
    make_report,
) -> None:
    report = make_report()
    held = [report.get(name, "deso") for name in ("pre_secondary_share", "low_economic_standard")]
    line, lines = report.source_line(*held), report.trail.lines()
    assert line.count(lines[0].producer) == 1
    assert all((one.table or one.title) in line for one in lines)
    source = dict(report.card(held[0]).rows)["Källa och tabell"]
    (own,) = report.trail.lines_of([(held[0], held[0].behind(None, series=False))])
    assert all(part in source for part in (own.producer, own.title, own.table, own.licence))


def test_own_files_are_named_as_such_in_both_languages(tmp_path) -> None:
    for lang, words in (("sv", "kommunens egna filer"), ("en", "the municipality's own files")):
        store = own_store(tmp_path / lang, producer="own data")
        report = Report.make("summary", store, municipality="0127", lang=lang)
        line = report.source_line(report.get("education", "own"))
        assert f"{words} (own.csv)" in line
        assert [one.sha256 for one in report.trail.lines()] == [""]

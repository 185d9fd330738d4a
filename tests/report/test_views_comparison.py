"""The municipality among all others: medians, ranks that are intervals, and what is not ranked."""

from pathlib import Path

import pytest
from report_making import MakeReport
from series_store import OTHERS, PLACE, add_rows, add_values, empty_store, report_of

from segnb import measures
from segnb.report import national, views
from segnb.report.blocks import Figure, Gap
from segnb.report.national import everywhere, national_changes, national_indices
from segnb.report.views.comparison import rank_text
from segnb.report.views.standings import Standing
from segnb.sources.demo import demo_store

GROUPS = ("low_economic_standard", "pre_secondary_share", "employed_share")


@pytest.fixture(scope="module")
def everything():
    """Indices of one share in all municipalities of the demonstration."""
    return national_indices(demo_store(), "pre_secondary_share", "regso2020", 2022)


def test_indices_of_all_are_those_of_each(everything) -> None:
    held = everywhere(demo_store(), "pre_secondary_share", "regso2020", 2022)
    counts = held.counts(2022)
    one = measures.dissimilarity(counts[counts["municipality"] == "9901"], "in")
    row = everything.set_index("municipality").loc["9901"]
    assert row["estimate"] == pytest.approx(100 * one["estimate"].iloc[0])
    assert row["lower"] < row["value"] < row["upper"]


def test_a_municipality_with_few_areas_has_no_index_and_no_rank(everything) -> None:
    few = everything[everything["units"] <= 5]
    assert len(few) > 0
    assert few["value"].isna().all()
    assert few["rank"].isna().all()
    assert set(few["reason"]) == {"few_areas"}


def test_ranks_of_all_count_everybodys_uncertainty(everything) -> None:
    known = everything.dropna(subset="value")
    assert (known["rank_first"] <= known["rank"]).all()
    assert (known["rank"] <= known["rank_last"]).all()
    assert (known["rank_last"] - known["rank_first"]).max() > 3


def test_indices_of_all_are_computed_once(everything, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(national, "_indices", refuse)
    again = national_indices(demo_store(), "pre_secondary_share", "regso2020", 2022)
    assert again["value"].equals(everything["value"])


def test_what_no_municipality_holds_gives_no_rows(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    assert national_indices(store, "rental_share", "deso2018", 2022).empty
    assert national_changes(store, "rental_share", "deso2018", 2019, 2022).empty


def test_regso_are_summed_from_their_deso_where_only_these_are_held() -> None:
    published = everywhere(demo_store(), "employed_share", "regso2020", 2022)
    assert published is not None
    assert published.summed_from == ""
    assert everywhere(demo_store(), "gini", "regso2020", 2022) is None


# -- one municipality among all


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_strips_show_all_and_the_own_one(make_report: MakeReport, lang: str) -> None:
    report = make_report(lang=lang)
    standing = views.measure_standing(report, *GROUPS, index=True)
    figure = views.show_strips(report, standing)
    assert isinstance(figure, Figure)
    assert len(figure.title) <= 90
    value = report.language.number(standing.of(GROUPS[0])["value"], 1)
    assert f">Exempelstad {value}<" in figure.wide.content
    for indicator in GROUPS:
        ranks = rank_text(report, standing, indicator).split("\n")[0]
        assert ranks in figure.wide.content
    assert len(figure.table.rows) == 3 * len(GROUPS)


def test_the_most_divided_is_first_and_the_sentence_gives_both_ranks(
    make_report: MakeReport,
) -> None:
    report = make_report()
    standing = views.measure_standing(report, *GROUPS, index=True)
    statement = views.say_standing(report, standing, "pre_secondary_share")
    assert (statement.rule, statement.outcome) == ("index_standing", "above")
    row = standing.of("pre_secondary_share")
    assert statement.words["first"] == str(row["rank_first"])
    assert statement.words["last"] == str(row["rank_last"])
    assert row["value"] > row["median"]


def test_comparisons_are_tested_together(make_report: MakeReport) -> None:
    told = views.measure_standing(make_report(), *GROUPS).told
    whole = told[told["group"] == "all"]
    certain = whole[whole["certainty"] == "certain"]
    assert (certain["p"] < 0.05).all()


def values_of(tmp_path: Path, **others: float) -> Standing | Gap:
    store = empty_store(tmp_path)
    for place, value in others.items():
        add_values(store, "overcrowding", {2023: value}, place.removeprefix("p"))
    return views.measure_standing(report_of(store), "overcrowding")


def test_a_figure_without_its_base_is_shown_and_not_ranked(tmp_path: Path) -> None:
    found = values_of(tmp_path, p9904=20.0, p9901=10.0, p9902=12.0, p9903=30.0)
    assert isinstance(found, Standing)
    row = found.of("overcrowding")
    assert (row["n"], row["median"], row["lowest"], row["highest"]) == (3, 12.0, 10.0, 30.0)
    store = empty_store(tmp_path / "again")
    report = report_of(store)
    assert "ingen plats" in rank_text(report, found, "overcrowding")
    assert views.say_standing(report, found, "overcrowding") is None


def test_the_title_of_unranked_figures_concludes_nothing(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        add_values(store, "overcrowding", {2023: 10.0 + number}, place)
    title = views.show_strips(report_of(store), "overcrowding").title
    assert title.endswith("talen har inget intervall och rangordnas inte")


def test_a_lone_municipality_is_a_gap(tmp_path: Path) -> None:
    found = values_of(tmp_path, p9904=20.0)
    assert isinstance(found, Gap)
    assert (
        views.say_standing(report_of(empty_store(tmp_path / "x")), found, "overcrowding") is found
    )


def test_too_few_areas_are_not_compared(make_report: MakeReport) -> None:
    report = make_report("9903")
    shown = views.show_strips(report, "rental_share", family="regso", index=True)
    assert isinstance(shown, Gap)
    assert shown.status == "not_applicable"


def test_a_value_that_cannot_be_told_from_the_median_says_so(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        groups = {"rental": 40.0 + number, "cooperative": 0.0, "owned": 60.0, "unknown": 0.0}
        add_rows(store, "tenure", {2023: groups}, place)
    report = report_of(store)
    statement = views.say_standing(report, "rental_share")
    assert (statement.outcome, statement.certainty) == ("not_apart", "unknown")
    assert "går inte att skilja" in report.say(statement).title
    assert views.show_strips(report, "rental_share").title.startswith("Det går inte att skilja")

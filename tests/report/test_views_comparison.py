"""The municipality among all others: medians, ranks that are intervals, and what is not ranked."""

import dataclasses
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from report_making import MakeReport
from series_store import OTHERS, PLACE, add_rows, add_tenure, add_values, empty_store, report_of

from segnb import measures
from segnb.report import Report, verbs
from segnb.report.comparison import strips_and_ranks
from segnb.report.comparison.standings import Standing
from segnb.report.comparison.strips_and_ranks import rank_text
from segnb.report.country_report import national_report
from segnb.report.page.blocks import Figure, Gap
from segnb.report.reading import all_municipalities
from segnb.report.reading.all_municipalities import everywhere, national_changes, national_indices
from segnb.sources.demo import demo_store
from segnb.sources.files import import_folder
from segnb.store import Store
from segnb.vocabulary.areas import demo_municipalities
from segnb.vocabulary.i18n import THIN

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
    assert row["raw_index"] == pytest.approx(100 * one["estimate"].iloc[0])
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

    monkeypatch.setattr(all_municipalities, "_indices", refuse)
    again = national_indices(demo_store(), "pre_secondary_share", "regso2020", 2022)
    assert again["value"].equals(everything["value"])


def test_what_no_municipality_holds_gives_no_rows(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    assert national_indices(store, "rental_share", "deso2018", 2022).empty
    assert national_changes(store, "rental_share", "deso2018", 2019, 2022).empty


def test_regso_are_summed_from_their_deso_where_only_these_are_held() -> None:
    store = demo_store()
    summed = everywhere(store, "children_share", "regso2020", 2022)
    finer = everywhere(store, "children_share", "deso2018", 2022)
    assert summed is not None
    assert finer is not None
    if summed.summed_from:
        assert summed.summed_from == "deso2018"
    for part in ("numerator", "denominator"):
        sums = finer.latest.groupby("municipality")[part].sum()
        assert summed.latest.groupby("municipality")[part].sum().to_dict() == sums.to_dict()
    assert everywhere(store, "gini", "regso2020", 2022) is None


# -- one municipality among all


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_strips_show_all_and_the_own_one(make_report: MakeReport, lang: str) -> None:
    report = make_report(lang=lang)
    standing = verbs.measure_standing(report, *GROUPS, index=True)
    figure = verbs.show_strips(report, standing)
    assert isinstance(figure, Figure)
    assert len(figure.title) <= 90
    value = report.language.number(standing.of(GROUPS[0])["value"], 1)
    assert f">Exempelstad {value}<" in figure.page.content
    for indicator in GROUPS:
        ranks = rank_text(report, standing, indicator).split("\n")[0]
        assert ranks in figure.page.content
    assert len(figure.table.rows) == 3 * len(GROUPS)


def test_the_most_divided_is_first_and_the_sentence_gives_both_ranks(
    make_report: MakeReport,
) -> None:
    report = make_report()
    standing = verbs.measure_standing(report, *GROUPS, index=True)
    statement = verbs.say_standing(report, standing, "pre_secondary_share")
    assert (statement.rule, statement.outcome) == ("index_standing", "above")
    row = standing.of("pre_secondary_share")
    ends = [str(int(row[f"rank_{end}"])) for end in ("first", "last")]
    assert statement.words["ranks"] == "–".join(dict.fromkeys(ends))
    assert row["value"] > row["median"]


@pytest.mark.parametrize(
    ("certainties", "first"),
    [
        (("unknown", "certain", "certain"), 1),
        (("unknown", "likely", "unknown"), 1),
        (("unknown", "unknown", "unknown"), 0),
        (("likely", "unknown", "certain"), 2),
    ],
)
def test_without_an_indicator_the_first_that_is_apart_most_surely_is_told(
    make_report: MakeReport, certainties: tuple[str, ...], first: int
) -> None:
    report = make_report(lang="en")
    shares = ("employed_share", "rental_share", "owned_share")
    found = verbs.measure_standing(report, *shares)
    sure = dict(zip(shares, certainties, strict=True))
    told = found.told.assign(certainty=found.told["indicator"].map(sure))
    found = dataclasses.replace(found, told=told)
    assert verbs.say_standing(report, found).key == shares[first]


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (("up", "down", "up"), ("above", "below")),
        (("down", "down", "down"), ("below", None)),
        (("down", "", "up"), ("below", "above")),
    ],
)
def test_both_sides_of_the_median_are_told_where_both_are_certain(
    make_report: MakeReport, sides: tuple[str, ...], said: tuple[str, str | None]
) -> None:
    report = make_report(lang="en")
    shares = ("employed_share", "rental_share", "owned_share")
    found = verbs.measure_standing(report, *shares)
    way = dict(zip(shares, sides, strict=True))
    sure = {name: "certain" if one else "unknown" for name, one in way.items()}
    names = found.told["indicator"]
    told = found.told.assign(certainty=names.map(sure), direction=names.map(way))
    pair = verbs.say_standings(report, dataclasses.replace(found, told=told))
    assert tuple(one and one.outcome for one in pair) == said


@pytest.mark.parametrize(
    ("first", "last", "certainty", "told"),
    [
        (40, 60, "certain", True),
        (50.5, 60, "certain", True),
        (51, 60, "certain", False),
        (40, 50, "certain", False),
        (40, 60, "likely", False),
        (None, None, "certain", False),
    ],
)
def test_a_rank_across_the_middle_is_explained_where_the_side_is_certain(
    make_report: MakeReport, first: float | None, last: float | None, certainty: str, told: bool
) -> None:
    row = {"group": "all", "of": 100, "rank_first": first, "rank_last": last}
    other = row | {"group": "county", "rank_first": 1, "rank_last": 100, "certainty": "certain"}
    rows = pd.DataFrame([row | {"certainty": certainty}, other], dtype=object)
    frame = pd.DataFrame({"own": [True, False], "lower": [1.0, 2.0]})
    said = strips_and_ranks._field(make_report(lang="en"), SimpleNamespace(told=rows), frame)
    assert ("across the middle" in said) is told
    assert "Green band" in said
    none = frame.assign(lower=float("nan"))
    assert strips_and_ranks._field(make_report(), SimpleNamespace(told=rows), none) == ""


@pytest.mark.parametrize(("ranks", "told"), [((40, 60), True), ((51, 60), False), ((1, 50), False)])
def test_a_sentence_on_the_median_says_that_its_rank_reaches_across(
    make_report: MakeReport, ranks: tuple[int, int], told: bool
) -> None:
    report = make_report(lang="en")
    found = verbs.measure_standing(report, "rental_share")
    rows = found.told.assign(rank_first=ranks[0], rank_last=ranks[1], of=100)
    said = verbs.say_standing(report, dataclasses.replace(found, told=rows))
    assert bool(said.words["reach"]) is told


@pytest.mark.parametrize(("step", "told"), [(1.0, True), (-1.0, False), (0.001, False)])
def test_similar_municipalities_whose_median_lies_on_the_other_side_are_named(
    make_report: MakeReport, step: float, told: bool
) -> None:
    report = make_report(lang="en")
    found = verbs.measure_standing(report, "employed_share")
    own = found.of("employed_share")
    beyond = own["value"] + step * (1 if own["value"] > own["median"] else -1)
    rows = found.told.copy()
    rows.loc[rows["group"] == "similar", "median"] = beyond
    said = report.say(verbs.say_standing(report, dataclasses.replace(found, told=rows)))
    side = "above" if step * (own["value"] - own["median"]) > 0 else "below"
    end = f"is {report.language.percent(beyond)}, {side} the value of the municipality."
    assert said.text.endswith(end) is told
    assert ("Among own and" in said.text) is told


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_said_of_the_median_is_what_interval_and_median_of_the_table_say(
    make_report: MakeReport, lang: str
) -> None:
    report = make_report(lang=lang)
    shares = ("employed_share", "rental_share", "owned_share", "post_secondary_share")
    found = verbs.measure_standing(report, *shares)
    sides = set()
    for share in shares:
        said = verbs.say_standing(report, found, share)
        name = report.read.catalogue[share].name.in_language(report.lang)
        cells = next(row.cells for row in said.numbers.rows if row.cells[0].startswith(name))
        low, high = (float(end.replace(",", ".")) for end in cells[3].split("–"))
        median = float(cells[4].replace(",", "."))
        side = "above" if low > median else "below" if high < median else ""
        assert (said.outcome == side) == bool(side)
        assert (said.certainty == "certain") == bool(side)
        finding = report.say(said)
        assert cells[3] in finding.rule.here
        assert ("municipal median" if lang == "en" else "kommunmedian") in finding.title
        sides.add(side)
    assert len(sides) > 1


def values_of(tmp_path: Path, **others: float) -> Standing | Gap:
    store = empty_store(tmp_path)
    for place, value in others.items():
        add_values(store, "overcrowding", {2023: value}, place.removeprefix("p"))
    return verbs.measure_standing(report_of(store), "overcrowding")


def test_a_figure_without_its_base_is_shown_and_not_ranked(tmp_path: Path) -> None:
    found = values_of(tmp_path, p9904=20.0, p9901=10.0, p9902=12.0, p9903=30.0)
    assert isinstance(found, Standing)
    row = found.of("overcrowding")
    assert (row["n"], row["median"], row["lowest"], row["highest"]) == (4, 16.0, 10.0, 30.0)
    store = empty_store(tmp_path / "again")
    report = report_of(store)
    assert "ingen plats" in rank_text(report, found, "overcrowding")
    assert verbs.say_standing(report, found, "overcrowding") is None


def test_a_strip_writes_values_with_the_decimals_of_its_table(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        add_values(store, "reported_crime", {2023: 1000.0 + 1000 * number}, place)
    figure = verbs.show_strips(report_of(store), "reported_crime")
    assert "värde, per 100 000 invånare, 2023." in figure.subtitle
    drawn = figure.page.content
    assert f">Lillmönster 1{THIN}000<" in drawn
    assert f">median 3{THIN}000<" in drawn


def test_a_strip_of_whole_per_cents_is_drawn_without_decimals(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        add_values(store, "low_trust", {2024: 20.0 + number}, place)
    assert ">Lillmönster 20<" in verbs.show_strips(report_of(store), "low_trust").page.content


def test_the_title_of_unranked_figures_concludes_nothing(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        add_values(store, "overcrowding", {2023: 10.0 + number}, place)
    title = verbs.show_strips(report_of(store), "overcrowding").title
    assert title.endswith("bland andra kommuner, utan rangordning: trångbodda, norm 2")


def test_a_lone_municipality_is_a_gap(tmp_path: Path) -> None:
    found = values_of(tmp_path, p9904=20.0)
    assert isinstance(found, Gap)
    assert (
        verbs.say_standing(report_of(empty_store(tmp_path / "x")), found, "overcrowding") is found
    )


def test_too_few_areas_are_not_compared(make_report: MakeReport) -> None:
    report = make_report("9903")
    shown = verbs.show_strips(report, "rental_share", family="regso", index=True)
    assert isinstance(shown, Gap)
    assert shown.status == "not_applicable"


def test_an_index_of_areas_enough_that_nobody_else_has_is_not_said_to_be_of_few(
    tmp_path: Path,
) -> None:
    store = empty_store(tmp_path)
    add_tenure(store, "deso2018", {2023: [0.05, 0.1, 0.1, 0.2, 0.4, 0.5, 0.6, 0.45]})
    shown = verbs.show_strips(report_of(store), "rental_share", family="deso", index=True)
    assert isinstance(shown, Gap)
    assert shown.status == "missing"
    assert dict(shown.rows)["Varför"] == "Inga andra kommuners värden finns i underlaget."


def test_a_value_that_cannot_be_told_from_the_median_says_so(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        groups = {"rental": 40.0 + number, "cooperative": 0.0, "owned": 60.0, "unknown": 0.0}
        add_rows(store, "tenure", {2023: groups}, place)
    report = report_of(store)
    statement = verbs.say_standing(report, "rental_share")
    assert (statement.outcome, statement.certainty) == ("not_apart", "unknown")
    assert "går inte att skilja" in report.say(statement).title
    title = verbs.show_strips(report, "rental_share").title
    assert title == "Varken säkerställt över eller under rikets kommunmedian: hyresrätt"


# -- one set of municipalities: what a strip draws is what its numbers are about

SHARES = {"9904": 60, "9901": 20, "9902": 30, "9903": 40}


def tenure_of(tmp_path: Path, shares: dict[str, float], **similar: list[str]) -> Store:
    """Store in which so many of a hundred dwellings are rented, with groups of municipalities."""
    store = empty_store(tmp_path)
    for place, share in shares.items():
        groups = {"rental": share, "cooperative": 0.0, "owned": 100.0 - share, "unknown": 0.0}
        add_rows(store, "tenure", {2023: {name: 100 * n for name, n in groups.items()}}, place)
    rows = [(place.removeprefix("p"), member) for place, all_ in similar.items() for member in all_]
    if rows:
        frame = pd.DataFrame(rows, columns=["municipality", "member"])
        snapshot = store.add_snapshot(b"groups", name="g.csv", producer="Kolada")
        store.write_groups(frame.assign(kind="similar", title="Liknande"), snapshot)
    return store


def test_count_median_ends_and_rank_of_a_strip_are_those_of_what_it_draws(tmp_path) -> None:
    report = report_of(tenure_of(tmp_path, SHARES))
    figure = verbs.show_strips(report, "rental_share")
    rows = {row.cells[1]: row.cells for row in figure.table.rows}
    # name, group, value, interval, median, lowest, highest, rank
    every = len(demo_municipalities())
    assert rows[f"4 av {every} kommuner"][4:] == ("35,0", "20,0", "60,0", "1 av 4")
    assert "60,0" in figure.alt
    assert figure.alt.count("högst 60,0") == 1
    assert f"Kommuner utan värde: {every - 4}" in figure.source


def test_every_report_of_a_store_gives_the_same_median_as_the_national_one(tmp_path) -> None:
    store = tenure_of(tmp_path, SHARES)
    asked = [
        verbs.measure_standing(report_of(store, municipality=code), "rental_share").of(
            "rental_share"
        )
        for code in SHARES
    ]
    same = pd.DataFrame(asked)[["n", "of", "median", "lowest", "highest"]].drop_duplicates()
    assert same.to_numpy().tolist() == [[4, 4, 35, 20, 60]]


def test_the_national_report_has_the_median_of_the_strips(make_report: MakeReport) -> None:
    country = national_report(demo_store())
    found = verbs.measure_national(country, "pre_secondary_share")
    for place in ("9901", "9902"):
        told = verbs.measure_standing(make_report(place), "pre_secondary_share", family="regso").of(
            "pre_secondary_share"
        )
        cuts = found.cuts.loc["pre_secondary_share"]
        assert (told["n"], told["median"]) == (cuts["n"], cuts["median"])
        assert (told["lowest"], told["highest"]) == (cuts["lowest"], cuts["highest"])


def test_one_other_municipality_makes_no_median_of_similar_ones(tmp_path) -> None:
    one = verbs.show_strips(report_of(tenure_of(tmp_path, SHARES, p9904=["9901"])), "rental_share")
    assert not any("liknande" in row.cells[1] for row in one.table.rows)


def test_similar_municipalities_without_a_value_are_counted_or_not_drawn(tmp_path) -> None:
    groups = {"p9904": ["9901", "9902", "9905"]}
    some = verbs.show_strips(report_of(tenure_of(tmp_path / "a", SHARES, **groups)), "rental_share")
    assert "egen och 2 av 3 liknande" in {row.cells[1] for row in some.table.rows}
    assert "ringar: liknande kommuner" in some.subtitle
    groups = {"p9904": ["9905"]}
    none = verbs.show_strips(report_of(tenure_of(tmp_path / "b", SHARES, **groups)), "rental_share")
    assert not any("liknande" in row.cells[1] for row in none.table.rows)
    assert "ringar" not in none.subtitle


TENURE = "scb_regso_2020_2023/deso_housing_tenure.csv"


def test_the_national_median_of_rented_dwellings_is_that_of_the_published_file(
    shared: Path, tmp_path: Path
) -> None:
    file = shared / "data" / TENURE
    key = shared / "data" / "scb_areas/koppling-deso2018-regso2020.csv"
    if not file.exists() or not key.exists():
        pytest.skip(f"needs shared/data/{TENURE} and the key of areas")
    folder = tmp_path / "files"
    folder.mkdir()
    for one in (file, key):
        shutil.copy(one, folder)
    store = Store.create(tmp_path / "store")
    import_folder(folder, store)
    raw = pd.read_csv(file, encoding="utf-8-sig")
    town = raw["region"].str.rsplit("(", n=1).str[0].str.strip()
    dwellings = raw.pivot_table(
        index=town, columns="upplåtelseform", values="Antal 2023", aggfunc="sum"
    )
    known = dwellings.drop(columns="uppgift saknas").sum(axis=1)
    shares = (100 * dwellings["hyresrätt"] / known).sort_values()
    for code in ("0127", "2021", "1480"):
        row = verbs.measure_standing(
            Report.make("housing", store, municipality=code), "rental_share"
        ).of("rental_share")
        assert row["n"] == row["of"] == len(shares) == 290
        assert row["median"] == pytest.approx(shares.iloc[144:146].mean(), abs=1e-9)
        assert (row["lowest"], row["highest"]) == pytest.approx((shares.iloc[0], shares.iloc[-1]))
    assert round(shares.median(), 1) == 32.9


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_rank_is_a_range_or_the_one_that_is_left(make_report: MakeReport, lang: str) -> None:
    report = make_report(lang=lang)
    found = verbs.measure_standing(report, *GROUPS, "rental_share", index=True)
    ranks = [row.cells[-1] for row in verbs.show_strips(report, found).table.rows]
    ranks += [verbs.say_standing(report, found, name).words["ranks"] for name in GROUPS]
    told = [re.match(r"(\d+)(?:–(\d+))?(?= |$)", rank) for rank in ranks]
    assert {bool(one[2]) for one in told} == {True, False}
    assert all(int(one[1]) < int(one[2]) for one in told if one[2])


def test_those_without_a_value_are_counted_for_each_measure_that_lacks_some(tmp_path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate([PLACE, *OTHERS]):
        add_values(store, "reported_crime", {2023: 1000.0 + number}, place)
        if number < 2:
            add_values(store, "theft", {2023: 100.0 + number}, place)
    every = len(demo_municipalities())
    figure = verbs.show_strips(report_of(store), "reported_crime", "theft")
    held, few = (every - count for count in (1 + len(OTHERS), 2))
    each = ([f"{held} (anmälda brott)"] if held else []) + [f"{few} (stölder)"]
    assert f"Kommuner utan värde: {' och '.join(each)}." in figure.source

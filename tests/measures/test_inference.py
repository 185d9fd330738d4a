"""Intervals, p-values and sentences are one test, seeded, and know what they cannot tell."""

import numpy as np
import pandas as pd
import pytest
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.estimand import ask
from segnb.measures.from_formula import MANY_GROUPS, TWO_GROUP
from segnb.measures.inversion import Curve, Line, curve
from segnb.measures.ordinal_formulas import ORDERED
from segnb.measures.registry import measure as named
from segnb.measures.resampling import Pair, Perturbation, Table
from segnb.measures.segregation_shapes import clustered

SIZES = np.linspace(900, 2500, 24).astype(int)


def town(share: float, spread: float, seed: int = 0, groups: int = 2) -> pd.DataFrame:
    """Counts of 24 areas whose shares differ by more or less."""
    rng = np.random.default_rng(seed)
    alpha = np.r_[share, np.full(groups - 1, (1 - share) / (groups - 1))]
    shares = rng.dirichlet(alpha / spread, SIZES.size) if spread else np.tile(alpha, (24, 1))
    return tidy([rng.multinomial(t, p) for t, p in zip(SIZES, shares, strict=True)])


CASES = {
    "none": town(0.1, 0.0),
    "weak": town(0.1, 0.002),
    "clear": town(0.1, 0.05),
}
KINDS = {
    **dict.fromkeys(TWO_GROUP, "g0"),
    **dict.fromkeys(MANY_GROUPS),
    **{name: ["g0", "g1", "g2", "g3", "g4"] for name in ORDERED},
}


@pytest.mark.parametrize("name", KINDS)
def test_every_aspatial_measure_has_an_interval_that_fits_its_p(name):
    for spread in (0.0, 0.05):
        counts = town(0.3, spread, groups=2 if KINDS[name] == "g0" else 5)
        row = m.intervals(counts, name, KINDS[name], draws=79).iloc[0]
        assert row["lower"] <= row["lower80"] <= row["unbiased"] <= row["upper80"] <= row["upper"]
        assert row["distinguishable"] == (row["p"] <= 0.025) == (spread > 0)
        none = {"isolation": row["group_size"] / row["total"],
                "interaction": 1 - row["group_size"] / row["total"]}.get(name, 0.0)  # fmt: skip
        end = row["upper"] if name == "interaction" else row["lower"]
        assert (abs(end - none) > 1e-9) == row["distinguishable"]
        assert row["reason"] == ""


@pytest.mark.parametrize("case", CASES)
def test_the_upper_limit_of_chance_and_p_say_the_same(case):
    row = m.intervals(CASES[case], "dissimilarity", "g0", draws=199).iloc[0]
    assert (row["estimate"] > row["upper_random"]) == (row["p"] <= 0.025)
    assert row["expected"] < row["upper_random"]


def test_without_segregation_the_estimate_without_bias_is_about_nought():
    row = m.intervals(CASES["none"], "dissimilarity", "g0").iloc[0]
    assert row["estimate"] > 0.02
    assert row["unbiased"] < 0.012
    assert row["lower"] == 0
    assert not row["distinguishable"]


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    first, again = (m.intervals(CASES["weak"], "gini", "g0", draws=99) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    other = m.intervals(CASES["weak"], "gini", "g0", draws=99, seed=1)
    assert first["upper"].item() != other["upper"].item()


def test_a_place_gets_the_same_interval_alone_among_others_and_in_any_order():
    both = pd.concat([CASES["weak"].assign(town="B"), CASES["clear"].assign(town="A")])
    mixed = both.sample(frac=1, random_state=3)
    among = m.intervals(mixed, ["dissimilarity", "isolation"], "g0", by="town", draws=99)
    for name, case in (("A", "clear"), ("B", "weak")):
        alone = m.intervals(CASES[case], ["dissimilarity", "isolation"], "g0", draws=99)
        found = among[among["town"] == name].drop(columns="town").reset_index(drop=True)
        pd.testing.assert_frame_equal(found, alone)


def in_percent(scaled: bool) -> pd.DataFrame:
    """People of whole per cents, straight or by way of the sums that a coarser level is made of."""
    percent = np.random.default_rng(5).integers(2, 25, SIZES.size).astype(float)
    percent = 100 * (percent * SIZES * 0.01 / SIZES) if scaled else percent
    inside = percent / 100 * SIZES
    return tidy(list(zip(inside, SIZES - inside, strict=True)))


@pytest.mark.parametrize("name", ["dissimilarity", "gini", "mutual_information"])
def test_the_round_off_of_sums_gives_the_same_people_the_same_draws(name):
    group = None if name == "mutual_information" else "g0"
    straight, summed = (
        m.intervals(in_percent(way), name, group, draws=99, rounding=0.01) for way in (False, True)
    )
    assert not in_percent(False)["count"].equals(in_percent(True)["count"])
    pd.testing.assert_frame_equal(straight, summed, rtol=1e-7)


def test_several_labels_and_a_pair_of_groups_are_judged_as_a_merged_frame():
    counts = town(0.2, 0.05, groups=4)
    merged = counts.assign(group=counts["group"].replace({"g1": "g0"}))
    pair = m.intervals(counts, "dissimilarity", ["g0", "g1"], versus="g2", draws=79)
    alone = m.intervals(merged[merged["group"].isin(["g0", "g2"])], "dissimilarity", "g0", draws=79)
    columns = ["estimate", "lower", "upper", "p", "expected"]
    assert pair[columns].to_numpy() == pytest.approx(alone[columns].to_numpy())


@pytest.mark.parametrize("toward", [True, False])
def test_contact_of_two_groups_is_judged_in_either_direction(toward):
    """The group meets the other more, or less, than an even spread would have it."""
    share = np.linspace(0.05, 0.4, 12)
    other = share if toward else share[::-1]
    n = np.column_stack((share, other, 1 - share - other)) * 2000
    counts = tidy(n.round())
    row = m.intervals(counts, "interaction", "g0", versus="g1", draws=99).iloc[0]
    even = counts.loc[counts["group"] == "g1", "count"].sum() / counts["count"].sum()
    assert row["distinguishable"]
    assert (row["lower"] > even) if toward else (row["upper"] < even)
    assert row["lower"] < row["estimate"] < row["upper"]


def test_permutations_keep_both_margins_and_average_to_the_exact_expectation():
    counts = CASES["none"]
    n = counts["count"].to_numpy().reshape(-1, 2)
    place = Pair.of(n[:, 0], n.sum(axis=1))
    x, t = place.shuffled(2000, np.random.default_rng(1))
    assert set(x.sum(axis=0)) == {n[:, 0].sum()}
    assert (x <= t).all()
    drawn = TWO_GROUP["dissimilarity"](x, t, m_whole())[0]
    exact = m.expected(counts, "dissimilarity", "g0")["expected"].item()
    assert drawn.mean() == pytest.approx(exact, abs=4 * drawn.std() / 2000**0.5)


def m_whole():
    from segnb.measures.unit_counts import OneBlock

    return OneBlock()


def test_permutations_of_many_groups_keep_all_margins():
    n = town(0.2, 0.1, groups=4)["count"].to_numpy().reshape(-1, 4)
    place = Table.of(n)
    (dealt,) = place.shuffled(50, np.random.default_rng(1))
    assert (dealt >= 0).all()
    assert (dealt.sum(axis=1) == place.n.sum(axis=1)[:, None]).all()
    assert (dealt.sum(axis=0) == place.n.sum(axis=0)[:, None]).all()
    T = n.sum()
    mean = place.n.sum(axis=1)[:, None] * n.sum(axis=0) / T
    assert dealt.mean(axis=2) == pytest.approx(mean, rel=0.1)


def test_draws_have_the_shares_of_the_line_and_the_sizes_of_the_units():
    place = Table.of(np.array([[500.0, 300, 200], [100, 100, 800]]))
    own = place.shapes()[0]
    (expected,) = place.along(np.array([0.0, 1.0, 5.0]), own)
    assert expected[:, :, 0] == pytest.approx(np.full((2, 1), 1.0) * [300, 200, 500])
    assert expected[:, :, 1] == pytest.approx(place.n)
    assert (expected >= 0).all()
    assert expected.sum(axis=1) == pytest.approx(np.full((2, 3), 1000.0))
    (drawn,) = place.drawn((expected,), 400, np.random.default_rng(2))
    assert (drawn.sum(axis=1) == 1000).all()
    assert drawn.mean(axis=3) == pytest.approx(expected, abs=5)


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        ([[300, 700]] * 5, "withheld few_units"),
        ([[300, 700]] * 6, "few_units"),
        ([[300, 700]] * 19, "few_units"),
        ([[300, 700]] * 20, ""),
        ([[4, 396]] * 20, "small_group"),
        ([[9, 991]] * 20, "small_group"),
        ([[10, 990]] * 20, ""),
        ([[300, 700]] * 18 + [[np.nan, 5]], "few_units hidden_cells"),
        ([[300, 700]] * 4 + [[np.nan, 5]] * 16, "hidden_cells"),
    ],
)
def test_flags_follow_the_limits(frame, rows, flags):
    found = m.intervals(frame(rows), "dissimilarity", "g0", draws=39)
    assert found["flags"].item() == flags


def test_rounded_shares_widen_the_interval_and_are_flagged():
    counts = town(0.3, 0.01)
    n = counts["count"].to_numpy().reshape(-1, 2)
    rounded = np.round(n[:, 0] / n.sum(axis=1), 2) * n.sum(axis=1)
    published = tidy(np.column_stack((rounded, n.sum(axis=1) - rounded)))
    plain = m.intervals(published, "dissimilarity", "g0").iloc[0]
    wider = m.intervals(published, "dissimilarity", "g0", rounding=0.05).iloc[0]
    assert wider["upper"] - wider["lower"] > 1.2 * (plain["upper"] - plain["lower"])
    assert wider["unbiased"] < plain["unbiased"]
    assert "noisy_cells" in wider["flags"]
    assert "noisy_cells" not in plain["flags"]


def test_noise_widens_the_interval_and_its_bias_is_taken_out():
    counts = town(0.02, 0.002)
    rng = np.random.default_rng(8)
    noisy = counts.assign(count=(counts["count"] + rng.normal(0, 8, len(counts))).clip(0))
    plain = m.intervals(noisy, "dissimilarity", "g0").iloc[0]
    wider = m.intervals(noisy, "dissimilarity", "g0", noise=8).iloc[0]
    assert wider["upper"] - wider["lower"] > plain["upper"] - plain["lower"]
    assert wider["expected"] > plain["expected"]
    assert wider["unbiased"] < plain["unbiased"]


@pytest.mark.parametrize("kwargs", [{"noise": -1}, {"rounding": -0.1}, {"rounding": 1}])
def test_impossible_perturbations_are_refused(kwargs):
    with pytest.raises(ValueError, match="standard deviation"):
        m.intervals(CASES["none"], "dissimilarity", "g0", **kwargs)


@pytest.mark.parametrize("kwargs", [{"level": 1.0}, {"method": "percentile"}, {"draws": 10}])
def test_impossible_settings_are_refused(kwargs):
    with pytest.raises(ValueError, match=r"level .* draws .* method"):
        m.intervals(CASES["none"], "dissimilarity", "g0", **kwargs)


def test_composition_has_no_interval_and_says_why():
    with pytest.raises(ValueError, match="who lives in the place, not where"):
        m.intervals(CASES["none"], "diversity", None)


def test_the_basic_bootstrap_stays_as_an_option():
    both = [
        m.intervals(CASES["clear"], "dissimilarity", "g0", method=method).iloc[0]
        for method in ("inversion", "basic")
    ]
    assert both[0]["p"] == both[1]["p"]
    assert both[1]["lower"] == pytest.approx(both[0]["lower"], abs=0.01)
    weak = m.intervals(CASES["none"], "dissimilarity", "g0", method="basic").iloc[0]
    assert weak["lower"] >= 0


def test_options_reach_the_measure():
    rows = [
        m.intervals(CASES["clear"], "atkinson", "g0", draws=39, options={"b": b}).iloc[0]
        for b in (0.1, 0.5)
    ]
    expected = [m.atkinson(CASES["clear"], "g0", b=b)["estimate"].item() for b in (0.1, 0.5)]
    assert [row["estimate"] for row in rows] == pytest.approx(expected)
    incomes = {"values": np.array([100.0, 300.0])}
    row = m.intervals(
        CASES["clear"], "neighbourhood_sorting_index", ["g0", "g1"], draws=39, options=incomes
    ).iloc[0]
    assert row["lower"] < row["estimate"] < row["upper"]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("gini", {"b": 0.3}, "gini has no option 'b'; its options are: none"),
        ("atkinson", {"a": 0.3}, "atkinson has no option 'a'; its options are: b"),
        ("atkinson", {"b": 2}, "a b between 0 and 1"),
        ("neighbourhood_sorting_index", {}, "needs the option 'values'"),
        ("neighbourhood_sorting_index", {"values": [1, 2, 3]}, "each of the 2 groups"),
        ("neighbourhood_sorting_index", {"values": [1, np.nan]}, "each of the 2 groups"),
        ("neighbourhood_sorting_index", {"values": [1, 1]}, "each of the 2 groups"),
    ],
)
def test_options_that_do_not_fit_are_refused_with_a_sentence(name, options, words):
    group = "g0" if name in TWO_GROUP else ["g0", "g1"]
    for function in (m.intervals, m.expected):
        with pytest.raises(ValueError, match=words):
            function(CASES["clear"], name, group, draws=39, options=options)


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="draws is 0"):
        m.expected(CASES["none"], "gini", "g0", draws=0)
    with pytest.raises(ValueError, match="draws is 1"):
        m.bootstrap(CASES["none"], "gini", "g0", draws=1)


def test_complete_and_absent_segregation_have_sensible_ends(frame):
    apart = m.intervals(frame([[100, 0], [0, 100]] * 4), "dissimilarity", "g0").iloc[0]
    assert apart["estimate"] == apart["upper"] == 1
    assert 0.9 < apart["lower"] <= 1
    alike = m.intervals(frame([[50, 50]] * 8), "dissimilarity", "g0").iloc[0]
    assert alike["estimate"] == alike["lower"] == 0
    assert alike["unbiased"] == 0


def test_places_without_a_value_keep_their_reason_and_no_interval(frame):
    counts = pd.concat([frame([[0, 5], [0, 3]]).assign(town="A"), CASES["clear"].assign(town="B")])
    found = m.intervals(counts, "dissimilarity", "g0", by="town", draws=39).set_index("town")
    assert found.loc["A", "reason"] == "group_absent"
    assert found.loc["A", ["lower", "upper", "p", "expected"]].isna().all()
    assert pd.isna(found.loc["A", "distinguishable"])
    assert found.loc["B", "lower"] > 0


def test_a_difference_that_is_there_is_found_and_one_that_is_not_is_not():
    same = pd.concat([town(0.1, 0.02, 1).assign(town="A"), town(0.1, 0.02, 1).assign(town="B")])
    found = m.difference(same, "dissimilarity", "g0", along="town", first="A", second="B").iloc[0]
    assert found["estimate"] == 0
    assert found["lower"] < 0 < found["upper"]
    assert found["p"] > 0.9
    assert not found["distinguishable"]
    other = pd.concat([CASES["weak"].assign(town="A"), CASES["clear"].assign(town="B")])
    found = m.difference(other, "dissimilarity", "g0", along="town", first="A", second="B").iloc[0]
    assert 0 < found["lower"] < found["lower80"] < found["unbiased"] < found["upper"]
    back = m.difference(other, "dissimilarity", "g0", along="town", first="B", second="A").iloc[0]
    assert back["estimate"] == -found["estimate"]
    assert back["upper"] == pytest.approx(-found["lower"], abs=0.003)


def test_differences_by_place_and_year_keep_their_reasons(frame):
    counts = pd.concat(
        [
            CASES["weak"].assign(town="A", year=1),
            CASES["clear"].assign(town="A", year=2),
            CASES["clear"].assign(town="B", year=2),
            frame([[0, 5], [0, 3]]).assign(town="C", year=1),
            CASES["clear"].assign(town="C", year=2),
        ]
    )
    found = m.difference(
        counts, "isolation", "g0", along="year", first=1, second=2, by="town", draws=79
    ).set_index("town")
    assert found["reason"].tolist() == ["", "no_people", "group_absent"]
    assert found.loc["A", "distinguishable"]
    assert found.loc[["B", "C"], ["estimate", "lower", "p"]].isna().all(axis=None)


def test_a_difference_needs_two_sides():
    counts = CASES["weak"].assign(year=1)
    with pytest.raises(ValueError, match="needs two"):
        m.difference(counts, "gini", "g0", along="year", first=1, second=1)
    with pytest.raises(ValueError, match="no rows have 2 in the column 'year'"):
        m.difference(counts, "gini", "g0", along="year", first=1, second=2)
    for function in (m.change, m.change_by_unit):
        with pytest.raises(ValueError, match="no column 'month'"):
            function(counts, "month", 1, 2)
    with pytest.raises(ValueError, match="no column 'month'"):
        m.difference(counts, "gini", "g0", along="month", first=1, second=2)


def test_units_that_may_well_be_alike_are_drawn_together():
    """Thirty areas of one share and three of another: chance is taken out of the thirty."""
    rng = np.random.default_rng(6)
    true = np.r_[np.full(30, 0.05), np.full(3, 0.4)]
    x = rng.binomial(1500, true)
    own, pooled = Pair.of(x.astype(float), np.full(33, 1500.0)).shapes()
    order = np.argsort(own)
    assert np.ptp(pooled[order[:30]]) < 0.6 * np.ptp(own[order[:30]])
    assert pooled[order[30:]].min() > 5 * pooled[order[:30]].max()
    P = x.sum() / (33 * 1500)
    assert pooled.mean() == pytest.approx(P)
    assert np.abs(pooled - P).sum() == pytest.approx(np.abs(own - P).sum())


@pytest.mark.parametrize("groups", [2, 3])
def test_units_of_two_kinds_fall_into_two_classes(groups):
    """The classes have one mix each; what differs within them was chance."""
    rng = np.random.default_rng(6)
    mixes = np.array([[0.1, 0.6, 0.3], [0.4, 0.3, 0.3]])[np.r_[np.zeros(30, int), np.ones(4, int)]]
    n = np.stack([rng.multinomial(1500, mix) for mix in mixes]).astype(float)
    n = n if groups == 3 else np.column_stack((n[:, 0], n[:, 1:].sum(axis=1)))
    shares = clustered(n)
    assert np.ptp(shares[:30], axis=0) == pytest.approx(np.zeros(groups), abs=1e-4)
    assert np.ptp(shares[30:], axis=0) == pytest.approx(np.zeros(groups), abs=1e-4)
    assert shares[0] == pytest.approx(n[:30].sum(axis=0) / n[:30].sum(), abs=1e-3)
    assert shares[30, 0] > 3 * shares[0, 0]
    assert n.sum(axis=1) @ shares == pytest.approx(n.sum(axis=0))


def test_units_that_are_all_alike_are_one_class():
    n = np.array([[30.0, 70]] * 8)
    assert clustered(n) == pytest.approx(n / 100)


@pytest.mark.parametrize(("name", "lines"), [("gini", 3), ("dissimilarity", 2)])
def test_only_gini_is_tested_along_a_third_line(name, lines):
    asked = ask(CASES["clear"], named(name), "g0", None, ())
    found = asked.tasks[0].curve(39, 0, Perturbation())
    assert len(found.lines) == lines


def test_a_great_many_units_are_pooled_too():
    rng = np.random.default_rng(7)
    n = rng.multinomial(500, [0.3, 0.3, 0.4], size=600).astype(float)
    own, pooled = Table.of(n).shapes()
    assert pooled.shape == own.shape
    assert pooled.sum(axis=1) == pytest.approx(np.ones(600))


def test_p_is_never_nought():
    row = m.intervals(CASES["clear"], "dissimilarity", "g0", draws=99).iloc[0]
    assert row["p"] == pytest.approx(1 / 100)


def test_a_place_more_even_than_chance_gets_an_interval_of_some_width():
    """Quotas: every area has the same share to a person, which chance would never give."""
    n = np.column_stack((SIZES * 0.1, SIZES * 0.9)).round() + [[1, 0], [0, 0]] * 12
    row = m.intervals(tidy(n), "dissimilarity", "g0").iloc[0]
    assert row["p"] == 1
    assert row["lower"] == row["unbiased"] == 0
    assert row["estimate"] < 0.005 < row["upper"] < row["upper_random"]


def test_the_interval_holds_what_either_line_allows():
    def line(shift: float) -> Line:
        steps = np.array([0.0, 1.0, 2.0])
        spread = np.linspace(-0.02, 0.02, 99)
        drawn = np.sort(0.05 + spread + np.array([[0.0], [0.1 + shift], [0.2 + shift]]), axis=1)
        return Line(steps, steps / 10, drawn)

    lines = [line(0.0), line(0.03)]
    null = lines[0].drawn[0]
    both = Curve(0.15, null, 0.0, lines).interval(0.95)
    each = [Curve(0.15, null, 0.0, [one, one]).interval(0.95) for one in lines]
    assert both == (min(e[0] for e in each), max(e[1] for e in each))
    assert each[0] != each[1]


def test_the_confidence_distribution_has_the_ends_of_the_interval():
    for case in CASES.values():
        n = case["count"].to_numpy().reshape(-1, 2)
        place = Pair.of(n[:, 0], n.sum(axis=1))
        found = curve(place, TWO_GROUP["dissimilarity"], 399, 0, Perturbation())
        for level in (0.8, 0.95):
            ends = found.confidence(np.array([(1 - level) / 2, (1 + level) / 2]))
            assert ends == pytest.approx(found.interval(level), abs=0.001)


def test_draws_of_many_units_are_made_a_few_steps_at_a_time(monkeypatch):
    whole = m.intervals(CASES["weak"], "dissimilarity", "g0", draws=199).iloc[0]
    monkeypatch.setattr("segnb.measures.inversion.MOST_NUMBERS", 24 * 199 * 2)
    parts = m.intervals(CASES["weak"], "dissimilarity", "g0", draws=199).iloc[0]
    assert parts["p"] == whole["p"]
    assert parts["upper"] == pytest.approx(whole["upper"], abs=0.004)
    assert parts["upper"] != whole["upper"]  # other draws, from the same stream

"""Small tables whose answers were worked out by hand; they prove the formulas on any machine."""

from math import log, pi, sqrt

import numpy as np
import pandas as pd
import pytest

from segnb import measures as m

# Three areas of 100 people: 30, 10 and 20 of the group. P = .2, X = 60, Y = 240.
THREE = [[30, 70], [10, 90], [20, 80]]
E = -0.2 * log(0.2) - 0.8 * log(0.8)


def entropy(p: float) -> float:
    return -p * log(p) - (1 - p) * log(1 - p)


INSIDE = (entropy(0.3) + entropy(0.1) + entropy(0.2)) / 3
TWO_GROUP = {
    "dissimilarity": (abs(30 / 60 - 70 / 240) + abs(10 / 60 - 90 / 240)) / 2,
    "gini": (0.2 + 0.1 + 0.1) * 2 * 100 * 100 / (2 * 300**2 * 0.2 * 0.8),
    "entropy_index": (E - INSIDE) / E,
    "isolation": (30 * 0.3 + 10 * 0.1 + 20 * 0.2) / 60,
    "interaction": (30 * 0.7 + 10 * 0.9 + 20 * 0.8) / 60,
    "eta_squared": (0.01 + 0.01) / 3 / (0.2 * 0.8),
    "hutchens": 1 - (sqrt(30 * 70) + sqrt(10 * 90) + sqrt(20 * 80)) / sqrt(60 * 240),
    "atkinson": 1
    - 0.25 * ((sqrt(0.3 * 0.7) + sqrt(0.1 * 0.9) + sqrt(0.2 * 0.8)) * 100 / (0.2 * 300)) ** 2,
}


@pytest.mark.parametrize("name", TWO_GROUP)
def test_two_group_measures_of_three_areas(frame, name):
    found = getattr(m, name)(frame(THREE), "g0")
    assert found["estimate"].item() == pytest.approx(TWO_GROUP[name], abs=1e-14)
    assert found[["units", "group_size", "total"]].iloc[0].tolist() == [3, 60, 300]
    assert found[["measure", "group", "reason"]].iloc[0].tolist() == [name, "g0", ""]


def test_atkinson_with_another_aversion(frame):
    b = 0.1
    mean = sum((1 - p) ** 0.9 * p**0.1 for p in (0.3, 0.1, 0.2)) * 100 / 60
    expected = 1 - 0.25 * mean ** (1 / 0.9)
    assert m.atkinson(frame(THREE), "g0", b=b)["estimate"].item() == pytest.approx(expected)


# Two areas of 100 and 200: groups 50, 30, 20 and 10, 90, 100; P = .2, .4, .4.
MANY = [[50, 30, 20], [10, 90, 100]]
P = np.array([0.2, 0.4, 0.4])
SHARES = np.array([[0.5, 0.3, 0.2], [0.05, 0.45, 0.5]])
WEIGHT = np.array([1 / 3, 2 / 3])[:, None]
I = float((P * (1 - P)).sum())  # noqa: E741 - the letter of the formula
SQUARED = (WEIGHT * (SHARES - P) ** 2).sum(axis=0)
DIVERSITY = float(-(P * np.log(P)).sum())
M = DIVERSITY + float((WEIGHT * SHARES * np.log(SHARES)).sum())
GINI = sum(2 / 9 * abs(SHARES[0, k] - SHARES[1, k]) for k in range(3)) / I
SEVERAL = {
    "multigroup_dissimilarity": float((WEIGHT * np.abs(SHARES - P)).sum()) / (2 * I),
    "multigroup_gini": GINI,
    "multigroup_entropy_index": M / DIVERSITY,
    "mutual_information": M,
    "divergence": M,
    "relative_diversity": float(SQUARED.sum()) / I,
    "normalized_exposure": float((SQUARED / (1 - P)).sum()),
    "squared_variation": float((SQUARED / P).sum()) / 2,
    "diversity": DIVERSITY,
    "normalized_diversity": DIVERSITY / log(3),
    "simpson_interaction": I,
    "simpson_concentration": 1 - I,
}


@pytest.mark.parametrize("name", SEVERAL)
def test_multigroup_measures_of_two_areas(frame, name):
    found = getattr(m, name)(frame(MANY))["estimate"].item()
    assert found == pytest.approx(SEVERAL[name], abs=1e-14)


def test_interaction_with_one_group_counts_everybody_as_neighbours(frame):
    found = m.interaction(frame(MANY), "g0", versus="g1")["estimate"].item()
    assert found == pytest.approx((50 * 0.3 + 10 * 0.45) / 60)


def test_dissimilarity_with_one_group_leaves_the_others_out(frame):
    found = m.dissimilarity(frame(MANY), "g0", versus="g1")
    assert found["estimate"].item() == pytest.approx(50 / 60 - 30 / 120)
    assert found["total"].item() == 180


def test_several_labels_form_a_group_together(frame):
    together = m.dissimilarity(frame(MANY), ["g0", "g1"])["estimate"].item()
    assert together == pytest.approx(m.dissimilarity(frame(MANY), "g2")["estimate"].item())


# Ordered groups: shares at or below the cuts 1/2, 3/4 in two areas of 20.
ORDERED = [[16, 2, 2], [4, 8, 8]]
CUTS = {0: ((0.8, 0.2), 0.5), 1: ((0.9, 0.6), 0.75)}
SPREAD = {
    "information": lambda c: (-c * log(c) - (1 - c) * log(1 - c)) / log(2),
    "variation": lambda c: 4 * c * (1 - c),
    "square_root": lambda c: 2 * sqrt(c * (1 - c)),
    "absolute_difference": lambda c: 1 - abs(2 * c - 1),
}


@pytest.mark.parametrize("kind", SPREAD)
def test_ordinal_measures_of_two_areas(frame, kind):
    f = SPREAD[kind]
    whole = sum(f(C) for _, C in CUTS.values())
    inside = sum(f(c) for cs, _ in CUTS.values() for c in cs) / 2
    found = getattr(m, f"ordinal_{kind}")(frame(ORDERED), ["g0", "g1", "g2"])
    assert found["estimate"].item() == pytest.approx(1 - inside / whole)


def test_the_profile_of_income_gives_the_index_at_each_cut(frame):
    found = m.income_profile(frame(ORDERED), ["g0", "g1", "g2"])
    f = SPREAD["information"]
    expected = [1 - sum(map(f, cs)) / 2 / f(C) for cs, C in CUTS.values()]
    assert found["p"].tolist() == [0.5, 0.75]
    assert found["information"].tolist() == pytest.approx(expected)


def test_neighbourhood_sorting_is_a_ratio_of_standard_deviations(frame):
    incomes = {"g0": 100.0, "g1": 200.0, "g2": 400.0}
    people = np.repeat(list(incomes.values()), [20, 10, 10])
    means = np.array([(1600 + 400 + 800) / 20, (400 + 1600 + 3200) / 20])
    expected = np.sqrt(((means - people.mean()) ** 2).mean() / people.var())
    found = m.neighbourhood_sorting_index(frame(ORDERED), incomes)["estimate"].item()
    assert found == pytest.approx(expected)


def test_the_ends_of_the_income_scale_are_labelled_as_an_approximation(frame):
    found = m.inequality_index(frame(ORDERED), "g0", "g2").iloc[0]
    assert found["estimate"] == pytest.approx(abs(16 / 20 - 2 / 10))
    assert "ojämlikhetsindex" in found["note"]


def test_local_measures_of_three_areas(frame):
    counts = frame(THREE)
    quotient = m.location_quotient(counts, "g0")["estimate"].tolist()
    assert quotient == pytest.approx([1.5, 0.5, 1.0], abs=1e-15)
    divergence = m.local_divergence(counts)["estimate"].tolist()
    expected = [p * log(p / 0.2) + (1 - p) * log((1 - p) / 0.8) for p in (0.3, 0.1, 0.2)]
    assert divergence == pytest.approx(expected)
    group = m.local_segregation(counts).set_index("group")["estimate"]["g0"]
    assert group == pytest.approx(sum(s * log(3 * s) for s in (0.5, 1 / 6, 1 / 3)))


def test_the_interval_of_a_location_quotient_is_the_binomial_one(frame):
    found = m.location_quotient(frame([[1, 9], [5, 5]]), "g0", level=0.95).iloc[0]
    # Clopper and Pearson for 1 of 10: .0025 to .4450; P = .3
    assert found["lower"] == pytest.approx(0.002529 / 0.3, abs=1e-4)
    assert found["upper"] == pytest.approx(0.445016 / 0.3, abs=1e-4)


def test_expected_dissimilarity_of_two_areas_of_two(frame):
    # 2 of 4 people: together with chance 1/3 (D = 1), apart with 2/3 (D = 0).
    found = m.expected(frame([[1, 1], [1, 1]]), "dissimilarity", "g0")["expected"].item()
    assert found == pytest.approx(1 / 3)


def test_the_exact_expectation_agrees_with_counting_every_allocation(frame):
    from itertools import combinations

    sizes, X = (3, 4, 5), 4
    area = np.repeat([0, 1, 2], sizes)
    values = []
    for members in combinations(range(12), X):
        x = np.bincount(area[list(members)], minlength=3)
        y = np.array(sizes) - x
        values.append(np.abs(x / X - y / 8).sum() / 2)
    table = [[2, 1], [1, 3], [1, 4]]
    found = m.expected(frame(table), "dissimilarity", "g0")["expected"].item()
    assert found == pytest.approx(np.mean(values), abs=1e-13)


def test_rank_order_moments_integrate_the_weights():
    from segnb.measures.ordinal_formulas import density, moments

    p = (np.arange(200_000) + 0.5) / 200_000
    for kind in ("information", "variation", "square_root"):
        weight = density(kind, p)
        numeric = [float((weight * p**k).mean()) for k in range(5)]
        assert moments(kind, 4) == pytest.approx(numeric, abs=1e-6)
    assert density("square_root", np.array([0.5])).item() == pytest.approx(4 / pi)


def test_parts_of_nested_levels(frame):
    towns = frame([[40, 20], [20, 40], [5, 60], [1, 80]]).assign(town=list("AAAABBBB"))
    between = m.mutual_information(frame([[60, 60], [6, 140]]))["estimate"].item()
    parts = m.nested(towns, ["town"]).set_index(["measure", "level"])["estimate"]
    assert parts["mutual_information", "town"] == pytest.approx(between)
    inside = m.within(towns, "town")
    assert inside["contribution"].sum() == pytest.approx(parts["mutual_information", "unit"])
    assert parts["mutual_information", "total"] == pytest.approx(0.18658673554483501)


def test_a_level_with_one_area_adds_nothing(frame):
    towns = frame([[40, 20], [20, 40], [5, 60]]).assign(county="one", town=list("AAAABB"))
    parts = m.nested(towns, ["county", "town"]).set_index(["measure", "level"])["estimate"]
    assert parts["mutual_information", "county"] == 0
    assert parts["mutual_information", "town"] > 0
    total = m.mutual_information(towns)["estimate"].item()
    assert parts["mutual_information", "total"] == pytest.approx(total)


def test_change_of_margins_alone_is_no_change_of_structure(frame):
    """Doubling one area and one group everywhere leaves the odds ratios as they are."""
    first = frame([[10, 40], [30, 20], [20, 20]])
    second = frame([[20 * 2, 40 * 2], [60, 20], [40, 20]])
    both = pd.concat([first.assign(year=1), second.assign(year=2)])
    parts = m.change(both, "year", 1, 2).set_index("component")["estimate"]
    assert parts["structure"] == pytest.approx(0, abs=1e-10)
    assert abs(parts["group_margin"]) > 1e-3
    assert parts["change"] == pytest.approx(parts["group_margin"] + parts["unit_margin"])


ZEROS = {
    "an exact fit": ([[30, 0, 10], [5, 20, 0], [0, 10, 40], [12, 5, 8]],
                     [[20, 5, 0], [0, 25, 10], [10, 0, 40], [12, 8, 9]]),
    "no exact fit": ([[10, 0, 0], [0, 10, 0], [5, 5, 10]], [[20, 3, 0], [0, 4, 1], [5, 9, 10]]),
}  # fmt: skip


@pytest.mark.parametrize("case", ZEROS)
@pytest.mark.parametrize("scale", [1, 1000, 1e-6])
def test_parts_of_a_change_add_up_and_do_not_depend_on_scale_where_there_are_zeros(
    frame, case, scale
):
    first, second = (frame(np.array(n, dtype=float)) for n in ZEROS[case])
    plain = pd.concat([first.assign(year=1), second.assign(year=2)])
    thousands = pd.concat([first.assign(year=1, count=first["count"] / scale),
                           second.assign(year=2)])  # fmt: skip
    parts, scaled = (
        m.change(c, "year", 1, 2).set_index("component")["estimate"] for c in (plain, thousands)
    )
    assert scaled.to_numpy() == pytest.approx(parts.to_numpy(), abs=1e-12)
    made_of = ["additions", "removals", "group_margin", "unit_margin", "structure"]
    assert parts[made_of].sum() == pytest.approx(parts["change"], abs=1e-12)
    assert parts["change"] == pytest.approx(
        m.mutual_information(second)["estimate"].item()
        - m.mutual_information(first)["estimate"].item()
    )

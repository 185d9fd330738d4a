"""What must hold for any table of counts, tried on many random ones."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.from_formula import MANY_GROUPS, TWO_GROUP
from segnb.measures.ordinal_formulas import ORDERED

pytestmark = pytest.mark.long

EVENNESS = [name for name in TWO_GROUP if name not in ("isolation", "interaction")]
COUNTS = st.integers(0, 400)
LIGHT = settings(max_examples=20, deadline=None, derandomize=True)


def tables(groups: int) -> st.SearchStrategy[np.ndarray]:
    """Counts of at least two areas with people, no group absent."""
    shape = st.tuples(st.integers(2, 9), st.just(groups))
    return arrays(np.int64, shape, elements=COUNTS).filter(
        lambda n: (n.sum(axis=0) > 0).all() and (n.sum(axis=1) > 0).sum() > 1
    )


def values(*tables: np.ndarray) -> list[dict[str, float]]:
    """Every evenness measure of each table."""
    counts = pd.concat([tidy(n).assign(table=k) for k, n in enumerate(tables)])
    order = [f"g{k}" for k in range(tables[0].shape[1])]
    found = [getattr(m, name)(counts, by="table") for name in MANY_GROUPS]
    found += [getattr(m, name)(counts, order, by="table") for name in ORDERED]
    if len(order) == 2:
        found.append(m.indices(counts, EVENNESS, "g0", by="table"))
    wide = pd.concat(found).pivot(index="table", columns="measure", values="estimate")
    return wide.to_dict("records")


@LIGHT
@given(n=tables(2))
def test_scale_does_not_matter(n):
    one, seven = values(n, 7 * n)
    assert one == pytest.approx(seven, abs=1e-10)


@LIGHT
@given(n=tables(3), seed=st.integers(0, 99))
def test_order_of_units_and_lines_does_not_matter(n, seed):
    rng = np.random.default_rng(seed)
    one, other = values(n, rng.permutation(n))
    assert one == pytest.approx(other, abs=1e-12)
    shuffled = tidy(n).sample(frac=1, random_state=seed)
    original = m.multigroup_gini(tidy(n))["estimate"].item()
    assert m.multigroup_gini(shuffled)["estimate"].item() == pytest.approx(original)


@LIGHT
@given(n=tables(2), parts=st.integers(2, 4))
def test_a_unit_split_into_equal_parts_changes_nothing(n, parts):
    """Organisational equivalence; read backwards: merging units of the same mix."""
    scaled = n * parts
    split = np.vstack([scaled[1:], np.repeat(n[:1], parts, axis=0)])
    one, other = values(scaled, split)
    assert one == pytest.approx(other, abs=1e-10)


@LIGHT
@given(n=tables(3))
def test_every_measure_stays_within_its_range(n):
    for name, value in values(n)[0].items():
        highest = np.log(3) if name in ("mutual_information", "divergence") else 1.0
        assert -1e-10 <= value <= highest + 1e-10, name


@LIGHT
@given(n=tables(2))
def test_the_two_groups_may_change_places(n):
    one, other = values(n, n[:, ::-1])
    for found in (one, other):
        del found["gorard"]  # the group is compared with all, itself included
    assert one == pytest.approx(other, abs=1e-10)


@LIGHT
@given(
    mix=arrays(np.int64, (3,), elements=st.integers(1, 30)),
    size=arrays(np.int64, (5,), elements=st.integers(1, 40)),
)
def test_all_are_nought_where_every_unit_has_the_same_mix(mix, size):
    (found,) = values(np.outer(size, mix))
    assert found == pytest.approx(dict.fromkeys(found, 0.0), abs=1e-7)


@LIGHT
@given(size=arrays(np.int64, (5,), elements=st.integers(1, 40)))
def test_all_are_one_where_no_unit_is_shared(size):
    n = np.diag(size)[:, :2] + np.vstack([np.zeros((2, 2)), np.outer(size[2:], [0, 1])])
    (found,) = values(n.astype(int))
    assert 0 < found.pop("gorard") < 1  # 1 less the share of the group
    # the mutual information of two groups is their entropy, not 1
    known = {k: v for k, v in found.items() if k not in ("mutual_information", "divergence")}
    assert known == pytest.approx(dict.fromkeys(known, 1.0), abs=1e-9)


@LIGHT
@given(n=tables(2))
def test_the_gini_index_is_never_below_dissimilarity(n):
    found = m.indices(tidy(n), ["gini", "dissimilarity"], "g0").set_index("measure")["estimate"]
    assert found["gini"] >= found["dissimilarity"] - 1e-12


@LIGHT
@given(n=tables(2))
def test_isolation_and_interaction_add_up_and_follow_from_eta_squared(n):
    counts, P = tidy(n), n[:, 0].sum() / n.sum()
    isolation = m.isolation(counts, "g0")["estimate"].item()
    assert isolation + m.interaction(counts, "g0")["estimate"].item() == pytest.approx(1)
    eta = m.eta_squared(counts, "g0")["estimate"].item()
    assert isolation == pytest.approx(P + (1 - P) * eta)


@LIGHT
@given(n=tables(3))
def test_the_rows_of_the_exposure_matrix_add_up_to_one(n):
    rows = m.exposure(tidy(n)).groupby("group")["estimate"].sum()
    assert rows.tolist() == pytest.approx([1.0] * 3)


@LIGHT
@given(n=tables(3), split=st.integers(1, 8))
def test_between_and_within_add_up_to_the_whole(n, split):
    assume(split < len(n))
    above = np.where(np.arange(len(n)) < split, "A", "B")
    counts = tidy(n).assign(town=np.repeat(above, 3))
    parts = m.nested(counts, ["town"]).set_index(["measure", "level"])["estimate"]
    for measure, whole in (
        ("mutual_information", m.mutual_information(counts)),
        ("entropy_index", m.multigroup_entropy_index(counts)),
    ):
        total = parts[measure, "total"]
        assert total == pytest.approx(whole["estimate"].item(), abs=1e-12)
        assert parts[measure, "town"] + parts[measure, "unit"] == pytest.approx(total, abs=1e-12)
        assert parts[measure].min() >= -1e-12


@LIGHT
@given(n=tables(3))
def test_local_measures_average_to_the_whole(n):
    counts = tidy(n)
    M = m.mutual_information(counts)["estimate"].item()
    for local in (m.local_segregation(counts), m.local_divergence(counts)):
        assert (local["estimate"] * local["share"]).sum() == pytest.approx(M, abs=1e-12)


@LIGHT
@given(first=tables(3), second=tables(3))
def test_the_parts_of_a_change_add_up_to_it(first, second):
    counts = pd.concat([tidy(first).assign(year=1), tidy(second).assign(year=2)])
    parts = m.change(counts, "year", 1, 2).set_index("component")
    assume((parts["reason"] == "").all())
    value = parts["estimate"]
    whole = [m.mutual_information(tidy(n))["estimate"].item() for n in (first, second)]
    assert [value["first"], value["second"]] == pytest.approx(whole, abs=1e-12)
    names = ["additions", "removals", "group_margin", "unit_margin", "structure"]
    assert value[names].sum() == pytest.approx(value["change"], abs=1e-8)
    units = m.change_by_unit(counts, "year", 1, 2)
    assert units[names].sum().tolist() == pytest.approx(value[names].tolist(), abs=1e-10)


@LIGHT
@given(n=tables(2), m2=tables(2))
def test_a_place_is_the_same_alone_and_among_others(n, m2):
    towns = {"A": tidy(n), "B": tidy(m2)}
    both = pd.concat([towns["B"].assign(town="B"), towns["A"].assign(town="A")])
    among = m.indices(both, EVENNESS, "g0", by="town")
    several = m.multigroup_gini(both, by="town").set_index("town")["estimate"]
    for town, counts in towns.items():
        alone = m.indices(counts, EVENNESS, "g0")["estimate"].tolist()
        found = among.loc[among["town"] == town, "estimate"].tolist()
        assert found == pytest.approx(alone, abs=1e-12)
        assert several[town] == pytest.approx(m.multigroup_gini(counts)["estimate"].item())

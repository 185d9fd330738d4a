"""Hidden cells give bounds, and a municipality at a glance reads well."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.from_formula import TWO_GROUP
from segnb.measures.unit_counts import OneBlock

WHOLE = OneBlock()


def hidden_town(seed: int, areas: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Counts of a small group, and which of them are under five."""
    rng = np.random.default_rng(seed)
    n = np.column_stack((rng.integers(0, 12, areas), rng.integers(60, 300, areas))).astype(float)
    return n, (n > 0) & (n < 5)


@pytest.mark.parametrize("name", TWO_GROUP)
@pytest.mark.parametrize("seed", range(6))
def test_bounds_agree_with_trying_every_value(name, seed):
    n, secret = hidden_town(seed)
    counts = tidy(np.where(secret, np.nan, n))
    found = m.bounds(counts, name, "g0").iloc[0]
    tried = []
    for values in product(range(1, 5), repeat=int(secret.sum())):
        full = n.copy()
        full[secret] = values
        tried.append(TWO_GROUP[name](full[:, 0], full.sum(axis=1), WHOLE)[0])
    # the search may pass between whole numbers, never fall short of them by a visible amount
    assert found["lower_bound"] <= min(tried) + 1e-4
    assert found["upper_bound"] >= max(tried) - 1e-4
    assert found["lower_bound"] >= min(tried) - 0.02
    assert found["upper_bound"] <= max(tried) + 0.02
    assert found["midpoint"] == pytest.approx((found["lower_bound"] + found["upper_bound"]) / 2)
    assert found["hidden"] == secret.sum()


def test_the_truth_lies_between_the_bounds_where_zeros_and_dropping_miss_it():
    rng = np.random.default_rng(1)
    t = np.full(40, 900)
    x = rng.binomial(t, rng.beta(1.2, 240, 40))
    counts = tidy(np.column_stack((x, t - x)))
    truth = m.dissimilarity(counts, "g0")["estimate"].item()
    secret = (counts["count"] > 0) & (counts["count"] < 5)
    assert secret.sum() > 8
    found = m.bounds(counts.assign(count=counts["count"].mask(secret)), "dissimilarity", "g0").iloc[
        0
    ]
    assert found["lower_bound"] <= truth <= found["upper_bound"]
    zero = m.dissimilarity(counts.assign(count=counts["count"].mask(secret, 0)), "g0")
    gone = counts[~counts["unit"].isin(counts.loc[secret, "unit"])]
    errors = [abs(v - truth) for v in (zero["estimate"].item(),
                                       m.dissimilarity(gone, "g0")["estimate"].item())]  # fmt: skip
    assert abs(found["midpoint"] - truth) < max(errors)


def test_without_hidden_cells_the_bounds_are_the_estimate():
    counts = tidy([[30, 70], [10, 90], [20, 80]])
    found = m.bounds(counts, "gini", "g0").iloc[0]
    estimate = m.gini(counts, "g0")["estimate"].item()
    assert found[["lower_bound", "midpoint", "upper_bound"]].tolist() == pytest.approx(
        [estimate] * 3
    )
    assert found["hidden"] == 0


def test_bounds_of_several_groups_and_places():
    rng = np.random.default_rng(2)
    n = rng.integers(2, 20, (6, 3)).astype(float)
    secret = n < 5
    assert secret.any()
    counts = pd.concat(
        [tidy(np.where(secret, np.nan, n)).assign(town="A"), tidy([[0, 3, 4]]).assign(town="B")]
    )
    found = m.bounds(counts, "multigroup_entropy_index", None, by="town").set_index("town")
    truth = m.multigroup_entropy_index(tidy(n))["estimate"].item()
    assert found.loc["A", "lower_bound"] <= truth <= found.loc["A", "upper_bound"]
    assert found.loc["B", "reason"] == "one_unit"
    assert np.isnan(found.loc["B", "midpoint"])


@pytest.mark.parametrize("hidden", [(4, 1), (-1, 4)])
def test_impossible_limits_of_hidden_cells_are_refused(hidden):
    with pytest.raises(ValueError, match="a hidden cell holds"):
        m.bounds(tidy([[1, 2], [3, 4]]), "gini", "g0", hidden=hidden)


def test_an_interval_over_hidden_cells_holds_those_of_both_ends():
    rng = np.random.default_rng(3)
    t = np.full(30, 900)
    x = rng.binomial(t, rng.beta(1.2, 200, 30))
    counts = tidy(np.column_stack((x, t - x))).assign(town="A")
    secret = (counts["count"] > 0) & (counts["count"] < 5)
    masked = counts.assign(count=counts["count"].mask(secret))
    open_town = tidy([[300, 700], [100, 900]] * 10).assign(town="B")
    both = pd.concat([masked, open_town])
    for name in ("dissimilarity", "isolation", "interaction", "multigroup_gini"):
        group = None if name == "multigroup_gini" else "g0"
        limits = m.bounds(masked, name, group).iloc[0]
        found = m.intervals(both, name, group, by="town", draws=79, hidden=(1, 4))
        row = found.set_index("town").loc["A"]
        assert row["estimate"] == pytest.approx(limits["midpoint"])
        assert row["lower"] < row["unbiased"] < row["upper"]
        assert row["reason"] == ""
        assert "hidden_cells" in row["flags"]
        plain = m.intervals(counts, name, group, draws=79).iloc[0]
        assert row["upper"] - row["lower"] > plain["upper"] - plain["lower"]
        alone = m.intervals(open_town, name, group, draws=79).iloc[0]
        assert found.set_index("town").loc["B", "upper"] == alone["upper"]


def test_places_with_hidden_cells_keep_their_units_and_the_size_in_the_middle():
    """A unit with a hidden cell has people: it counts, and the group may be a small one."""
    counts = tidy([[np.nan, 700]] * 20 + [[9, 800]] * 4)
    row = m.intervals(counts, "dissimilarity", "g0", draws=39, hidden=(1, 4)).iloc[0]
    assert row["units"] == 24
    assert row["group_size"] == 20 * 2.5 + 4 * 9
    assert row["total"] == row["group_size"] + 20 * 700 + 4 * 800
    assert row["flags"] == "small_group hidden_cells"
    several = m.intervals(counts, "multigroup_gini", None, draws=39, hidden=(1, 4)).iloc[0]
    assert several["group_size"] == several["total"] == row["total"]
    shown = m.profile(counts, "g0", draws=39)
    assert shown.notes()[0] == "86 of 17,286 people in 24 areas"


def test_hidden_cells_without_a_range_have_no_value_and_one_unit_stays_one_unit():
    counts = tidy([[np.nan, 70]])
    row = m.intervals(counts, "gini", "g0", draws=39).iloc[0]
    assert row["reason"] == "missing_count"
    row = m.intervals(counts, "gini", "g0", draws=39, hidden=(1, 4)).iloc[0]
    assert row["reason"] == "one_unit"
    assert np.isnan(row["estimate"])


LARGE = tidy([[300, 700], [100, 900], [250, 800], [120, 880]] * 6)


@pytest.mark.parametrize(("lang", "words"), [("en", "More than chance?"), ("sv", "Mer än slump?")])
def test_a_profile_is_a_table_with_words_in_both_languages(lang, words):
    found = m.profile(LARGE, "g0", lang=lang, draws=79)
    html = found._repr_html_()
    assert f'lang="{lang}"' in html
    assert words in html
    assert html.count("<tr>") == 9
    assert html.count('scope="row"') == 8
    assert str(found).splitlines()[0] == found.caption()
    shown = f"{found.frame['unbiased'].iloc[0]:.3f}"
    assert found.table().iloc[0, 1] == (shown.replace(".", ",") if lang == "sv" else shown)


def test_the_words_of_both_languages_have_the_same_keys_and_places():
    from string import Formatter

    from segnb.measures.municipality_overview import LANGUAGES, overview_words

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, swedish = map(overview_words, LANGUAGES)
    assert english.keys() == swedish.keys()
    for key, text in english.items():
        assert fields(text) == fields(swedish[key]), key


def test_a_profile_withholds_what_five_areas_cannot_tell():
    found = m.profile(tidy([[300, 700], [100, 900]] * 2 + [[10, 20]]), "g0", draws=39)
    assert found.table().iloc[:, 1].unique().tolist() == ["–"]
    assert found.frame[["estimate", "lower", "upper", "unbiased"]].isna().all(axis=None)
    assert any("5 areas" in line for line in found.notes())


def test_a_profile_over_hidden_cells_says_so_and_is_wider():
    counts = tidy([[12, 700], [3, 900], [25, 800], [2, 880]] * 6)
    masked = counts.assign(count=counts["count"].mask(counts["count"] < 5))
    found, plain = (m.profile(c, "g0", draws=79) for c in (masked, counts))
    assert any("hidden" in line for line in found.notes())
    width = [(p.frame["upper"] - p.frame["lower"]).iloc[0] for p in (found, plain)]
    assert width[0] > width[1]
    against = m.profile(masked, "g0", versus="g1", draws=39)
    assert "interaction" not in set(against.frame["measure"])


def test_a_profile_without_anybody_of_the_group_says_so():
    counts = pd.concat([LARGE, pd.DataFrame({"unit": ["u0000"], "group": "nobody", "count": 0})])
    found = m.profile(counts, "nobody", draws=39)
    assert found.notes()[-1] == "Nobody belongs to the group."
    assert found.table().iloc[:, 1].unique().tolist() == ["–"]


def test_a_profile_of_all_groups_and_names_that_would_break_html():
    counts = LARGE.assign(group=LARGE["group"].replace({"g0": "<script>"}))
    assert "<script>" not in m.profile(counts, "<script>", draws=39)._repr_html_()
    several = m.profile(counts, draws=39)
    assert several.caption() == "All groups"
    assert several.notes() == ["24,300 people in 24 areas"]
    assert len(several.table()) == 4


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'de'; there are en, sv"):
        m.profile(LARGE, "g0", lang="de")


def test_the_bootstrap_shares_its_draws_and_names_bias_and_error():
    found = m.bootstrap(LARGE, ["dissimilarity", "gini"], "g0", draws=400).set_index("measure")
    assert (found["bias"] > 0).all()
    assert found["standard_error"].between(0.001, 0.02).all()
    assert (found["mean"] - found["bias"]).tolist() == pytest.approx(found["estimate"].tolist())
    again = m.bootstrap(LARGE.sample(frac=1, random_state=1), ["gini"], "g0", draws=400)
    assert again["mean"].item() == found.loc["gini", "mean"]

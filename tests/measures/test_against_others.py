"""An independent implementation in the same run: PySAL where it is right, brute force elsewhere."""

import warnings
from itertools import combinations

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.change_components import fitted
from segnb.measures.ordinal_formulas import SPREAD

TWO_GROUP = {
    "dissimilarity": "Dissim",
    "gini": "Gini",
    "entropy_index": "Entropy",
    "isolation": "Isolation",
    "interaction": "Interaction",
    "eta_squared": "CorrelationR",
    "atkinson": "Atkinson",
}
SEVERAL = {
    "multigroup_dissimilarity": "MultiDissim",
    "multigroup_gini": "MultiGini",
    "multigroup_entropy_index": "MultiInfoTheory",
    "mutual_information": "MultiDivergence",
    "relative_diversity": "MultiRelativeDiversity",
    "normalized_exposure": "MultiNormExposure",
    "squared_variation": "MultiSquaredCoefVar",
    "diversity": "MultiDiversity",
    "simpson_concentration": "SimpsonsConcentration",
    "simpson_interaction": "SimpsonsInteraction",
}


@pytest.fixture(scope="session")
def pysal():
    """PySAL's classes; a development dependency, so that a missing one is an error, not a skip."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setattr("numba.config.DISABLE_JIT", True)  # compiling takes 15 s, the loops none
        from segregation import multigroup, singlegroup
    return singlegroup, multigroup


@pytest.fixture(scope="module")
def city() -> np.ndarray:
    """Forty areas, four groups of very different size and spread."""
    rng = np.random.default_rng(5)
    shares = rng.dirichlet([4, 1.5, 0.5, 0.1], 40)
    return np.array([rng.multinomial(size, p) for size, p in zip(
        rng.integers(300, 2500, 40), shares, strict=True)])  # fmt: skip


def as_geo(columns: dict[str, np.ndarray]) -> geopandas.GeoDataFrame:
    size = len(next(iter(columns.values())))
    points = geopandas.points_from_xy(np.arange(size), np.zeros(size))
    return geopandas.GeoDataFrame(columns, geometry=points, crs=3006)


@pytest.mark.parametrize("name", TWO_GROUP)
@pytest.mark.parametrize("group", [0, 3])
def test_two_group_measures_agree_with_pysal(pysal, city, name, group):
    data = as_geo({"x": city[:, group], "t": city.sum(axis=1)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = getattr(pysal[0], TWO_GROUP[name])(
            data, group_pop_var="x", total_pop_var="t"
        ).statistic
    ours = getattr(m, name)(tidy(city), f"g{group}")["estimate"].item()
    assert ours == pytest.approx(theirs, abs=1e-12)


LAND = {
    "delta": "Delta",
    "absolute_concentration": "AbsoluteConcentration",
    "relative_concentration": "RelativeConcentration",
    "absolute_centralisation": "AbsoluteCentralization",
    "relative_centralisation": "RelativeCentralization",
}


@pytest.fixture(scope="module")
def land() -> geopandas.GeoDataFrame:
    """Forty rectangles of different size."""
    rng = np.random.default_rng(9)
    corner = np.column_stack(np.divmod(np.arange(40), 8)) * 2000.0
    side = rng.uniform(300, 1900, (40, 2))
    shapes = [shapely.box(*a, *(a + b)) for a, b in zip(corner, side, strict=True)]
    units = tidy(np.ones((40, 1)))["unit"]
    return geopandas.GeoDataFrame({"unit": units}, geometry=shapes, crs=3006)


@pytest.mark.parametrize("name", LAND)
def test_measures_of_land_agree_with_pysal(pysal, city, land, name):
    data = land.assign(x=city[:, 0], t=city.sum(axis=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = getattr(pysal[0], LAND[name])(data, group_pop_var="x", total_pop_var="t").statistic
    ours = getattr(m, name)(tidy(city), "g0", land)["estimate"].item()
    assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("name", SEVERAL)
def test_multigroup_measures_agree_with_pysal(pysal, city, name):
    data = as_geo({f"g{k}": city[:, k] for k in range(4)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = getattr(pysal[1], SEVERAL[name])(data, groups=["g0", "g1", "g2", "g3"]).statistic
    ours = getattr(m, name)(tidy(city))["estimate"].item()
    assert ours == pytest.approx(theirs, abs=1e-12)


def test_hutchens_agrees_with_two_lines(city):
    x, y = city[:, 0], city[:, 1:].sum(axis=1)
    theirs = 1 - np.sqrt(x / x.sum() * y / y.sum()).sum()
    assert m.hutchens(tidy(city), "g0")["estimate"].item() == pytest.approx(theirs, abs=1e-13)


def test_gini_agrees_with_all_pairs(city):
    t, p = city.sum(axis=1), city[:, 2] / city.sum(axis=1)
    P = (t * p).sum() / t.sum()
    pairs = (np.outer(t, t) * np.abs(p[:, None] - p)).sum()
    theirs = pairs / (2 * t.sum() ** 2 * P * (1 - P))
    assert m.gini(tidy(city), "g2")["estimate"].item() == pytest.approx(theirs, abs=1e-13)


def test_dissimilarity_is_the_largest_gap_of_any_set_of_areas(city):
    x, y = city[:10, 0], city[:10, 1]
    gaps = x / x.sum() - y / y.sum()
    sets = (gaps[list(c)].sum() for k in range(1, 10) for c in combinations(range(10), k))
    ours = m.dissimilarity(tidy(city[:10]), "g0", versus="g1")["estimate"].item()
    assert ours == pytest.approx(max(sets), abs=1e-13)


def test_exposure_agrees_with_drawing_neighbours_one_by_one(city):
    small = city[:6] // 100 + 1
    people = [(unit, group) for unit, row in enumerate(small) for group, n in enumerate(row)
              for _ in range(n)]  # fmt: skip
    of = [unit for unit, group in people if group == 0]
    met = np.mean([small[unit, 2] / small[unit].sum() for unit in of])
    table = m.exposure(tidy(small)).set_index(["group", "versus"])["estimate"]
    assert table["g0", "g2"] == pytest.approx(met)
    assert m.interaction(tidy(small), "g0", versus="g2")["estimate"].item() == pytest.approx(met)


def test_ordinal_indices_agree_with_a_loop(city):
    order = [f"g{k}" for k in range(4)]
    T = city.sum()
    for kind, f in SPREAD.items():
        total, v = 0.0, f(np.cumsum(city.sum(axis=0))[:3] / T).sum()
        for row in city:
            total += row.sum() * (v - f(np.cumsum(row)[:3] / row.sum()).sum())
        ours = getattr(m, f"ordinal_{kind}")(tidy(city), order)["estimate"].item()
        assert ours == pytest.approx(total / (T * v), abs=1e-13)


def bins_of(people: list[np.ndarray], edges: np.ndarray) -> pd.DataFrame:
    """Incomes of the people of each area, counted in bins."""
    return tidy([np.histogram(area, edges)[0] for area in people])


def test_rank_order_agrees_with_the_full_distribution():
    """A hundred narrow bins give the integral itself; ten bins come close to it."""
    rng = np.random.default_rng(3)
    people = [rng.lognormal(mean, 0.6, 3000) for mean in np.linspace(-0.6, 0.6, 12)]
    everybody = np.concatenate(people)
    fine = np.quantile(everybody, np.linspace(0, 1, 101))
    profile = m.income_profile(bins_of(people, fine), [f"g{k}" for k in range(100)])
    p, H = profile["p"].to_numpy(), profile["information"].to_numpy()
    E = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    exact = (E * H).sum() / E.sum()
    coarse = np.quantile(everybody, np.linspace(0, 1, 11))
    found = m.rank_order_information(bins_of(people, coarse), [f"g{k}" for k in range(10)]).iloc[0]
    assert found["method"] == "polynomial"
    assert found["estimate"] == pytest.approx(exact, abs=0.002)


@pytest.mark.parametrize("cuts", [(0.03, 0.08, 0.2, 0.45), (0.5, 0.9, 0.97, 0.99)])
def test_rank_order_keeps_its_head_where_brackets_are_skewed(cuts):
    """Polynomials run off here (by up to .95); the guard interpolates and says so."""
    rng = np.random.default_rng(4)
    people = [rng.lognormal(mean, 0.6, 3000) for mean in np.linspace(-0.6, 0.6, 12)]
    everybody = np.concatenate(people)
    edges = np.quantile(everybody, [0, *cuts, 1])
    found = m.rank_order_information(bins_of(people, edges), [f"g{k}" for k in range(5)]).iloc[0]
    assert found["method"] == "interpolation"
    assert (found["lowest_cut"], found["highest_cut"]) == pytest.approx(cuts[::3], abs=1e-3)
    fine = np.quantile(everybody, np.linspace(0, 1, 31))
    whole = m.rank_order_information(bins_of(people, fine), [f"g{k}" for k in range(30)])
    assert found["estimate"] == pytest.approx(whole["estimate"].item(), abs=0.06)


def test_rank_order_falls_back_where_a_polynomial_would_leave_its_range():
    """The cuts reach from .02 to .93, but none lies between: a curve of degree 4 gives .499."""
    n = [[18, 1, 99, 262, 3, 17], [0, 0, 371, 2, 22, 5], [0, 0, 301, 38, 0, 61]]
    order = [f"g{k}" for k in range(6)]
    found = m.rank_order_information(tidy(n), order).iloc[0]
    profile = m.income_profile(tidy(n), order)["information"]
    assert found["lowest_cut"] < 0.1 < 0.9 < found["highest_cut"]
    assert found["method"] == "interpolation"
    assert profile.min() <= found["estimate"] <= profile.max()


def test_rank_order_states_the_cuts_that_have_people_on_both_sides():
    """The three highest bins are empty: the one cut that tells anything lies at .2."""
    counts = tidy([[30, 70, 0, 0, 0], [10, 90, 0, 0, 0]])
    found = m.rank_order_information(counts, [f"g{k}" for k in range(5)]).iloc[0]
    assert found["lowest_cut"] == found["highest_cut"] == 0.2
    H = m.entropy_index(counts, "g0")["estimate"].item()
    assert found["estimate"] == pytest.approx(H)


def test_fitting_to_margins_keeps_the_odds_ratios(city):
    n = city[:5, :3] + 1.0
    rows, columns = np.array([1.0, 2, 3, 4, 5]) / 15, np.array([0.5, 0.3, 0.2])
    found, reached = fitted(n, rows, columns)
    assert reached
    assert found.sum(axis=1) == pytest.approx(rows)
    assert found.sum(axis=0) == pytest.approx(columns, rel=1e-11)
    odds = [t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0]) for t in (n, found)]
    assert odds[0] == pytest.approx(odds[1])


def test_change_agrees_with_swapping_one_thing_at_a_time(city):
    """Structure alone: a table with the margins of the first year and the odds of the second."""
    a = city[:8, :3] + 5.0
    b, _ = fitted(city[8:16, :3] + 5.0, a.sum(axis=1), a.sum(axis=0))
    both = pd.concat([tidy(a).assign(year=1), tidy(b).assign(year=2)])
    parts = m.change(both, "year", 1, 2).set_index("component")["estimate"]
    whole = [m.mutual_information(tidy(n))["estimate"].item() for n in (a, b)]
    assert parts["structure"] == pytest.approx(whole[1] - whole[0], abs=1e-9)
    assert parts[["group_margin", "unit_margin"]].abs().max() < 1e-9

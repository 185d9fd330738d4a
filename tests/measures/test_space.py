"""Where units lie: toy cities with known answers, brute force, and refusal of degrees."""

from itertools import permutations

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from tables_of_counts import tidy

from segnb import measures as m
from segnb.teaching import towns

SIDE = 8


def grid(spacing: float = 1000.0) -> pd.DataFrame:
    """A square city of square units."""
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return pd.DataFrame(
        {
            "unit": [f"u{j:04d}" for j in range(SIDE * SIDE)],
            "x": column * spacing,
            "y": row * spacing,
            "area": spacing**2,
        }
    )


def city(pattern: str) -> pd.DataFrame:
    """A town of the lessons with areas of the group alone and of others alone."""
    counts = towns.town(pattern, levels=(100, 0))
    number = counts["row"] * SIDE + counts["col"]
    groups = counts["group"].map({"A": "g0", "B": "g1"})
    return counts.assign(unit=number.map("u{:04d}".format), group=groups)[
        ["unit", "group", "count"]
    ]


def value(function, counts, places) -> float:
    return function(counts, "g0", places)["estimate"].item()


def test_proximity_knows_a_checkerboard_from_a_city_in_halves():
    """PySAL has it the wrong way round: 1.180 for the checkerboard, 1.140 for the halves."""
    found = {
        pattern: value(m.spatial_proximity, city(pattern), grid())
        for pattern in ("checkerboard", "halves")
    }
    assert found["checkerboard"] < 1.01
    assert found["halves"] > 1.2


@pytest.mark.parametrize(
    "function", [m.absolute_clustering, m.distance_decay_isolation, m.spatial_proximity]
)
def test_clustering_is_higher_in_halves_than_on_a_checkerboard(function):
    found = [value(function, city(name), grid()) for name in ("checkerboard", "halves")]
    assert found[0] < found[1]


def test_clustering_agrees_with_loops():
    rng = np.random.default_rng(2)
    counts, places = tidy(rng.integers(1, 300, (9, 2))), grid().head(9)
    n = counts["count"].to_numpy().reshape(-1, 2)
    x, y, t = n[:, 0], n[:, 1], n.sum(axis=1)
    c = np.zeros((9, 9))
    for i in range(9):
        for j in range(9):
            d = np.hypot(places["x"][i] - places["x"][j], places["y"][i] - places["y"][j])
            c[i, j] = np.exp(-(d / 1000 if i != j else 0.6))
    pairs = {
        name: sum(a[i] * b[j] * c[i, j] for i in range(9) for j in range(9)) / a.sum() / b.sum()
        for name, a, b in (("xx", x, x), ("yy", y, y), ("tt", t, t))
    }
    sp = (x.sum() * pairs["xx"] + y.sum() * pairs["yy"]) / (t.sum() * pairs["tt"])
    assert value(m.spatial_proximity, counts, places) == pytest.approx(sp)
    rcl = pairs["xx"] / pairs["yy"] - 1
    assert value(m.relative_clustering, counts, places) == pytest.approx(rcl)
    met = [sum(c[i] * x) / sum(c[i] * t) for i in range(9)]
    around = sum(x[i] / x.sum() * met[i] for i in range(9))
    assert value(m.distance_decay_isolation, counts, places) == pytest.approx(around)
    assert value(m.distance_decay_interaction, counts, places) == pytest.approx(1 - around)
    even = x.sum() / 81 * c.sum()
    ours, all_ = (sum(x[i] / x.sum() * sum(c[i] * n) for i in range(9)) for n in (x, t))
    acl = (ours - even) / (all_ - even)
    assert value(m.absolute_clustering, counts, places) == pytest.approx(acl)


def test_neighbour_adjusted_d_sees_the_pattern():
    places = grid()
    pairs = [
        (a, b)
        for a in range(SIDE * SIDE)
        for b in range(SIDE * SIDE)
        if abs(a // SIDE - b // SIDE) + abs(a % SIDE - b % SIDE) == 1
    ]
    edges = pd.DataFrame(pairs, columns=["unit", "neighbour"]).assign(weight=1.0)
    edges[["unit", "neighbour"]] = edges[["unit", "neighbour"]].map(lambda k: f"u{k:04d}")
    board, halves = (
        m.boundary_dissimilarity(city(name), "g0", edges)["estimate"].item()
        for name in ("checkerboard", "halves")
    )
    assert board == pytest.approx(0)
    assert halves == pytest.approx(1 - SIDE / (2 * SIDE * (SIDE - 1)))
    assert len(places) == SIDE * SIDE


def test_spatial_indices_without_reach_are_those_without_space():
    rng = np.random.default_rng(3)
    counts, places = tidy(rng.integers(0, 300, (64, 3))), grid()
    found = m.spatial_indices(counts, places, [0]).set_index("measure")["estimate"]
    for spatial, plain in (
        ("spatial_dissimilarity", m.multigroup_dissimilarity),
        ("spatial_entropy_index", m.multigroup_entropy_index),
        ("spatial_relative_diversity", m.relative_diversity),
    ):
        assert found[spatial] == pytest.approx(plain(counts)["estimate"].item())
    exposure = m.spatial_exposure(counts, places, [0])["estimate"].to_numpy()
    assert exposure == pytest.approx(m.exposure(counts)["estimate"].to_numpy())


@pytest.mark.parametrize("kernel", ["gaussian", "biweight", "uniform"])
def test_local_environments_agree_with_a_loop(kernel):
    rng = np.random.default_rng(4)
    n, xy, b = rng.integers(1, 300, (40, 3)).astype(float), rng.uniform(0, 3000, (40, 2)), 900.0
    weigh = {
        "gaussian": lambda d: np.exp(-(d**2) / (2 * b**2)),
        "biweight": lambda d: (1 - (d / b) ** 2) ** 2 if d < b else 0.0,
        "uniform": lambda d: float(d <= b),
    }[kernel]
    for unit in range(40):
        around = sum(weigh(np.hypot(*(xy[unit] - xy[j]))) * n[j] for j in range(40))
        found = m.environments(n, xy, [b], kernel)[0, unit]
        assert found == pytest.approx(around / around.sum())


def test_a_checkerboard_vanishes_with_reach_and_halves_do_not():
    board, halves = (
        m.spatial_indices(city(name), grid(), [0, 1000, 2000])
        .query("measure == 'spatial_entropy_index'")["estimate"]
        .tolist()
        for name in ("checkerboard", "halves")
    )
    assert board[0] == halves[0] == pytest.approx(1)
    assert board[1] < 0.05
    assert halves[1] > 0.5 > halves[2] > board[2]


def test_environments_are_the_same_in_blocks_of_rows(monkeypatch):
    from segnb.measures import spatial_measures

    rng = np.random.default_rng(5)
    n, xy = rng.integers(1, 300, (70, 2)).astype(float), rng.uniform(0, 5000, (70, 2))
    whole = m.environments(n, xy, [800, 1600])
    monkeypatch.setattr(spatial_measures, "ROWS", 16)
    assert m.environments(n, xy, [800, 1600]) == pytest.approx(whole)


def brute_force(n: np.ndarray, xy: np.ndarray, k: float) -> np.ndarray:
    """Shares among the k nearest people, ring by ring."""
    shares = np.full(n.shape, np.nan)
    for unit in range(len(n)):
        d = np.round(np.hypot(*(xy - xy[unit]).T), 6)
        got, people = np.zeros(n.shape[1]), 0.0
        for distance in np.unique(d):
            ring = n[d == distance].sum(axis=0)
            part = min(1.0, (k - people) / ring.sum()) if ring.sum() else 0.0
            got, people = got + part * ring, people + part * ring.sum()
            if people >= k - 1e-9:
                shares[unit] = got / k
                break
    return shares


@pytest.mark.parametrize("regular", [True, False])
def test_nearest_neighbours_agree_with_a_loop_over_rings(regular):
    rng = np.random.default_rng(6)
    n = rng.integers(0, 300, (64, 3)).astype(float)
    xy = grid()[["x", "y"]].to_numpy() if regular else rng.uniform(0, 9000, (64, 2))
    k = (50, 400, 3000, 20_000)
    found = m.neighbour_shares(n, xy, k)
    for scale, people in enumerate(k):
        assert found[:, scale] == pytest.approx(brute_force(n, xy, people), abs=1e-9, nan_ok=True)


def test_nearest_neighbours_do_not_depend_on_the_order_of_equals():
    rng = np.random.default_rng(7)
    n, xy = rng.integers(0, 300, (64, 2)).astype(float), grid()[["x", "y"]].to_numpy()
    order = rng.permutation(64)
    found = m.neighbour_shares(n[order], xy[order], [777])
    assert found == pytest.approx(m.neighbour_shares(n, xy, [777])[order])


def test_the_profile_says_what_a_scale_cannot_tell():
    counts, places = city("halves"), grid()
    found = m.neighbour_profile(counts, "g0", places, [50, 400, 1600, 10**6])
    reasons = found.groupby("k", sort=False)["reason"].first().tolist()
    assert reasons == ["below_unit_size", "", "", "too_few_people"]
    isolation = found[found["measure"] == "isolation"].set_index("k")["estimate"]
    assert isolation[400] > isolation[1600] > 0.5
    assert np.isnan(isolation[50])
    spread = found[found["k"] == 1600].set_index("measure")["estimate"]
    assert spread["p10"] < spread["p50"] < spread["p90"]
    assert 0 < spread["entropy_index"] < spread["dissimilarity"] < 1


def test_neighbours_without_anybody_of_the_group_say_so():
    counts = city("halves")
    groups = pd.Categorical(counts["group"], ["g0", "g1", "nobody"])
    found = m.neighbour_profile(counts.assign(group=groups), "nobody", grid(), [400])
    assert set(found["reason"]) == {"group_absent"}
    assert found["estimate"].isna().all()


def polygons(crs: object) -> geopandas.GeoDataFrame:
    places = grid()
    shapes = [
        shapely.box(x, y, x + 1000, y + 1000) for x, y in zip(places.x, places.y, strict=True)
    ]
    return geopandas.GeoDataFrame({"unit": places["unit"]}, geometry=shapes, crs=crs)


SPATIAL = {
    "spatial_proximity": lambda c, p: m.spatial_proximity(c, "g0", p),
    "delta": lambda c, p: m.delta(c, "g0", p),
    "spatial_indices": m.spatial_indices,
    "spatial_exposure": m.spatial_exposure,
    "neighbour_profile": lambda c, p: m.neighbour_profile(c, "g0", p, [400]),
    "contiguity": lambda _, p: m.contiguity(p),
}


@pytest.mark.parametrize("name", SPATIAL)
@pytest.mark.parametrize("crs", ["EPSG:4326", None])
def test_degrees_are_refused_with_a_sentence(name, crs):
    with pytest.raises(ValueError, match=r"distances are in metres; project it first"):
        SPATIAL[name](city("halves"), polygons(crs))


def test_polygons_give_the_same_as_their_centres_and_areas():
    counts = city("halves")
    flat = grid().assign(x=lambda p: p["x"] + 500, y=lambda p: p["y"] + 500)
    for function in (m.spatial_proximity, m.absolute_clustering, m.delta):
        assert value(function, counts, polygons(3006)) == pytest.approx(
            value(function, counts, flat)
        )


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (grid().drop(columns="unit"), "need a column unit"),
        (grid().drop(columns="area"), "lack area"),
        (grid().head(5), "59 units have no place, 'u0005' among them"),
        (pd.concat([grid(), grid()]), "has two places"),
        (grid().assign(x=np.nan), "missing or infinite"),
        (grid().assign(area=-1.0), "negative"),
    ],
)
def test_places_that_do_not_fit_are_refused_with_a_sentence(places, words):
    with pytest.raises(ValueError, match=words):
        m.spatial_proximity(city("halves"), "g0", places)


def test_land_without_people_counts_for_concentration():
    counts, places = tidy([[30, 70], [10, 90], [0, 0]]), grid().head(3)
    found = m.delta(counts, "g0", places)["estimate"].item()
    assert found == pytest.approx((abs(3 / 4 - 1 / 3) + abs(1 / 4 - 1 / 3) + 1 / 3) / 2)


def test_concentration_and_centralisation_of_a_dense_and_of_a_sparse_centre():
    places = grid()
    gap = np.hypot(places["x"] - places["x"].mean(), places["y"] - places["y"].mean())
    near = (gap < gap.median()).to_numpy()
    inner = tidy(np.column_stack((near * 90 + 10, ~near * 90 + 10)))
    assert value(m.relative_centralisation, inner, places) > 0.5
    assert m.relative_centralisation(inner, "g1", places)["estimate"].item() < -0.5
    assert value(m.absolute_centralisation, inner, places) > 0.2
    small = places.assign(area=np.where(near, 1e6, 4e6))
    assert value(m.absolute_concentration, inner, small) > 0.7
    assert value(m.relative_concentration, inner, small) > 0.3
    assert np.isnan(value(m.absolute_concentration, inner, places))


def test_each_place_of_a_frame_is_measured_alone():
    counts = pd.concat([city("halves").assign(year=1), city("checkerboard").assign(year=2)])
    found = m.spatial_proximity(counts, "g0", grid(), by="year")["estimate"].tolist()
    alone = [value(m.spatial_proximity, city(name), grid()) for name in ("halves", "checkerboard")]
    assert found == pytest.approx(alone)
    scales = m.spatial_indices(counts, grid(), [1000], by="year").set_index(["year", "measure"])
    assert scales.loc[(1, "spatial_entropy_index"), "estimate"] > 0.5
    assert scales.loc[(2, "spatial_entropy_index"), "estimate"] < 0.05


def test_morans_i_knows_halves_from_a_checkerboard():
    edges = m.contiguity(polygons(3006))
    rook = edges.merge(grid().add_suffix("_a"), left_on="unit", right_on="unit_a").merge(
        grid().add_suffix("_b"), left_on="neighbour", right_on="unit_b"
    )
    touching = (rook["x_a"] - rook["x_b"]).abs() + (rook["y_a"] - rook["y_b"]).abs() <= 1000
    edges = rook.loc[touching, ["unit", "neighbour", "weight"]]
    found = {}
    for pattern in ("halves", "checkerboard"):
        share = m.shares(city(pattern), "g0").set_index("unit")["share"]
        found[pattern] = m.morans_i(share, edges)
    assert found["checkerboard"]["estimate"] == pytest.approx(-1)
    assert found["checkerboard"]["p"] > 0.9
    assert found["halves"]["estimate"] > 0.7
    assert found["halves"]["p"] == 0.001
    local = m.local_morans_i(m.shares(city("halves"), "g0").set_index("unit")["share"], edges)
    assert set(local["quadrant"]) == {"high-high", "low-low"}
    assert local["p"].between(0, 1).all()
    assert local["p"].min() < 0.2


def test_the_p_of_morans_i_agrees_with_trying_every_order():
    z = np.array([3.0, 2.0, 1.2, 0.3, 0.0])
    edges = pd.DataFrame({"unit": list("abbccdde"), "neighbour": list("bacbdced")})
    W = np.eye(5, k=1) + np.eye(5, k=-1)
    W /= W.sum(axis=1, keepdims=True)
    v = z - z.mean()
    orders = np.array(list(permutations(v)))
    every = (orders * (orders @ W.T)).sum(axis=1)
    exact = (every >= v @ W @ v - 1e-12).mean()
    found = m.morans_i(pd.Series(z, list("abcde")), edges, permutations=9999)
    assert found["p"] == pytest.approx(exact, abs=0.005)
    local = m.local_morans_i(pd.Series(z, list("abcde")), edges, permutations=9999)["p"]
    for unit in range(5):
        others = np.array(list(permutations(np.delete(v, unit))))
        lag = others @ np.delete(W[unit], unit)
        seen = W[unit] @ v
        tail = min((lag >= seen - 1e-12).mean(), (lag <= seen + 1e-12).mean())
        assert local[unit] == pytest.approx(min(1, 2 * tail), abs=0.03)


def test_values_without_any_difference_have_no_pattern():
    edges = pd.DataFrame({"unit": ["a", "b"], "neighbour": ["b", "a"]})
    flat = pd.Series([1.0, 1.0], index=["a", "b"])
    assert m.morans_i(flat, edges)["reason"] == "no_variation"
    assert set(m.local_morans_i(flat, edges)["reason"]) == {"no_variation"}
    assert m.morans_i(flat.head(1), edges)["reason"] == "one_unit"

"""Every number of the towns, by the measures and once more by hand in exact fractions."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from segnb import measures as m
from segnb.teaching import towns

F = Fraction
FULL = (100, 0)
# name, levels, P, D, Gini, H, xPx, S, I, SP, spatial D at 0 / .5 / 1 / 2 km, D of 2x2 / 4x4 blocks
# fmt: off
GRIDS = [
    ("even", None, F(1, 2), F(0), 0, 0, F(1, 2), F(0), None, 1, (0, 0, 0, 0), (0, 0)),
    ("halves", FULL, F(1, 2), F(1), 1, 1, F(1), F(1), .8646, 1.6579,
     (1, .947, .818, .573), (1, 1)),
    ("checkerboard", FULL, F(1, 2), F(1), 1, 1, F(1), F(1), -1, .9919,
     (1, .386, .008, .007), (0, 0)),
    ("halves", None, F(1, 2), F(3, 5), .6, .278072, F(17, 25), F(9, 25), .8646, 1.2369,
     (.6, .568, .491, .344), (.6, .6)),
    ("checkerboard", None, F(1, 2), F(3, 5), .6, .278072, F(17, 25), F(9, 25), -1, .9971,
     (.6, .231, .005, .004), (0, 0)),
    ("blocks_2", None, F(1, 2), F(3, 5), .6, .278072, F(17, 25), F(9, 25), .1875, 1.0330,
     (.6, .423, .119, .017), (.6, 0)),
    ("blocks_4", None, F(1, 2), F(3, 5), .6, .278072, F(17, 25), F(9, 25), .7292, 1.1638,
     (.6, .538, .401, .197), (.6, .6)),
    ("gradient", None, F(1, 2), F(19, 40), F(103, 160), .266208, F(527, 800), F(127, 400), .9267,
     1.2083, (.475, .469, .438, .326), (.475, .475)),
    ("ring", None, F(71, 160), F(2730, 6319), .5270, .1837, .5761, .2379, .7216, 1.1055,
     (.432, .381, .262, .115), (.361, 0)),
    ("edge", None, F(37, 80), F(945, 1591), .5940, .2751, .6541, .3564, .5476, 1.1115,
     (.594, .493, .272, .124), (.264, 0)),
    ("quarter", None, F(7, 20), F(45, 91), .4945, .2271, .5429, .2967, .8194, 1.1751,
     (.495, .460, .391, .268), (.495, .495)),
    ("random", None, F(1, 2), F(129, 1600), .1115, .0072, .5050, .0100, .0070, 1.0011,
     (.081, .055, .024, .012), (.036, .010)),
]
# fmt: on
IDS = [f"{row[0]}{'-full' if row[1] else ''}" for row in GRIDS]


def near(value: float | F) -> object:
    """A value to 1e-6 where it is known so well, else to half a unit of its last digit."""
    digits = len(str(value).partition(".")[2]) if isinstance(value, float) else 9
    return pytest.approx(float(value), abs=1e-6 if digits > 4 else 0.51 * 10.0**-digits)


def one(function, counts: pd.DataFrame, *more) -> float:
    return function(counts, "A", *more)["estimate"].item()


def exact(counts: pd.DataFrame) -> tuple[F, F, F, F]:
    """P, D, xPx and S by their formulas in fractions, without the package."""
    table = counts.pivot_table(index="unit", columns="group", values="count", aggfunc="sum")
    areas = [(F(int(x)), F(int(y))) for x, y in zip(table["A"], table["B"], strict=True)]
    X, Y = (sum(part) for part in zip(*areas, strict=True))
    P = X / (X + Y)
    D = sum(abs(x / X - y / Y) for x, y in areas) / 2
    xPx = sum(x / X * x / (x + y) for x, y in areas if x)
    return P, D, xPx, (xPx - P) / (1 - P)


@pytest.mark.parametrize("row", GRIDS, ids=IDS)
def test_a_town_on_a_grid_has_its_numbers(row: tuple) -> None:
    name, levels, P, D, gini, H, xPx, S, _, SP, _, _ = row
    counts = towns.town(name, levels=levels)
    place = towns.places(counts)
    by_hand = exact(counts)
    assert by_hand[:2] == (P, D)
    for known, found in ((xPx, by_hand[2]), (S, by_hand[3])):
        assert found == known if isinstance(known, F) else float(found) == near(known)
    assert one(m.dissimilarity, counts) == pytest.approx(float(D), abs=1e-12)
    assert one(m.isolation, counts) == pytest.approx(float(by_hand[2]), abs=1e-12)
    assert one(m.eta_squared, counts) == pytest.approx(float(by_hand[3]), abs=1e-12)
    assert one(m.gini, counts) == near(gini)
    assert one(m.entropy_index, counts) == near(H)
    assert one(m.spatial_proximity, counts, place) == near(SP)


@pytest.mark.parametrize("row", GRIDS, ids=IDS)
def test_a_town_on_a_grid_has_its_numbers_in_space(row: tuple) -> None:
    counts = towns.town(row[0], levels=row[1])
    found = m.spatial_indices(counts, towns.places(counts), [0, 500, 1000, 2000])
    of_d = found[found["measure"] == "spatial_dissimilarity"]["estimate"].tolist()
    assert of_d == [near(value) for value in row[10]]
    of_blocks = [one(m.dissimilarity, towns.blocks(counts, size)) for size in (2, 4)]
    assert of_blocks == [near(value) for value in row[11]]


@pytest.mark.parametrize("row", GRIDS, ids=IDS)
def test_a_town_on_a_grid_has_its_moran(row: tuple) -> None:
    pytest.importorskip("esda", reason="needs esda: pip install 'segnb[spatial]'")
    counts = towns.town(row[0], levels=row[1])
    share = m.shares(counts, "A").set_index("unit")["share"]
    found = m.morans_i(share, towns.neighbours(counts), permutations=1)["estimate"]
    assert np.isnan(found) if row[8] is None else found == near(row[8])


def test_four_towns_share_every_number_that_knows_no_place() -> None:
    names = ("halves", "checkerboard", "blocks_2", "blocks_4")
    measures = ["dissimilarity", "gini", "entropy_index", "isolation", "eta_squared"]
    found = [m.indices(towns.town(name), measures, "A")["estimate"].tolist() for name in names]
    assert found == [found[0]] * 4 or np.ptp(found, axis=0).max() < 1e-14
    assert len({round(one(m.spatial_proximity, towns.town(n), towns.places(towns.town(n))), 4)
                for n in names}) == 4  # fmt: skip


@pytest.mark.parametrize(("n", "people"), [(4, 100), (8, 10), (16, 50), (20, 5)])
def test_the_size_of_a_town_changes_no_measure_of_evenness(n: int, people: int) -> None:
    for name in ("halves", "checkerboard", "blocks_2"):
        assert exact(towns.town(name, n=n, people=people))[1] == F(3, 5)


def test_the_random_town_lies_near_what_chance_gives() -> None:
    expected = m.expected(towns.town("random"), "dissimilarity", "A")["expected"].item()
    assert expected == pytest.approx(0.078965, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "P", "D", "xPx", "S", "others"),
    [
        ("fyrstad", F(1, 4), F(4, 15), F(3, 10), F(1, 15), {"gini": 1 / 3, "H": 0.062231}),
        ("fyrstad_after", F(1, 4), F(2, 15), F(26, 100), None, {"H": 0.011918}),
        ("rad", F(1, 2), F(2, 5), None, None, {"H": 0.153561}),
        ("litengrupp", F(3, 100), F(70, 97), F(1, 10), F(7, 97), {}),
        ("nastan_allt", F(1, 4), F(13, 15), F(41, 50), F(19, 25), {}),
        ("atta", F(1, 10), F(7, 72), None, None, {}),
    ],
)
def test_a_small_town_has_its_numbers(name, P, D, xPx, S, others) -> None:
    counts = towns.town(name)
    for known, found in zip((P, D, xPx, S), exact(counts), strict=True):
        assert known in (None, found)
    functions = {"gini": m.gini, "H": m.entropy_index}
    for key, value in others.items():
        assert one(functions[key], counts) == pytest.approx(value, abs=1e-6)
    assert one(m.dissimilarity, counts) == pytest.approx(float(D), abs=1e-12)


def test_fyrstad_has_its_moves() -> None:
    counts = towns.town("fyrstad")
    assert towns.swaps(counts) == 20
    one_way = one(m.dissimilarity, counts) * 100
    assert round(one_way, 2) == 26.67


def test_rad_falls_apart_by_its_borders() -> None:
    rad = towns.town("rad")
    for union, D in ((["ab", "cd"], F(2, 5)), (["ac", "bd"], F(1, 5)), (["ad", "bc"], F(0))):
        assert exact(towns.joined(rad, union))[1] == D
    halves = rad.assign(half=rad["unit"].map(dict(zip("abcd", "1122", strict=True))))
    parts = m.nested(halves, ["half", "unit"])
    H = parts[parts["measure"] == "entropy_index"]["estimate"].tolist()
    assert H[:2] == [pytest.approx(0.118709, abs=1e-6), pytest.approx(0.034852, abs=1e-6)]


def test_atta_lies_below_chance() -> None:
    found = m.intervals(towns.town("atta"), "dissimilarity", "A", draws=999, seed=1).iloc[0]
    assert found["expected"] == pytest.approx(0.1233, abs=5e-5)
    assert (found["lower"], round(found["upper"], 3)) == (0, 0.163)
    assert found["p"] == pytest.approx(0.827, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "D", "xPx", "M", "parts"),
    [
        ("tillvaxt", (F(2, 5), F(2, 5)), (0.34, 0.493506), (0.06329, 0.08196),
         (0.02358, -0.00491, 0)),
        ("byte", (F(2, 5), F(2, 15)), None, (0.06329, 0.00670), (0, 0, -0.05659)),
        ("bada", (F(2, 5), None), (0.340, 0.391), None, None),
    ],
)  # fmt: skip
def test_a_town_of_two_years_has_its_change(name, D, xPx, M, parts) -> None:
    both = towns.town(name)
    years = [both[both["year"] == year].drop(columns="year") for year in (1, 2)]
    for known, year in zip(D, years, strict=True):
        assert known in (None, exact(year)[1])
    if xPx:
        assert [one(m.isolation, y) for y in years] == [near(value) for value in xPx]
    if M:
        found = m.change(both, "year", 1, 2)
        of_m = found.set_index("component")["estimate"]
        assert (of_m["first"], of_m["second"]) == tuple(pytest.approx(v, abs=6e-6) for v in M)
        kinds = ("group_margin", "unit_margin", "structure")
        assert [of_m[k] for k in kinds] == [pytest.approx(v, abs=6e-6) for v in parts]


def test_growth_and_its_twin_have_their_last_numbers() -> None:
    both = towns.town("bada")
    second = both[both["year"] == 2]
    assert one(m.dissimilarity, second) == pytest.approx(0.1882, abs=5e-5)
    grown = towns.town("tillvaxt")
    H = [one(m.entropy_index, grown[grown["year"] == year]) for year in (1, 2)]
    assert np.round(H, 4).tolist() == [0.1125, 0.1218]


def test_three_groups_have_their_numbers() -> None:
    counts = towns.town("tre_grupper")
    assert m.mutual_information(counts)["estimate"].item() == near(0.134321)
    assert m.multigroup_entropy_index(counts)["estimate"].item() == near(0.123354)
    assert m.multigroup_dissimilarity(counts)["estimate"].item() == near(0.303030)
    order = ["low", "middle", "high"]
    assert m.ordinal_information(counts, order)["estimate"].item() == near(0.153088)
    shuffled = ["middle", "high", "low"]
    assert m.ordinal_information(counts, shuffled)["estimate"].item() == near(0.078252)
    D = {("low", None): F(5, 14), ("low", "high"): F(1, 2), ("high", None): F(5, 12)}
    for (group, versus), value in D.items():
        found = m.dissimilarity(counts, group, versus=versus)["estimate"].item()
        assert found == pytest.approx(float(value), abs=1e-12)


def test_neighbours_and_ends_differ_only_by_order() -> None:
    found = [towns.town(name) for name in ("grannar", "andar")]
    for function, value in (
        (m.mutual_information, 0.636514),
        (m.multigroup_entropy_index, 0.57938),
    ):
        assert [function(c)["estimate"].item() for c in found] == [near(value)] * 2
    order = ["low", "middle", "high"]
    ordinal = [m.ordinal_information(c, order)["estimate"].item() for c in found]
    assert ordinal == [near(0.637009), near(0.274018)]


def test_chance_grows_as_the_group_shrinks() -> None:
    sizes, known = (20, 60, 200, 1000), (0.3603, 0.2217, 0.1285, 0.0776)
    for group, value in zip(sizes, known, strict=True):
        whole, rest = divmod(group, 20)
        areas = [(whole + (at < rest), 100) for at in range(20)]
        expected = m.expected(towns.of_areas(areas), "dissimilarity", "A")["expected"].item()
        assert expected == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: towns.town("atlantis"), "there is no town 'atlantis'"),
        (lambda: towns.town("halves", people=33), "would part a person"),
        (lambda: towns.town("halves", levels=(1, 2, 3)), "has 2 levels, not 3"),
    ],
)
def test_a_town_that_cannot_be_is_refused(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()

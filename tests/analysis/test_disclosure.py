"""Small counts of a user's own files are neither shown nor found by whoever tries."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from segnb import measures
from segnb.analysis import disclosure, feasible_cells, own_count_disclosure

NAMES = ["area", "group", "sex"]


def table(values: np.ndarray, year: int = 2024) -> pd.DataFrame:
    labels = [
        [f"{name[0]}{i:02d}" for i in range(size)]
        for name, size in zip(NAMES, values.shape, strict=False)
    ]
    index = pd.MultiIndex.from_product(labels, names=NAMES[: values.ndim])
    frame = pd.DataFrame({"count": values.ravel()}, index=index).reset_index()
    return frame.assign(year=year)


def random_table(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.poisson(rng.lognormal(3, 1.3, shape))
    few = rng.uniform(size=shape) < 0.15
    return np.where(few, rng.integers(0, 5, shape), values)


def subtracted(shown: pd.DataFrame, names: list[str]) -> pd.Series:
    """What an attacker finds who fills every line with one hidden cell, again and again."""
    cells = shown.set_index(names)["count"].copy()
    sizes = [cells.index.unique(name) for name in names]
    for _ in range(len(cells)):
        before = cells.isna().sum()
        for axis, others in ((a, [n for n in names if n != a]) for a in names):
            for key in product(*(sizes[names.index(name)] for name in others)):
                at = dict(zip(others, key, strict=True))
                line = [
                    tuple({**at, axis: label}[n] for n in names)
                    for label in sizes[names.index(axis)]
                ]
                gone = [cell for cell in line if np.isnan(cells[cell])]
                if len(gone) == 1:
                    sign = {
                        cell: -1 if dict(zip(names, cell, strict=True))[axis] == "total" else 1
                        for cell in line
                    }
                    rest = sum(sign[cell] * cells[cell] for cell in line if cell != gone[0])
                    cells[gone[0]] = -rest * sign[gone[0]]
        if cells.isna().sum() == before:
            break
    return cells


def test_a_small_count_is_hidden_with_three_others() -> None:
    shown = disclosure.protect(table(np.array([[3, 40, 60], [20, 60, 50], [70, 80, 90]])))
    hidden = shown[shown["status"] == "suppressed"]
    assert len(hidden) == 4
    assert hidden["count"].isna().all()
    assert ["a00", "g00"] in hidden[["area", "group"]].to_numpy().tolist()
    assert "total" not in set(hidden["area"]) | set(hidden["group"])


def test_a_table_without_small_counts_is_shown_whole() -> None:
    values = np.array([[5, 0, 60], [20, 60, 50]])
    shown = disclosure.protect(table(values))
    assert (shown["status"] == "ok").all()
    total = shown.query("area == 'total' and group == 'total'")["count"].item()
    assert total == values.sum()
    assert shown.query("area == 'a00' and group == 'g01'")["count"].item() == 0


@pytest.mark.parametrize("shape", [(8, 3), (15, 4), (6, 3, 2), (2, 2), (3, 2, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_nobody_finds_a_small_count(shape: tuple[int, ...], seed: int) -> None:
    values = random_table(seed, shape)
    names = NAMES[: len(shape)]
    shown = disclosure.protect(table(values), names)
    truth = table(values).set_index(names)["count"]
    small = truth[(truth > 0) & (truth < 5)]
    found = subtracted(shown, names)
    assert found.reindex(small.index).isna().all()
    ranges = feasible_cells.hidden_range(shown, names).set_index(names)
    inner = ranges.reindex(small.index)
    assert (inner["highest"] - inner["lowest"] >= 4).all()
    known = truth.reindex(ranges.index).dropna()
    assert ranges.reindex(known.index)["lowest"].le(known).all()
    assert ranges.reindex(known.index)["highest"].ge(known).all()


def test_the_attack_works_where_only_small_counts_are_hidden() -> None:
    """The tests above can fail: with primary suppression alone the count is found."""
    values = np.array([[3, 40], [20, 60]])
    shown = disclosure.protect(table(values))
    only = shown.merge(
        table(values), on=["year", "area", "group"], how="left", suffixes=("", "_true")
    )
    totals = {"a00": 43, "a01": 80, "g00": 23, "g01": 100}
    only["count"] = only["count_true"].mask(only["count_true"] == 3)
    for label, total in totals.items():
        only.loc[(only["area"] == label) & (only["group"] == "total"), "count"] = total
        only.loc[(only["group"] == label) & (only["area"] == "total"), "count"] = total
    only.loc[(only["area"] == "total") & (only["group"] == "total"), "count"] = 123
    assert subtracted(only, ["area", "group"])["a00", "g00"] == 3
    ranges = feasible_cells.hidden_range(only[["year", "area", "group", "count"]])
    assert ranges[["lowest", "highest"]].to_numpy().tolist() == [[3, 3]]


def test_ranges_are_those_of_every_table_that_fits() -> None:
    shown = np.array(
        [[np.nan, np.nan, 6.0], [np.nan, np.nan, 7.0], [2.0, 3.0, 5.0], [8.0, 10.0, 18.0]]
    )
    fits = [
        (a, 6 - a, 6 - a, 1 + a)  # a + c = 6, a + b = 6, c + d = 7
        for a in range(1, 6)
    ]
    low, high = feasible_cells.cell_ranges(shown)
    cells = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for position, cell in enumerate(cells):
        values = [fit[position] for fit in fits]
        assert (low[cell], high[cell]) == (min(values), max(values))


def test_nothing_tells_small_counts_from_their_partners() -> None:
    shown = disclosure.protect(table(random_table(1, (8, 3))))
    assert set(shown.columns) == {"year", "area", "group", "count", "status"}
    assert set(shown["status"]) == {"ok", "suppressed"}


def test_what_is_shown_is_true_and_adds_up() -> None:
    values = random_table(5, (10, 4))
    shown = disclosure.protect(table(values)).set_index(["area", "group"])["count"]
    wide = shown.unstack()
    labels = [label for label in wide.columns if label != "total"]
    truth = table(values).set_index(["area", "group"])["count"].unstack()
    inner = wide.loc[truth.index, labels]
    assert ((inner == truth) | inner.isna()).all(axis=None)
    full = wide[wide.notna().all(axis=1)]
    assert (full[labels].sum(axis=1) == full["total"]).all()


def test_published_totals_cannot_be_hidden_and_protect_nothing() -> None:
    values = np.array([[3, 40, 9], [20, 60, 8], [30, 20, 7]])
    shown = disclosure.protect(table(values), published=["area"])
    totals = shown[shown["area"] == "total"]
    assert (totals["status"] == "ok").all()
    ranges = feasible_cells.hidden_range(shown).set_index(["area", "group"])
    row = ranges.loc[("a00", "g00")]
    assert row["highest"] - row["lowest"] >= 4


def test_the_rest_of_the_municipality_is_protected_as_a_cell() -> None:
    values = np.array([[30, 40], [20, 60]])
    totals = pd.DataFrame({"year": 2024, "group": ["g00", "g01"], "count": [52, 130]})
    alone = disclosure.protect(table(values))
    beside = disclosure.protect(table(values), totals=totals)
    assert (alone["status"] == "ok").all()
    # 52 - 30 - 20 = 2 people outside: one of the two areas must hide its count of the group
    assert (beside.query("area != 'total'")["status"] == "suppressed").any()
    assert disclosure.REST not in set(beside["area"])
    with pytest.raises(ValueError, match="more people"):
        disclosure.protect(table(values * 2), totals=totals)


def test_published_totals_of_groups_are_known_and_those_of_areas_are_not() -> None:
    totals = pd.DataFrame({"year": 2024, "group": ["g00", "g01"], "count": [3, 130]})
    shown = disclosure.protect(table(np.array([[3, 0], [0, 60]])), totals=totals)
    status = shown.set_index(["area", "group"])["status"]
    assert status["total", "g00"] == "ok", "others have published it"
    assert status["a00", "total"] == "suppressed"


def test_years_are_tables_of_their_own() -> None:
    both = pd.concat(
        [table(np.array([[3, 40], [20, 60]]), 2023), table(np.array([[9, 40], [20, 60]]))]
    )
    shown = disclosure.protect(both)
    assert shown.groupby("year")["status"].agg(lambda s: (s == "suppressed").any()).to_dict() == {
        2023: True,
        2024: False,
    }


def test_a_lone_small_count_hides_totals_too() -> None:
    shown = disclosure.protect(table(np.array([[3, 0], [0, 0]])))
    cells = shown.set_index(["area", "group"])["count"]
    assert np.isnan(cells["a00", "g00"])
    assert np.isnan(subtracted(shown, ["area", "group"])["a00", "g00"])


@pytest.mark.parametrize("count", [[2.5, 1.0], [-1.0, 4.0], [np.nan, 4.0]])
def test_counts_that_are_none_are_refused(count: list[float]) -> None:
    frame = pd.DataFrame({"area": ["a", "b"], "group": "g", "year": 1, "count": count})
    with pytest.raises(ValueError, match="whole numbers"):
        disclosure.protect(frame)


def test_names_of_sums_and_repeated_cells_are_refused() -> None:
    frame = pd.DataFrame({"area": ["a", "total"], "group": "g", "year": 1, "count": [1, 2]})
    with pytest.raises(ValueError, match="name of a sum"):
        disclosure.protect(frame)
    with pytest.raises(ValueError, match="two rows"):
        disclosure.protect(frame.assign(area="a"))


def test_a_measure_over_hidden_cells_has_bounds_that_hold_it() -> None:
    values = random_table(3, (12, 2))
    counts = table(values)
    shown = disclosure.protect(counts)
    ranges = feasible_cells.hidden_range(shown)
    inner = shown[(shown["area"] != "total") & (shown["group"] != "total")]
    frame = inner.rename(columns={"area": "unit"})
    reach = (ranges["lowest"].min(), ranges["highest"].max())
    row = measures.bounds(frame, "dissimilarity", "g00", hidden=reach).iloc[0]
    truth = measures.dissimilarity(counts.rename(columns={"area": "unit"}), "g00")[
        "estimate"
    ].item()
    assert row["hidden"] > 0
    assert row["lower_bound"] < truth < row["upper_bound"]


def test_own_observations_keep_their_shape(rows) -> None:
    cells = [
        (f"a{i}", 2024, group, float(value))
        for i, pair in enumerate([(3, 40), (20, 60), (35, 80)])
        for group, value in zip(("low", "rest"), pair, strict=True)
    ]
    own = rows([*cells, ("a0", 2024, "all", 43.0)], level="own")
    shown = own_count_disclosure.protect_observations(own, totals=["all"]).rows
    assert list(shown.columns) == list(own.columns)
    assert len(shown) == 3 * 3
    assert set(shown["group"]) == {"low", "rest", "all"}
    small = shown.query("area == 'a0' and group == 'low'")
    assert small["status"].tolist() == ["suppressed"]
    assert small["value"].isna().all()
    assert shown.query("area == 'a1' and group == 'all'")["value"].tolist() == [80]


def test_an_area_with_an_empty_cell_is_hidden_whole(rows) -> None:
    cells = [("a0", 1, "low", 3.0), ("a0", 1, "rest", np.nan, "missing"), ("a0", 1, "all", 9.0),
             ("a1", 1, "low", 50.0), ("a1", 1, "rest", 30.0)]  # fmt: skip
    own = own_count_disclosure.protect_observations(rows(cells, level="own"), totals=["all"])
    shown = own.rows.set_index(["area", "group"])
    assert shown.loc["a0", "status"].to_dict() == {"low": "suppressed", "rest": "missing"}
    assert shown.loc["a0", "value"].isna().all()
    assert shown.loc["a1", "value"].to_dict() == {"low": 50, "rest": 30, "all": 80}
    assert np.isinf(own.ranges(1)["highest"]).all()


def test_an_area_with_few_people_is_hidden_whole(rows) -> None:
    """Its people may be known from another table, and would give away its cells."""
    cells = [(f"a{i}", 1, g, float(n)) for i, pair in enumerate([(2, 3), (20, 60), (35, 80)])
             for g, n in zip(("low", "rest"), pair, strict=True)]  # fmt: skip
    own = own_count_disclosure.protect_observations(rows(cells, level="own"))
    assert own.rows.query("area == 'a0'")["status"].tolist() == ["suppressed"] * 2
    assert own.rows.query("area != 'a0'")["value"].notna().all()
    assert own.ranges(1)[["lowest", "highest"]].to_numpy().tolist() == [[0, 5]] * 2


def test_what_a_total_holds_beyond_the_groups_of_the_file_is_a_cell(rows) -> None:
    """Of 40 entitled to vote 38 voted: that 2 did not is as small a count as any."""
    pairs = [(38, 40), (50, 90), (60, 95)]
    cells = [(f"a{i}", 1, g, float(n)) for i, pair in enumerate(pairs)
             for g, n in zip(("voters", "eligible"), pair, strict=True)]  # fmt: skip
    own = own_count_disclosure.protect_observations(
        rows(cells, level="own"), totals=["eligible"], groups=["voters", "eligible"]
    )
    cells = own.rows.set_index(["area", "group"])["value"]
    assert cells.xs("eligible", level="group").tolist() == [40, 90, 95]
    assert cells.xs("voters", level="group").isna().sum() >= 2
    assert np.isnan(cells["a0", "voters"])


def test_a_total_is_made_only_where_all_its_parts_are_there(rows) -> None:
    cells = [(f"a{i}", 1, group, 50.0) for i in range(3) for group in ("0-4", "5-9")]
    own = own_count_disclosure.protect_observations(
        rows(cells, level="own"), totals=["total"], groups=["0-4", "5-9", "10-", "total"]
    )
    assert set(own.rows["group"]) == {"0-4", "5-9"}


def test_what_lies_outside_the_areas_is_protected_where_the_whole_is_published(rows) -> None:
    values = {"a0": (30, 40), "a1": (20, 60), "a2": (25, 35)}
    own = rows([(area, 1, group, float(n)) for area, pair in values.items()
                for group, n in zip(("low", "rest"), pair, strict=True)], level="own")  # fmt: skip
    whole = rows([("0127", 1, "low", 77.0), ("0127", 1, "rest", 150.0)])
    alone, beside = (
        own_count_disclosure.protect_observations(own, published=p).rows for p in (None, whole)
    )
    assert (alone["status"] == "ok").all()
    assert (beside["status"] == "suppressed").any()  # 77 - 75 = 2 outside


def test_published_totals_that_are_smaller_are_taken_as_known(rows) -> None:
    own = rows([("a0", 1, "low", 3.0), ("a0", 1, "rest", 40.0),
                ("a1", 1, "low", 20.0), ("a1", 1, "rest", 60.0)], level="own")  # fmt: skip
    whole = rows([("0127", 1, "low", 22.0), ("0127", 1, "rest", 99.0)])
    shown = own_count_disclosure.protect_observations(own, published=whole).rows
    assert (shown["status"] == "suppressed").sum() == 4


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (3, 2, 2)])
def test_a_cell_moves_as_far_as_the_corners_hidden_with_it_allow(shape: tuple[int, ...]) -> None:
    """What is reckoned of the corners is what linear programming finds for them."""
    counts = table(np.random.default_rng(7).integers(2, 40, shape))
    made = disclosure.Table.of(counts, NAMES[: len(shape)], [], 5)
    cell = (0,) * len(shape)
    for corner in disclosure._opposite(made, cell):
        corners = list(product(*zip(cell, corner, strict=True)))
        hidden = made.values.astype(float)
        hidden[tuple(np.array(corners).T)] = np.nan
        low, high = feasible_cells.cell_ranges(hidden)
        found, most = disclosure._play(made, cell, corners), 10**6  # totals alone limit nothing
        assert min(found, most) == min(high[cell] - low[cell], most)


def test_published_groups_that_a_table_does_not_name_are_its_others() -> None:
    part = pd.DataFrame({"group": ["a", own_count_disclosure.OTHERS], "year": 2022, "sex": "total"})
    published = pd.DataFrame({"group": ["a", "b", "c", "a"], "year": [2022, 2022, 2022, 2020],
                              "sex": "total", "value": [50.0, 7.0, 11.0, 99.0]})  # fmt: skip
    found = own_count_disclosure._of_the_whole(part, published, ("area", "group"))
    assert found is not None
    assert found.set_index("group")["count"].to_dict() == {"a": 50, own_count_disclosure.OTHERS: 18}
    assert (
        own_count_disclosure._of_the_whole(part, published.assign(value=np.nan), ("area", "group"))
        is None
    )
    assert (
        own_count_disclosure._of_the_whole(
            part, published[published["group"] == "a"], ("area", "group")
        )
        is None
    )

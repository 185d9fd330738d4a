"""Six municipalities, computed again from the published files with plain pandas.

Nothing here knows how segnb counts: what the data files and tables of a report hold is set beside
numbers that are made in a few lines from the tables of the producers.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from published import deso, keys, people_of_2023, regso, types, votes
from scipy.special import gammaln

from segnb import measures, open_store
from segnb.report import Report, verbs

pytestmark = pytest.mark.long

TOWNS = {"0127": "Botkyrka", "0187": "Vaxholm", "1280": "Malmö", "1407": "Öckerö",
         "2021": "Vansbro", "2180": "Gävle"}  # fmt: skip
EXACT = {"rel": 1e-9, "abs": 1e-9}

# The group and all that it is a part of, as columns of a table: names of the tables and places.
SHARES = {
    "pre_secondary_share": ("000005MO", lambda t: (t[1], t[[1, 2, 3, 4]].sum(axis=1))),
    "outside_labour_force_share": ("000007A8", lambda t: (t[4], t[5])),
    "children_share": ("000005FF", lambda t: (t[[2, 3, 4, 5]].sum(axis=1), t[1])),
    "foreign_background_share": ("000005FE", lambda t: (t[2], t[3])),
    "low_economic_standard": ("000006TA", lambda t: (t[1] * t[3] / 100, t[3])),
}
WHOLE_PEOPLE = (
    "pre_secondary_share",
    "outside_labour_force_share",
    "children_share",
    "foreign_background_share",
)
FEWEST = 6


@pytest.fixture(scope="module", params=TOWNS, ids=TOWNS.get)
def report(request: pytest.FixtureRequest, real_store: Path) -> Report:
    store = open_store(str(real_store), request.param)
    return Report.make("whole_municipality", store, municipality=request.param)


@pytest.fixture(scope="module")
def counts(shared: Path) -> dict[str, tuple[pd.Series, pd.Series]]:
    return {name: part(deso(shared, table)) for name, (table, part) in SHARES.items()}


def data_of(block: object) -> pd.DataFrame:
    """What the block writes to its data file."""
    data = block.data  # type: ignore[attr-defined]
    return pd.DataFrame(list(data.rows), columns=list(data.columns))


def dissimilarity(group: pd.Series, total: pd.Series) -> float:
    rest = total - group
    return 50 * (group / group.sum() - rest / rest.sum()).abs().sum()


def _ways(n: int, k: np.ndarray | int) -> np.ndarray:
    """Logarithm of the number of ways to draw k of n; none where k is not among 0 … n."""
    held = (np.asarray(k) >= 0) & (np.asarray(k) <= n)
    inside = np.where(held, k, 0)
    ways = gammaln(n + 1) - gammaln(inside + 1) - gammaln(n - inside + 1)
    return np.where(held, ways, -np.inf)


@pytest.mark.parametrize("share", WHOLE_PEOPLE)
def test_what_an_even_spread_gives_has_a_formula(
    counts: dict[str, tuple[pd.Series, pd.Series]], share: str
) -> None:
    group, total = (side[side.index.str[:4] == "0187"] for side in counts[share])
    frame = pd.DataFrame({"in": group, "out": total - group}).rename_axis("unit").reset_index()
    long = frame.melt("unit", var_name="group", value_name="count")
    row = measures.expected(long, "dissimilarity", "in").iloc[0]
    assert 100 * row["expected"] == pytest.approx(of_even_spread(group, total), **EXACT)


def of_even_spread(group: pd.Series, total: pd.Series) -> float:
    """Mean of D when each set of people of that size is as likely to be the group."""
    everybody, members = int(total.sum()), int(group.sum())
    share = members / everybody
    far = 0.0
    for people in total.astype(int):
        x = np.arange(people + 1)
        chance = np.exp(
            _ways(members, x) + _ways(everybody - members, people - x) - _ways(everybody, people)
        )
        far += (chance * np.abs(x - share * people)).sum()
    return 100 * far / (2 * everybody * share * (1 - share))


@pytest.mark.parametrize("share", SHARES)
def test_the_index_of_dissimilarity_is_that_of_the_published_table(
    report: Report, counts: dict[str, tuple[pd.Series, pd.Series]], share: str
) -> None:
    group, total = (side[side.index.str[:4] == report.place.code] for side in counts[share])
    rows = data_of(verbs.show_indices(report, verbs.measure_indices(report, share)))
    row = rows[rows["level"] == "deso2018"].iloc[0]
    assert row["units"] == len(total)
    assert row["group_size"] == pytest.approx(group.sum(), **EXACT)
    assert row["share"] == pytest.approx(100 * group.sum() / total.sum(), **EXACT)
    if len(total) < FEWEST:
        assert pd.isna(row["raw_index"])
        return
    assert row["raw_index"] == pytest.approx(dissimilarity(group, total), **EXACT)
    if share in WHOLE_PEOPLE:  # the report draws it, for the producer has disturbed small counts
        even = of_even_spread(group, total)
        assert row["raw_index_of_even_spread"] == pytest.approx(even, rel=0.08)
    assert row["lower"] <= row["index_without_chance"] <= row["upper"]


def test_area_types_hold_the_residents_of_their_areas(report: Report, shared: Path) -> None:
    people = people_of_2023(shared)
    key = keys(shared)
    own = key[key["Kommun"] == report.place.code]
    published = types(shared, 2023)
    kind = own["name"].map(published[~published.index.duplicated(keep=False)])
    assert kind.notna().all()
    expected = people[own.index].groupby(kind).sum()
    block = verbs.show_composition(report, verbs.measure_residents(report))
    found = data_of(block).query("place == 'own'").set_index("type")
    for number in range(1, 6):
        share = 100 * expected.get(number, 0) / expected.sum()
        assert found.loc[str(number), "people"] == expected.get(number, 0)
        assert found.loc[str(number), "share"] == pytest.approx(share, **EXACT)


@pytest.mark.parametrize(
    ("election", "indicator"),
    [("riksdag 2022", "turnout_riksdag"), ("kommun 2022", "turnout_municipal")],
)
def test_turnout_of_the_whole_municipality_counts_every_vote(
    report: Report, shared: Path, election: str, indicator: str
) -> None:
    counted = votes(shared, election).query(f"town == '{report.place.code}'")
    whole = 100 * counted["voted"].sum() / counted["entitled"].sum()
    standing = verbs.measure_standing(report, indicator)
    assert standing.of(indicator)["value"] == pytest.approx(whole, **EXACT)
    turnout = verbs.measure_turnout(report, indicator)
    words = verbs.show_turnout(report, turnout).alt
    assert f"{whole:.1f}".replace(".", ",") in words
    district = counted[counted["entitled"] > 0]
    shares = 100 * district["voted"] / district["entitled"]
    found = data_of(verbs.show_turnout(report, turnout)).dropna(subset="value")
    assert sorted(found["value"])[0] == pytest.approx(shares.min(), **EXACT)
    assert sorted(found["value"])[-1] >= shares.max() - 1e-9


def test_turnout_changed_by_what_the_two_counts_say(report: Report, shared: Path) -> None:
    now, then = (votes(shared, name).groupby("town").sum(numeric_only=True)
                 for name in ("riksdag 2022", "riksdag 2018"))  # fmt: skip
    shares = [100 * year["voted"] / year["entitled"] for year in (then, now)]
    code = report.place.code
    block = verbs.show_small_multiples(report, "turnout_riksdag", key="second")
    found = data_of(block).query("kind == 'own'") if "kind" in data_of(block) else data_of(block)
    values = found.sort_values("year")["value"].tolist()
    assert [values[0], values[-1]] == pytest.approx([year[code] for year in shares], **EXACT)


def test_a_strip_has_the_values_the_median_and_the_ends_of_all_municipalities(
    report: Report, shared: Path
) -> None:
    table = deso(shared, "000005MO")
    part = pd.DataFrame(
        {"high": table[[3, 4]].sum(axis=1), "known": table[[1, 2, 3, 4]].sum(axis=1)}
    )
    towns = part.groupby(part.index.str[:4]).sum()
    expected = 100 * towns["high"] / towns["known"]
    standing = verbs.measure_standing(report, "post_secondary_share")
    frame = standing.frame.set_index("municipality")["value"]
    pd.testing.assert_series_equal(
        frame.sort_index(), expected.sort_index(), check_names=False, check_dtype=False,
        check_index_type=False, rtol=1e-9,
    )  # fmt: skip
    told = standing.of("post_secondary_share")
    assert told["n"] == len(expected) == 290
    middle = expected.sort_values().iloc[144:146].mean()  # of two in the middle
    assert told["median"] == pytest.approx(middle, **EXACT)
    assert [told["lowest"], told["highest"]] == pytest.approx([expected.min(), expected.max()])
    rank = 1 + (expected > expected[report.place.code]).sum()
    assert told["rank_first"] <= rank <= told["rank_last"]


def information(table: np.ndarray) -> float:
    """Mutual information M of areas and groups, in nats."""
    p = table / table.sum()
    even = p.sum(axis=1, keepdims=True) * p.sum(axis=0, keepdims=True)
    held = p > 0
    return float((p[held] * np.log(p[held] / even[held])).sum())


def fitted(table: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """The table with the row and column sums of another one, who lives where kept."""
    wanted, table = margins / margins.sum(), table / table.sum()
    for _ in range(2_000):
        table = table * (wanted.sum(axis=1) / table.sum(axis=1))[:, None]
        table = table * (wanted.sum(axis=0) / table.sum(axis=0))[None, :]
    return table


def test_the_parts_of_a_change_are_those_of_two_fitted_tables(report: Report, shared: Path) -> None:
    first, last = (regso(shared, "deso_housing_tenure", year) for year in (2020, 2023))
    one, two = (
        np.column_stack([own["hyresrätt"], own["bostadsrätt"] + own["äganderätt"]]).astype(float)
        for own in (first[first["town"] == TOWNS[report.place.code]],
                    last[last["town"] == TOWNS[report.place.code]])
    )  # fmt: skip
    block = verbs.show_change_components(report, "rental_share")
    if len(one) < FEWEST:
        assert not hasattr(block, "data")
        return
    found = data_of(block).set_index("component")["estimate"]
    forth = information(fitted(two, one)) - information(one)
    back = information(two) - information(fitted(one, two))
    change = information(two) - information(one)
    assert found["change"] == pytest.approx(change, abs=1e-9)
    assert found["structure"] == pytest.approx((forth + back) / 2, abs=1e-9)
    rest = found["group_margin"] + found["unit_margin"]
    assert rest == pytest.approx(change - (forth + back) / 2, abs=1e-9)

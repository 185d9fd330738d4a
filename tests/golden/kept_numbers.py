"""Numbers of `analysis/` from tables by hand, whole: each column, end, reason and the order."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from segnb.analysis import (
    certainty,
    change_by_component,
    claims,
    index_estimates,
    multiple_testing,
    national_ranking,
    pairwise_tests,
    ranks,
    school_segregation,
    shares,
    spread_between_areas,
    sums,
    trends,
    turning_point,
)
from segnb.vocabulary.catalogue import Break

Named = Iterable[tuple[str, Any]]
FEW, MANY = np.arange(7), np.arange(12)


def with_ends(frame: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Values with uneven intervals; the third has none, the fifth no value, the last no width."""
    chance = np.random.default_rng(seed)
    down, up = chance.uniform(0.4, 2.9, (2, len(frame)))
    down[2] = up[2] = np.nan
    down[-1] = up[-1] = 0
    value = frame["value"].where(np.arange(len(frame)) != 4)
    return frame.assign(value=value, lower=value - down, upper=value + up)


def areas(shares_of: Iterable[float], year: int, place: str = "0101", level: str = "regso2020",
          **more: Any) -> pd.DataFrame:  # fmt: skip
    """Counts of two groups in areas of different sizes."""
    rows = [
        {"unit": f"{place}R{n:03d}", "year": year, "group": group, "count": round(part * people, 0)}
        for n, share in enumerate(shares_of)
        for people in [1300.0 + 170 * n]
        for group, part in (("x", share), ("rest", 1 - share))
    ]
    return pd.DataFrame(rows).assign(municipality=place, level=level, **more)


def of_ranks() -> Named:
    values = pd.DataFrame({"area": [f"a{n}" for n in MANY], "year": 2020 + MANY % 2,
                           "value": [9.1, 4.2, 3.3, 8.4, 1.5, 6.6, 6.6, 2.8, 2.8, 7.0, 5.0, 6.6],
                           "municipality": [f"m{n}" for n in MANY]})  # fmt: skip
    frame, bare = with_ends(values).sample(frac=1, random_state=2), values.assign(year=1)
    bare.loc[4, "value"] = np.nan
    whole = frame[frame["lower"].notna()]
    for rate in (0.05, 0.5):
        yield f"ranks at {rate}", ranks.ranks(whole, by=["year"], rate=rate)
        yield f"all at {rate}", ranks.ranks(whole, rate=rate)
    yield "with holes", ranks.ranks(frame)
    yield "full count", ranks.ranks(frame, full_count=True)
    yield "bare", ranks.ranks(bare, by=["year"])
    yield "bare, full count", ranks.ranks(bare, full_count=True)
    yield "none", ranks.ranks(frame[:0], by=["year"])
    groups = {"few": ["m0", "m2", "m5", "m7"], "itself": ["m5"], "nobody": ["m99"]}
    for place in ("m0", "m5", "m4", "m2", "m98"):
        yield f"standing {place}", ranks.standing(frame, place, groups)
    yield "standing, bare", ranks.standing(bare, "m3", groups, full_count=True)
    yield "pairs", pairwise_tests.pairs(frame)
    yield "together", pairwise_tests.ranks_together(frame)
    yield "together at a half", pairwise_tests.ranks_together(frame, rate=0.5)
    alike = whole.assign(value=5.0, lower=[4.0] * 5 + [5.0] * 5, upper=[7.0] * 4 + [5.0] * 6)
    yield "alike", pairwise_tests.pairs(alike)


def series() -> pd.DataFrame:
    """Two areas over years, with holes of several kinds and seldom years."""
    years = [2008, 2009, 2010, 2012, 2013, 2015, 2018, 2019, 2020]
    values = [11.0, 12.5, np.nan, 13.5, np.nan, 19.0, 18.0, np.nan, 24.0]
    statuses = ["ok", "ok", "missing", "ok", "not_applicable", "ok", "ok", "suppressed", "ok"]
    one = pd.DataFrame({"year": years, "value": values, "status": statuses})
    half = np.linspace(0.5, 1.7, len(years))
    one = one.assign(lower=one["value"] - half, upper=one["value"] + 2 * half,
                     lower80=one["value"] - half / 2, upper80=one["value"] + half)  # fmt: skip
    two = one.assign(level="deso2025", value=90 - 3 * one["value"], status="ok")
    seldom = pd.DataFrame({"year": range(2002, 2019, 4), "value": [5.0, 6, np.nan, 8, 9.5],
                           "status": ["ok", "ok", "suppressed", "ok", "ok"]})  # fmt: skip
    single = pd.DataFrame({"year": [2011], "value": [3.0], "status": ["ok"]})
    parts = [one.assign(level="deso2018", area="B"), two.assign(area="A"),
             seldom.assign(level="county", area="C"), single.assign(level="county", area="D"),
             seldom.assign(level="nation", area="E", value=np.nan)]  # fmt: skip
    return pd.concat(parts, ignore_index=True)[::-1]


def cut(year: int, *levels: str) -> Break:
    return Break(year=year, kind="definition", text={"sv": "ny", "en": "new"}, levels=levels)


def of_trends() -> Named:
    frame, breaks = series(), [cut(2010, "deso2025", "county"), cut(2018), cut(2030)]
    yield "segments", trends.segments(frame, breaks)
    yield "of levels", trends.segments(frame, breaks[:1], by=["area"])
    yield "of one", trends.segments(frame[frame["area"] == "B"], breaks, by=[])
    yield "without level", trends.segments(frame.drop(columns="level"), breaks[:1])
    yield "without breaks", trends.segments(frame)
    yield "change", trends.change(frame)
    yield "change by", trends.change(frame, breaks, by=["area"], shortest=2)
    yield "change since", trends.change(frame, breaks[:1], first=2012)
    yield "change of segments", trends.change(frame, breaks, every_segment=True)
    nameless = frame.assign(sex=frame["area"].map({"A": "women", "B": "men"}))
    yield "of no sex", trends.change(nameless, by=["sex", "level"])
    yield "holes", trends.holes(frame)
    yield "holes by", trends.holes(frame, by=["level"])
    yield "holes of one", trends.holes(frame[frame["area"] == "B"], by=[])
    yield "holes unnamed", trends.holes(frame.drop(columns="status"))
    yield "no holes", trends.holes(frame[:0])


def of_turns() -> Named:
    years = np.arange(2004, 2018)
    wave = 0.21 * np.sin(2.1 * years)
    lines = {
        "up_down": 10 + np.where(years < 2011, 1.1 * (years - 2011), 0.7 * (2011 - years)) + wave,
        "down_up": 30 - np.where(years < 2009, 0.9, -0.4) * (years - 2009) + 1.4 * wave,
        "slower": 20 + np.where(years < 2010, 1.2, 0.3) * (years - 2010) + wave,
        "straight": 40 + 0.5 * (years - 2004) + 2 * wave,
        "slow_waves": 15 + 2.2 * np.sin(0.4 * (years - 2004)) + wave,
    }
    frame = pd.concat([
        pd.DataFrame({"area": name, "year": years, "value": values, "level": "county"})
        for name, values in lines.items()
    ])  # fmt: skip
    frame.loc[(frame["area"] == "down_up") & (frame["year"] == 2012), "value"] = np.nan
    yield "turns", turning_point.turning_point(frame[::-1])
    yield "at a rate", turning_point.turning_point(frame, by=["area"], rate=0.4)
    yield "eight", turning_point.turning_point(frame[frame["year"] > 2009], [cut(1990)])
    yield "seven", turning_point.turning_point(frame, [cut(2011, "county")])
    yield "of one", turning_point.turning_point(frame[frame["area"] == "up_down"], by=[])
    yield "none", turning_point.turning_point(frame[:0], by=[])
    exact = frame[frame["area"] == "straight"].assign(value=lambda rows: rows["year"] * 0.5)
    yield "exact", turning_point.turning_point(exact)[["turn", "found", "reason"]]


APART, NEAR = (
    (0.05, 0.1, 0.15, 0.22, 0.3, 0.44, 0.6, 0.81),
    (0.2, 0.22, 0.25, 0.27, 0.3, 0.31, 0.35),
)


def of_indices() -> Named:
    frame = pd.concat([
        areas(APART, 2015), areas([s * 0.8 + 0.05 for s in APART], 2019),
        areas(NEAR, 2015, "0102"), areas([s + 0.1 * (s > 0.26) for s in NEAR], 2019, "0102"),
        areas(APART[:4], 2015, "0103"), areas(NEAR[:4], 2019, "0103"),
        areas(APART, 2024, level="regso2025"), areas(NEAR, 2017, "0104"),
    ], ignore_index=True)  # fmt: skip
    of = ("dissimilarity", "x")
    yield "change", trends.index_change(frame, *of, 2015, 2019)
    yield "change of long", trends.index_change(frame, *of, 2015, 2019, shortest=5)
    yield "change of few", trends.index_change(frame[:40], *of, 2015, 2019, breaks=[cut(2015)])
    yield "across", trends.index_change(frame, *of, 2015, 2019, breaks=[cut(2016)])
    yield "vintages", trends.index_change(frame, *of, 2019, 2024)
    yield "not held", trends.index_change(frame, *of, 2015, 2021)
    yield "indices", index_estimates.indices(frame, ["dissimilarity", "isolation"], "x",
                                             by=["municipality", "year"])  # fmt: skip
    yield "everywhere", national_ranking.indices_everywhere(frame, *of)
    found = national_ranking.indices_everywhere(
        frame[frame["year"] < 2024].assign(kind="k"), *of, by=["municipality", "year", "kind"]
    )
    yield "distribution", national_ranking.distribution(found)
    yield "of a level", national_ranking.distribution(found, by=["kind"])
    yield "changes", national_ranking.changes_everywhere(frame, *of, 2015, 2019)
    for first, last in ((2015, 2019), (2019, 2024), (2015, 2024)):
        yield f"parts {first}-{last}", change_by_component.change_by_component(frame, first, last)
    lost = frame[~((frame["unit"] == "0101R003") & (frame["year"] == 2015))]
    yield (
        "parts of groups",
        change_by_component.change_by_component(lost, 2015, 2019, ["x", "rest"], by="municipality"),
    )
    yield (
        "parts without one",
        change_by_component.change_by_component(lost.drop(columns="level"), 2015, 2019),
    )


def of_certainty() -> Named:
    part, people = [0.0, 0.003, 0.5, 0.97, 1.0, 0.4], [50, 400, 7, 60, 12, 0]
    yield "score", certainty.score_interval(part, people)
    yield "score at 80", certainty.score_interval(part, people, 0.8)
    one = with_ends(pd.DataFrame({"value": 10 + 1.7 * FEW}))
    two = with_ends(pd.DataFrame({"value": 12 + 0.9 * FEW}), 5)[::-1].assign(
        lower80=lambda rows: rows["value"] - 0.3, upper80=lambda rows: rows["value"] + 0.5
    )
    yield "difference", certainty.difference_of(one, two[:5])
    yield "nothing", certainty.difference_of(one[:2], one[:2])
    ends = pd.DataFrame({"estimate": [0.3, 0.05, -0.4, -0.06, 0.0, 0.3],
                         "lower": [0.05, 0.06, -3, -1, -1, -1],
                         "upper": [1, 1, -0.05, -0.06, 1, 1],
                         "lower80": [0.1, 0.1, -2, -1, -0.5, 0.06],
                         "upper80": [1, 1, -1, -0.07, 0.5, 1]})  # fmt: skip
    for threshold, decimals in ((0.0, 1), (0.3, 1), (0.0, 3), (-0.06, 2)):
        yield (
            f"word {threshold} {decimals}",
            (
                list(certainty.word(ends, threshold, decimals)),
                list(certainty.direction(ends, threshold, decimals)),
            ),
        )
    chance = np.random.default_rng(8)
    p = chance.uniform(0, 1, 24).round(2) ** 3
    found = pd.DataFrame({"p": p, "kind": list("aabbcd") * 4, "shared": [False, False, True] * 8})
    found.loc[5, "p"] = np.nan
    found = found.assign(lower=np.where(p < 0.001, 0.04, 0.2), upper=2.0)
    found.loc[7, ["lower", "upper"]] = np.nan
    for decimals in (1, 2):
        yield f"together {decimals}", multiple_testing.judge_together(found[:15], decimals=decimals)
    yield "at a rate", multiple_testing.judge_together(found[10:].drop(columns="kind"), rate=0.4)
    own = found[:2].drop(columns="shared")
    yield "of none", multiple_testing.judge_together(own.assign(p=[1.7, np.nan]))


def cells(rows: list[tuple], level: str = "deso2018") -> pd.DataFrame:
    """Observations from (area, year, group, value[, status])."""
    full = [(*row, "ok") if len(row) == 4 else row for row in rows]
    frame = pd.DataFrame(full, columns=["area", "year", "group", "value", "status"])
    return frame.assign(indicator="i", level=level, municipality=frame["area"].str[:4], sex="total")


def of_shares() -> Named:
    rows = cells([
        ("0101A", 2020, "x", 30.0), ("0101A", 2020, "y", 70.0), ("0101A", 2020, "z", 5.0),
        ("0101B", 2020, "x", np.nan, "suppressed"), ("0101B", 2020, "y", 20.0),
        ("0101B", 2020, "z", 2.0),
        ("0101C", 2020, "x", 4.0), ("0101C", 2020, "y", 0.0, "preliminary"),
        ("0101C", 2020, "z", 0.0),
        ("0102A", 2021, "x", 0.0), ("0102A", 2021, "y", 0.0), ("0102A", 2021, "z", 0.0),
        ("0102B", 2021, "x", 12.0), ("0102B", 2021, "z", 1.0),
        ("0102C", 2021, "x", 31.0), ("0102C", 2021, "y", 20.0), ("0102C", 2021, "z", 1.0),
        ("0102D", 2021, "x", 26.0), ("0102D", 2021, "y", 15.0), ("0102D", 2021, "z", 25.0),
        ("0102E", 2021, "x", 25.0), ("0102E", 2021, "y", 15.0), ("0102E", 2021, "z", 35.0),
        ("0102F", 2021, "x", 25.0), ("0102F", 2021, "y", 15.0), ("0102F", 2021, "z", 36.0),
        ("0102G", 2021, "x", np.nan, "missing"), ("0102G", 2021, "y", np.nan, "suppressed"),
        ("0102G", 2021, "z", 1.0), ("0201A", 2021, "x", 9.0), ("0201A", 2021, "y", 6.0),
        ("0201A", 2021, "z", np.nan, "not_applicable"), ("0201B", 2021, "x", 0.0),
        ("0201B", 2021, "y", 8.0), ("0201B", 2021, "z", 2.0),
    ])  # fmt: skip
    yield "share", shares.share(rows, ["x"], ["x", "y"])
    yield "of all", shares.share(rows, ["x", "-z"])
    yield "less", shares.share(rows, ["x", "-z"], ["y"])
    yield "several", shares.published_share(rows, ["x", "z"], "y", rounding=0.02)
    yield "one", shares.published_share(rows, "x", "y")
    yield "without base", shares.published_share(rows, "z")
    limits = {"x": "all", "y": "ci_low", "z": "ci_high"}
    given = rows.assign(group=rows["group"].map(limits))
    yield "interval", shares.published_interval(given)
    yield "rounded", shares.published_interval(given, rounding=0.01)
    found = shares.share(rows, ["x"], ["x", "y", "z"])
    yield "spread", spread_between_areas.spread(found)
    yield "spread of all", spread_between_areas.spread(found, by=["level"])
    for unplaced in (-3.0, 0.0, 2.0, 25.0, 900.0):
        yield f"evened {unplaced}", spread_between_areas.evened(found, unplaced)
    yield "evened, none", spread_between_areas.evened(found.assign(value=np.nan), 5.0)
    parents = {"0101A": "0101R1", "0101B": "0101R1", "0101C": "0101R2", "0102A": "0102R1",
               "0102B": "0102R1", "0102C": "0102R2", "0201A": "0201R1"}  # fmt: skip
    yield "regso", sums.to_level(rows, "regso2020", parents)
    wanted = pd.Series({"0101R1": 2, "0101R2": 2, "0102R1": 1})
    yield "whole regso", sums.to_level(rows, "regso2020", pd.Series(parents), areas=wanted)
    for level in ("municipality", "county", "nation"):
        yield level, sums.to_level(rows, level, areas=3)
    yield "own", sums.to_level(rows.drop(columns="level"), "own", {"0101A": "N", "0102C": "N"})
    yield "none", sums.to_level(rows[:0], "municipality")
    yield "counts", sums.unit_counts(rows, totals=["z"])
    yield "counts of", sums.unit_counts(rows.drop(columns="sex"), ["x", "z"])


def of_schools() -> Named:
    rows = [
        (f"{place}S{n}", year, "all", 120.0 + 31 * n)
        for place, number in (("0101", 8), ("0102", 7), ("0103", 5))
        for year in (2019, 2022)
        for n in range(number)
    ]
    pupils = cells(rows, "school")
    part = pupils.assign(value=[7.0 + 11 * n + (year > 2020) * 3 * (n > 3)
                                for area, year, *_ in rows for n in [int(area[-1])]])  # fmt: skip
    hidden = (part["area"].isin(["0102S5", "0102S6"])) | (part["area"] == "0101S1")
    part.loc[hidden & (part["year"] == 2022), ["value", "status"]] = [np.nan, "suppressed"]
    part = part[~((part["area"] == "0103S2") & (part["year"] == 2019))]
    yield "counts", school_segregation.school_counts(pupils, part)
    found = school_segregation.between_schools(pupils, part)
    yield "between", found
    yield (
        "one measure",
        school_segregation.between_schools(
            pupils[pupils["year"] == 2022],
            part,
            "dissimilarity",
            by=["municipality"],
            rounding=0.05,
        ),
    )
    homes = found.assign(
        estimate=found["estimate"] * 0.7 + 0.01, lower=found["lower"] * 0.6, reason=""
    )
    homes.loc[2, "reason"] = "few_areas"
    yield "against", school_segregation.against_homes(found, homes[1:])


def of_claims() -> Named:
    index = pd.DataFrame({"first": 2014, "last": 2024, "value_first": [0.2, 0.31, 0.4],
                          "value_last": [0.25, 0.29, 0.44], "estimate": [0.05, -0.02, 0.04],
                          "lower": [0.01, -0.03, -0.1], "upper": [0.09, -0.01, 0.2],
                          "certainty": ["certain", "certain", "likely"],
                          "direction": ["up", "down", "up"], "reason": ""})  # fmt: skip
    types = pd.DataFrame({"year": [2012, 2012, 2012, 2020, 2020], "type": list("12312"),
                          "areas_yearly": [3, 4, 90, 5, 8],
                          "areas_frozen": [2, 6, 70, 9, 12]})  # fmt: skip
    income = pd.DataFrame(
        {"measure": ["a", "b"], "value_first": [20.0, 0.0], "value_last": [26.0, 3.0]}
    )
    gaps = pd.DataFrame({"indicator": ["x", "y", "pre_secondary_share"],
                         "estimate": [9.0, -0.2, 31.0],
                         "lower": [6.0, -0.9, 25.0], "upper": [12.0, 0.8, 35.0], "reason": "",
                         "certainty": ["certain", "unknown", "certain"],
                         "against": False})  # fmt: skip
    grants = pd.DataFrame({"region": [60, 21], "kommun": [40, 8], "ideell_forening": [17, 2],
                           "stiftelse": [1, 1]})  # fmt: skip
    none = index.assign(reason=["few_areas", "break", ""], estimate=np.nan)
    cases = {
        "all": claims.Evidence(index, types, income, gaps, grants),
        "one": claims.Evidence(index[1:], types[:2], income[:1], gaps[:1], grants, 289),
        "first": claims.Evidence(index[:1], types[3:], income[1:], gaps[1:2], grants, 300),
        "unsure": claims.Evidence(index[::-1], types[:0], None, gaps[2:], grants[:0]),
        "turned": claims.Evidence(gaps=gaps[:1].assign(against=True)),
        "few": claims.Evidence(none, gaps=gaps.assign(certainty="unknown")),
        "empty": claims.Evidence(index[:0], gaps=gaps.assign(reason="one_type")),
        "nothing": claims.Evidence(),
    }
    for name, evidence in cases.items():
        yield (
            name,
            [
                (one.claim, one.verdict, one.definition, one.reason, dict(one.numbers))
                for one in claims.ledger(evidence)
            ],
        )


NUMBERS: dict[str, Callable[[], Named]] = {
    "numbers_of_ranks": of_ranks,
    "numbers_of_trends": of_trends,
    "numbers_of_turns": of_turns,
    "numbers_of_indices": of_indices,
    "numbers_of_certainty": of_certainty,
    "numbers_of_shares": of_shares,
    "numbers_of_schools": of_schools,
    "numbers_of_claims": of_claims,
}

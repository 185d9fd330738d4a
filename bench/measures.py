"""Measures at the size of the country, against PySAL, EquiPop and bare numpy, in one run."""

import subprocess
import sys
import tracemalloc
import warnings

import numpy as np
import pandas as pd

from bench import rivals
from bench.country import country
from bench.timing import Row, held, seconds, taken
from segnb import measures as m
from segnb.measures.groups import two_groups

NAME = "measures"
BY = ["municipality", "year"]
EIGHT = ("dissimilarity", "gini", "entropy_index", "isolation", "interaction", "eta_squared",
         "atkinson", "hutchens")  # fmt: skip
THREE = ("dissimilarity", "entropy_index", "gini")
K = (1600, 3200, 6400, 9600, 12800, 19200, 25600, 38400, 51200)
REACHES = (250.0, 500.0, 1000.0, 2000.0, 3000.0, 4000.0)
FIVE = {"q1": 0.1, "q2": 0.15, "q3": 0.2, "q4": 0.25, "q5": 0.3}


def two_group_measures(counts: pd.DataFrame, sample: tuple[int, int]) -> list[Row]:
    """Eight measures for every municipality and year."""
    places = len(counts[BY].drop_duplicates())
    ours = taken(lambda: m.indices(counts, EIGHT, "low", by=BY), runs=5)
    texts = counts.astype({"municipality": "str", "unit": "str", "group": "str"})
    from_texts = taken(lambda: m.indices(texts, EIGHT, "low", by=BY), runs=5)
    ready = two_groups(counts, "low", None, BY)
    arrays = ready.x, ready.t, ready.over.starts, ready.over.sizes
    bare = taken(lambda: rivals.bare_numpy(*arrays), runs=5)
    job = f"8 two-group measures, {places:,} municipality-years"
    rows = [
        Row(f"{job} (categories)", seconds(ours.cpu), f"bare numpy {seconds(bare.cpu)}",
            f"{ours.cpu / bare.cpu:.2f}× the time", "at most 3×", held(bare.cpu * 3, ours.cpu)),
        Row(f"{job} (texts)", seconds(from_texts.cpu), f"bare numpy {seconds(bare.cpu)}",
            f"{from_texts.cpu / bare.cpu:.2f}× the time", "at most 3×",
            held(bare.cpu * 3, from_texts.cpu)),
    ]  # fmt: skip
    chosen = rivals.sampled(counts, *sample)
    theirs = rivals.pysal_loop(chosen)
    scaled = theirs * places / len(chosen)
    rows.append(
        Row(job, seconds(ours.wall),
            f"PySAL in a loop {seconds(scaled)} (scaled from {len(chosen)} places: "
            f"{seconds(theirs)})",
            f"{scaled / ours.wall:,.0f}× faster", "1 000×", held(scaled / ours.wall, 1000))
    )  # fmt: skip
    return rows


def bootstrap_draws(counts: pd.DataFrame, draws: int, sample: tuple[int, int]) -> list[Row]:
    """Draws of D, H and Gini for all municipalities in one year."""
    last = counts[counts["year"] == counts["year"].max()]
    places = last["municipality"].nunique()
    ours = taken(lambda: m.bootstrap(last, THREE, "low", by=BY, draws=draws), runs=1)
    tracemalloc.start()
    m.bootstrap(last, THREE, "low", by=BY, draws=draws)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    theirs, size = rivals.pysal_inference(last, *sample)
    scaled = theirs * places / sample[0] * draws / sample[1]
    return [
        Row(f"{draws:,} bootstrap draws of D, H and Gini, {places} municipalities",
            seconds(ours.wall),
            f"PySAL {seconds(scaled)} (scaled from {sample[0]} municipalities of {size} areas in "
            f"all × {sample[1]} draws: {seconds(theirs)})",
            f"{scaled / ours.wall:,.0f}× faster", "500×", held(scaled / ours.wall, 500)),
        Row("… extra memory at its peak", f"{peak:.0f} MB", "", "", "under 100 MB",
            held(100, peak)),
    ]  # fmt: skip


def intervals(counts: pd.DataFrame) -> list[Row]:
    """Test inversion for the national comparison of a report; there is nothing to compare with."""
    last = counts[counts["year"] == counts["year"].max()]
    took = taken(lambda: m.intervals(last, "dissimilarity", "low", by=BY), runs=1)
    return [Row("intervals of D by test inversion, 399 draws a point, 290 municipalities",
                seconds(took.wall), "", "", "", "")]  # fmt: skip


def neighbours() -> list[Row]:
    """Shares among the k nearest people for the whole country."""
    counts = country([2025], groups=FIVE, coordinates=True)
    wide = counts.pivot_table(index=["unit", "x", "y"], columns="group", values="count",
                              aggfunc="sum", observed=True)  # fmt: skip
    n = wide.to_numpy(float)
    xy = wide.index.to_frame()[["x", "y"]].to_numpy(float)
    ours = taken(lambda: m.neighbour_shares(n, xy, K), runs=5)
    job = f"k-nearest-neighbour shares, {len(n):,} areas × {len(K)} scales × {n.shape[1]} groups"
    theirs = rivals.equipop_shares(n, xy, K, runs=5)
    if theirs is None:
        return [Row(job, seconds(ours.wall), "EquiPop: not installed", "", "1×", "")]
    ratio = theirs.wall / ours.wall
    return [Row(job, seconds(ours.wall), f"EquiPop {seconds(theirs.wall)}",
                f"{ratio:.2f}× faster", "1×", held(ratio, 1))]  # fmt: skip


def spatial_entropy() -> list[Row]:
    """Theil's H of local environments at six reaches."""
    rng = np.random.default_rng(1)
    xy = rng.uniform(0, 12_000, (550, 2))
    n = rng.multinomial(1750, [0.1, 0.2, 0.3, 0.4], 550).astype(float)
    units = np.arange(550)
    counts = pd.DataFrame(
        {
            "unit": np.repeat(units, 4),
            "group": np.tile(list("abcd"), 550),
            "count": n.ravel(),
        }
    )
    places = pd.DataFrame({"unit": units, "x": xy[:, 0], "y": xy[:, 1]})
    ours = taken(lambda: m.spatial_indices(counts, places, REACHES), runs=5)
    theirs = rivals.pysal_profile(n, xy, REACHES, runs=3)
    ratio = theirs.wall / ours.wall
    return [Row(f"spatial H (ours: D and R as well) at {len(REACHES)} scales, 550 areas",
                seconds(ours.wall), f"PySAL {seconds(theirs.wall)}", f"{ratio:.1f}× faster",
                "3×", held(ratio, 3))]  # fmt: skip


def growth(most: int) -> list[Row]:
    """The same measures for 1, 10 and 100 years of the country."""
    counts = country(range(1926, 1926 + most))
    rows, first = [], 0.0
    for years in (1, 10, 100):
        if years > most:
            break
        part = counts[counts["year"] < 1926 + years]
        took = taken(lambda part=part: m.indices(part, EIGHT, "low", by=BY), runs=3).cpu
        first = first or took
        rows.append(
            Row(f"8 two-group measures, 290 × {years} municipality-years", seconds(took), "",
                f"{took / first:.1f}× the time of one year", f"about {years}× or less",
                held(1.5 * years, took / first))
        )  # fmt: skip
    return rows


def import_cost(runs: int) -> list[Row]:
    """CPU that the import adds to that of pandas."""
    code = (
        "import time; import pandas; a = time.process_time(); import segnb.measures, sys; "
        "print(time.process_time() - a, 'geopandas' in sys.modules, 'matplotlib' in sys.modules)"
    )
    answers = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        .stdout.split()
        for _ in range(runs)
    ]  # fmt: skip
    cost = min(float(answer[0]) for answer in answers)
    light = all(answer[1:] == ["False", "False"] for answer in answers)
    return [
        Row("import segnb.measures, over import pandas", seconds(cost), "", "", "under 0.15 s",
            held(0.15, cost)),
        Row("… without geopandas and matplotlib", "yes" if light else "no", "", "", "yes",
            held(light, 1)),
    ]  # fmt: skip


def rows(quick: bool) -> list[Row]:
    """Every job, once; a quick run takes fewer years, draws and places."""
    counts = country(range(2016, 2026) if quick else range(1996, 2026))
    draws = 200 if quick else 1000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySAL's and numba's own
        return [
            *two_group_measures(counts, (2, 5) if quick else (5, 30)),
            *bootstrap_draws(counts, draws, (2, 10) if quick else (3, 50)),
            *intervals(counts),
            *neighbours(),
            *spatial_entropy(),
            *growth(10 if quick else 100),
            *import_cost(3 if quick else 5),
        ]

"""What segnb is measured against: bare numpy, PySAL's classes, EquiPop."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import numpy as np
import pandas as pd

from bench.timing import Taken, taken

PYSAL = ("Dissim", "Gini", "Entropy", "Isolation", "Interaction", "CorrelationR", "Atkinson")


@contextmanager
def quiet() -> Iterator[None]:
    """Progress bars and reports of others stay out of the table."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


def bare_numpy(x: np.ndarray, t: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> tuple:
    """The eight measures on arrays that are already sorted by place."""
    place = np.repeat(np.arange(sizes.size), sizes)
    y, p = t - x, x / t
    X, T = np.add.reduceat(x, starts), np.add.reduceat(t, starts)
    Y, P = T - X, X / T
    D = np.add.reduceat(np.abs(x / X[place] - y / Y[place]), starts) / 2
    order = np.lexsort((p, place))
    xs, ys = x[order], y[order]
    xb, yb = np.cumsum(xs) - xs, np.cumsum(ys) - ys
    xb, yb = xb - xb[starts][place], yb - yb[starts][place]
    G = np.add.reduceat(xs * yb - ys * xb, starts) / (X * Y)
    with np.errstate(invalid="ignore", divide="ignore"):
        e = -(np.where(p > 0, p * np.log(p), 0) + np.where(p < 1, (1 - p) * np.log(1 - p), 0))
    E = -(P * np.log(P) + (1 - P) * np.log(1 - P))
    H = 1 - np.add.reduceat(t * e, starts) / (T * E)
    isolation = np.add.reduceat(x * p, starts) / X
    eta = (isolation - P) / (1 - P)
    A = 1 - P / (1 - P) * (np.add.reduceat(np.sqrt((1 - p) * p) * t, starts) / (P * T)) ** 2
    S = 1 - np.add.reduceat(np.sqrt(x * y), starts) / np.sqrt(X * Y)
    return D, G, H, isolation, 1 - isolation, eta, A, S


def sampled(counts: pd.DataFrame, municipalities: int, years: int) -> list:
    """GeoDataFrames of evenly chosen municipalities in the last years, ready for PySAL."""
    codes = counts["municipality"].unique()
    chosen = codes[np.linspace(0, len(codes) - 1, municipalities).astype(int)]
    last = sorted(counts["year"].unique())[-years:]
    part = counts[counts["municipality"].isin(chosen) & counts["year"].isin(last)]
    return [geo(place) for _, place in part.groupby(["municipality", "year"], observed=True)]


def geo(place: pd.DataFrame):
    """Areas of one place with the group and the total, as PySAL takes them."""
    import geopandas

    wide = place.pivot_table(index="unit", columns="group", values="count", observed=True)
    frame = pd.DataFrame({"x": wide["low"].to_numpy(), "t": wide.sum(axis=1).to_numpy()})
    points = geopandas.points_from_xy(np.arange(len(frame)), np.zeros(len(frame)))
    return geopandas.GeoDataFrame(frame, geometry=points, crs=3006)


def pysal_loop(places: list) -> float:
    """Seconds of PySAL's classes, one place and one measure at a time."""
    from segregation import singlegroup

    classes = [getattr(singlegroup, name) for name in PYSAL]

    def work(chosen: list) -> None:
        for place in chosen:
            for index in classes:
                index(place, group_pop_var="x", total_pop_var="t")

    work(places[:1])  # compiled once, outside the time
    return taken(lambda: work(places), runs=1).wall


def pysal_inference(counts: pd.DataFrame, municipalities: int, draws: int) -> tuple[float, int]:
    """Seconds of PySAL's bootstrap of D, H and Gini, and the number of areas drawn."""
    from segregation.inference import SingleValueTest
    from segregation.singlegroup import Dissim, Entropy, Gini

    places = sampled(counts, municipalities, 1)

    def work(number: int) -> None:
        for place in places:
            for index in (Dissim, Entropy, Gini):
                fitted = index(place, group_pop_var="x", total_pop_var="t")
                SingleValueTest(
                    fitted, iterations_under_null=number, null_approach="bootstrap", n_jobs=1
                )

    with quiet():
        work(2)
        return taken(lambda: work(draws), runs=1).wall, sum(map(len, places))


def pysal_profile(n: np.ndarray, xy: np.ndarray, reaches: tuple[float, ...], runs: int) -> Taken:
    """Theil's H at several distances by PySAL."""
    import geopandas
    from segregation.dynamics import compute_multiscalar_profile
    from segregation.multigroup import MultiInfoTheory

    groups = [f"g{k}" for k in range(n.shape[1])]
    points = geopandas.points_from_xy(xy[:, 0], xy[:, 1])
    frame = geopandas.GeoDataFrame(dict(zip(groups, n.T, strict=True)), geometry=points, crs=3006)

    def work() -> None:
        compute_multiscalar_profile(
            frame, segregation_index=MultiInfoTheory, distances=list(reaches), groups=groups
        )

    with quiet():
        return taken(work, runs=runs)


def equipop_shares(n: np.ndarray, xy: np.ndarray, k: tuple[int, ...], runs: int) -> Taken | None:
    """Shares among the k nearest by EquiPop, its cells already built; None if not installed."""
    try:
        from equipop import build_cells, run_knn_counts
    except ImportError:
        return None
    names = [f"g{group}" for group in range(n.shape[1])]
    lines = pd.DataFrame(
        {
            "e": np.repeat(xy[:, 0], n.shape[1]),
            "n": np.repeat(xy[:, 1], n.shape[1]),
            "people": n.ravel(),
            **{name: np.tile(np.eye(n.shape[1])[i], len(n)) for i, name in enumerate(names)},
        }
    )
    lines = lines[lines["people"] > 0]
    with quiet():
        cells = build_cells(lines, "e", "n", binary_vars=names, unit_size=1.0, weights="people")
        return taken(lambda: run_knn_counts(cells, k_values=list(k), report=False), runs=runs)

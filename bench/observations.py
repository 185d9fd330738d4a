"""Tables of observations of any size, for tests and benchmarks of the store."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from bench.country import AREAS, area_codes

Texts = pd.api.extensions.ExtensionArray

SEED = 20260102
LEVEL, SNAPSHOT = "deso2018", "0" * 64
FIRST_YEAR, YEARS = 1994, 30
GROUPS = ("a", "b", "c", "d", "e")
SUPPRESSED = 0.01  # share of the cells
ROWS_OF_AN_INDICATOR = AREAS * YEARS * len(GROUPS)


def observation_table(rows: int, seed: int = SEED) -> pd.DataFrame:
    """Synthetic observations in the shape of the one table, each key once.

    Parameters
    ----------
    rows
        Number of rows.
    seed
        The same seed gives the same rows, and a longer table begins with a shorter one.

    Notes
    -----
    Areas change fastest, then groups, years and indicators (`synthetic_0`, `synthetic_1`, …, of
    897 600 rows each). Twenty million rows take some gigabytes: use `observation_chunks`.

    Examples
    --------
    >>> observation_table(6000)["indicator"].unique().tolist()
    ['synthetic_0']
    """
    parts = list(observation_chunks(rows, seed))
    return pd.concat(parts, ignore_index=True) if parts else _chunk(0, 0, seed)


def observation_chunks(rows: int, seed: int = SEED) -> Iterator[pd.DataFrame]:
    """The rows of `observation_table`, one indicator at a time."""
    for number, start in enumerate(range(0, rows, ROWS_OF_AN_INDICATOR)):
        yield _chunk(number, min(ROWS_OF_AN_INDICATOR, rows - start), seed)


def _chunk(number: int, rows: int, seed: int) -> pd.DataFrame:
    """First rows of one indicator."""
    rng = np.random.default_rng([seed, number])
    value = rng.poisson(400, ROWS_OF_AN_INDICATOR).astype("float64")[:rows]
    hidden = rng.random(ROWS_OF_AN_INDICATOR)[:rows] < SUPPRESSED
    place = np.arange(rows)
    return pd.DataFrame(
        {
            "indicator": _one(f"synthetic_{number}", rows),
            "level": _one(LEVEL, rows),
            "area": pd.array(area_codes(), dtype="str").take(place % AREAS),
            "municipality": pd.array(area_codes().astype("U4"), dtype="str").take(place % AREAS),
            "year": (FIRST_YEAR + place // (AREAS * len(GROUPS))).astype("int16"),
            "sex": _one("total", rows),
            "group": pd.array(list(GROUPS), dtype="str").take(place // AREAS % len(GROUPS)),
            "value": np.where(hidden, np.nan, value),
            "status": pd.array(["ok", "suppressed"], dtype="str").take(hidden.astype("intp")),
            "snapshot": _one(SNAPSHOT, rows),
        }
    )


def _one(text: str, rows: int) -> "pd.api.extensions.ExtensionArray":
    return pd.array([text], dtype="str").take(np.zeros(rows, dtype="intp"))

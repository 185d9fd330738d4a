"""Whether an answer can be: its values held against those that are held.

What is found here is held back and told, not stored; `--accept` takes it. Areas and groups are
missed only where the same request had them before: a fetch of one municipality lacks no other.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from segnb.store.observation_schema import INTERVAL, KEY

FEWEST = 5  # values; fewer may be odd by themselves
OTHER_SIZE = 20.0  # times: units differ by 100 or 1 000, a year from the next by far less
FEWEST_LEFT = 0.5  # of the areas that were there before
Check = Callable[[pd.DataFrame, pd.DataFrame], str]


def doubts(
    rows: pd.DataFrame, held: pd.DataFrame, earlier: pd.DataFrame, *, is_count: bool = False
) -> list[str]:
    """What speaks against the values of one indicator, each as a phrase.

    Parameters
    ----------
    rows
        Observations that have come in.
    held
        Those of the same indicator in the store.
    earlier
        Those of them that came from the last answers to the same requests.
    is_count
        Whether it counts people or things, of which there are never fewer than none.
    """
    found = [check(rows, held) for check in AGAINST_HELD]
    found += [check(rows, earlier) for check in AGAINST_EARLIER]
    lowest = rows["value"].min()
    if is_count and lowest < 0:
        found.insert(0, f"it counts less than none (such as {lowest:g})")
    return [phrase for phrase in found if phrase]


def _meeting(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Values of the same place, year and group, held (`value_held`) and come in (`value`)."""
    return rows.merge(held, on=KEY, suffixes=("", "_held"))


def _without_values(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    both = _meeting(rows, held)
    before = both["value_held"].notna()
    if before.sum() < FEWEST or rows["value"].notna().any():
        return ""
    return f"none of its {len(rows):,} values is given, where {int(before.sum()):,} were"


def _zeros(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    values = rows["value"].dropna()
    if len(values) < FEWEST or (values != 0).any():
        return ""
    before = _meeting(rows, held)["value_held"].dropna()
    if (before.empty and len(held)) or (len(before) and (before == 0).all()):
        return ""
    return f"all its {len(values):,} values are 0"


def _negative(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    lowest = rows["value"].min()
    usual = held["value"].dropna()
    if not lowest < 0 or usual.empty or usual.min() < 0:
        return ""
    return f"it has negative values (such as {lowest:g}), which it never had"


def _other_size(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    both = _meeting(rows[~rows["group"].isin(INTERVAL)], held)
    both = both[(both["value"] > 0) & (both["value_held"] > 0)]
    if len(both) < FEWEST:
        return ""
    times = float(np.median(both["value"] / both["value_held"]))
    if 1 / OTHER_SIZE < times < OTHER_SIZE:
        return ""
    return f"its values are {times:.4g} times those that are held"


def _no_total(rows: pd.DataFrame, earlier: pd.DataFrame) -> str:
    """A total of the sexes, or a group, that was there before and is not now."""
    if "total" in set(earlier["sex"]) and "total" not in set(rows["sex"]):
        return "it has no total of women and men any more"
    gone = sorted(set(earlier["group"]) - set(rows["group"]))
    return f"it has no {' and no '.join(gone[:3])} any more" if gone else ""


def _half_the_areas(rows: pd.DataFrame, earlier: pd.DataFrame) -> str:
    expected, came = (len(part[["level", "area"]].drop_duplicates()) for part in (earlier, rows))
    if came >= FEWEST_LEFT * expected:
        return ""
    return f"it has {came:,} of the {expected:,} areas that the same request gave before"


AGAINST_HELD: tuple[Check, ...] = (_without_values, _zeros, _negative, _other_size)
AGAINST_EARLIER: tuple[Check, ...] = (_no_total, _half_the_areas)

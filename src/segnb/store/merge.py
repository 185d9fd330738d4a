"""What happens when new rows meet held ones: new, same, revised, older, or another definition."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.store.observation_schema import ORDER, check_observations, key_codes, with_same_codes

# Kolada sends the same value with six decimals or with fifteen.
ROUNDING = 2e-6
# A definition has changed where nearly every overlapping value differs, and either by so much
# that the unit must be another, or by one and the same factor (a new base year of prices).
FEWEST_ROWS = 5
NEARLY_ALL = 0.9
OTHER_UNIT = 1.5
SAME_FACTOR = 0.02
NOTICEABLE = 0.005
MOST = 0.5
_SORTED = [*ORDER, "indicator"]  # the key, in the order in which rows are stored


@dataclass(frozen=True)
class Change:
    """What a write changed, in rows.

    Attributes
    ----------
    new, same, revised
        Rows that were not held; that were held with this value; whose value is now another.
    superseded
        Rows that were left because a newer snapshot holds a value.
    replaced_definition
        Held rows given up because a newer snapshot measures the thing in another way.
    definitions
        Indicators whose definition differs between snapshots, so that the series are not joined.
    """

    new: int = 0
    same: int = 0
    revised: int = 0
    superseded: int = 0
    replaced_definition: int = 0
    definitions: tuple[str, ...] = ()

    def __add__(self, other: "Change") -> "Change":
        numbers = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
            if field.name != "definitions"
        }
        both = tuple(sorted({*self.definitions, *other.definitions}))
        return Change(**numbers, definitions=both)

    @property
    def changed(self) -> bool:
        """Whether the store now says anything that it did not say before."""
        return bool(self.new or self.revised or self.replaced_definition)


def merge(
    held: pd.DataFrame, incoming: pd.DataFrame, age: dict[str, int], *, cut: bool = False
) -> tuple[pd.DataFrame, Change]:
    """Rows of one indicator after new ones have come in, sorted as they are stored.

    Parameters
    ----------
    held, incoming
        Rows in the shape of the one table; those that come in are of one snapshot, or of
        the several in which one table was fetched.
    age
        Place of each snapshot in the order of age; the newest holds.
    cut
        Whether the producer has redefined the indicator, so that older rows are given up if most
        of the values that meet differ.
    """
    kept, taken = (rows.assign(age=_ages(rows, age)) for rows in with_same_codes(held, incoming))
    codes = key_codes(pd.concat([kept[ORDER], taken[ORDER]]), ORDER)
    mine, theirs = codes[: len(held)], codes[len(held) :]
    both = _overlap(kept, taken, mine, theirs)
    cut = cut and _mostly_other(both[both["older"]])
    given_up = kept["level"].isin(changed_definitions(both[both["older"]])) | cut
    given_up &= kept["age"] < taken["age"].min()
    outdated = taken["level"].isin(changed_definitions(both[~both["older"]]))
    changed = bool(given_up.any() or outdated.any())
    if changed:
        kept, taken = kept[~given_up], taken[~outdated]
        mine, theirs = mine[~given_up.to_numpy()], theirs[~outdated.to_numpy()]
        both = _overlap(kept, taken, mine, theirs)
    same = _same(both)
    change = Change(
        new=len(taken) - len(both),
        same=int(same.sum()),
        revised=int((~same & both["older"]).sum()),
        superseded=int((~same & ~both["older"]).sum() + outdated.sum()),
        replaced_definition=int(given_up.sum()),
        definitions=tuple(incoming["indicator"].unique()) if changed else (),
    )
    if not changed and len(both) == len(taken) and _says_nothing(both):
        return held, change
    merged = _newest(pd.concat([kept, taken]), np.concatenate([mine, theirs]))
    return merged.drop(columns="age"), change


def _overlap(
    held: pd.DataFrame,
    incoming: pd.DataFrame,
    mine: NDArray[np.int64],
    theirs: NDArray[np.int64],
) -> pd.DataFrame:
    """Rows that are held and come in; `older` says whether what is held is not the newer one.

    Parameters
    ----------
    mine, theirs
        Codes of the keys of the held rows, and of those that come in.
    """
    at = pd.Index(mine).get_indexer(pd.Index(theirs))
    told = ["value", "status", "age"]
    both = incoming.loc[at >= 0, ["level", "group", *told]].reset_index(drop=True)
    old = held[told].iloc[at[at >= 0]].reset_index(drop=True).add_suffix("_held")
    return both.join(old).assign(older=old["age_held"] <= both["age"])


def _says_nothing(both: pd.DataFrame) -> bool:
    """Whether each row that comes in is of an older snapshot, or is held as it is."""
    value = (both["value"] == both["value_held"]) | (
        both["value"].isna() & both["value_held"].isna()
    )
    alike = value & (both["status"] == both["status_held"]) & (both["age"] == both["age_held"])
    return bool((~both["older"] | alike).all())


def _ages(rows: pd.DataFrame, age: dict[str, int]) -> NDArray[np.int64]:
    """Place of the snapshot of each row in the order of age; few are looked up for many rows."""
    codes, hashes = pd.factorize(rows["snapshot"])
    return np.array([age[sha] for sha in hashes], dtype=np.int64)[codes]


def _mostly_other(both: pd.DataFrame) -> bool:
    """Whether most of the values that meet differ: words may be mended and nothing else."""
    values = both[both["value_held"].notna() & both["value"].notna()]
    far = (values["value"] - values["value_held"]).abs() > NOTICEABLE * values["value_held"].abs()
    return float(far.mean()) > MOST


def _same(both: pd.DataFrame) -> pd.Series:
    close = np.isclose(both["value_held"], both["value"], rtol=1e-9, atol=ROUNDING, equal_nan=True)
    return pd.Series(close) & (both["status_held"] == both["status"])


def changed_definitions(both: pd.DataFrame) -> set[str]:
    """Levels at which held and incoming rows measure different things.

    Parameters
    ----------
    both
        Overlapping rows with `value_held` and `value`.
    """
    rows = both[(both["value_held"] > 0) & (both["value"] > 0)]
    ratio = rows["value"] / rows["value_held"]
    if not ((ratio - 1).abs() > NOTICEABLE).any():
        return set()
    factors = ratio.groupby([rows["level"], rows["group"]], observed=True)
    return {str(level) for (level, _), one in factors if _is_other_measure(one.to_numpy())}


def _is_other_measure(factors: np.ndarray) -> bool:
    if len(factors) < FEWEST_ROWS or np.mean(np.abs(factors - 1) > NOTICEABLE) < NEARLY_ALL:
        return False
    middle = float(np.median(factors))
    low, high = np.quantile(factors, [0.25, 0.75])
    other_unit = not 1 / OTHER_UNIT < middle < OTHER_UNIT
    return other_unit or bool((high - low) / middle < SAME_FACTOR)


def _newest(rows: pd.DataFrame, codes: NDArray[np.int64]) -> pd.DataFrame:
    """One row a key, of the newest snapshot (`age`) that has it, sorted as they are stored."""
    order = np.lexsort((rows["age"], codes))
    last = np.append(np.diff(codes[order]) != 0, True) if len(order) else order.astype(bool)
    return rows.iloc[order[last]].reset_index(drop=True)


def check_parts(rows: pd.DataFrame, age: dict[str, int]) -> pd.DataFrame:
    """Rows of several snapshots, each checked by itself; the newest holds where they meet."""
    parts = [check_observations(part) for _, part in rows.groupby("snapshot", observed=True)]
    if len(parts) < 2:
        return parts[0] if parts else rows
    every = pd.concat(parts)
    newest = _newest(every.assign(age=_ages(every, age)), key_codes(every, _SORTED))
    return newest.drop(columns="age")

"""Codes of two vintages over the same atoms, and the places where borders were moved."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CHANGED_ON = "2025-01-01"
_ATOMS_OF = {"split": 2, "merge": 2, "transfer": 3}


def coded(atoms: pd.DataFrame, changes: Sequence[str]) -> pd.DataFrame:
    """Atoms with the codes of DeSO, RegSO and electoral districts, each in two vintages.

    Atoms between which a border was moved are alike: `kin` is the row of the first of them.

    Parameters
    ----------
    atoms
        Atoms of one municipality with `municipality`, `quarter` (number of the RegSO), `middle`
        (km from the middle), `position`, `x` and `y`.
    changes
        What differs in 2025: `split` (one area becomes two new), `merge` (two become one new) or
        `transfer` (a part goes to a neighbour, and both keep their codes).
    """
    old, new = _deso(atoms), _deso(atoms)
    prefix = atoms["municipality"].iloc[0]
    touched = _neighbours(atoms, changes)
    kin = np.arange(len(atoms))
    for number, (kind, group) in enumerate(zip(changes, touched, strict=True)):
        kin[group] = group[0]
        fresh = [f"{old[group[0]][:5]}{901 + 2 * number + extra}0" for extra in (0, 1)]
        if kind == "split":
            old[group[1]], new[group] = old[group[0]], fresh
        elif kind == "merge":
            new[group] = fresh[0]
        else:
            old[group[1]], new[group[1]] = old[group[0]], old[group[2]]
    quarter = np.array([f"{prefix}R{number + 1:03d}" for number in atoms["quarter"]], dtype=object)
    later = _one_moved(atoms, quarter, np.concatenate([[], *touched]))
    frame = atoms.assign(deso2018=old, deso2025=new, regso2020=quarter, regso2025=later)
    for district, area in (("district2018", "deso2018"), ("district2022", "deso2025")):
        frame[district] = [f"{prefix}{serial + 1:04d}" for serial in pd.factorize(frame[area])[0]]
    alike = ["position", "urban", "growth"]  # else moving a border would move the segregation
    frame[alike] = frame[alike].to_numpy()[kin]
    return frame.assign(kin=kin)


def changed_areas(atoms: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    """Log of changed borders: `from_area` and `to_area` of every area that was touched."""
    pairs = atoms[[old, new]].drop_duplicates()
    several = pairs[old].duplicated(keep=False) | pairs[new].duplicated(keep=False)
    log = pairs[several | (pairs[old] != pairs[new])]
    return log.set_axis(["from_area", "to_area"], axis=1).reset_index(drop=True)


def _deso(atoms: pd.DataFrame) -> NDArray[np.object_]:
    """Codes by kind of place: C in the town, B in built-up places, A elsewhere."""
    letter = pd.Series(np.select([atoms["middle"] < 4.2, atoms["middle"] < 8], ["C", "B"], "A"))
    serial = letter.groupby(letter).cumcount() + 1
    start = atoms["municipality"].to_numpy() + letter
    return (start + serial.map("{:03d}0".format)).to_numpy(dtype=object)


def _neighbours(atoms: pd.DataFrame, changes: Sequence[str]) -> list[NDArray[np.intp]]:
    """Atoms that each change touches: near each other, in one RegSO, each used once."""
    points = atoms[["x", "y"]].to_numpy()
    free = np.ones(len(atoms), dtype=bool)
    found = []
    for number, kind in enumerate(changes):
        first = (number + 1) * len(atoms) // (len(changes) + 2)
        for seed in np.roll(np.arange(len(atoms)), -first):
            alike = free & (atoms["quarter"] == atoms["quarter"].iloc[seed]).to_numpy()
            if free[seed] and alike.sum() >= _ATOMS_OF[kind]:
                away = np.linalg.norm(points - points[seed], axis=1)
                group = np.argsort(np.where(alike, away, np.inf), kind="stable")[: _ATOMS_OF[kind]]
                break
        free[group] = False
        found.append(group)
    return found


def _one_moved(
    atoms: pd.DataFrame, quarter: NDArray[np.object_], touched: NDArray[np.float64]
) -> NDArray[np.object_]:
    """RegSO of 2025: where DeSO changed, one whole DeSO also moved to the next RegSO."""
    if not len(touched):
        return quarter
    points = atoms[["x", "y"]].to_numpy()
    away = np.linalg.norm(points[:, None] - points[None], axis=2)
    away[quarter[:, None] == quarter[None]] = np.inf
    sizes = atoms.groupby("quarter")["quarter"].transform("size").to_numpy()
    away[(sizes < 3) | np.isin(np.arange(len(atoms)), touched)] = np.inf
    mover, other = np.unravel_index(away.argmin(), away.shape)
    later = quarter.copy()
    later[mover] = quarter[other]
    return later

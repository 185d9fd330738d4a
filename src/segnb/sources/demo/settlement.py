"""The places of the demonstration: municipalities, and the atoms that their areas are made of.

An atom is a piece of land that every vintage keeps whole. DeSO and RegSO of both vintages are sums
of atoms, so that a year's statistics can stand on the vintage that is valid for that year.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.sources.demo.vintages import coded
from segnb.vocabulary.areas import demo_municipalities
from segnb.vocabulary.strict_yaml import load_file

SEED = 9901
Floats = NDArray[np.float64]

TABLES = load_file("sources.demo", "tables.yml")
CORE: dict[str, tuple[int, int]] = TABLES["core"]
MIDDLES: dict[str, tuple[float, float, float]] = TABLES["middles"]


@dataclass(frozen=True)
class Settlement:
    """Municipalities (one row each, by code) and atoms (sorted by municipality).

    Atoms have `municipality`, `place` (row of the municipality), the codes `deso2018`,
    `deso2025`, `regso2020`, `regso2025`, `district2018`, `district2022`, `position` on the scale
    of means, `urban` (houses to blocks of flats), `people`, `growth` a year, `x`, `y` in km, and
    `kin`, the row of the first of those atoms that are alike because a border was moved.
    """

    municipalities: pd.DataFrame
    atoms: pd.DataFrame

    @property
    def starts(self) -> NDArray[np.intp]:
        """First atom of each municipality."""
        return np.searchsorted(self.atoms["place"], np.arange(len(self.municipalities)))


@cache
def settlement() -> Settlement:
    """The forty places and their areas, always the same."""
    towns = _towns()
    parts = [_atoms(town, place) for place, town in enumerate(towns.to_dict("records"))]
    atoms = pd.concat(parts, ignore_index=True)
    atoms["kin"] += np.searchsorted(atoms["place"], atoms["place"])
    return Settlement(towns, atoms)


def _towns() -> pd.DataFrame:
    towns = demo_municipalities().sort_values("code", ignore_index=True)
    rng = np.random.default_rng(SEED)
    size = towns["skr_group"].map(TABLES["deso_in_group"]) * rng.uniform(0.75, 1.3, len(towns))
    towns["deso"] = size.round().astype(int)
    regso = (towns["deso"] / rng.uniform(1.2, 2.4, len(towns))).round().astype(int)
    towns["regso"] = regso.clip(lower=2)
    towns["prosperity"] = rng.normal(0, 0.16, len(towns)).round(3)
    for code, (deso, regso) in CORE.items():
        towns.loc[towns["code"] == code, ["deso", "regso"]] = deso, regso
    towns.loc[towns["code"] == "9901", "prosperity"] = 0.08
    return towns


def _atoms(town: dict, place: int) -> pd.DataFrame:
    rng = np.random.default_rng([SEED, place])
    changes = TABLES["changes"].get(town["code"], ())
    number = town["deso"] + sum(kind in ("split", "transfer") for kind in changes)
    atoms = _land(town["code"], number, rng)
    atoms["quarter"] = _quarters(atoms[["x", "y"]].to_numpy(), town["regso"])
    atoms["position"] = _positions(atoms, town["code"], rng)
    outskirts = atoms["middle"].rank() / number
    lean = _standard(-1.3 * outskirts - 0.35 * atoms["position"])
    atoms["urban"] = lean + rng.normal(0, 0.5, number)
    atoms["people"] = 1700 * rng.gamma(30, 1 / 30, number)
    atoms["growth"] = rng.normal(0.004, 0.006, number) + 0.004 * (town["deso"] > 30)
    atoms.insert(0, "municipality", town["code"])
    atoms.insert(1, "place", place)
    return coded(atoms, changes).drop(columns=["quarter", "middle"])


def _land(code: str, number: int, rng: np.random.Generator) -> pd.DataFrame:
    """Points round a middle, densest there; a spiral keeps them apart."""
    east, north, reach = MIDDLES.get(code, (0.0, 0.0, 10.0))
    serial = np.arange(number) + 0.5
    radius = reach * (serial / number) ** 1.15 * rng.uniform(0.88, 1.12, number)
    angle = serial * np.pi * (3 - np.sqrt(5)) + rng.normal(0, 0.18, number)
    x, y = east + radius * np.cos(angle), north + radius * np.sin(angle)
    shore = shoreline(y) - 0.25
    return pd.DataFrame({"x": np.where(x > shore, 2 * shore - x, x), "y": y, "middle": radius})


def shoreline(north: Floats) -> Floats:
    """Where land ends in the east, km from the centre."""
    bay = 2.2 * np.exp(-(((north - 0.4) / 1.6) ** 2))
    return 4.4 - bay + 0.9 * np.sin(north / 2.3) + 1.8 * np.sin(north / 11 + 1)


def _quarters(points: Floats, number: int) -> NDArray[np.intp]:
    """RegSO of each atom, 0 in the middle: atoms nearest to seeds that lie far from each other."""
    crowd = 1 + np.linalg.norm(points - points[0], axis=1)  # more quarters in the middle
    seeds = [0]
    while len(seeds) < number:
        away = np.linalg.norm(points[:, None] - points[seeds][None], axis=2).min(axis=1)
        seeds.append(int(np.argmax(away / crowd)))
    seeds.sort(key=lambda seed: crowd[seed])
    return np.linalg.norm(points[:, None] - points[seeds][None], axis=2).argmin(axis=1)


def _positions(atoms: pd.DataFrame, code: str, rng: np.random.Generator) -> Floats:
    """Standardised positions: a landscape in the largest town, quarters elsewhere."""
    own = rng.normal(0, 1, len(atoms))
    quarter = rng.normal(0, 1, int(atoms["quarter"].max()) + 1)[atoms["quarter"]]
    if code != "9901":
        return _standard(0.75 * quarter + 0.65 * own)
    field = np.zeros(len(atoms))
    for east, north, width, depth in TABLES["field"]:
        square = (atoms["x"] - east) ** 2 + (atoms["y"] - north) ** 2
        field += depth * np.exp(-square / (2 * width**2))
    countryside = np.clip(1.3 - atoms["middle"] / 10, 0.2, 1.0)  # differs less from place to place
    return _standard(field + countryside * (0.25 * quarter + 0.3 * own))


def _standard(values: Floats | pd.Series) -> Floats:
    values = np.asarray(values, float)
    return (values - values.mean()) / values.std()

"""Names of areas, comparison groups, the log of changed borders, and the police's list."""

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from segnb.sources.demo.income_model import socioeconomic_index
from segnb.sources.demo.latent_scales import MAIN
from segnb.sources.demo.names import TOWN, neighbourhoods
from segnb.sources.demo.polygon_cells import polygons
from segnb.sources.demo.school_pupils import schools
from segnb.sources.demo.settlement import settlement
from segnb.sources.demo.vintages import CHANGED_ON, changed_areas
from segnb.vocabulary.areas import find_municipality

if TYPE_CHECKING:
    import geopandas as gpd

SIMILAR = 7  # members of a group of similar municipalities, as in the official ones
_PARENTS = {
    "deso2018": "regso2020",
    "deso2025": "regso2025",
    "district2018": "regso2020",
    "district2022": "regso2020",
}


@cache
def regso_names() -> dict[str, str]:
    """Name of every RegSO; both vintages use the same."""
    atoms = settlement().atoms
    codes = np.unique(atoms["regso2020"].to_numpy(dtype=object)).tolist()
    town = [code for code in codes if code.startswith(MAIN)]
    rest = [code for code in codes if not code.startswith(MAIN)]
    names = dict(zip(town, TOWN, strict=True))
    return names | dict(zip(rest, islice(neighbourhoods(), len(rest)), strict=True))


def areas() -> pd.DataFrame:
    """Areas with names and parents: RegSO, DeSO, electoral districts, schools, municipalities."""
    atoms = settlement().atoms
    towns = settlement().municipalities
    parts = [
        pd.DataFrame(
            {"area": towns["code"], "name": towns["name"], "parent": towns["county"]}
        ).assign(level="municipality"),
        schools()[["area", "name"]].assign(level="school", parent=""),
    ]
    for level in ("regso2020", "regso2025"):
        codes = np.unique(atoms[level].to_numpy(dtype=object))
        names = [regso_names()[code] for code in codes]
        parts.append(pd.DataFrame({"level": level, "area": codes, "name": names, "parent": ""}))
    for level, parent in _PARENTS.items():
        inside = atoms.drop_duplicates(level).sort_values(level)
        one = pd.DataFrame({"level": level, "area": inside[level], "parent": inside[parent]})
        parts.append(one.assign(name=_district_names(one) if level.startswith("district") else ""))
    return pd.concat(parts, ignore_index=True).assign(municipality=lambda f: f["area"].str[:4])


def _district_names(districts: pd.DataFrame) -> list[str]:
    number = districts.groupby("parent").cumcount() + 1
    pairs = zip(districts["parent"], number, strict=True)
    return [f"{regso_names()[parent]} {serial}" for parent, serial in pairs]


def groups() -> pd.DataFrame:
    """The seven most similar municipalities of each: in people and in means."""
    towns = settlement().municipalities
    people = settlement().atoms.groupby("municipality")["people"].sum().reindex(towns["code"])
    place = np.column_stack([np.log(people.to_numpy()) / 2, towns["prosperity"] * 4])
    away = np.linalg.norm(place[:, None] - place[None], axis=2)
    nearest = np.argsort(away, axis=1, kind="stable")[:, 1 : SIMILAR + 1]
    code, name = towns["code"].to_numpy(), towns["name"].to_numpy()
    return pd.DataFrame(
        {
            "kind": "similar",
            "title": np.repeat(
                [f"Liknande kommuner, {one} (syntetiska data)" for one in name], SIMILAR
            ),
            "municipality": np.repeat(code, SIMILAR),
            "member": code[nearest.ravel()],
        }
    )


def links() -> pd.DataFrame:
    """Log of the areas whose borders differ between the vintages."""
    atoms = settlement().atoms
    pairs = (("deso2018", "deso2025"), ("regso2020", "regso2025"))
    logs = [
        changed_areas(atoms, old, new).assign(from_level=old, to_level=new) for old, new in pairs
    ]
    return pd.concat(logs, ignore_index=True).assign(kind="change", date=CHANGED_ON)


LISTED = 2023
_CATEGORIES = ("Särskilt utsatt område", "Utsatt område")
_WITHIN = 150.0  # metres inside the RegSO: the list follows no statistical border


def vulnerable_areas() -> "gpd.GeoDataFrame":
    """Two areas in the main town (`area`, `name`, `category`), within those of highest index."""
    index = socioeconomic_index()
    index = index[index["area"].str.startswith(MAIN) & (index["year"] == LISTED)]
    highest = index.nlargest(len(_CATEGORIES), "value")["area"].tolist()
    frame = polygons("regso2020").set_index("area").loc[highest]
    names = [regso_names()[area] for area in highest]
    town = find_municipality(MAIN).name
    return frame.reset_index(drop=True).assign(
        area=[f"{town}: {name}" for name in names],
        name=names,
        category=list(_CATEGORIES),
        municipality="",
        geometry=frame.geometry.buffer(-_WITHIN).to_numpy(),
    )

"""Areas of another kind that lie over the statistical ones: the police's list."""

from typing import TYPE_CHECKING

from segnb.sources.demo.area_tables import regso_names
from segnb.sources.demo.income_model import socioeconomic_index
from segnb.sources.demo.latent_scales import MAIN
from segnb.sources.demo.polygon_cells import polygons
from segnb.vocabulary.areas import find_municipality

if TYPE_CHECKING:
    import geopandas as gpd

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

"""What reading one file gives, before the store has seen it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from segnb.store.snapshots import Packed

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass
class Reading:
    """What one file was taken for and what it holds.

    Attributes
    ----------
    taken_as
        What the file was recognised as.
    reason
        Why nothing of it enters the store; empty if something does.
    notes
        What was repaired, dropped or has to be known, one sentence each.
    raw
        What is kept as the snapshot, where it is more than the bytes of the file.
    packed
        What is kept in any case, compressed by the process that read the file.
    """

    taken_as: str
    producer: str = ""
    table: str = ""
    title: str = ""
    licence: str = ""
    published: str = ""
    observations: pd.DataFrame | None = None
    areas: pd.DataFrame | None = None
    groups: pd.DataFrame | None = None
    links: pd.DataFrame | None = None
    level: str = ""
    polygons: "gpd.GeoDataFrame | None" = None
    raw: bytes = b""
    packed: Packed | None = None
    reason: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def period(self) -> int:
        """Latest year in the observations."""
        if self.observations is None or self.observations.empty:
            return 0
        return int(self.observations["year"].max())

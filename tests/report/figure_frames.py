"""Frames that charts are tested with: a usual one, and those at the edge of what can happen."""

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

BOTKYRKA = {
    "Botkyrka": (95383, (14.8, 34.7, 10.2, 40.3, 0.0), True),
    "Stockholms län": (2440027, (3.5, 7.8, 15.8, 58.0, 14.9), False),
    "Riket": (10521556, (5.4, 8.0, 22.3, 54.7, 9.5), False),
}
MEASURES = ("Låg ekonomisk standard", "Högst förgymnasial utbildning", "Inte sysselsatt")


def composition_frame() -> pd.DataFrame:
    rows = [
        (place, people, number, share, own)
        for place, (people, shares, own) in BOTKYRKA.items()
        for number, share in enumerate(shares, 1)
    ]
    return pd.DataFrame(rows, columns=["place", "people", "type_number", "share", "own"])


def index_frame() -> pd.DataFrame:
    dimensions = ("Socioekonomisk dimension (huvudmått)",) * 2 + ("Etnisk dimension (sidovy)",)
    rows = [
        (dimension, label, "25–64 år · andel 18,2 %", level, at, at - 1, at + 1, 2.4, 3.1)
        for dimension, label, at in zip(dimensions, MEASURES, (37.0, 25.2, 47.9), strict=True)
        for level in ("DeSO", "RegSO")
    ]
    columns = "dimension_label label sublabel level estimate lower upper expected upper_random"
    return pd.DataFrame(rows, columns=columns.split()).assign(withheld=False, reason="")


def strips_frame() -> pd.DataFrame:
    random = np.random.default_rng(1)
    strips = {"nation": "Riket, 237 kommuner", "county": "Stockholms län, 26"}
    strips["similar"] = "7 liknande kommuner"
    rows = []
    for label, own in zip(MEASURES, (37.0, 25.2, 17.0), strict=True):
        rank = "plats 14–19 av 237\n(1 = mest uppdelad)"
        for (strip, strip_label), n in zip(strips.items(), (236, 25, 7), strict=True):
            for i, value in enumerate(random.normal(own * 0.7, 5, n).clip(3, 49)):
                rows.append((label, rank, strip, strip_label, str(i), f"K{i}", value, False))
            rows.append((label, rank, strip, strip_label, "0127", "Botkyrka", own, True))
    columns = "label rank_text strip strip_label municipality name estimate own"
    frame = pd.DataFrame(rows, columns=columns.split())
    return frame.assign(lower=frame["estimate"] - 1, upper=frame["estimate"] + 1)


def areas_frame(columns: int = 4, rows: int = 3, side: float = 2000.0) -> gpd.GeoDataFrame:
    """A chessboard of areas, with a small one in a hole that large ones hide if painted last."""
    shapes = [
        box(x * side, y * side, (x + 1) * side, (y + 1) * side)
        for x in range(columns)
        for y in range(rows)
    ]
    shapes.insert(0, box(0.4 * side, 0.4 * side, 0.7 * side, 0.7 * side))
    numbers = [1 + i % 5 for i in range(len(shapes))]
    names = [f"Område {'å' * (1 + i % 4)}{i}" for i in range(len(shapes))]
    data = {"type_number": numbers, "name": names, "hatched": False}
    return gpd.GeoDataFrame(data, geometry=shapes, crs=3006)

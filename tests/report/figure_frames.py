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
        (dimension, label, "25–64 år · andel 18,2 %", level, at, at - 1, at + 1)
        for dimension, label, at in zip(dimensions, MEASURES, (37.0, 25.2, 47.9), strict=True)
        for level in ("DeSO", "RegSO")
    ]
    columns = "dimension_label label sublabel level estimate lower upper"
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


def gap_frame() -> pd.DataFrame:
    measures = {
        "Låg ekonomisk standard": ((32.3, 26.1, 10.6, 6.2), 17.2, 13.6, "26,1 pe"),
        "Sysselsatta": ((63.3, 68.1, 77.0, 80.6), 73.1, 78.0, "17,3 pe"),
        "Hyresrätt": ((85.0, 57.7, 48.4, 15.3), 43.6, 38.6, "69,7 pe"),
    }
    rows = [
        (label, "25–64 år", "%", number, share, own, nation, gap)
        for label, (shares, own, nation, gap) in measures.items()
        for number, share in enumerate(shares, 1)
    ]
    columns = "label sublabel unit type_number share municipality_share nation_share gap_text"
    return pd.DataFrame(rows, columns=columns.split())


def bars_frame() -> pd.DataFrame:
    panels = {
        "Hyresrätt": ((85, 58, 48, 15), (81, 63, 47, 30)),
        "Bostadsrätt": ((9, 31, 16, 30), (12, 20, 33, 26)),
        "Äganderätt": ((7, 11, 36, 54), (6, 15, 32, 43)),
        "I flerbostadshus": ((87, 81, 36, 23), (90, 68, 51, 36)),
    }
    rows = [
        (panel, number, float(share), float(reference))
        for panel, (shares, references) in panels.items()
        for number, (share, reference) in enumerate(zip(shares, references, strict=True), 1)
    ]
    return pd.DataFrame(rows, columns=["panel", "type_number", "share", "reference"])


def trend_frame() -> pd.DataFrame:
    years = range(2012, 2024)
    at = {"own": 28.0, "men": 29.8, "women": 26.4, "median": 14.0, "nation": 15.0}
    labels = {"own": "Botkyrka 27,3", "men": "män 29,0", "women": "kvinnor 25,7"}
    labels |= {"median": "median 14,0", "nation": "riket 15,0"}
    rows = [
        (kind, year, at[kind] + np.sin(year / 2), kind, labels[kind])
        for kind in at
        for year in years
    ]
    for peer in range(7):
        label = "sju liknande kommuner" if peer == 0 else ""
        rows += [(f"p{peer}", year, 14 + 2 * peer, "peer", label) for year in years]
    return pd.DataFrame(rows, columns=["series", "year", "value", "kind", "label"])


def short_frame() -> pd.DataFrame:
    """Four years of one index with its interval."""
    years, values = range(2020, 2024), (62.0, 62.3, 62.2, 61.7)
    rows = [
        ("own", year, value, "own", "", value - 2, value + 2)
        for year, value in zip(years, values, strict=True)
    ]
    columns = "series year value kind label lower upper"
    return pd.DataFrame(rows, columns=columns.split())


def panels_frame() -> pd.DataFrame:
    long = trend_frame().assign(panel="Trångboddhet", subtitle="andel i flerbostadshus, procent")
    short = short_frame().assign(panel="Uppdelning", subtitle="RegSO, 0–100")
    anchors = pd.DataFrame(
        [("a", 1990, 27.0, "anchor", ""), ("a", 2018, 41.0, "anchor", "")],
        columns=["series", "year", "value", "kind", "label"],
    ).assign(panel="Riket", subtitle="två publicerade värden")
    return pd.concat([long, short, anchors], ignore_index=True)


def shares_frame() -> gpd.GeoDataFrame:
    areas = areas_frame().drop(columns="type_number")
    return areas.assign(share=np.linspace(2, 58, len(areas)))


def distribution_frame() -> pd.DataFrame:
    random = np.random.default_rng(4)
    rows = [
        (label, "andel", "%", f"Område {i}", value, own, nation)
        for label, own, nation in (("Låg standard", 17.0, 14.0), ("Hyresrätt", 44.0, 39.0))
        for i, value in enumerate(random.normal(own, 8, 25).clip(1, 99))
    ]
    columns = "label sublabel unit name value municipality_value nation_value"
    return pd.DataFrame(rows, columns=columns.split())

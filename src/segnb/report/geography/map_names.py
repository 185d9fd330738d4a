"""Limits of the classes of a map, and every area by name: not all names fit on it."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import inf

import geopandas as gpd
import pandas as pd

from segnb.report.area_types.official_types import TYPES, Types
from segnb.report.municipality_report import Report
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.strict_yaml import load_file

Limits = tuple[float, float, float, float]
USUAL: Limits = (20, 40, 60, 80)


@cache
def all_limits() -> dict[str, Limits]:
    """The four limits between five classes, by indicator."""
    written = load_file("vocabulary", "data/map_classes.yml")
    return {indicator: tuple(limits) for indicator, limits in written.items()}


def class_limits(indicator: str) -> Limits:
    """The four limits between the five classes of an indicator."""
    return all_limits().get(indicator, USUAL)


def named_types(report: Report, types: Types, frame: gpd.GeoDataFrame) -> list[str]:
    """Every area by name, type by type, for not all names fit on a map."""
    kinds = {number: report.text("maps.names.type", number=number) for number in TYPES}
    return _named(report, types.areas.assign(kind=types.areas["type"].map(kinds)), frame)


def named_shares(
    report: Report, held: IndicatorData, indicator: str, frame: gpd.GeoDataFrame
) -> list[str]:
    """Every area by name, from the lowest class to the highest."""
    limits = [report.language.number(limit) for limit in class_limits(indicator)]
    kinds = [report.text("maps.names.below", high=limits[0])]
    kinds += [
        report.text("maps.names.between", low=low, high=high) for low, high in pairwise(limits)
    ]
    kinds.append(report.text("maps.names.above", low=limits[-1]))
    rows, edges = held.latest, [-inf, *class_limits(indicator), inf]
    values = rows["value"].round(1)
    kind = pd.cut(values, edges, right=False, labels=kinds).astype(object)
    named = rows.assign(name=rows["area"].map(report.area_name), kind=kind)
    return _named(report, named, frame, order=kinds)


def _named(
    report: Report, rows: pd.DataFrame, frame: gpd.GeoDataFrame, order: Sequence[str] = ()
) -> list[str]:
    """Names by kind in alphabetical order, and of what has no value or no border."""
    said, kinds = [], order or sorted(rows["kind"].dropna().unique())
    for kind in kinds:
        names = sorted(rows.loc[rows["kind"] == kind, "name"])
        said += [_listed(report, kind, names)] if names else []
    empty = frame[(frame["area"] != "") & ~frame["area"].isin(rows["area"])]
    unknown = sorted([*rows.loc[rows["kind"].isna(), "name"], *empty["name"]])
    undrawn = sorted(rows.loc[~rows["area"].isin(frame["area"]), "name"])
    for key, names in (("unknown", unknown), ("undrawn", undrawn)):
        said += [_listed(report, report.text(f"maps.names.{key}"), names)] if names else []
    return said


def _listed(report: Report, kind: str, names: list[str]) -> str:
    words = {"kind": kind, "count": len(names), "names": report.language.listing(names)}
    return report.text("maps.names.said", **words)

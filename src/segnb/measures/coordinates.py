"""Where units are: plain coordinates in metres, or a GeoDataFrame in a projected system."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
import pandas as pd

from segnb.measures.from_formula import Groups, public, result
from segnb.measures.groups import ManyGroups, TwoGroups, many_groups, two_groups
from segnb.measures.unit_counts import Blocks, By, Floats, Label, Labels, layout, numbers, title

MOST_DEGREES = np.array([180.0, 90.0])
METRES = "distances are in metres; project it first, for Sweden with to_crs(3006)"


class LandMeasure(Protocol):
    """A measure of a group over units that lie somewhere and have an area."""

    def __call__(
        self,
        counts: pd.DataFrame,
        group: Labels,
        places: pd.DataFrame,
        *,
        versus: Labels | None = None,
        by: By = (),
        **options: Any,
    ) -> pd.DataFrame:
        """The measure of every place."""


def read(places: pd.DataFrame, area: bool = False) -> pd.DataFrame:
    """Columns x, y (and area) by unit, from plain columns or from polygons."""
    if "unit" not in places.columns:
        raise ValueError("the places need a column unit that says which unit each row is")
    if places["unit"].duplicated().any():
        twice = places.loc[places["unit"].duplicated(), "unit"].iloc[0]
        raise ValueError(f"the unit {twice!r} has two places; a unit has one")
    if hasattr(places, "geometry") and hasattr(places, "crs"):
        found = _polygons(places)
    else:
        wanted = ["x", "y", *(["area"] if area else [])]
        absent = [name for name in wanted if name not in places.columns]
        if absent:
            raise ValueError(f"the places lack {', '.join(absent)}; they are given in metres")
        found = places.set_index("unit")[wanted].apply(numbers)
        _refuse_degrees(found)
    if not np.isfinite(found.to_numpy()).all():
        raise ValueError("a coordinate or an area is missing or infinite")
    if area and (found["area"] < 0).any():
        raise ValueError("an area is negative")
    return found


def _refuse_degrees(found: pd.DataFrame) -> None:
    """Longitude and latitude: within 180 and 90 and not whole, as metres on a map never are."""
    xy = found[["x", "y"]].to_numpy()
    inside = (np.abs(xy) <= MOST_DEGREES).all()
    if xy.size and inside and (xy % 1 > 0).any() and np.ptp(xy, axis=0).max() > 0:
        raise ValueError(f"x and y look like degrees ({xy[0, 0]:g}, {xy[0, 1]:g}); {METRES}")


def _polygons(places: pd.DataFrame) -> pd.DataFrame:
    if places.crs is None:
        raise ValueError(f"the GeoDataFrame has no coordinate system; {METRES}")
    if places.crs.is_geographic:
        raise ValueError(f"the GeoDataFrame is in degrees ({places.crs.name}); {METRES}")
    centre = places.geometry.centroid
    frame = pd.DataFrame({"unit": places["unit"].to_numpy(), "x": centre.x.to_numpy()})
    frame["y"], frame["area"] = centre.y.to_numpy(), places.geometry.area.to_numpy()
    return frame.set_index("unit")


@dataclass(frozen=True)
class UnitPositions:
    """People of one place by unit, and where the units are."""

    x: Floats
    t: Floats
    xy: Floats
    area: Floats
    units: pd.Index


def _aligned(found: pd.DataFrame, units: pd.Series) -> tuple[Floats, Floats]:
    absent = ~units.isin(found.index)
    if absent.any():
        raise ValueError(
            f"{int(absent.sum())} units have no place, {units[absent].iloc[0]!r} among them"
        )
    here = found.loc[units]
    area = here["area"] if "area" in here else pd.Series(np.nan, index=here.index)
    return here[["x", "y"]].to_numpy(), area.to_numpy()


def _rows(table: TwoGroups | ManyGroups) -> Iterator[slice]:
    over: Blocks = table.over
    if table.rows.any():
        for start, size in zip(over.starts, over.sizes, strict=True):
            yield slice(start, start + size)


def for_each_place(
    counts: pd.DataFrame,
    name: str,
    group: Labels,
    places: pd.DataFrame,
    formula: Callable[[UnitPositions], float],
    *,
    versus: Labels | None,
    by: By,
    area: bool = False,
    empty: bool = False,
    undefined: str = "not_defined",
) -> pd.DataFrame:
    """A spatial two-group measure for every place, as a tidy frame."""
    found = read(places, area)
    laid = layout(counts, by)
    table = two_groups(counts, group, versus, by, laid=laid, empty=empty)
    units = counts["unit"].iloc[laid.first[table.rows]]
    xy, areas = _aligned(found, units)
    values = [
        formula(UnitPositions(table.x[r], table.t[r], xy[r], areas[r], pd.Index(units.iloc[r])))
        for r in _rows(table)
    ]
    estimate = table.places.filled(np.array(values, dtype=float))
    without = table.places.valid & np.isnan(estimate)
    reason = np.where(without, undefined, table.places.reason)
    return result(replace(table.places, reason=reason), name, title(group), estimate)


def land_measure(undefined: str = "not_defined") -> Callable[[Callable[..., float]], LandMeasure]:
    """Public measure of a formula on one place, in which land counts also where nobody lives."""

    def made(formula: Callable[..., float]) -> LandMeasure:
        name = formula.__name__

        def call(
            counts: pd.DataFrame,
            group: Labels,
            places: pd.DataFrame,
            *,
            versus: Labels | None = None,
            by: By = (),
            **options: Any,
        ) -> pd.DataFrame:
            return for_each_place(
                counts, name, group, places, partial(formula, **options),
                versus=versus, by=by, area=True, empty=True, undefined=undefined,
            )  # fmt: skip

        return public(formula, call)

    return made


def peopled(counts: pd.DataFrame, table: ManyGroups, by: By) -> pd.Index:
    """Names of the units that are the rows of a table."""
    return pd.Index(counts["unit"].iloc[layout(counts, by).first[table.rows]])


def located_groups(
    counts: pd.DataFrame, groups: Groups, places: pd.DataFrame, by: By
) -> tuple[ManyGroups, list[tuple[Floats, Floats]], list[Label]]:
    """Counts by unit and group with coordinates, one pair for each place that has a value."""
    table, located = located_areas(counts, groups, places, by, area=False)
    return table, [(n, xy) for n, xy, _ in located], table.groups


def located_areas(
    counts: pd.DataFrame, groups: Groups, places: pd.DataFrame, by: By, *, area: bool = True
) -> tuple[ManyGroups, list[tuple[Floats, Floats, Floats]]]:
    """The same with the area of each unit."""
    found = read(places, area)
    laid = layout(counts, by)
    table = many_groups(counts, groups, by, laid=laid)
    xy, areas = _aligned(found, counts["unit"].iloc[laid.first[table.rows]])
    return table, [(table.n[r], xy[r], areas[r]) for r in _rows(table)]

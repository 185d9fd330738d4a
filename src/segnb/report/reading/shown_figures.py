"""Figures that a chapter shows of a place, as the record of the report keeps them.

By their keys the next report can say which figure is another and why (`analysis.change_causes`).
"""

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from segnb.report.page.shown_figure import ShownFigure
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN
from segnb.vocabulary.areas import NATION
from segnb.vocabulary.catalogue import Indicator

VALUE, AREAS = "value", "areas"  # measures: a value itself; all values of the areas of a place
ONE_PLACE = ("municipality", "county", "nation")
DIGITS = 9


def figures_of(held: IndicatorData, place: str, own: Iterable[str]) -> Iterator[ShownFigure]:
    """Figures of what a chapter shows of a place: each value, or the areas of it together.

    Parameters
    ----------
    place
        Code of the municipality.
    own
        Hashes of the municipality's own files, which are not told.
    """
    shared = _shared(held.entry, held.level, held.observed["snapshot"].unique(), own)
    rows = held.rows.assign(**{k: v for k, v in _WITHOUT.items() if k not in held.rows})
    if held.family in ONE_PLACE:
        mine = rows[rows["area"].isin([place, place[:2], NATION])]
        yield from (_of_row(row, shared) for row in mine.to_dict("records"))
        return
    mine = rows[rows["municipality"] == place]
    for (year, sex, group), part in mine.groupby(["year", "sex", "group"]):
        yield ShownFigure(
            measure=AREAS, area=place, year=int(year), sex=sex, group=group,
            value=float(part["value"].notna().sum()), digest=_digest(part, held), **shared,
        )  # fmt: skip


_WITHOUT = {"lower": np.nan, "upper": np.nan, "status": "ok", "sex": "total", "group": "all"}


def _shared(entry: Indicator, level: str, hashes: Iterable[str], own: Iterable[str]) -> dict:
    """What all figures of an indicator at a level have in common."""
    is_own = level == OWN
    return {
        "indicator": entry.id, "level": level, "focus": entry.focus,
        "unit": entry.unit, "decimals": entry.decimals,
        "snapshots": tuple(sorted(set(hashes) - set(own))),
        "parameters": ("threshold", "areas") if is_own else (),
    }  # fmt: skip


def _of_row(row: dict, shared: dict, measure: str = VALUE) -> ShownFigure:
    status = row["status"] if isinstance(row["status"], str) else "ok"
    return ShownFigure(
        measure=measure, area=row["area"], year=int(row["year"]), sex=row["sex"],
        group=row["group"], value=_number(row["value"]), lower=_number(row["lower"]),
        upper=_number(row["upper"]), status=status, **shared,
    )  # fmt: skip


def _number(value: float) -> float | None:
    return None if value is None or not np.isfinite(value) else float(f"{value:.{DIGITS}g}")


def _digest(rows: pd.DataFrame, held: IndicatorData) -> str:
    """Hash of the values of areas; none of own areas, whose hidden counts it might confirm."""
    if held.level == OWN:
        return ""
    rows = rows.sort_values("area")
    pairs = zip(rows["area"], rows["value"], strict=True)
    text = " ".join(f"{area} {value:.{DIGITS}g}" for area, value in pairs)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def index_figures(
    held: Iterable[IndicatorData], frame: pd.DataFrame, measure: str, own: Iterable[str]
) -> Iterator[ShownFigure]:
    """Figures of an index between areas, one a level and year.

    Parameters
    ----------
    frame
        `level, area, year, value, lower, upper, status`, and `indicator` where there are several.
    """
    every = tuple(held)
    known = {(one.entry.id, one.level): one for one in every}
    for row in frame.assign(sex="total", group="all").to_dict("records"):
        one = known[row.get("indicator", every[0].entry.id), row["level"]]
        shared = _shared(one.entry, one.level, one.observed["snapshot"].unique(), own)
        yield _of_row(row, shared, measure)

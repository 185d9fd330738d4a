"""Figures that a chapter shows of a place, as the record of the report keeps them.

By their keys the next report can say which figure is another and why (`analysis.change_causes`).
"""

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from segnb.report.page.figure_key import ShownFigure
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
    rows, at_once = held.rows, held.family in ONE_PLACE
    codes, wanted = rows["area" if at_once else "municipality"], {place}
    wanted |= {place[:2], NATION} if at_once else set()
    mine = rows[np.fromiter((code in wanted for code in codes.tolist()), bool, len(codes))]
    told = {k: mine[k].tolist() if k in mine else [_WITHOUT[k]] * len(mine) for k in _TOLD}
    if at_once:
        for row in zip(*told.values(), strict=True):
            yield _of_row(dict(zip(_TOLD, row, strict=True)), shared)
        return
    columns = (told[name] for name in ("year", "sex", "group", "area", "value"))
    together: dict[tuple[int, str, str], list[tuple[str, float]]] = {}
    for *key, area, value in sorted(zip(*columns, strict=True)):
        together.setdefault(tuple(key), []).append((area, value))
    for (year, sex, group), pairs in together.items():
        known = sum(not np.isnan(value) for _, value in pairs)
        yield ShownFigure(
            measure=AREAS, area=place, year=year, sex=sex, group=group,
            value=float(known), digest=_digest(pairs, held), **shared,
        )  # fmt: skip


_TOLD = ["area", "year", "sex", "group", "value", "lower", "upper", "status"]
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


def _digest(pairs: Iterable[tuple[str, float]], held: IndicatorData) -> str:
    """Hash of the values of areas; none of own areas, whose hidden counts it might confirm."""
    if held.level == OWN:
        return ""
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

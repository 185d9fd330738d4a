"""Sums of areas to a coarser level, and observations as the counts that measures take."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.analysis.area_rows import Places, places_of
from segnb.analysis.statuses import RANK, WITH_VALUE, judged, present, rank
from segnb.vocabulary.areas import LEVELS, NATION
from segnb.vocabulary.errors import VintageMismatch

INCOMPLETE = "areas_missing"


def to_level(
    observations: pd.DataFrame,
    level: str,
    parents: Mapping[str, str] | pd.Series | None = None,
    *,
    areas: int | pd.Series | None = None,
) -> pd.DataFrame:
    """Sums of counts over the areas that make up each area of a coarser level.

    Parameters
    ----------
    observations : DataFrame
        Counts of areas of one level.
    level : str
        The coarser level: `regso2020`, `regso2025`, `own`, `municipality`, `county`, `nation`.
    parents : mapping or Series, optional
        The coarser area of each area. Municipality, county and nation need none.
    areas : int or Series, optional
        How many parts there should be, for all or by code of the coarser area. Where fewer have a
        row, the sum is `missing` with the reason `areas_missing`.

    Returns
    -------
    DataFrame
        The columns of the observations, and `parts` (areas added), `hidden` (parts without a
        value), `known` (sum of the others) and `reason`.

    Raises
    ------
    VintageMismatch
        The areas are of several levels, or of another vintage than the coarser level.

    Notes
    -----
    A sum with a part that has no value has none itself: it takes over the gravest status of its
    parts. Areas that no parent is named for are left out.
    """
    _one_vintage(observations, level)
    rows = observations.assign(area=_parents(observations, level, parents))
    rows = rows[rows["area"].notna()]
    places = places_of(rows, present(rows, ["indicator", "area", "year", "sex", "group"]))
    ranks, parts, known = rank(rows["status"]), places.sizes(), places.sums(rows["value"])
    short = _short(places, areas, parts)
    judgement = judged(places.highest(ranks), (short, "missing", INCOMPLETE))
    code = pd.Series(places.keys["area"], dtype="str")  # without a row it is no text
    sums = places.frame(
        municipality=code.str.slice(0, 4).where(code.str.len() >= 4, ""),
        level=level,
        parts=parts,
        hidden=places.sums(ranks > RANK[WITH_VALUE[-1]]).astype(int),
        known=known,
        value=np.where(judgement["reason"] == "", known, np.nan),
        **judgement,
    )
    order = [c for c in observations.columns if c in sums]
    return sums[[*order, "parts", "hidden", "known", "reason"]]


def _short(
    places: Places, areas: int | pd.Series | None, parts: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Sums of fewer parts than there should be."""
    if areas is None:
        return np.zeros(len(parts), dtype=bool)
    if isinstance(areas, int):
        return parts < areas
    return parts < pd.Series(places.keys["area"]).map(areas).to_numpy(dtype=float)


def vintages(levels: Iterable[str]) -> set[tuple[int, int]]:
    """Years for which levels of areas are valid: DeSO 2018 and RegSO 2020 share theirs."""
    dated = [LEVELS[level] for level in levels if LEVELS[level].vintage is not None]
    return {(level.first_year, level.last_year) for level in dated}


def _one_vintage(observations: pd.DataFrame, level: str) -> None:
    levels = sorted(observations["level"].unique()) if "level" in observations else []
    if len(levels) > 1 or len(vintages([*levels, level])) > 1:
        raise VintageMismatch(
            f"Areas of {' and '.join(levels)} cannot be added to {level}: take one level, and one "
            "vintage of areas."
        )


def _parents(
    observations: pd.DataFrame, level: str, parents: Mapping[str, str] | pd.Series | None
) -> pd.Series:
    if parents is not None:
        return observations["area"].map(parents)
    if level == "nation":
        return pd.Series(NATION, observations.index, dtype="str")
    width = {"municipality": 4, "county": 2}.get(level)
    if width is None:
        raise ValueError(f"{level} needs parents: the {level} code of each area")
    return observations["area"].str.slice(0, width)


def unit_counts(
    observations: pd.DataFrame, groups: Sequence[str] | None = None, totals: Sequence[str] = ()
) -> pd.DataFrame:
    """Observations as the tidy counts that measures of segregation take.

    Parameters
    ----------
    observations : DataFrame
        Counts by area and group.
    groups : sequence of str, optional
        Groups to keep, in one division of people; all but `totals` if left out.
    totals : sequence of str
        Groups that are sums of others.

    Returns
    -------
    DataFrame
        `indicator, level, municipality, year, sex, unit, group, count`; a count without a value is
        missing, so that a measure over it has no value either, or bounds.
    """
    kept = observations["group"].isin(groups) if groups else ~observations["group"].isin(totals)
    frame = observations[kept].rename(columns={"area": "unit", "value": "count"})
    places = present(frame, ["indicator", "level", "municipality", "year", "sex"])
    return frame[[*places, "unit", "group", "count"]].reset_index(drop=True)

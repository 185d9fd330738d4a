"""Plausible numbers for entries of the catalogue that have no model of their own."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_scales import YEARS, Course, population
from segnb.sources.demo.municipal_series import Series, series_tables
from segnb.sources.demo.observation_rows import (
    AREA_LEVELS,
    LATEST,
    PLACE_LEVELS,
    count_rows,
    only_core,
    rows,
    summed,
    valid_years,
)
from segnb.sources.demo.settlement import SEED, TABLES, settlement
from segnb.vocabulary.catalogue import Indicator

FIRST_YEAR, FIRST_AREA_YEAR, LAST_YEAR = 1998, 2011, 2025
_UNITS: dict[str, tuple[float, float, float, float, float, int]] = TABLES["units"]
_PEOPLE_PER = {"dwellings": 0.49, "households": 0.46, "pupils": 0.12, "votes": 0.7}
_AREAS_DIFFER = 3.0  # times as much as municipalities do
_LEAN = {"higher_is_better": 1, "lower_is_better": -1, "none": 0}


def generic_tables(entries: Iterable[Indicator]) -> dict[str, pd.DataFrame]:
    """Rows of entries, made from their unit, direction, levels and years alone."""
    return {e.id: _counts(e) if e.kind == "counts" else _values(e) for e in entries}


def _values(entry: Indicator) -> pd.DataFrame:
    unit = _UNITS.get(entry.unit, _UNITS["number"])
    _, spread, noise, lowest, highest, decimals = unit
    rng = np.random.default_rng([SEED, 8, *entry.id.encode()])
    first, last = _years(entry, FIRST_YEAR)
    usual, size = _usual(entry, rng.uniform(0.8, 1.1 if highest <= 100 else 1.2))
    spread, noise = spread * size, noise * size
    slope = rng.uniform(-1, 1) * spread / 25
    series = Series(
        Course(usual, slope),
        tuple(range(first, last + 1)),
        spread,
        _LEAN[entry.direction],
        noise,
        women=spread / 2 if entry.by_sex else None,
        limits=(lowest, highest),
        decimals=decimals if entry.typical is None else entry.decimals,
    )
    whole = series_tables({entry.id: series})[entry.id]
    wanted = entry.levels or PLACE_LEVELS
    parts = [whole[whole["level"].isin(wanted)]]
    levels = [level for level in AREA_LEVELS if level in wanted]
    parts += [_by_area(entry, series, level) for level in levels]
    return pd.concat(parts, ignore_index=True)


def _usual(entry: Indicator, factor: float) -> tuple[float, float]:
    """Usual value, and how large its spread is beside that of its unit."""
    usual, *_, highest, _ = _UNITS.get(entry.unit, _UNITS["number"])
    if entry.typical is None:
        return usual * factor, 1.0
    if entry.unit in ("percent", "years"):
        room = min(entry.typical, highest - entry.typical) / min(usual, highest - usual)
        return entry.typical, min(1.0, room)
    return entry.typical, entry.typical / usual


def _by_area(entry: Indicator, series: Series, level: str) -> pd.DataFrame:
    """Values by area: the course of the main town, following the means of people."""
    atoms = settlement().atoms
    lean = _AREAS_DIFFER * series.spread * series.means * atoms["position"].to_numpy()
    rng = np.random.default_rng([SEED, 9, *entry.id.encode()])
    noise = rng.normal(0, 2 * series.noise, (len(atoms), len(YEARS)))
    values = series.course.over(YEARS) + lean[:, None] + noise
    mean = summed(level, values * population())[1] / summed(level, population())[1]
    years = valid_years(level, (max(FIRST_AREA_YEAR, series.years[0]), series.years[-1]))
    rounded = np.round(np.clip(mean, *series.limits), series.decimals)
    return only_core(rows(level, years, {"all": rounded})).assign(sex="total")


def _counts(entry: Indicator) -> pd.DataFrame:
    """Counts by group, tilted along the scale of means in the order of the groups."""
    rng = np.random.default_rng([SEED, 10, *entry.id.encode()])
    parts = [group for group in entry.groups if group not in entry.totals]
    usual = rng.dirichlet(np.full(len(parts), 6.0))
    tilt = np.linspace(-0.4, 0.4, len(parts))
    weight = usual * np.exp(np.outer(settlement().atoms["position"], tilt))
    upto = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    people = np.rint(population() * _PEOPLE_PER.get(entry.unit, 1.0)).astype("int64")
    below = np.rint(people[..., None] * upto[:, None, :]).astype("int64")
    counts = np.diff(below, axis=-1, prepend=0)
    groups = {group: counts[..., number] for number, group in enumerate(parts)}
    groups |= dict.fromkeys(entry.totals, people)
    last = _years(entry, FIRST_YEAR)[1]
    areas, places = (
        (max(FIRST_AREA_YEAR, _years(entry, FIRST_AREA_YEAR)[0]), last),
        _years(entry, FIRST_YEAR),
    )
    levels = [x for x in (*AREA_LEVELS, *PLACE_LEVELS) if not entry.levels or x in entry.levels]
    return only_core(count_rows(groups, areas, places, levels), until=LATEST).assign(sex="total")


def _years(entry: Indicator, first: int) -> tuple[int, int]:
    """First and last year of the entry's sources, within those of the demonstration."""
    firsts = [source.first_year for source in entry.sources if source.first_year]
    lasts = [source.last_year for source in entry.sources if source.last_year]
    begin = max(min(firsts, default=first), int(YEARS[0]))
    end = min(max(lasts, default=LAST_YEAR), LAST_YEAR)
    return begin, max(begin, end)

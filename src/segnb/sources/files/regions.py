"""From codes and names of regions, as producers write them, to areas of one level and vintage."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, NAME_PREFIX, counties, municipalities

_SMALL = re.compile(r"(\d{4}(?:[A-C]\d{4}|R\d{3}))(?:_(DeSO|RegSO)(\d{4}))?(?:\s.*)?", re.S)
_LARGE = re.compile(r"(\d{4}|\d{2})(?:\s+\S.*)?", re.S)
_NATION = {"riket", "hela riket", "hela landet", "sverige", "sweden"}
OUTSIDE, UNKNOWN, NO_KEY = "outside", "unknown", "no key"


def tidy(name: str) -> str:
    """Form in which area names are compared: one kind of dash, no space before a bracket."""
    dashed = re.sub("[\u2012\u2013\u2212]", "-", name)
    return re.sub(r"\s+\)", ")", " ".join(dashed.split())).casefold()


@dataclass(frozen=True)
class Regions:
    """What a store knows of areas, for reading files that name them."""

    store: Store

    @cached_property
    def large(self) -> dict[str, tuple[str, str]]:
        """Level and code of the nation, the counties and the municipalities, by name and code."""
        found = dict.fromkeys((*_NATION, "00"), ("nation", "00"))
        for row in counties().itertuples():
            found |= dict.fromkeys((tidy(row.name), row.code), ("county", row.code))
        for row in municipalities().itertuples():
            found |= dict.fromkeys((tidy(row.name), row.code), ("municipality", row.code))
        return found

    @cached_property
    def regso_names(self) -> dict[str, dict[str, str]]:
        """Code of each `Kommun (RegSO)` of the key files in the store, by level."""
        places = dict(municipalities()[["code", "name"]].itertuples(index=False, name=None))
        found = {}
        for level in ("regso2020", "regso2025"):
            areas = self.store.read_areas(level)
            names = areas["municipality"].map(places).fillna("") + " (" + areas["name"] + ")"
            found[level] = dict(zip(names, areas["area"], strict=True))
        return found

    @cached_property
    def _tidy_regso(self) -> dict[str, dict[str, str]]:
        return {
            level: {tidy(name): code for name, code in names.items()}
            for level, names in self.regso_names.items()
        }

    def load(self) -> None:
        """Look names up here, so that processes that are forked from this one need not."""
        for name in ("large", "_tidy_regso"):
            getattr(self, name)

    def codes(self, level: str) -> set[str]:
        """Codes of a level that the store knows."""
        return set(self.store.read_areas(level)["area"])

    def resolve(self, regions: pd.Series, years: pd.Series) -> tuple[pd.DataFrame, list[str]]:
        """Level and code of each region in its year, and what had to be repaired or dropped.

        Rows keep the index of `regions`; a row that is no area in its year has an empty level.
        """
        pairs = pd.DataFrame({"region": regions.astype("str").str.strip(), "year": years})
        if pairs.empty:
            return pairs.assign(level="", area="", fault="", repair=""), []
        codes, first = _distinct(pairs)
        unique = pairs.iloc[first].reset_index(drop=True)
        has_suffix = unique["region"].str.contains("_(?:DeSO|RegSO)2025", regex=True).any()
        found = [
            self._one(region, int(year), suffixed=bool(has_suffix))
            for region, year in unique.itertuples(index=False, name=None)
        ]
        unique[["level", "area", "fault", "repair"]] = found
        return unique.iloc[codes].set_axis(pairs.index), _notes(unique)

    def _one(self, region: str, year: int, *, suffixed: bool) -> tuple[str, str, str, str]:
        small = _SMALL.fullmatch(region)
        if small:
            return _small_area(small, year, suffixed=suffixed)
        large = _LARGE.fullmatch(region)
        key = large.group(1) if large else tidy(region)
        if key in self.large:
            level, code = self.large[key]
            return level, code, "", ""
        return self._named_regso(region, year)

    def _named_regso(self, region: str, year: int) -> tuple[str, str, str, str]:
        level = "regso2020" if year <= LEVELS["regso2020"].last_year else "regso2025"
        if not region.endswith(")"):
            return "", "", UNKNOWN, ""
        if not self.regso_names[level]:
            return "", "", NO_KEY, ""
        name = region.replace(f"({NAME_PREFIX}", "(", 1)  # a store gives names without it
        exact = self.regso_names[level].get(name)
        code = exact or self._tidy_regso[level].get(tidy(name), "")
        if not code:
            return "", "", UNKNOWN, ""
        return level, code, "", "" if exact else "name"


def _distinct(pairs: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of the pair of each row, and the first row of each pair, in the order of the rows."""
    regions, _ = pd.factorize(pairs["region"], use_na_sentinel=False)
    years, known = pd.factorize(pairs["year"], use_na_sentinel=False)
    codes, _ = pd.factorize(regions * len(known) + years)
    return codes, np.flatnonzero(~pd.Series(codes).duplicated())


def _small_area(found: re.Match, year: int, *, suffixed: bool) -> tuple[str, str, str, str]:
    """Level of a DeSO or RegSO: by its suffix, or by the years for which a vintage holds."""
    code, _, vintage = found.groups()
    family = "regso" if code[4] == "R" else "deso"
    old, new = ("regso2020", "regso2025") if family == "regso" else ("deso2018", "deso2025")
    if vintage:
        level = new if vintage == "2025" else old
    elif suffixed:  # the new areas carry the suffix, so bare codes are the old ones
        level = old
    else:
        level = old if year <= LEVELS[old].last_year else new
    if not LEVELS[level].first_year <= year <= LEVELS[level].last_year:
        return "", "", OUTSIDE, ""
    return level, code, "", ""


def _notes(unique: pd.DataFrame) -> list[str]:
    notes = []
    repaired = unique.loc[unique["repair"] == "name", "region"].unique()
    if len(repaired):
        notes.append(
            f"{len(repaired)} area names differ from the key file in spaces or dashes and were "
            f"joined after repair (such as {repaired[0]!r})."
        )
    outside = int((unique["fault"] == OUTSIDE).sum())
    if outside:
        notes.append(f"{outside} areas and years outside the validity of their codes were dropped.")
    unknown = unique.loc[unique["fault"] == UNKNOWN, "region"].unique()
    if len(unknown):
        notes.append(
            f"{len(unknown)} regions are no area known here and were dropped: {_some(unknown)}."
        )
    return notes


def _some(names: Iterable[str]) -> str:
    listed = [repr(str(name)[:60]) for name in names]
    return ", ".join(listed[:3]) + (", …" if len(listed) > 3 else "")

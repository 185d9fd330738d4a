"""Demonstration frames, whose truths are known, and small tables of observations."""

from collections.abc import Callable, Iterable

import pandas as pd
import pytest

from segnb.sources.demo.synthetic_store import observations
from segnb.vocabulary.catalogue import Break, Catalogue


@pytest.fixture(scope="session")
def demo() -> dict[str, pd.DataFrame]:
    """Observations of the demonstration by indicator."""
    return dict(observations(Catalogue(indicators={})))


@pytest.fixture
def rows() -> Callable[..., pd.DataFrame]:
    """Observations from (area, year, group, value[, status]), of municipality level by default."""

    def make(cells: Iterable[tuple], level: str = "municipality") -> pd.DataFrame:
        full = [(*cell, "ok") if len(cell) == 4 else cell for cell in cells]
        frame = pd.DataFrame(full, columns=["area", "year", "group", "value", "status"])
        municipality = frame["area"].str.slice(0, 4)
        return frame.assign(
            indicator="x", level=level, municipality=municipality, sex="total", snapshot=""
        ).astype({"value": "float64"})

    return make


@pytest.fixture
def cut() -> Callable[..., Break]:
    """A break of the definition."""

    def make(year: int, *levels: str) -> Break:
        text = {"sv": "ny definition", "en": "new definition"}
        return Break(year=year, kind="definition", text=text, levels=levels)

    return make

"""The demonstration, table by table: how many rows, and what each column holds in its order."""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from segnb.sources.demo import area_tables, polygon_cells
from segnb.sources.demo.generic_series import generic_tables
from segnb.sources.demo.income_model import income_tables
from segnb.sources.demo.missing_cells import with_gaps
from segnb.sources.demo.municipal_series import series_tables
from segnb.sources.demo.people import count_tables
from segnb.sources.demo.school_pupils import school_tables
from segnb.sources.demo.settlement import settlement
from segnb.sources.demo.synthetic_store import _grouped
from segnb.sources.demo.votes import election_tables
from segnb.vocabulary.catalogue import catalogue

Tables = dict[str, pd.DataFrame]
WITHOUT_MODEL = (
    *("gini", "median_earned_income", "median_net_income_series", "burglary", "merit_points"),
    *("library_activities", "education_long_series", "truancy", "sickness_days_area"),
    *("life_expectancy_women", "net_migration", "employment_rams", "school_eligibility_area"),
)  # one of each unit, direction and level


def told(tables: Tables) -> Iterator[str]:
    """Lines of tables: of each column the texts in their places, or the sum of placed numbers."""
    for name, frame in sorted(tables.items()):
        yield f"== {name}: {len(frame)} rows"
        yield from (f"{column}: {_column(frame[column])}" for column in frame)


def _column(cells: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(cells):
        held = cells.to_numpy(dtype="float64")
        known = np.flatnonzero(~np.isnan(held))
        digits = 15 if np.all(held[known] % 1 == 0) else 7
        placed = held[known] @ (1.0 + known % 9973)
        return f"{len(known)} numbers, {held[known].sum():.{digits}g}, placed {placed:.{digits}g}"
    places, texts = pd.factorize(cells)
    words = "|".join(map(str, texts))
    placed = int(places @ (1 + np.arange(len(places)) % 9973))
    return f"{len(texts)} texts {words[:60]} {crc32(words.encode())}, placed {placed}"


def gaps(tables: Tables) -> Tables:
    """Tables with what is missing in them, as they are stored."""
    entries = catalogue().indicators
    return {name: with_gaps(name, _grouped(frame, entries.get(name)))
            for name, frame in tables.items()}  # fmt: skip


def places() -> Tables:
    made = settlement()
    listed = area_tables.vulnerable_areas()
    shapes = {f"polygons of {level}": _corners(polygon_cells.polygons(level))
              for level in (*polygon_cells.LEVELS, "municipality", "county")}  # fmt: skip
    return shapes | {
        "municipalities": made.municipalities, "atoms": made.atoms,
        "areas": area_tables.areas(), "groups": area_tables.groups(),
        "links": area_tables.links(), "police": _corners(listed),
    }  # fmt: skip


def _corners(frame: Any) -> pd.DataFrame:
    shapes = frame.geometry
    told = {"area_of": shapes.area, "length": shapes.length, "x": shapes.centroid.x,
            "y": shapes.centroid.y}  # fmt: skip
    return pd.DataFrame(frame.drop(columns="geometry")).assign(**told)


def counted() -> Tables:
    return gaps(count_tables())


def generic() -> Tables:
    """Entries without a model of their own, and one whose usual value nobody knows."""
    entries = [catalogue().indicators[name] for name in WITHOUT_MODEL]
    unusual = [entry.model_copy(update={"id": f"{entry.id}_unusual", "typical": None})
               for entry in entries[:9:4]]  # fmt: skip
    return gaps(generic_tables([*entries, *unusual]))


MADE: dict[str, Callable[[], Tables]] = {
    "demo_places": places,
    "demo_counts": counted,
    "demo_incomes": lambda: gaps(income_tables()),
    "demo_votes": lambda: gaps(election_tables()),
    "demo_schools": lambda: gaps(school_tables()),
    "demo_series": lambda: gaps(series_tables()),
    "demo_generic": generic,
}

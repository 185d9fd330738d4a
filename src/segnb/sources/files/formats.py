"""All formats that are known, in the order in which a file is held up against them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from segnb.sources.files import (
    area_keys,
    crime,
    election_results,
    insurance,
    jsonstat,
    kolada_answers,
    kolada_export,
    kolada_figures,
    long_table,
    own_count_table,
    own_key,
    polygon_vintage,
    px,
    scb_table,
    school_pupil_tables,
    school_results,
)
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.geometry import PARTS
from segnb.sources.files.indicator_binding import bind
from segnb.sources.files.labelled_table import LabelledTable
from segnb.sources.files.regions import Regions
from segnb.sources.files.unread_files import unrecognised
from segnb.store import Snapshot, Store
from segnb.vocabulary.catalogue import Catalogue, catalogue

KEYS, BORDERS, TABLES, AFTER_TABLES, LAST = range(5)


@dataclass
class Context:
    """What readers may look up: the catalogue, the areas that the store knows, and how a file names
    the columns of own areas."""

    store: Store
    catalogue: Catalogue = field(default_factory=catalogue)
    named: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def regions(self) -> Regions:
        """Areas by name and code."""
        return Regions(self.store)

    def keep_places(self, reading: Reading, snapshot: Snapshot) -> None:
        """Write areas, groups, links and polygons of a reading; areas are then looked up anew."""
        if reading.areas is not None:
            self.store.write_areas(reading.areas, snapshot)
        if reading.groups is not None:
            self.store.write_groups(reading.groups, snapshot)
        if reading.links is not None:
            self.store.write_links(reading.links, snapshot)
        if reading.polygons is not None:
            self.store.write_polygons(reading.level, reading.polygons, snapshot)
        if reading.areas is not None or reading.polygons is not None:
            self.__dict__.pop("regions", None)


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    phase
        When it is read: keys before the tables whose areas they name.
    reader
        Gives a reading, or a labelled table that is bound to the catalogue.
    wants
        What of the context it looks up, in the order of its arguments after the document.
    """

    name: str
    phase: int
    recognises: Callable[[Document], bool]
    reader: Callable[..., Reading | LabelledTable]
    wants: tuple[str, ...] = ()

    def read(self, document: Document, context: Context) -> Reading:
        """What a document of this kind holds."""
        found = self.reader(document, *(getattr(context, name) for name in self.wants))
        if isinstance(found, LabelledTable):
            return bind(found, context.catalogue, context.regions)
        return found


CATALOGUE = ("catalogue",)
PLACED, STORED = ("catalogue", "regions"), ("catalogue", "store")
FORMATS = tuple(Format(*row) for row in (
    ("SCB's key from DeSO to RegSO", KEYS, area_keys.is_key, area_keys.read_key),
    ("log of changed DeSO", KEYS, area_keys.is_change_log, area_keys.read_change_log),
    ("polygons of districts", AFTER_TABLES, polygon_vintage.is_district_polygons,
     polygon_vintage.read_polygons, ("regions",)),
    ("polygons", BORDERS, polygon_vintage.is_polygons, polygon_vintage.read_polygons,
     ("regions", "named")),
    ("Kolada: list of key figures", KEYS, kolada_answers.is_figures,
     kolada_figures.read_figures, STORED),
    ("Kolada: list of places", KEYS, kolada_answers.is_places, kolada_answers.read_places),
    ("Kolada: groups", KEYS, kolada_answers.is_groups, kolada_answers.read_groups, CATALOGUE),
    ("Kolada: values", TABLES, kolada_answers.is_values, kolada_answers.read_values, CATALOGUE),
    ("Kolada: export to Excel", TABLES, kolada_export.is_export, kolada_export.read_export, STORED),
    ("Valmyndigheten: votes", TABLES, election_results.is_result, election_results.read_result,
     CATALOGUE),
    ("Brå: indicators", TABLES, crime.is_indicators, crime.read_indicators, PLACED),
    ("Brå: all crimes", TABLES, crime.is_totals, crime.read_totals, PLACED),
    ("table of schools", TABLES, school_pupil_tables.is_schools, school_pupil_tables.read_schools,
     CATALOGUE),
    ("Skolverket: report by municipality", TABLES, school_results.is_results,
     school_results.read_results, CATALOGUE),
    ("Försäkringskassan: benefits", TABLES, insurance.is_benefits, insurance.read_benefits),
    ("SCB table", TABLES, scb_table.is_stacked, scb_table.read_stacked),
    ("SCB table", TABLES, scb_table.is_flat, scb_table.read_flat),
    ("table of areas and years", TABLES, long_table.is_long, long_table.read_long),
    ("PX table", TABLES, px.is_px, px.read_px),
    ("JSON-stat table", TABLES, jsonstat.is_jsonstat, jsonstat.read_jsonstat),
    ("key to own areas", AFTER_TABLES, own_key.is_own_key, own_key.read_own_key, ("store",)),
    ("counts of own areas", AFTER_TABLES, own_count_table.is_own_counts,
     own_count_table.read_own_counts, STORED),
))  # fmt: skip


def recognise(document: Document) -> list[tuple[int, str]] | Reading:
    """Places of formats in `FORMATS` with the sheet that has each, the first for each sheet.

    A reading that says why, where no sheet has any.
    """
    found = [
        (place, one.sheet)
        for one in document.sheets()
        for place in [next((i for i, k in enumerate(FORMATS) if k.recognises(one)), None)]
        if place is not None
    ]
    return found or unrecognised(document)


def parts_of(document: Document, others: list[Document]) -> Reading | None:
    """Reading of a file that is only a part of a shapefile beside it; None for all others."""
    suffixes = (*(s for s in PARTS if s != ".shp"), ".shp.xml", ".sbn", ".sbx", ".qix")
    for other in others:
        if other.path.suffix.lower() != ".shp" or other.path.parent != document.path.parent:
            continue
        if document.path.name.lower() in {f"{other.path.stem.lower()}{s}" for s in suffixes}:
            reason = f"it is a part of {other.name}, read with it"
            return Reading("part of a shapefile", reason=reason)
    return None

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
from segnb.store import Store
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

    def forget(self) -> None:
        """Look areas up anew, after new ones have come in."""
        self.__dict__.pop("regions", None)


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    phase
        When it is read: keys before the tables whose areas they name.
    """

    name: str
    phase: int
    recognises: Callable[[Document], bool]
    read: Callable[[Document, Context], Reading]


def _table(read: Callable[[Document], LabelledTable]) -> Callable[[Document, Context], Reading]:
    return lambda document, context: bind(read(document), context.catalogue, context.regions)


def _alone(read: Callable[[Document], Reading]) -> Callable[[Document, Context], Reading]:
    return lambda document, _context: read(document)


def _bound(
    read: Callable[[Document, Catalogue], Reading],
) -> Callable[[Document, Context], Reading]:
    return lambda document, context: read(document, context.catalogue)


def _placed(
    read: Callable[[Document, Catalogue, Regions], Reading],
) -> Callable[[Document, Context], Reading]:
    return lambda document, context: read(document, context.catalogue, context.regions)


FORMATS = (
    Format("SCB's key from DeSO to RegSO", KEYS, area_keys.is_key, _alone(area_keys.read_key)),
    Format("log of changed DeSO", KEYS, area_keys.is_change_log, _alone(area_keys.read_change_log)),
    Format(
        "polygons of districts",
        AFTER_TABLES,
        polygon_vintage.is_district_polygons,
        lambda document, context: polygon_vintage.read_polygons(document, context.regions),
    ),
    Format(
        "polygons",
        BORDERS,
        polygon_vintage.is_polygons,
        lambda document, context: polygon_vintage.read_polygons(
            document, context.regions, context.named
        ),
    ),
    Format(
        "Kolada: list of key figures",
        KEYS,
        kolada_answers.is_figures,
        lambda document, context: kolada_figures.read_figures(
            document, context.catalogue, context.store
        ),
    ),
    Format(
        "Kolada: list of places", KEYS, kolada_answers.is_places, _alone(kolada_answers.read_places)
    ),
    Format("Kolada: groups", KEYS, kolada_answers.is_groups, _bound(kolada_answers.read_groups)),
    Format("Kolada: values", TABLES, kolada_answers.is_values, _bound(kolada_answers.read_values)),
    Format(
        "Kolada: export to Excel",
        TABLES,
        kolada_export.is_export,
        lambda document, context: kolada_export.read_export(
            document, context.catalogue, context.store
        ),
    ),
    Format(
        "Valmyndigheten: votes",
        TABLES,
        election_results.is_result,
        _bound(election_results.read_result),
    ),
    Format("Brå: indicators", TABLES, crime.is_indicators, _placed(crime.read_indicators)),
    Format("Brå: all crimes", TABLES, crime.is_totals, _placed(crime.read_totals)),
    Format(
        "table of schools",
        TABLES,
        school_pupil_tables.is_schools,
        _bound(school_pupil_tables.read_schools),
    ),
    Format(
        "Skolverket: report by municipality",
        TABLES,
        school_results.is_results,
        _bound(school_results.read_results),
    ),
    Format(
        "Försäkringskassan: benefits",
        TABLES,
        insurance.is_benefits,
        _table(insurance.read_benefits),
    ),
    Format("SCB table", TABLES, scb_table.is_stacked, _table(scb_table.read_stacked)),
    Format("SCB table", TABLES, scb_table.is_flat, _table(scb_table.read_flat)),
    Format("table of areas and years", TABLES, long_table.is_long, _table(long_table.read_long)),
    Format("PX table", TABLES, px.is_px, _table(px.read_px)),
    Format("JSON-stat table", TABLES, jsonstat.is_jsonstat, _table(jsonstat.read_jsonstat)),
    Format(
        "key to own areas",
        AFTER_TABLES,
        own_key.is_own_key,
        lambda document, context: own_key.read_own_key(document, context.store),
    ),
    Format(
        "counts of own areas",
        AFTER_TABLES,
        own_count_table.is_own_counts,
        lambda document, context: own_count_table.read_own_counts(
            document, context.catalogue, context.store
        ),
    ),
)


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

"""How each id that a fetch asks for is known: by a document, by other clients, or assumed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from segnb.sources.live.borders import LAYERS
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.queries import queries
from segnb.vocabulary.areas import DATA
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.strict_yaml import load

How = Literal["document", "clients", "one_client", "searched", "assumed"]
WORDS = {
    "document": "a document of the producer",
    "clients": "other clients",
    "one_client": "one other client",
    "searched": "not known: searched for",
    "assumed": "assumed",
}
SERVICES = {
    "scb": "SCB, PxWebApi 2",
    "geodata": "SCB, WFS",
    "kolada": "Kolada, API 3",
    "folkhalsa": "Folkhälsomyndigheten",
    "skolverket": "Skolverket",
    "files": "files",
}


class Evidence(BaseModel):
    """What the id and the labels of one table or key figure rest on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    how: How
    labels: How
    note: str = ""


@dataclass(frozen=True)
class KnownId:
    """An id that a fetch asks for, with the indicators that come from it."""

    service: str
    id: str
    title: str
    indicators: tuple[str, ...]
    evidence: Evidence


@cache
def evidence() -> dict[str, Evidence]:
    """What is known of each id."""
    text = (DATA / "evidence.yml").read_text("utf-8")
    return {one.id: one for one in map(Evidence.model_validate, load(text))}


def known_ids() -> Iterator[KnownId]:
    """Every id that a fetch asks for, service by service."""
    entries, known = catalogue(), evidence()
    for api, name, identifier, title in _asked_ids(entries):
        used = {e.id for e in entries.stored() for s in e.sources if s.table == name}
        yield KnownId(SERVICES[api], identifier, title, tuple(sorted(used)), known[identifier])


def _asked_ids(entries: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """Service, name in the catalogue, id and title of all that is asked for."""
    for query in queries():
        yield query.api, query.table, query.id or query.table, query.title
    for layer in LAYERS.values():
        yield "geodata", layer, layer, ""
    titles = {s.table: s.title.sv if s.title else "" for e in entries.stored() for s in e.sources}
    for figure in Kolada("", entries).figures:
        yield "kolada", figure, figure, titles[figure]

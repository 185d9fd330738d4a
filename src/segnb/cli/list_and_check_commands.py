"""`segnb list` and `segnb check`: what there is to name, and whether it all holds together."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.efforts_check import check_register
from segnb.cli.options import (
    address_option,
    answer,
    is_loud,
    shared_options,
    store_option,
    store_to_read,
    wants_json,
)
from segnb.vocabulary.errors import InvalidParams, SegnbError, SourceUnavailable

if TYPE_CHECKING:
    from segnb.sources.live.health import Health

IN_PART, NO_SOURCE = 1, 3
SHOWN = ["id", "name_sv", "start", "end", "areas"]  # of an effort, first
COLUMNS = 5  # of a row as text; --json gives all of it


def _municipalities() -> list[dict[str, Any]]:
    from segnb.vocabulary.areas import demo_municipalities, municipalities

    both = (municipalities(), demo_municipalities())
    return [row for table in both for row in table.to_dict("records")]


def _indicators() -> list[dict[str, Any]]:
    from segnb.vocabulary.catalogue import catalogue

    return [
        {
            "id": entry.id,
            "label": entry.label.en,
            "focus": entry.focus,
            "kind": entry.kind,
            "unit": entry.unit,
            "label_sv": entry.label.sv,
        }
        | entry.model_dump(mode="json", exclude={"id", "label", "focus", "kind", "unit"})
        for entry in catalogue().indicators.values()
    ]


def _measures() -> list[dict[str, Any]]:
    from segnb import measures

    functions = ((name, getattr(measures, name)) for name in sorted(measures.__all__))
    return [
        {"name": name, "what": (function.__doc__ or "").strip().partition("\n")[0]}
        for name, function in functions
        if callable(function) and not isinstance(function, type)
    ]


def _sources() -> list[dict[str, Any]]:
    from segnb.vocabulary.catalogue import catalogue

    found = {
        (source.producer, source.table): {
            "producer": source.producer,
            "table": source.table,
            "licence": source.licence,
            "title": source.title.sv if source.title else "",
            "url": source.url,
        }
        for entry in catalogue().indicators.values()
        for source in entry.sources
    }
    return [found[key] for key in sorted(found)]


def _ids() -> list[dict[str, Any]]:
    """Ids that a fetch asks for, and how each is known."""
    from segnb.sources.live.services import WORDS, known_ids

    return [
        {
            "service": one.service,
            "id": one.id,
            "id_known_by": WORDS[one.evidence.how],
            "labels_known_by": WORDS[one.evidence.labels],
            "indicators": ", ".join(one.indicators),
            "title": one.title,
            "note": one.evidence.note,
        }
        for one in known_ids()
    ]


def _chapters() -> list[dict[str, Any]]:
    from segnb.publish.notebooks import chapters

    return [{"name": name, "notebook": path.name} for name, path in chapters().items()]


def _efforts() -> list[dict[str, Any]]:
    from segnb.vocabulary.effort_register import register

    rows = register().drop(columns="level_id").astype(object)
    rows[["areas", "flag"]] = rows[["areas", "flag"]].map(" ".join)
    rows = rows.where(rows.notna(), None)
    return rows[[*SHOWN, *rows.columns.drop(SHOWN)]].to_dict("records")


LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "municipalities": _municipalities,
    "indicators": _indicators,
    "measures": _measures,
    "sources": _sources,
    "ids": _ids,
    "chapters": _chapters,
    "efforts": _efforts,
}


@click.command("list")
@click.argument("what", type=click.Choice(list(LISTS)))
@shared_options
def list_command(what: str) -> None:
    """Name all municipalities, indicators, measures, sources, ids, chapters or efforts."""
    rows = LISTS[what]()
    answer(rows, ("\t".join(map(str, list(row.values())[:COLUMNS])) for row in rows))


@click.command("check")
@store_option(reads=True)
@click.option("--params", "folder", default="params", show_default=True, help="Folder of settings.")
@click.option("--live", is_flag=True, help="Also hold every query against the producers' services.")
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --live: write what was expected and found as a page, and as JSON beside it.",
)
@address_option
@shared_options
def check_command(
    store: str | None,
    folder: str,
    *,
    live: bool,
    page: Path | None,
    addresses: tuple[str, ...],
) -> int:
    """Check the store, the params files and the notebooks, without running anything."""
    if page and not live:
        raise InvalidParams("--page is of what the services answer: add --live.")
    held = store_to_read(store)
    checks = chain(_checks(Path(folder), held), _live(addresses, held) if live else ())
    results = []
    for what, check in checks:
        results.append(_result(what, check))
        if not wants_json():
            _tell(results[-1])
    answer(results)
    if page:
        from segnb.publish.health_page import write_health

        for path in write_health(results, page):
            click.echo(f"{path}: this can be sent to who keeps the program.", err=wants_json())
    return _health_code(results)


def _health_code(results: list[dict[str, Any]]) -> int:
    """3 where no service answered anything; 1 where something does not hold."""
    live = [result for result in results if result["live"]]
    if live and all(result["exit"] == NO_SOURCE for result in live):
        return NO_SOURCE
    return IN_PART if any(result["exit"] for result in results) else 0


def _tell(result: dict[str, Any]) -> None:
    if result["fault"]:
        click.echo(f"{result['what']}: {result['fault']}", err=True)
    elif is_loud():
        click.echo(f"{result['what']}: {result['found']}")


def _live(
    addresses: tuple[str, ...], store: str
) -> Iterator[tuple[str, Callable[[], "str | Health"]]]:
    from segnb.sources.live.health import live_checks
    from segnb.sources.live.http_requests import Web
    from segnb.sources.live.services import services, with_addresses
    from segnb.store import Store
    from segnb.store.file_hashes import MARKER
    from segnb.vocabulary.catalogue import catalogue

    held = Store.open(store) if (Path(store) / MARKER).exists() else None
    with Web() as web:
        asked = services(web, with_addresses(addresses), store=held)
        yield from live_checks(asked, web, catalogue())


def _result(what: str, check: Callable[[], "str | Health"]) -> dict[str, Any]:
    from segnb.sources.live.health import Health

    result: dict[str, Any] = {"what": what, "found": "", "fault": "", "exit": 0, "items": []}
    try:
        found = check()
    except SegnbError as error:
        code = error.exit_code if isinstance(error, SourceUnavailable) else IN_PART
        return result | {"fault": str(error), "exit": code, "live": _is_live(check)}
    if isinstance(found, Health):
        fault = f"{found.told}: {'; '.join(found.faults)}." if found.faults else ""
        result |= {"fault": fault, "exit": IN_PART if fault else 0,
                   "items": [asdict(item) for item in found.items]}  # fmt: skip
    return result | {"found": "" if result["fault"] else str(found), "live": _is_live(check)}


def _is_live(check: Callable[[], "str | Health"]) -> bool:
    return isinstance(check, partial)


def _later(check: Callable[[Any], str], asked: Any) -> Callable[[], str]:
    return lambda: check(asked)


def _checks(folder: Path, store: str) -> Iterator[tuple[str, Callable[[], "str | Health"]]]:
    from segnb.publish.notebooks import chapters

    yield "catalogue", lambda: f"{len(_indicators())} indicators"
    for path in chapters().values():
        yield path.name, _later(_notebook, path)
    for path in sorted(folder.glob("*.y*ml")):
        yield str(path), _later(_settings, path)
    yield f"store {store}", lambda: _store(store)
    for name in ("", *map(str, sorted(folder.glob("efforts*.csv")))):
        yield name or "efforts", _later(lambda one: check_register(one, store), name)


def _notebook(path: Path) -> str:
    from segnb.publish.notebooks import parameters_of
    from segnb.vocabulary.errors import InvalidFile
    from segnb.vocabulary.params import Params

    known = parameters_of(path)
    unknown = [name for name in known if name not in (*Params.model_fields, "settings")]
    if unknown:
        raise InvalidFile(f"{unknown[0]!r} is no setting of a report: remove it or rename it.")
    return f"parameters {', '.join(known)}"


def _settings(path: Path) -> str:
    from segnb.publish.notebooks import find_notebook
    from segnb.vocabulary.params import read_params

    params = read_params(path)
    for chapter in params.chapters:
        find_notebook(chapter)
    return f"municipality {params.municipality}, {len(params.chapters)} chapters"


def _store(store: str) -> str:
    from segnb.store import Store

    held = Store.open(store)
    coverage = held.coverage()
    return f"{coverage['indicator'].nunique()} indicators, {len(held.snapshots())} snapshots"

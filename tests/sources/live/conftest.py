"""What the tests of live sources share: no proxies, no waiting, and a county to fetch."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from county import HERE, PROGRAM
from demo_service import demo_service
from server import Service, running
from specification import PUBLISHED, Validator

from segnb.sources.demo import demo_store
from segnb.sources.live.fetch import Fetched, fetch
from segnb.sources.live.http_requests import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, Scope, queries
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, catalogue

SOME = ("TAB5956", "TAB6534", "TAB6680", "TAB638", "TAB824", "TAB1212")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def validator() -> Validator | None:
    """The published specification; the server is strict by its own rules where it is not here."""
    return Validator() if PUBLISHED.exists() else None


@pytest.fixture
def web() -> Iterator[Web]:
    """Asks without ever waiting."""
    with Web(timeout=30.0, sleep=lambda _seconds: None) as asking:
        yield asking


@pytest.fixture(scope="session")
def some_queries() -> tuple[Query, ...]:
    return tuple(query for query in queries() if query.table in SOME)


@pytest.fixture(scope="session")
def some_entries(some_queries: tuple[Query, ...]) -> Catalogue:
    """Entries of the catalogue that these queries serve, and a few of Kolada."""
    tables = {query.table for query in some_queries} | {"N15428", "N00914", "U09800"}
    found = {e.id: e for e in catalogue().stored() if any(s.table in tables for s in e.sources)}
    return Catalogue(indicators=found)


@pytest.fixture(scope="session")
def demo() -> Store:
    return demo_store()


@pytest.fixture(scope="session")
def _served(
    demo: Store, some_entries: Catalogue, some_queries: tuple[Query, ...]
) -> tuple[Service, pd.DataFrame]:
    return demo_service(demo, some_entries, some_queries)


@pytest.fixture
def county(
    _served: tuple[Service, pd.DataFrame], validator: Validator | None
) -> Iterator[tuple[Service, str, pd.DataFrame]]:
    """A server with the demonstration county, its address, and the rows that it gives."""
    held, rows = _served
    service = Service(tables=held.tables, figures=dict(held.figures), values=held.values,
                      validator=validator)  # fmt: skip
    with running(service) as address:
        yield service, address, rows


@pytest.fixture
def serve() -> Iterator[Callable[[Service], str]]:
    """Starts a server for a service and gives its address."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda service: stack.enter_context(running(service))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.fixture
def get(
    web: Web,
    some_entries: Catalogue,
    some_queries: tuple[Query, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Fetched]:
    """Fetch the queries of these tests from an address."""
    monkeypatch.setattr("segnb.sources.files.formats.catalogue", lambda: some_entries)

    def fetched(
        address: str, store: Store, scope: Scope = HERE, table: str = "", **settings: object
    ) -> Fetched:
        queries = [query for query in some_queries if table in ("", query.table)]
        asked = [PxWeb(web, f"{address}/api/v2", queries), Kolada(f"{address}/v3", some_entries)]
        return fetch(asked[:1] if table else asked, scope, store, web, **settings)

    return fetched


@pytest.fixture(scope="module")
def reference(
    _served: tuple[Service, pd.DataFrame], some_entries: Catalogue, some_queries: tuple[Query, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Store:  # fmt: skip
    """What a fetch without any mishap gives."""
    store = Store.create(tmp_path_factory.mktemp("reference") / "store")
    with pytest.MonkeyPatch.context() as patch, running(_served[0]) as address, Web() as web:
        patch.setattr("segnb.sources.files.formats.catalogue", lambda: some_entries)
        patch.setenv("NO_PROXY", "127.0.0.1")
        asked = [
            PxWeb(web, f"{address}/api/v2", some_queries),
            Kolada(f"{address}/v3", some_entries),
        ]
        assert fetch(asked, HERE, store, web).faults == []
    return store


@pytest.fixture
def program(some_entries: Catalogue, some_queries: tuple[Query, ...]) -> str:
    """The fetch of these tests as a program of its own."""
    return PROGRAM.format(
        codes=HERE.codes,
        tables=[query.table for query in some_queries],
        indicators=list(some_entries.indicators),
    )

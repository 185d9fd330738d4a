"""What the tests of live sources share: no proxies, no waiting, and a county to fetch."""

from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from demo_service import demo_service
from server import Service, running
from specification import PUBLISHED, Validator

from segnb.sources.demo import demo_store
from segnb.sources.live.queries import Query, queries
from segnb.sources.live.web import Web
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

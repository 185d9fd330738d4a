"""The demonstration county to fetch: for which places, by which program, and what came of it."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
from demo_service import real_codes
from server import Service

from segnb.sources.live.queries import Scope
from segnb.store import Store, empty_observations

County = tuple[Service, str, pd.DataFrame]
WHOLE = Scope(tuple(sorted(code for code in real_codes().values() if len(code) == 4)))
HERE = Scope(("0821",))


def held(store: Store) -> pd.DataFrame:
    """Everything in a store, without the snapshots."""
    indicators = sorted(path.stem for path in (store.path / "observations").glob("*.parquet"))
    parts = [store.read(name, sex=None, interval=True) for name in indicators]
    found = pd.concat(parts, ignore_index=True) if parts else empty_observations()
    return found.drop(columns="snapshot")


def raw_bodies(store: Store) -> set[str]:
    return {path.stem for path in (store.path / "snapshots").glob("*.gz")}


PROGRAM = textwrap.dedent("""
    import sys
    import segnb.sources.files.formats as formats
    from segnb.sources.live.fetch import fetch
    from segnb.sources.live.http_requests import Web
    from segnb.sources.live.kolada import Kolada
    from segnb.sources.live.pxweb import PxWeb
    from segnb.sources.live.queries import queries
    from segnb.sources.live.queries import Scope
    from segnb.store import Store, empty_observations
    from segnb.vocabulary.catalogue import Catalogue, catalogue

    tables = {tables!r}
    entries = Catalogue(indicators={{i: catalogue()[i] for i in {indicators!r}}})
    formats.catalogue = lambda: entries
    asked = [query for query in queries() if query.table in tables]
    with Web(timeout=5) as web:
        address = sys.argv[1]
        services = [PxWeb(web, address + "/api/v2", asked), Kolada(address + "/v3", entries)]
        fetched = fetch(services, Scope({codes!r}), Store.create(sys.argv[2]), web)
    sys.exit(fetched.exit_code)
""")


def started(program: str, address: str, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, address, str(path)])

"""Skolverket, Polisen, Valmyndigheten and Folkhälsomyndigheten with data, and all that goes wrong.

Brå has no service: its file is dropped into a folder, as that of a producer whose address moved.
"""

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest
from county import HERE, held, raw_bodies
from producer_files import BRA, POLICE, VOTES, producer_files, producers
from server import KINDS, Service, running

from segnb.sources.files import import_folder
from segnb.sources.live.fetch import Fetched, fetch
from segnb.sources.live.http_requests import Web
from segnb.store import Store
from segnb.store.integrity import faults

pytestmark = pytest.mark.long

INDICATORS = {"school_pupils", "votes_riksdag"}
SOME = ("429_date", "half", "html", "infinity")  # `make faults` tries all kinds
FULL = bool(os.environ.get("SEGNB_FAULTS"))
Address = tuple[Service, str]


@pytest.fixture
def address() -> Iterator[Address]:
    service = Service(files=producer_files())
    with running(service) as url:
        yield service, url


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What an undisturbed fetch gives."""
    store = Store.create(tmp_path_factory.mktemp("reference") / "store")
    with running(Service(files=producer_files())) as url, Web(sleep=lambda _: None) as web:
        assert fetch(producers(url), HERE, store, web).faults == []
    return store


def again(url: str, store: Store, web: Web) -> Fetched:
    return fetch(producers(url), HERE, store, web, fresh=0)


def assert_same(store: Store, reference: Store) -> None:
    pd.testing.assert_frame_equal(held(store), held(reference))
    assert set(store.read_polygons("police")["name"]) == {"Norra", "Södra"}
    assert raw_bodies(reference) <= raw_bodies(store)
    assert list(faults(store)) == []


def test_an_undisturbed_fetch_has_data_of_all(reference: Store) -> None:
    assert set(reference.coverage()["indicator"]) >= INDICATORS
    assert len(reference.read("school_pupils")) == 20
    assert len(reference.read_polygons("police")) == 2


@pytest.mark.parametrize("kind", KINDS if FULL else SOME)
def test_whatever_fails_nothing_wrong_is_stored_and_the_next_fetch_mends_it(
    kind: str, address: Address, store: Store, web: Web, reference: Store
) -> None:
    service, url = address
    service.fail(*[kind] * 4)
    fetched = fetch(producers(url), HERE, store, web)
    assert all(fault.why.endswith(".") and "\n" not in fault.why for fault in fetched.faults)
    assert bool(fetched.faults) == (fetched.exit_code > 0)
    ours, theirs = held(store), held(reference)
    assert len(ours.merge(theirs)) == len(ours)
    service.ordered.clear()
    assert again(url, store, web).faults == []
    assert_same(store, reference)


def test_a_drip_is_given_up_and_the_next_fetch_has_it_all(
    address: Address, store: Store, reference: Store
) -> None:
    service, url = address
    service.slowness = 0.2
    service.fail(*["drip"] * 30)
    with Web(timeout=0.05, sleep=lambda _: None) as web:
        fetched = fetch(producers(url), HERE, store, web)
    assert {fault.table for fault in fetched.faults} >= {POLICE, VOTES}
    assert all("not whole within" in fault.why for fault in fetched.faults)
    assert fetched.exit_code == 3
    service.ordered.clear()
    with Web(sleep=lambda _: None) as web:
        assert again(url, store, web).faults == []
    assert_same(store, reference)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_signed_is_named_until_it_is_trusted(
    tmp_path: Path, store: Store, reference: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = (str(tmp_path / name) for name in ("key.pem", "certificate.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
         "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with running(Service(files=producer_files()), context) as url:
        with Web(sleep=lambda _: None) as web:
            fetched = fetch(producers(url), HERE, store, web)
        assert fetched.exit_code == 3
        assert all("certificate" in fault.why for fault in fetched.faults)
        assert held(store).empty
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        with Web(sleep=lambda _: None) as web:
            assert again(url, store, web).faults == []
    assert_same(store, reference)


def moved_to_a_page(service: Service, path: str) -> None:
    service.files[path] = b"<!doctype html><title>Sidan finns inte</title>"


def gone(service: Service, path: str) -> None:
    del service.files[path]


@pytest.mark.parametrize("move", [moved_to_a_page, gone])
def test_a_file_that_has_moved_is_asked_of_the_user_and_imported_from_a_folder(
    move: Callable[[Service, str], None], address: Address, store: Store, web: Web, folder: Path,
    reference: Store,
) -> None:  # fmt: skip
    service, url = address
    files = [path for path in service.files if path.endswith((".zip", ".xlsx"))]
    for path in files:
        (folder / PurePosixPath(path).name).write_bytes(service.files[path])
        move(service, path)
    told = {fault.table: fault.why for fault in fetch(producers(url), HERE, store, web).faults}
    assert set(told) == {POLICE, VOTES}
    assert "open https://polisen.se, search for 'utsatta områden geojson'" in told[POLICE]
    assert "open https://www.val.se, search for" in told[VOTES]
    assert all("save the file in a folder and run `segnb import" in why for why in told.values())
    (folder / "bra.csv").write_text(BRA, encoding="utf-8")
    assert [file.reason for file in import_folder(folder, store)] == ["", "", ""]
    crime = store.read("reported_crime").set_index("year")["value"]
    assert crime.to_dict() == {2024: 13_801, 2025: 13_373}
    ours = held(store)
    pd.testing.assert_frame_equal(
        ours[ours["indicator"] != "reported_crime"].reset_index(drop=True), held(reference)
    )
    assert set(store.read_polygons("police")["name"]) == {"Norra", "Södra"}

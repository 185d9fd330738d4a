"""Asking a server that fails in every way that servers fail."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from server import Service

from segnb.sources.live.answer_faults import Refused, Unreachable
from segnb.sources.live.http_requests import FIRST_TRIES, TRIES, Call, Limit, Web
from segnb.vocabulary.errors import SourceUnavailable

Serve = Callable[[Service], str]
PASSES = ["429", "429_after", "429_date", "500", "503", "slow", "truncated", "half", "charset",
          "html", "redirect", "reset"]  # fmt: skip


def config(address: str) -> Call:
    return Call("scb", f"{address}/api/v2/config", table="/config")


@pytest.fixture
def web() -> Iterator[Web]:
    """Has little patience and never waits."""
    with Web(timeout=0.6, sleep=lambda _seconds: None) as asking:
        yield asking


@pytest.mark.parametrize("fault", PASSES)
def test_a_fault_that_passes_is_waited_out(fault: str, serve: Serve, web: Web) -> None:
    service = Service()
    call = config(serve(service))
    clean = web.ask(call)
    service.fail(fault)
    assert web.ask(call) == clean
    assert len(service.requests) == 3


def test_a_server_is_asked_six_times_and_no_more(serve: Serve, web: Web) -> None:
    service = Service()
    service.fail(*["503"] * 20)
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 .* 6 tries: status 503, Not now"):
        web.ask(config(serve(service)))
    assert len(service.requests) == TRIES == 6


def test_a_page_instead_of_json_is_named(serve: Serve, web: Web) -> None:
    service = Service()
    service.fail(*["html"] * 6)
    with pytest.raises(SourceUnavailable, match="web page"):
        web.ask(config(serve(service)))


@pytest.mark.parametrize(("fault", "title"), [("missing", "Non-existent table"),
                                              ("too_many", "Too many cells")])  # fmt: skip
def test_a_refusal_is_not_asked_again(fault: str, title: str, serve: Serve, web: Web) -> None:
    service = Service()
    service.fail(fault)
    with pytest.raises(Refused, match=title):
        web.ask(config(serve(service)))
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("fault", "least", "most"), [("429_after", 0.0, 0.0), ("429_date", 0.0, 0.0), ("429", 0.5, 0.7)]
)
def test_the_wait_is_the_one_that_the_server_asks_for(
    fault: str, least: float, most: float, serve: Serve
) -> None:
    waits: list[float] = []
    service = Service()
    service.fail(fault)
    with Web(sleep=waits.append, limits={"scb": Limit(99, 1.0)}) as web:
        web.ask(config(serve(service)))
    assert len(waits) == 1
    assert least <= waits[0] <= most


def test_a_server_that_wants_an_hour_is_not_waited_for(serve: Serve, web: Web) -> None:
    service = Service()
    service.fail("429_long")
    with pytest.raises(SourceUnavailable, match="again in 60 minutes"):
        web.ask(config(serve(service)))
    assert len(service.requests) == 1


def test_waits_grow_where_the_server_names_none(serve: Serve) -> None:
    waits: list[float] = []
    service = Service()
    service.fail(*["503"] * 5)
    with Web(sleep=waits.append, limits={"scb": Limit(99, 1.0)}) as web:
        web.ask(config(serve(service)))
    assert all(1.5 < later / earlier < 3 for earlier, later in pairwise(waits))
    assert sum(waits) < 30


def test_a_timeout_reaches_the_connection(serve: Serve) -> None:
    service = Service(slowness=1.0)
    service.fail(*["slow"] * 6)
    with Web(timeout=0.05, sleep=lambda _: None) as web:
        started = time.monotonic()
        with pytest.raises(SourceUnavailable, match="no answer within"):
            web.ask(config(serve(service)))
    assert time.monotonic() - started < 3


def free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize("name", ["", "http://nowhere.invalid"], ids=["port", "name"])
def test_an_address_that_was_never_reached_is_given_up_soon(name: str) -> None:
    waits: list[float] = []
    address = name or free_address()
    with Web(sleep=waits.append, limits={"scb": Limit(99, 1.0)}) as web:
        for _ in range(2):
            with pytest.raises(Unreachable, match="cannot be reached: no connection"):
                web.ask(config(address))
    assert len(waits) == 1  # and the second request was not even sent
    assert web.calls == FIRST_TRIES == 2
    assert sum(waits) < 1


def test_a_connection_that_breaks_off_at_once_is_tried_six_times(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def slam() -> None:
            for _ in range(TRIES):
                server.accept()[0].close()

        threading.Thread(target=slam, daemon=True).start()
        with pytest.raises(SourceUnavailable, match="6 tries: no connection"):
            web.ask(config(f"https://127.0.0.1:{server.getsockname()[1]}"))
    assert web.calls == TRIES


def test_a_server_that_was_there_before_is_waited_for() -> None:
    waits: list[float] = []
    with Web(sleep=waits.append, limits={"scb": Limit(99, 1.0)}) as web:
        address = free_address()
        web.reached.add(address.removeprefix("http://"))
        with pytest.raises(Unreachable, match="6 tries: no connection"):
            web.ask(config(address))
    assert len(waits) == TRIES - 1


def test_without_any_connection_the_others_are_not_asked(serve: Serve, web: Web) -> None:
    for _ in range(3):
        with pytest.raises(Unreachable):
            web.ask(config(free_address()))
    service = Service()
    with pytest.raises(Unreachable, match="no connection to any host"):
        web.ask(config(serve(service)))
    assert service.requests == []


def test_redirects_without_end_are_refused(serve: Serve, web: Web) -> None:
    service = Service()
    service.fail(*["redirect"] * 40)
    with pytest.raises(Refused, match="leads nowhere"):
        web.ask(config(serve(service)))


def test_the_proxy_of_the_environment_is_asked(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service()
    monkeypatch.setenv("HTTP_PROXY", serve(service))
    monkeypatch.delenv("NO_PROXY")
    with Web() as web:
        web.ask(Call("scb", "http://statistik.example/api/v2/config"))
    assert service.requests[0][1] == "/api/v2/config"


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_the_certificates_of_the_environment_are_used(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    for other in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "municipality.pem")
    monkeypatch.setattr(ssl, "create_default_context",
                        lambda cafile: loaded.append(cafile) or ssl.SSLContext(
                            ssl.PROTOCOL_TLS_CLIENT))  # fmt: skip
    with Web():
        assert loaded == ["municipality.pem"]


def test_the_client_stays_within_the_limit_without_being_told_off(serve: Serve) -> None:
    service = Service(calls_in_window=4, window=0.25)
    call = config(serve(service))
    with Web(limits={"scb": Limit(4, 0.25)}) as web:
        started = time.monotonic()
        for _ in range(13):
            web.ask(call)
    assert service.told_off == 0
    assert time.monotonic() - started < 5


def test_a_limit_counts_from_when_the_answer_came() -> None:
    now, waited = [0.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    limit = Limit(2, 10.0, clock=lambda: now[0], sleep=sleep)
    for ends in (3.0, 4.0, 4.0):
        limit.wait()
        now[0] = max(now[0], ends)
        limit.count()
    assert waited == [9.0]


def test_no_thread_is_left_behind(serve: Serve, web: Web) -> None:
    before = threading.active_count()
    web.ask(config(serve(Service())))
    assert threading.active_count() <= before + 2


@pytest.mark.parametrize(
    "fault", ["429_0000", "429_tenths", "429_words", "429_past", "gzip", "empty"]
)
def test_odd_answers_that_pass_are_waited_out(fault: str, serve: Serve, web: Web) -> None:
    service = Service()
    service.fail(fault)
    assert b"maxDataCells" in web.ask(config(serve(service)))


def test_an_answer_that_drips_is_given_up_in_time(serve: Serve) -> None:
    service = Service(slowness=0.2)
    service.fail(*["drip"] * TRIES)
    with Web(timeout=0.05, sleep=lambda _: None) as web:
        started = time.monotonic()
        with pytest.raises(SourceUnavailable, match="not whole within 0 seconds"):
            web.ask(config(serve(service)))
    assert time.monotonic() - started < 10


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_signed_is_named(tmp_path: Path, web: Web) -> None:
    """A real one: the server holds it, and the client refuses it."""
    names = [str(tmp_path / name) for name in ("key.pem", "certificate.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=127.0.0.1", "-keyout", names[0], "-out", names[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(names[1], names[0])
    server = ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.raises(Unreachable, match="certificate"):
        web.ask(config(f"https://127.0.0.1:{server.server_port}"))
    server.shutdown()
    server.server_close()

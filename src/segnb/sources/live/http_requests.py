"""Asking a server: a request as data, its limit, patience, and a check of what comes back."""

import json
import logging
import os
import random
import ssl
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
import tenacity

from segnb import __version__
from segnb.sources.live.answer_faults import (
    PassingFault,
    Refused,
    Unreachable,
    broke_off,
    check_json,
    check_status,
    whole_body,
)
from segnb.vocabulary.errors import SourceUnavailable

SEARCH = "search for "  # before the name of a table that is looked for
# Calls in seconds. No number is published but SCB's, which is read from its /config.
RATES = {
    "scb": (3, 1.0),
    "kolada": (5, 1.0),
    "geodata": (2, 1.0),
    "folkhalsa": (10, 10.0),
    "skolverket": (1, 1.0),
    "files": (2, 1.0),
}


@dataclass(frozen=True)
class Call:
    """A request.

    Attributes
    ----------
    api
        Which service is asked: a key of `ADDRESSES`.
    url
        Full address with its query.
    body
        JSON that is posted; empty for a request that only gets.
    table
        Table, indicator or layer that the answer holds.
    cells
        How many cells the answer is expected to hold.
    detail
        What the reader of the answer needs to know of the request.
    is_json
        Whether the answer must be JSON.
    accept
        Media type that is asked for.
    """

    api: str
    url: str
    body: str = ""
    table: str = ""
    cells: int = 0
    detail: Any = None
    is_json: bool = True
    accept: str = "*/*"

    @property
    def key(self) -> str:
        """Name of the request: the same for the same address and body."""
        return sha256(f"{self.url}\n{self.body}".encode()).hexdigest()


def json_body(content: Mapping[str, Any]) -> str:
    """Body of a request, the same text for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass
class Limit:
    """At most so many calls in any window of so many seconds.

    A call counts from the moment at which its answer has come, not from when it was sent: the
    server saw it before that, so that no window on the server's clock can hold one call more,
    however unevenly the network delays them.
    """

    calls: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _ended: deque[float] = field(default_factory=deque)

    def wait(self) -> None:
        """Wait until one more call is allowed."""
        while len(self._ended) >= self.calls:
            left = self._ended[0] + self.seconds - self.clock()
            if left > 0:
                self.sleep(left)
            self._ended.popleft()

    def count(self) -> None:
        """Count a call that has just ended."""
        self._ended.append(self.clock())

    def took_over(self, other: "Limit") -> None:
        """Count the calls that another limit of the same server has counted."""
        self._ended.extend(other._ended)


TRIES = 6
SECONDS = 90.0  # that a server may be silent; a national table takes half a minute
CONNECT = 15.0
# Where no connection has been made yet, waiting does not help: there is no network, or a proxy or
# a certificate is wrong.
FIRST_TRIES, FIRST_CONNECT = 2, 5.0
HOSTS_AWAY = 3  # and none reached: nobody else is asked
FIRST_WAIT = 0.5
LONGEST = 5  # times the patience for one answer that drips
CONTACT = "SEGNB_CONTACT"  # of the environment: an address that a producer may write to
_CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

log = logging.getLogger(__name__)


@dataclass
class Web:
    """Everything that is asked of servers goes through here.

    Proxies (`HTTPS_PROXY`, `NO_PROXY`, …) and certificates (`SSL_CERT_FILE`, `SSL_CERT_DIR`,
    `REQUESTS_CA_BUNDLE`) are those of the environment.

    Attributes
    ----------
    reached
        Servers (host and port) with which a connection was made.
    away
        Servers with which none could be made, and why; they are not asked again.
    """

    timeout: float = SECONDS
    sleep: Callable[[float], None] = time.sleep
    limits: dict[str, Limit] = field(default_factory=dict)
    calls: int = 0
    told_off: int = 0
    reached: set[str] = field(default_factory=set)
    away: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            follow_redirects=True,
            max_redirects=5,
            verify=_certificates(),
            headers={"User-Agent": user_agent()},
        )

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def ask(self, call: Call) -> bytes:
        """Body of the answer.

        Raises
        ------
        Refused
            The server says no (400, 404 …); it is not asked again.
        SourceUnavailable
            Six tries have failed; Unreachable if no connection could be made in the last, of two
            tries if none has ever been made with this host.
        """
        host, server = _host(call), _server(call)
        self._check_away(host, server)
        tries = tenacity.Retrying(
            stop=lambda state: state.attempt_number >= self._most(server),
            wait=_pause,
            retry=tenacity.retry_if_exception_type(PassingFault),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(self._once, call)
        except PassingFault as error:
            if server not in self.reached:
                self.away[server] = str(error)
                raise Unreachable(f"{host} cannot be reached: {error}.") from error
            kind = SourceUnavailable if error.reached else Unreachable
            raise kind(f"{host} could not be used in {TRIES} tries: {error}.") from error

    def _most(self, server: str) -> int:
        return TRIES if server in self.reached else FIRST_TRIES

    def _check_away(self, host: str, server: str) -> None:
        if server in self.away:
            raise Unreachable(f"{host} cannot be reached: {self.away[server]}.")
        if not self.reached and len(self.away) >= HOSTS_AWAY:
            raise Unreachable(f"{host} was not asked: there is no connection to any host.")

    def _once(self, call: Call) -> bytes:
        limit = self.limits.setdefault(call.api, Limit(*RATES[call.api], sleep=self.sleep))
        limit.wait()
        self.calls += 1
        log.info("%s %s %s", "POST" if call.body else "GET", call.url, call.body)
        try:
            return self._body(call)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            if broke_off(error):
                self.reached.add(_server(call))
            raise PassingFault(f"no connection ({error})", reached=broke_off(error)) from error
        except httpx.TimeoutException as error:
            self.reached.add(_server(call))
            raise PassingFault(f"no answer within {self.timeout:.0f} seconds") from error
        except (httpx.TooManyRedirects, httpx.InvalidURL) as error:
            raise Refused(f"{_host(call)} leads nowhere: {error}.", 0, "redirect") from error
        except httpx.RequestError as error:
            self.reached.add(_server(call))
            raise PassingFault(f"the answer broke off ({error})") from error
        finally:
            limit.count()

    @property
    def _connect(self) -> float:
        return CONNECT if self.reached else FIRST_CONNECT

    def _body(self, call: Call) -> bytes:
        headers = {"Accept": call.accept}
        if call.body:
            headers["Content-Type"] = "application/json"
        content = call.body.encode() if call.body else None
        method = "POST" if call.body else "GET"
        seconds = httpx.Timeout(self.timeout, connect=min(self._connect, self.timeout))
        with self.client.stream(
            method, call.url, content=content, headers=headers, timeout=seconds
        ) as answer:
            self.reached.add(_server(call))
            raw = whole_body(answer, self.timeout * LONGEST)
        what = call.table or call.url
        self.told_off += answer.status_code == 429
        check_status(answer, raw, what)
        if call.is_json:
            check_json(raw, what)
        return raw


def user_agent() -> str:
    """How the program introduces itself: name, version and whom to write to."""
    contact = os.environ.get(CONTACT, "").encode("ascii", "ignore").decode().strip()
    return f"segnb/{__version__} (situation reports; contact: {contact or 'not stated'})"


def _certificates() -> ssl.SSLContext | bool:
    """The certificates that the environment names; those of the program if none."""
    for name in _CERTIFICATES:
        if os.environ.get(name):
            return ssl.create_default_context(cafile=os.environ[name])
    if os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=os.environ["SSL_CERT_DIR"])
    return True


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next try: as long as the server says, else twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    doubled = FIRST_WAIT * 2 ** (state.attempt_number - 1) * random.uniform(1.0, 1.25)
    asked = getattr(error, "wait", None)
    pause = doubled if asked is None else asked
    log.info("Try %d failed (%s); the next is in %.1f s", state.attempt_number, error, pause)
    return pause


def _host(call: Call) -> str:
    return httpx.URL(call.url).host or call.url


def _server(call: Call) -> str:
    return httpx.URL(call.url).netloc.decode("ascii")

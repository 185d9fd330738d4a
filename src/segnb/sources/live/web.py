"""Asking a server: within its limit, with patience, and with a check of what comes back."""

import json
import logging
import os
import random
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import tenacity

from segnb import __version__
from segnb.sources.live.call import RATES, Call, Limit
from segnb.vocabulary.errors import SegnbError, SourceUnavailable

TRIES = 6
SECONDS = 90.0  # that a server may be silent; a national table takes half a minute
CONNECT = 15.0
# Where no connection has been made yet, waiting does not help: there is no network, or a proxy or
# a certificate is wrong.
FIRST_TRIES, FIRST_CONNECT = 2, 5.0
HOSTS_AWAY = 3  # and none reached: nobody else is asked
FIRST_WAIT = 0.5
LONGEST_WAIT = 120.0
LARGEST_ANSWER = 400_000_000  # bytes
TRIED_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

log = logging.getLogger(__name__)


class Refused(SegnbError):
    """A server has understood a request and will not answer it; asking again is of no use."""

    exit_code = 1

    def __init__(self, message: str, status: int, title: str) -> None:
        super().__init__(message)
        self.status = status
        self.title = title


class Unreachable(SourceUnavailable):
    """No answer came at all: the address, the network or a proxy is at fault."""


class _Failed(Exception):
    """One try failed in a way that may pass."""

    def __init__(self, why: str, wait: float | None = None, *, reached: bool = True) -> None:
        super().__init__(why)
        self.wait = wait
        self.reached = reached


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
            headers={"User-Agent": f"segnb/{__version__}"},
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
            retry=tenacity.retry_if_exception_type(_Failed),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(self._once, call)
        except _Failed as error:
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
            if _broke_off(error):
                self.reached.add(_server(call))
            raise _Failed(f"no connection ({error})", reached=_broke_off(error)) from error
        except httpx.TimeoutException as error:
            self.reached.add(_server(call))
            raise _Failed(f"no answer within {self.timeout:.0f} seconds") from error
        except httpx.TransportError as error:
            self.reached.add(_server(call))
            raise _Failed(f"the answer broke off ({error})") from error
        except (httpx.TooManyRedirects, httpx.InvalidURL) as error:
            raise Refused(f"{_host(call)} leads nowhere: {error}.", 0, "redirect") from error
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
            raw = _read(answer)
        self._check_status(answer, raw, call)
        if call.is_json:
            _check_json(raw)
        return raw

    def _check_status(self, answer: httpx.Response, raw: bytes, call: Call) -> None:
        status = answer.status_code
        if status == 200:
            return
        title = _title(raw) or answer.reason_phrase
        if status in TRIED_AGAIN:
            self.told_off += status == 429
            wait = _retry_after(answer)
            if wait is not None and wait > LONGEST_WAIT:
                raise SourceUnavailable(
                    f"{_host(call)} wants to be asked again in {wait / 60:.0f} minutes: fetch "
                    "again then; what has come until now is kept."
                )
            raise _Failed(f"status {status}, {title}", wait)
        raise Refused(
            f"{_host(call)} refuses to give {call.table or call.url}: {status}, {title}.",
            status,
            title,
        )


def _broke_off(error: BaseException | None) -> bool:
    """Whether a connection was there and broke off while it was agreed on: that may pass."""
    while error is not None:
        if isinstance(error, ConnectionResetError | BrokenPipeError | ssl.SSLEOFError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _certificates() -> ssl.SSLContext | bool:
    """The certificates that the environment names; those of the program if none."""
    for name in _CERTIFICATES:
        if os.environ.get(name):
            return ssl.create_default_context(cafile=os.environ[name])
    if os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=os.environ["SSL_CERT_DIR"])
    return True


def _read(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Refused(
                f"{answer.url.host} sends more than {LARGEST_ANSWER // 10**6} MB.", 0, "too large"
            )
        parts.append(part)
    return b"".join(parts)


def _check_json(raw: bytes) -> None:
    """Refuse what is not JSON in UTF-8: the page of a gateway, half an answer, other letters."""
    try:
        json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _Failed("the answer is not in UTF-8") from error
    except ValueError as error:
        what = "a web page" if raw.lstrip()[:1] == b"<" else "no whole JSON"
        raise _Failed(f"the answer is {what}") from error


def _title(raw: bytes) -> str:
    """What a problem is called in the answer that tells of it."""
    try:
        content = json.loads(raw)
    except ValueError:
        return ""
    if not isinstance(content, dict):
        return ""
    return str(content.get("title") or content.get("error") or content.get("detail") or "")[:200]


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds after which a server wants to be asked again: a number, or a time of day."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


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
    """Host and port."""
    return httpx.URL(call.url).netloc.decode("ascii")

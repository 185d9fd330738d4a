"""What may be wrong with an answer, and when a service is not asked any more."""

import json
import re
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from segnb.vocabulary.errors import InvalidFile, SegnbError, SourceUnavailable

LARGEST_ANSWER = 400_000_000  # bytes
LONGEST_WAIT = 120.0
TRIED_AGAIN = {408, 425, 429, 500, 502, 503, 504}
BLOCKING = {401, 402, 403, 407, 451}
TOO_MANY = ("too many cells", "too many values")
NO_SUCH_TABLE = "non-existent table"


class Refused(SegnbError):
    """A server has understood a request and will not answer it; asking again is of no use.

    Attributes
    ----------
    status, title
        Status of HTTP (0 where there is none), and what the server calls the problem.
    """

    exit_code = 1

    def __init__(self, message: str, status: int, title: str) -> None:
        super().__init__(message)
        self.status = status
        self.title = title

    @property
    def is_too_large(self) -> bool:
        """Whether fewer cells would be answered; a bare 403 is a block, not that."""
        return self.status in (400, 403) and self.title.casefold().startswith(TOO_MANY)

    @property
    def is_absent(self) -> bool:
        """Whether there is no such table: SCB says 404 of metadata, and 400 of data."""
        return self.status == 404 or self.title.casefold().startswith(NO_SUCH_TABLE)

    @property
    def is_block(self) -> bool:
        """Whether the caller is refused, not the request."""
        return self.status in BLOCKING and not self.is_too_large


class Unreachable(SourceUnavailable):
    """No answer came at all: the address, the network or a proxy is at fault."""


class PassingFault(Exception):
    """One try failed in a way that may pass; `wait` is how long the server asks for."""

    def __init__(self, why: str, wait: float | None = None, *, reached: bool = True) -> None:
        super().__init__(why)
        self.wait = wait
        self.reached = reached


def whole_body(answer: httpx.Response, seconds: float) -> bytes:
    """Bytes of an answer; PassingFault where they drip for longer than so many seconds."""
    parts, size, end = [], 0, time.monotonic() + seconds
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Refused(
                f"{answer.url.host} sends more than {LARGEST_ANSWER // 10**6} MB.", 0, "too large"
            )
        if time.monotonic() > end:
            raise PassingFault(f"the answer was not whole within {seconds:.0f} seconds")
        parts.append(part)
    return b"".join(parts)


def check_status(answer: httpx.Response, raw: bytes, what: str) -> None:
    """Raise what a status other than 200 means."""
    status, host = answer.status_code, answer.request.url.host
    if status == 200:
        return
    title = title_of(raw) or answer.reason_phrase
    if status in TRIED_AGAIN:
        wait = retry_after(answer.headers.get("Retry-After", ""))
        if wait is not None and wait > LONGEST_WAIT:
            raise SourceUnavailable(
                f"{host} wants to be asked again in {wait / 60:.0f} minutes: fetch again then; "
                "what has come until now is kept."
            )
        raise PassingFault(f"status {status}, {title}", wait)
    raise Refused(f"{host} refuses to give {what}: {status}, {title}.", status, title)


def check_json(raw: bytes, what: str) -> None:
    """Refuse what is no JSON object in UTF-8.

    Raises
    ------
    PassingFault
        The page of a gateway, half an answer, other letters: that may pass.
    InvalidFile
        Whole JSON that is no object, or with numbers that are none (NaN, Infinity).
    """
    try:
        content = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number(what))
    except UnicodeDecodeError as error:
        raise PassingFault("the answer is not in UTF-8") from error
    except (ValueError, RecursionError) as error:
        is_page = raw.lstrip()[:1] == b"<"
        raise PassingFault(
            f"the answer is {'a web page' if is_page else 'no whole JSON'}"
        ) from error
    if not isinstance(content, dict):
        raise InvalidFile(f"The answer of {what} is {_kind(content)} instead of what was asked.")


def _no_number(what: str) -> Any:
    def refuse(constant: str) -> None:
        raise InvalidFile(f"The answer of {what} holds {constant}, which is no number.")

    return refuse


def _kind(content: object) -> str:
    if content is None:
        return "null"
    return "a list" if isinstance(content, list) else f"{str(content)[:20]!r}"


def title_of(raw: bytes) -> str:
    """What a problem is called in the answer that tells of it."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(content, dict):
        return ""
    told = content.get("title") or content.get("error") or content.get("detail") or ""
    if isinstance(told, list) and told and isinstance(told[0], dict):  # as FastAPI answers
        told = told[0].get("msg", "")
    return str(told)[:200]


def retry_after(text: str, now: datetime | None = None) -> float | None:
    """Seconds after which a server wants to be asked again: a number, or a time of day.

    Examples
    --------
    >>> retry_after("2.5"), retry_after("soon")
    (2.5, None)
    >>> retry_after("Thu, 01 Jan 2026 00:00:10 -0000", datetime(2026, 1, 1, tzinfo=UTC))
    10.0
    """
    if re.fullmatch(r"\s*\d{1,9}(\.\d+)?\s*", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text.strip())
    except (TypeError, ValueError):
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)  # `-0000` is a time of no known zone
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def broke_off(error: BaseException | None) -> bool:
    """Whether a connection was there and broke off while it was agreed on: that may pass."""
    while error is not None:
        if isinstance(error, ConnectionResetError | BrokenPipeError | ssl.SSLEOFError):
            return True
        error = error.__cause__ or error.__context__
    return False


AWAY_IN_A_ROW = 2
BLOCKED_IN_A_ROW = 3
REFUSED_IN_A_ROW = 25


@dataclass
class Standing:
    """Faults of one service since it last answered.

    Attributes
    ----------
    away, blocked, refused
        Requests for which there was no answer, that were refused because of who asks, and that
        were refused for whatever reason.
    of_several_hosts
        Whether its files lie on several hosts, of which one may be away and the others not.
    """

    of_several_hosts: bool = False
    away: int = 0
    blocked: int = 0
    refused: int = 0

    def answered(self) -> None:
        """Forget the faults before an answer."""
        self.away = self.blocked = self.refused = 0

    def verdict(self, error: Exception) -> Exception | None:
        """Why the service is not asked any more after this fault; None if it still is."""
        self.away += isinstance(error, SourceUnavailable)
        if isinstance(error, Refused):
            self.refused += 1
            self.blocked += error.is_block
        if self.of_several_hosts:
            return None
        if isinstance(error, Unreachable) or self.away >= AWAY_IN_A_ROW:
            return error
        if self.blocked >= BLOCKED_IN_A_ROW:
            return _stopped(error, self.blocked)
        return _stopped(error, self.refused) if self.refused >= REFUSED_IN_A_ROW else None


def _stopped(error: Exception, times: int) -> Refused:
    """The refusal that ends the asking, with what to do."""
    status, title = (error.status, error.title) if isinstance(error, Refused) else (0, "")
    return Refused(
        f"{error} It has refused {times} requests in a row and is not asked any more: wait a day, "
        "then fetch again; if it still refuses, write to the producer.",
        status,
        title,
    )

"""A server on 127.0.0.1 that speaks PxWebApi 2, Kolada 3 and WFS, is strict, and fails on order.

What it refuses is what the reference server's source, the published specifications, recorded
answers and other clients say of the services, not what the clients of the package take for granted:

* Kolada: at most 25 elements in a segment of the path (422 with a body of FastAPI); `per_page` at
  most 5 000; two of figure, place and year are named;
* SCB: requests hold to the OpenAPI file; a table that is gone answers 404 to metadata but 400 to
  data, with a body that says 404; too many cells are 403 with a body; an unknown codelist, variable
  or value is 400; lists of tables come in pages of 20 and without discontinued tables;
* anything in between: 403 with a page and no body, `Retry-After` as a number, a date, or nonsense.
"""

import json
import random
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from px_tables import Problem, Table

AFTER = {
    "429_after": "0", "429_date": "Thu, 01 Jan 2026 00:00:00 GMT", "429_long": "3600",
    "429_0000": "Thu, 01 Jan 2026 00:00:00 -0000", "429_tenths": "0.1", "429_words": "soon",
    "429_past": "-5",
}  # fmt: skip
PASSING = (
    "429", "429_after", "429_date", "429_0000", "429_tenths", "429_words", "429_past", "500", "502",
    "503", "504", "truncated", "half", "charset", "html", "empty", "gzip", "reset",
)  # fmt: skip
WRONG = {"null": b"null", "list": b"[]", "number": b"42", "infinity": b'{"value": [Infinity]}',
         "nan": b'{"value": [NaN], "values": NaN}', "nothing": b"{}"}  # fmt: skip
JSON, PAGE = "application/json; charset=utf-8", "text/html; charset=utf-8"
RAW = {name: (200, raw, JSON) for name, raw in WRONG.items()} | {
    "html": (200, b"<!doctype html><p>Maintenance</p>", PAGE),
    "blocked": (403, b"<html>Request blocked</html>", PAGE),
    "empty": (200, b"", JSON),
    "gzip": (200, b"no gzip at all", JSON, {"Content-Encoding": "gzip"}),
}
TOLD = {
    "too_many": {"title": "Too many cells selected", "status": 403},
    "missing": {"title": "Non-existent table", "status": 404},
    "refused_422": {"detail": [{"type": "value_error", "msg": "Unknown kpi"}], "status": 422},
}
KINDS = (*PASSING, *WRONG, "blocked")  # that a request may meet by chance
MOST_ELEMENTS = 25
LIST_PAGE = 20


@dataclass
class Service:
    """What the server holds, how strict it is, and what it has been asked."""

    tables: dict[str, Table] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    values: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    cap: int = 150_000
    calls_in_window: int = 10_000
    window: float = 1
    page: int = 5000
    sparse: bool = False
    blocks: bool = False
    agents: set[str] = field(default_factory=set)
    kinds: tuple[str, ...] = PASSING
    validator: Any = None
    slowness: float = 1.0
    ordered: deque[str] = field(default_factory=deque)
    chance: Callable[[], str] = lambda: ""
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    told_off: int = 0
    _arrivals: deque[float] = field(default_factory=deque)
    _lock: Any = field(default_factory=threading.Lock)

    def fail(self, *faults: str) -> None:
        """Fail the next requests in these ways, one each."""
        self.ordered.extend(faults)

    def fail_by_chance(self, rate: float, seed: int) -> None:
        """Fail some requests in a way that passes; the same seed fails the same."""
        dice = random.Random(seed)
        self.chance = lambda: dice.choice(self.kinds) if dice.random() < rate else ""

    def next_fault(self) -> str:
        with self._lock:
            return self.ordered.popleft() if self.ordered else self.chance()

    def is_too_often(self) -> bool:
        """Whether this call is one more than the window allows."""
        with self._lock:
            now = time.monotonic()
            while self._arrivals and self._arrivals[0] <= now - self.window:
                self._arrivals.popleft()
            self._arrivals.append(now)
            too_often = len(self._arrivals) > self.calls_in_window
            self.told_off += too_often
            return too_often


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; the second would wait 40 ms
    service: Service

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve("GET", b"")

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, method: str, body: bytes) -> None:
        service, path = self.service, self.path
        if path.startswith("http://"):  # as a proxy is asked
            path = path.split("/", 3)[-1].join(["/", ""])
        service.requests.append((method, path, body.decode()))
        service.agents.add(self.headers.get("User-Agent", ""))
        fault = "blocked" if service.blocks else service.next_fault()
        if service.is_too_often():
            return self._send(429, {"title": "Too many requests", "status": 429}, after="1")
        if fault and self._failed(fault):
            return None
        try:
            status, content = self._content(method, path, body)
        except Problem as problem:
            status, content = problem.status, problem.content
        return self._send(status, content, fault=fault)

    def _failed(self, fault: str) -> bool:
        """Fail before anything is looked up; the other faults are in how the answer is sent."""
        if fault == "slow":
            time.sleep(self.service.slowness)
            return False
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif fault == "drip":
            self._drip()
        elif fault == "redirect":
            self._raw(307, b"", "text/plain", {"Location": self.path})
        elif fault in AFTER:
            self._send(429, {"title": "Too many requests"}, after=AFTER[fault])
        elif fault in TOLD:
            self._send(TOLD[fault]["status"], TOLD[fault])
        elif fault in RAW:
            self._raw(*RAW[fault])
        elif fault.isdigit():
            self._send(int(fault), {"title": "Not now"} if fault != "500" else None)
        else:
            return False
        return True

    def _drip(self) -> None:
        """One byte at a time: never silent for long, and never done."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(self.service.slowness / 20)

    def _send(self, status: int, content: Any, *, fault: str = "", after: str = "") -> None:
        kind = "application/json; charset=utf-8"
        raw = b"" if content is None else (
            content if isinstance(content, bytes) else
            json.dumps(content, ensure_ascii=False).encode()
        )  # fmt: skip
        if fault == "charset" and not isinstance(content, bytes):
            text = json.dumps({"å": "ä"} | content, ensure_ascii=False)
            raw, kind = text.encode("latin-1", "replace"), "application/json; charset=iso-8859-1"
        if fault == "half":
            raw = raw[: len(raw) // 2]
        headers = {"Retry-After": after} if after else {}
        self._raw(status, raw, kind, headers, missing=50 if fault == "truncated" else 0)

    def _raw(self, status: int, raw: bytes, kind: str, headers: dict[str, str] | None = None,
             missing: int = 0) -> None:  # fmt: skip
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw) + missing))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)
        if missing:
            self.close_connection = True

    def _content(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        if path.startswith("/api/v2"):
            return self._pxweb(method, path.removeprefix("/api/v2"), body)
        if path.startswith("/v3"):
            return 200, self._kolada(path)
        if path.startswith("/wfs"):
            return 200, self._wfs(path)
        if path in self.service.files:  # a report, by its whole query
            return 200, self.service.files[path]
        if urlsplit(path).path in self.service.files:
            return 200, self.service.files[urlsplit(path).path]
        raise Problem("Not found", 404)

    # -- PxWebApi 2

    def _pxweb(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        service = self.service
        if service.validator:
            fault = service.validator.fault(
                method, path, body, self.headers.get("Content-Type", "")
            )
            if fault:
                service.refused.append(fault)
                raise Problem(f"Against the specification: {fault}")
        address = urlsplit(path)
        if address.path == "/config":
            return 200, {
                "apiVersion": "2.2.0", "maxDataCells": service.cap,
                "maxCallsPerTimeWindow": service.calls_in_window, "timeWindow": service.window,
            }  # fmt: skip
        if address.path == "/tables":
            return 200, self._listed(parse_qs(address.query))
        found = re.fullmatch(r"/tables/(\w+)/(metadata|data)", address.path)
        if not found:
            raise Problem("Not found", 404)
        if found[1] not in service.tables:
            raise Problem("Non-existent table", 404 if found[2] == "metadata" else 400, told=404)
        table = service.tables[found[1]]
        if found[2] == "metadata":
            return 200, table.metadata()
        selection = json.loads(body)["selection"]
        return 200, table.answer(selection, service.cap, service.sparse)

    def _listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        words = query.get("query", [""])[0].casefold().split()
        ended = query.get("includeDiscontinued", ["false"])[0] == "true"
        found = [
            {"id": table.id, "label": table.title, "updated": table.updated, "description": "",
             "category": "public", "discontinued": table.discontinued,
             "variableNames": list(table.labels.values())}
            | dict(zip(("firstPeriod", "lastPeriod"), table.span, strict=True))
            for table in self.service.tables.values()
            if all(word in table.title.casefold() for word in words)
            and (ended or not table.discontinued)
        ]  # fmt: skip
        number = int(query.get("pageNumber", ["1"])[0])
        pages = max(-(-len(found) // LIST_PAGE), 1)
        if not 1 <= number <= pages:
            raise Problem("Non-existent page", 404)
        part = found[(number - 1) * LIST_PAGE : number * LIST_PAGE]
        page = {"pageNumber": number, "pageSize": LIST_PAGE, "totalElements": len(found),
                "totalPages": pages, "links": []}  # fmt: skip
        return {"language": "sv", "tables": part, "page": page, "links": []}

    # -- Kolada 3, as its clients know it

    def _kolada(self, path: str) -> dict[str, Any]:
        address = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        unknown = set(query) - {"per_page", "page", "title", "from_date"}
        if unknown or int(query.get("per_page", 100)) > 5000:
            raise Problem(f"Unknown or too large: {sorted(unknown) or 'per_page'}")
        _check_elements(address.path)
        rows = self._rows(unquote(address.path.removeprefix("/v3/")), query.get("title", ""))
        size = min(int(query.get("per_page", 100)), self.service.page)
        page = int(query.get("page", 1))
        part = rows[(page - 1) * size : page * size]
        more = page * size < len(rows)
        host = self.headers["Host"]
        following = f"http://{host}{address.path}?per_page={size}&page={page + 1}"
        return {"values": part, "count": len(part), "next_url": following if more else None}

    def _rows(self, path: str, title: str) -> list[dict[str, Any]]:
        service, parts = self.service, path.split("/")
        if parts[0] == "municipality_groups":
            return [g for g in service.groups if title.casefold() in g["title"].casefold()]
        if parts[0] == "kpi":
            return [service.figures[k] for k in parts[1].split(",") if k in service.figures]
        if parts[0] != "data":
            raise Problem("Not found", 404)
        named = {parts[i]: set(parts[i + 1].split(",")) for i in range(1, len(parts) - 1, 2)}
        if len(named) < 2 or set(named) - {"kpi", "municipality", "year"}:
            raise Problem("At least two of kpi, municipality and year are needed")
        return [
            row
            for row in service.values
            if row["kpi"] in named.get("kpi", {row["kpi"]})
            and row["municipality"] in named.get("municipality", {row["municipality"]})
            and str(row["period"]) in named.get("year", {str(row["period"])})
        ]

    # -- WFS

    def _wfs(self, path: str) -> dict[str, Any]:
        query = {k: v[0] for k, v in parse_qs(urlsplit(path).query).items()}
        layer = self.service.layers.get(query["typeName"])
        where = re.fullmatch(r"(\w+)\s*(?:=|IN)\s*\(?((?:'\w+',?)+)\)?", query["CQL_FILTER"])
        if layer is None or where is None or query["version"] != "1.1.0":
            raise Problem("ServiceException", 400)
        wanted = set(re.findall(r"'(\w+)'", where[2]))
        found = [f for f in layer["features"] if f["properties"][where[1]] in wanted]
        return layer | {
            "features": found,
            "numberMatched": len(found),
            "numberReturned": len(found),
        }


def _check_elements(path: str) -> None:
    """Refuse a list with too many elements, as a service of FastAPI does."""
    for segment in path.split("/"):
        if segment.count(",") >= MOST_ELEMENTS:
            message = f"List should have at most {MOST_ELEMENTS} items after validation"
            told = {"type": "too_long", "loc": ["path"], "msg": message}
            raise Problem(message, 422, content={"detail": [told]})


@contextmanager
def running(service: Service, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of a server that gives what a service holds, with a certificate if it has one."""
    handler = type("Handler", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

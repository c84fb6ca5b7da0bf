"""A stand-in for any shop on loopback, and what an example of a kind of shop has to provide."""

from __future__ import annotations

import json
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from pakhuis.connectors.contract import Access, Payload

CHANGED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""When the order of every example was last changed."""
VAT_NUMBER = "NL004495445B01"
SECRET = "a-long-webhook-secret"
Answer = tuple[int, Any, dict[str, str]]
"""Status, what is sent as JSON (or as it is, when text), headers."""


@dataclass(frozen=True)
class Asked:
    """One call as the shop gets it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    target: str

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"null")


@dataclass
class Order:
    """What the test wants of an order; the example says it in the shop's words."""

    id: str
    changed: datetime = CHANGED
    is_guest: bool = False
    is_exempt: bool = False
    state: str = "paid"
    sku: str = "TRIPEL"
    amount: int = 5
    refunded: int = 0
    extra: dict[str, Any] = field(default_factory=dict)


class Example(ABC):
    """A kind of shop: its settings, its orders in its own words, its protocol, its webhooks."""

    kind: str
    values: dict[str, str]
    marks: tuple[str, ...] = ()
    """Keys of which its orders have one and nothing around them: so they are found in a recorded file."""
    signs: bool = True

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.trouble: list[Answer] = []
        self.delay = 0.0
        self.asked: list[Asked] = []
        self.told: list[Any] = []
        self.address = ""

    def put(self, number: int, **wanted: Any) -> Order:
        one = Order(id=self.id_of(number), **wanted)
        self.orders[one.id] = one
        return one

    def id_of(self, number: int) -> str:
        return str(number)

    def listed(self, since: datetime | None) -> list[Order]:
        """Orders changed from then on, oldest change first."""
        found = [one for one in self.orders.values() if since is None or one.changed >= since]
        return sorted(found, key=lambda one: (one.changed, int("0" + "".join(filter(str.isdigit, one.id)))))

    def access(self, **values: str) -> Access:
        return Access(address=self.address, values={**self.values, "webhook_secret": SECRET, **values})

    @abstractmethod
    def payload(self, order: Order) -> Payload:
        """The order as `fetch` gives it."""

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """What the shop answers."""

    @abstractmethod
    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        """A signed message about this order: body and headers in lower case."""

    def recorded(self, folder: Path) -> dict[str, list[Payload]]:
        """Payloads of recorded files as `fetch` gives them, by file name; what is no order is passed over."""
        found: dict[str, list[Payload]] = {}
        for one in sorted(folder.glob("*.json")):
            orders = found_in(json.loads(one.read_text(encoding="utf-8")), self.marks)
            if orders:
                found[one.name] = [self.fetched(order, one) for order in orders]
        return found

    def fetched(self, order: dict[str, Any], file: Path) -> Payload:
        """A recorded order with what `fetch` puts to it."""
        return order

    def handle(self, asked: Asked) -> Answer:
        time.sleep(self.delay)
        self.asked.append(asked)
        return self.trouble.pop(0) if self.trouble else self.answer(asked)


def found_in(document: object, marks: tuple[str, ...]) -> list[dict[str, Any]]:
    """The orders of a recorded answer, whatever is wrapped around them."""
    if isinstance(document, dict) and any(mark in document for mark in marks):
        return [document]
    inner: list[object] = list(document.values()) if isinstance(document, dict) else []
    inner = document if isinstance(document, list) else inner
    return [one for part in inner for one in found_in(part, marks)]


OfAKind = TypeVar("OfAKind", bound=Example)


def example(kind: str) -> Example:
    """The example of this kind of shop."""
    made: Example = import_module(f"tests.connectors.shops.{kind}").EXAMPLE()
    return made


@contextmanager
def opened(shop: OfAKind) -> Iterator[OfAKind]:
    """The shop answers on a port of its own until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def answer_it(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
                target=self.path,
            )
            status, body, headers = shop.handle(asked)
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(0 if status == 204 else len(data)))
            self.end_headers()
            if status != 204:
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = answer_it

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    shop.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def page_of(rows: list[Any], *, number: int, size: int) -> list[Any]:
    return rows[(number - 1) * size : number * size]


def minutes_later(number: int) -> datetime:
    return CHANGED + timedelta(minutes=number)

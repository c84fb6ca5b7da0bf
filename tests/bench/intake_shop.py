"""A WooCommerce shop that costs little: it answers what it is asked and posts its orders at a steady pace."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Self

from pakhuis.connectors.webhooks import base64_sha256

SECRET = "a-long-webhook-secret"
PER_PAGE = 100
FIRST_AGAIN, LONGEST_AGAIN = 0.5, 4.0
"""Seconds after which the shop posts again what was not taken; twice as long each time."""
MOST_TRIES = 30
PATIENCE = 5.0
"""So long a shop waits for an answer."""
CUSTOMERS = 2_000


@dataclass
class Posted:
    """One webhook: when it was first posted, how often, and how long the answer took that was 2xx."""

    order_id: int
    first_at: float
    tries: int = 0
    accepted_after: float = 0.0


@dataclass
class Orders:
    """All orders of the shop, made when they are asked for."""

    codes: tuple[str, ...]
    history: int = 0
    status: dict[int, str] = field(default_factory=dict)

    def one(self, number: int) -> dict[str, Any]:
        """Every second buyer of a new order has bought before."""
        luck = Random(number)
        is_new = number > self.history and number % 2 == 0
        buyer = number + CUSTOMERS if is_new else 1 + number % CUSTOMERS
        place = {
            "first_name": "Buyer",
            "last_name": str(buyer),
            "company": "",
            "address_1": f"Kade {buyer}",
            "address_2": "",
            "postcode": "1011 AB",
            "city": "Amsterdam",
            "state": "",
            "country": "NL",
        }
        return {
            "id": number,
            "number": str(number),
            "status": "completed" if number <= self.history else "processing",
            "currency": "EUR",
            "date_created_gmt": "2026-11-20T09:00:00",
            "date_modified_gmt": "2026-11-23T09:00:00",
            "customer_id": buyer,
            "customer_note": "",
            "total": "90.75",
            "total_tax": "15.75",
            "billing": {**place, "email": f"buyer{buyer}@example.com", "phone": "010-4567890"},
            "shipping": place,
            "meta_data": [],
            "tax_lines": [{"rate_id": 1, "rate_percent": 21}],
            "line_items": [_line(code, luck.randint(1, 12)) for code in luck.sample(self.codes, k=3)],
        }

    def page(self, number: int) -> tuple[list[dict[str, Any]], int]:
        """One page of the old orders, and how many pages there are."""
        first = 1 + (number - 1) * PER_PAGE
        last = min(first + PER_PAGE - 1, self.history)
        return [self.one(one) for one in range(first, last + 1)], -(-self.history // PER_PAGE)


def _line(code: str, amount: int) -> dict[str, Any]:
    return {
        "name": f"Product {code}",
        "sku": code,
        "quantity": amount,
        "price": 7,
        "total": f"{7 * amount}.00",
        "taxes": [{"id": 1, "total": "1.00"}],
    }


class LightShop:
    """The shop in a thread of its own, until the block ends."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.asked = 0
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="shop", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        opening = asyncio.start_server(self._answer, "127.0.0.1", 0, backlog=512)
        server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.asked += 1
                writer.write(self._response(head.split(" ", 2)[1]))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _response(self, target: str) -> bytes:
        path, _, query = target.partition("?")
        last = path.rsplit("/", 1)[1]
        if last.isdigit():
            return http("200 OK", self.orders.one(int(last)))
        asked = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        found, pages = self.orders.page(int(asked.get("page", "1")))
        return http("200 OK", found, {"X-WP-TotalPages": str(pages)})

    def post(self, to: Hook, numbers: Iterable[int], *, a_second: float) -> list[Posted]:
        """Post a webhook for each of these orders at this pace; ends when all have been taken."""
        posting = self._post_all(to, list(numbers), a_second)
        return asyncio.run_coroutine_threadsafe(posting, self._loop).result()

    async def _post_all(self, to: Hook, numbers: list[int], a_second: float) -> list[Posted]:
        begin, tasks = time.monotonic(), []
        for place, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, begin + place / a_second - time.monotonic()))
            tasks.append(asyncio.create_task(self._post(to, number)))
        return await asyncio.gather(*tasks)

    async def _post(self, to: Hook, number: int) -> Posted:
        request = to.request(self.orders.one(number))
        one, pause, status = Posted(number, time.time()), FIRST_AGAIN, 0
        while one.tries < MOST_TRIES:
            one.tries += 1
            began = time.perf_counter()
            try:
                status = await asyncio.wait_for(_status(to.port, request), PATIENCE)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                status = 0
            if 200 <= status < 300:
                one.accepted_after = time.perf_counter() - began
                return one
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_AGAIN)
        raise TimeoutError(f"webhook {number} was never taken: the last answer was {status}")


@dataclass(frozen=True)
class Hook:
    """Where the shop posts to."""

    port: int
    path: str

    def request(self, order: Mapping[str, Any]) -> bytes:
        """The whole order, signed, as WooCommerce does."""
        body = json.dumps(order).encode()
        lines = (
            f"POST {self.path} HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "X-WC-Webhook-Topic: order.created",
            f"X-WC-Webhook-Delivery-ID: d{order['id']}",
            f"X-WC-Webhook-Signature: {base64_sha256(body, SECRET)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _status(port: int, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return int((await reader.readuntil(b"\r\n")).split(b" ", 2)[1])
    finally:
        writer.close()


def http(status: str, value: object, headers: Mapping[str, str] | None = None) -> bytes:
    body = json.dumps(value).encode()
    named = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    lines = "".join(f"{name}: {one}\r\n" for name, one in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body

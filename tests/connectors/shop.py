"""A stand-in WooCommerce shop on loopback: orders, paging, keys, and every kind of bad day."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Shop:
    """What the shop has and how it behaves today."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.trouble: list[tuple[int, str, dict[str, str]]] = []
        self.delay = 0.0
        self.asked: list[str] = []
        self.address = ""

    def put(self, order: dict[str, Any]) -> dict[str, Any]:
        self.orders[str(order["id"])] = order
        return order

    def answer(self, path: str, authorization: str) -> tuple[int, str, dict[str, str]]:
        self.asked.append(path)
        if self.trouble:
            return self.trouble.pop(0)
        wanted = base64.b64encode(b"ck_test:cs_test").decode()
        if authorization != f"Basic {wanted}":
            return 401, '{"code": "woocommerce_rest_cannot_view"}', {}
        parts = urlsplit(path)
        *_, last = parts.path.split("/")
        if last == "orders":
            return self._list(parse_qs(parts.query))
        order = self.orders.get(last)
        if order is None:
            return 404, '{"code": "woocommerce_rest_shop_order_invalid_id"}', {}
        return 200, json.dumps(order), {}

    def _list(self, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        after = query.get("modified_after", [""])[0]
        number, size = int(query["page"][0]), int(query["per_page"][0])
        found = sorted(
            (one for one in self.orders.values() if one["date_modified_gmt"] > after),
            key=lambda one: str(one["date_modified_gmt"]),
        )
        pages = -(-len(found) // size)
        page = found[(number - 1) * size : number * size]
        return 200, json.dumps(page), {"X-WP-TotalPages": str(pages)}


@contextmanager
def open_shop() -> Iterator[Shop]:
    """A shop that answers on a port of its own until the block ends."""
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(shop.delay)
            status, body, headers = shop.answer(self.path, self.headers.get("Authorization", ""))
            data = body.encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    shop.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()


def woo_order(number: int = 501, **changed: Any) -> dict[str, Any]:
    """A plain paid order as WooCommerce tells it."""
    order: dict[str, Any] = {
        "id": number,
        "number": str(number),
        "status": "processing",
        "currency": "EUR",
        "date_modified_gmt": "2026-11-23T09:00:00",
        "customer_id": 26,
        "customer_note": "",
        "total": "60.50",
        "total_tax": "10.50",
        "billing": {
            "first_name": "Ina",
            "last_name": "Vlug",
            "company": "Bakkerij Vlug",
            "address_1": "Markt 2",
            "address_2": "",
            "postcode": "2611 AB",
            "city": "Delft",
            "state": "",
            "country": "NL",
            "email": "Ina@Vlug.example",
            "phone": "010-4567890",
        },
        "shipping": {
            "first_name": "",
            "last_name": "",
            "company": "",
            "address_1": "",
            "address_2": "",
            "postcode": "",
            "city": "",
            "state": "",
            "country": "NL",
        },
        "meta_data": [],
        "tax_lines": [{"rate_id": 1, "rate_percent": 21}],
        "line_items": [woo_line()],
        "shipping_lines": [{"method_title": "PostNL", "total": "5.00"}],
        "fee_lines": [{"name": "Gift wrap", "total": "2.00"}],
    }
    return {**order, **changed}


def woo_line(**changed: Any) -> dict[str, Any]:
    line = {
        "id": 31,
        "name": "Tripel &amp; glas",
        "sku": "TRIPEL",
        "quantity": 5,
        "price": 10,
        "total": "50.00",
        "total_tax": "10.50",
        "taxes": [{"id": 1, "total": "10.50"}],
    }
    return {**line, **changed}

"""A stand-in that answers as Picqer does, with every kind of bad day."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Picqer:
    """A stand-in: lists by path; `troubles` are statuses (0: hang up) that come before the true answer."""

    lists: dict[str, list[Any]] = field(default_factory=dict)
    ones: dict[str, Any] = field(default_factory=dict)
    troubles: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    has_pages: bool = True
    faulty: tuple[str, ...] = ()
    """Paths that give nothing but faults."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    address: str = ""


@contextmanager
def open_picqer(**given: Any) -> Iterator[Picqer]:
    picqer = Picqer(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            picqer.asked.append((self.command, self.path))
            picqer.keys.append(self.headers.get("Authorization"))
            trouble = picqer.troubles.pop(0) if picqer.troubles else 200
            if trouble == 0:
                self.close_connection = True
                return
            path, query = parts.path.removeprefix("/api/v1/"), parse_qs(parts.query, keep_blank_values=True)
            if path in picqer.faulty:
                trouble = 500
            told = self.told(path, {name: values[0] for name, values in query.items()})
            if trouble == 200 and told is None:
                trouble, told = 404, {"error": True, "error_code": 20, "error_message": "Weg"}
            body = json.dumps(told) if trouble in (200, 404) else "<html>Oeps</html>"
            self.send_response(trouble)
            for name, value in picqer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_PUT = do_DELETE = do_GET

        def told(self, path: str, query: dict[str, str]) -> Any:
            if path in picqer.ones:
                return picqer.ones[path]
            if path not in picqer.lists:
                return None
            rows = picqer.lists[path]
            if path == "products":
                rows = [one for one in rows if bool(one.get("inactive")) == ("inactive" in query)]
            if "status" in query:
                rows = [one for one in rows if one["status"] == query["status"]]
            start = int(query.get("offset", "0")) if picqer.has_pages else 0
            return rows[start : start + 100] if picqer.has_pages else rows

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    picqer.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield picqer
    finally:
        server.shutdown()
        server.server_close()

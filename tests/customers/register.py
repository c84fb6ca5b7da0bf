"""A stand-in register of VAT numbers on loopback, with every kind of bad day."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Register:
    """Which numbers it knows, and how it answers the next questions instead (`trouble`)."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.trouble: list[tuple[int, bytes]] = []
        self.asked: list[dict[str, Any]] = []
        self.is_slow = False
        self.meanwhile: Callable[[], None] | None = None
        self.released = threading.Event()
        self.address = ""

    def answer(self, body: bytes) -> tuple[int, bytes]:
        asked = json.loads(body)
        self.asked.append(asked)
        if self.meanwhile:
            self.meanwhile()
        if self.is_slow:
            self.released.wait(10)
        if self.trouble:
            return self.trouble.pop(0)
        number = f"{asked['countryCode']}{asked['vatNumber']}"
        told = {
            "countryCode": asked["countryCode"],
            "vatNumber": asked["vatNumber"],
            "valid": number in self.known,
            "requestIdentifier": "WAPI1" if "requesterNumber" in asked else "",
            "name": self.known.get(number, "---"),
            "address": "KADE 1\nDELFT" if number in self.known else "---",
        }
        return 200, json.dumps(told).encode()


@contextmanager
def open_register() -> Iterator[Register]:
    """A register that answers on a port of its own until the block ends."""
    register = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = register.answer(body) if self.path == "/check-vat-number" else (404, b"")
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    register.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield register
    finally:
        register.released.set()
        server.shutdown()
        server.server_close()
        thread.join()

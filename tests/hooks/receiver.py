"""Somebody else's program on loopback: takes messages, and has every kind of bad day."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came in, and how it answers: `statuses` in turn, the last for ever.

    With `breaks_off` it promises more than it says; `packed` is how it claims to have packed its answer.
    """

    statuses: list[int] = field(default_factory=lambda: [200])
    delay: float = 0.0
    answer: bytes = b"thanks"
    drips: bool = False
    breaks_off: bool = False
    packed: str = ""
    address: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        return [body for _, body in self.came]


@contextmanager
def open_receiver(**how: Any) -> Iterator[Receiver]:
    """A receiver that answers on a port of its own until the block ends."""
    receiver = Receiver(**how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
            time.sleep(receiver.delay)
            self.send_response(status)
            self.send_header("Content-Length", str(len(receiver.answer) + receiver.breaks_off))
            if receiver.packed:
                self.send_header("Content-Encoding", receiver.packed)
            self.end_headers()
            for place in range(len(receiver.answer)):
                if receiver.drips:
                    time.sleep(0.05)
                try:
                    self.wfile.write(receiver.answer[place : place + 1])
                except OSError:
                    return

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/in"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

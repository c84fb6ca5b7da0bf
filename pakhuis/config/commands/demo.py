"""`pakhuis demo`: a filled shop on SQLite, served with its worker until Ctrl+C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from argparse import Namespace
from types import FrameType

from django.core.management import call_command
from django.core.management.base import CommandError

from pakhuis.config.commands.serve import PORT, server
from pakhuis.config.demo import LOGINS, fill
from pakhuis.kernel.clock import now

PORTS_TRIED = 20


def run(given: Namespace) -> int:
    port = _port(given.host, given.port)
    # Server and worker are processes of their own: links in mails and API lead here.
    os.environ.setdefault("PAKHUIS_ADDRESS", f"http://{given.host}:{port}")
    call_command("migrate", interactive=False, verbosity=0)
    fill(now(), say=lambda text: print(text, flush=True))
    worker = subprocess.Popen(
        [sys.executable, "-m", "pakhuis", "worker", "--parent", str(os.getpid())], start_new_session=True
    )
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _greet(given.host, port)
        server(given.host, port, workers=1, threads=4, quiet=True).serve()
    except KeyboardInterrupt:
        pass
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=15)
        except subprocess.TimeoutExpired:
            worker.kill()
    print("Pakhuis has stopped; everything is kept for the next time.")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _port(host: str, wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000 on."""
    for port in [wanted] if wanted else range(PORT, PORT + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise CommandError(f"Port {wanted or PORT} is in use: choose another with --port.")


def _greet(host: str, port: int) -> None:
    print()
    print(f"  Pakhuis is running:  http://{host}:{port}/")
    for name, password, what in LOGINS:
        print(f"  Log in as {name:<9} with password {password}   ({what})")
    print("  Stop with Ctrl+C; the data stays.")
    print(flush=True)

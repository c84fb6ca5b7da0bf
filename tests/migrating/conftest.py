"""Another Pakhuis to move from: its own database, filled, served by a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.ready_database import copy_ready

ROOT = Path(__file__).resolve().parents[2]
CUSTOMERS = 130
PATIENCE = 90.0


@dataclass(frozen=True)
class House:
    """Where it answers, and a key that may only read."""

    address: str
    key: str


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Filled once for all tests of a process; nobody can change it."""
    folder = tmp_path_factory.mktemp("house")
    copy_ready(folder / "house.sqlite3")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
        "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3",
        "PAKHUIS_DATA": str(folder),
        "PAKHUIS_API_REQUESTS_PER_MINUTE": "100000",
    }
    filled = subprocess.run(
        [sys.executable, "-m", "tests.migrating.house", str(CUSTOMERS)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert filled.returncode == 0, filled.stderr[-3000:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pakhuis", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _answers(address, process)
        yield House(address, filled.stdout.strip().splitlines()[-1])
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{address}/api/v1/stats", timeout=5, trust_env=False).status_code == 401:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")

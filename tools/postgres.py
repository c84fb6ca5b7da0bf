"""A private PostgreSQL server that is gone when its block ends: own folder, own port, loopback only."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
}
"""Nothing in here is worth keeping, so nothing is forced to disk."""


def server_binaries() -> Path | None:
    """Where `initdb` and `postgres` are, the newest version first; None when there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def private_postgres(*, keep_safe: bool = False) -> Iterator[str]:
    """The URL of an empty database `pakhuis` on a server of its own; `keep_safe` writes as in production."""
    binaries = server_binaries()
    if binaries is None:
        raise FileNotFoundError("the PostgreSQL server is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pakhuis-postgres-"))
    if os.getuid() == 0:
        # The server refuses to run as root.
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    port = _free_port()
    try:
        _run([str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8"])
        chosen = {"listen_addresses": "127.0.0.1", "max_connections": "200"} if keep_safe else SETTINGS
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        _run([*control, "-o", f"-p {port} -k {folder} {options}", "start"])
        try:
            _run(
                [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "pakhuis"]
            )
            yield f"postgres://postgres@127.0.0.1:{port}/pakhuis"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*as_postgres, *command],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

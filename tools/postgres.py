"""A private PostgreSQL server that is gone when its block ends: own folder, own port, loopback only."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
SAFE = {"listen_addresses": "127.0.0.1", "max_connections": "200"}
"""As in production."""


def server_binaries() -> Path | None:
    """Where `initdb` and `postgres` are, the newest version first; None when there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return versions[-1].parent if versions else None


class Server:
    """A server in a folder of its own, listening on loopback only."""

    def __init__(self, binaries: Path, folder: Path, settings: Mapping[str, str]) -> None:
        self._data = folder / "data"
        self._control = [str(binaries / "pg_ctl"), "-D", str(self._data), "-w", "-l", str(folder / "log")]
        port = _free_port()
        chosen = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._options = f"-p {port} -k {folder} {chosen}"
        self.url = f"postgres://postgres@127.0.0.1:{port}/pakhuis"
        _run([str(binaries / "initdb"), "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8"])
        self.start()
        _run([str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "pakhuis"])

    def start(self) -> None:
        _run([*self._control, "-o", self._options, "start"])

    def stop(self) -> None:
        _run([*self._control, "-m", "immediate", "stop"])

    def processes(self) -> list[int]:
        """The server's own process and all that it started."""
        first = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *(int(one) for one in children)]

    def kill(self) -> None:
        """End all of it at once, as a machine does that loses its power.

        Where nobody reaps them the dead still have their numbers, which the server's own mark would name.
        """
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        (self._data / "postmaster.pid").unlink(missing_ok=True)


@contextmanager
def private_postgres(*, keep_safe: bool = False) -> Iterator[str]:
    """The URL of an empty database `pakhuis` on a server of its own; `keep_safe` writes as in production."""
    with private_server(SAFE if keep_safe else SETTINGS) as server:
        yield server.url


@contextmanager
def private_server(settings: Mapping[str, str]) -> Iterator[Server]:
    """The same, as a server that can be killed and started again."""
    binaries = server_binaries()
    if binaries is None:
        raise FileNotFoundError("the PostgreSQL server is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pakhuis-postgres-"))
    if os.getuid() == 0:
        # The server refuses to run as root.
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        server = Server(binaries, folder, settings)
        try:
            yield server
        finally:
            server.stop()
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

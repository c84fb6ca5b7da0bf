"""A whole Pakhuis to measure: database, web process and workers, each of which may be killed on the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tools.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
START_PATIENCE = 60.0


class Program:
    """One command of Pakhuis, started again whenever it ends, as a service manager does."""

    def __init__(self, *arguments: str, environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", "pakhuis", *arguments]
        self._environment = dict(environment)
        self._log = os.open(
            Path(environment["PAKHUIS_DATA"], f"{arguments[0]}.log"),
            os.O_WRONLY | os.O_CREAT | os.O_APPEND,
        )
        self._is_wanted = True
        self._process = self._started()
        self.starts = 1
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )

    def _keep(self) -> None:
        while self._is_wanted:
            self._process.wait()
            if self._is_wanted:
                self._process = self._started()
                self.starts += 1

    def kill(self) -> None:
        """End it and all that it started, at once; it is started again."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        self._is_wanted = False
        self.kill()
        self._process.wait()
        os.close(self._log)

    def seconds(self) -> float:
        """Processor time of it and all that it started, since its last start."""
        return sum(cpu_of(one) for one in family(self._process.pid))


@dataclass
class System:
    """Web process and workers on one database."""

    server: Server
    port: int
    web: Program
    workers: tuple[Program, ...]

    @classmethod
    def opened(cls, server: Server, *, workers: int, environment: Mapping[str, str]) -> Self:
        port = free_port()
        serve = ("serve", "--port", str(port), "--workers", "1", "--threads", "4")
        web = Program(*serve, environment=environment)
        running = tuple(Program("worker", environment=environment) for _ in range(workers))
        wait_until(lambda: is_listening(port), "the web process answers")
        return cls(server, port, web, running)

    def close(self) -> None:
        for one in (self.web, *self.workers):
            one.end()

    def kills(self) -> list[Callable[[], None]]:
        """Each part once: a worker, the web process, the database."""
        return [self.workers[0].kill, self.web.kill, self._kill_database]

    def _kill_database(self) -> None:
        self.server.kill()
        wait_until(self._is_started, "the database is back")

    def _is_started(self) -> bool:
        """Whether the database could be started; not while the dead still hold its memory."""
        with suppress(RuntimeError):
            self.server.start()
            return True
        return False

    def processor(self) -> dict[str, float]:
        """Seconds of the processor that each part has used."""
        return {
            "web": self.web.seconds(),
            "workers": sum(one.seconds() for one in self.workers),
            "database": sum(cpu_of(one) for one in self.server.processes()),
            "shop and sender": time.process_time(),
        }


def family(first: int) -> list[int]:
    """A process and all that it started."""
    with suppress(OSError):
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *(one for child in children for one in family(int(child)))]
    return [first]


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process has used, with those of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
        return sum(int(one) for one in fields[11:15]) / TICKS
    return 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until(what: Callable[[], bool], name: str, *, patience: float = START_PATIENCE) -> None:
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain until {name}")
        time.sleep(0.2)

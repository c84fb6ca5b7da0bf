"""Pakhuis as it is served, with bare views beside the lists: the same statements, the fastest serialiser."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhuis.config.settings")
application = get_wsgi_application()

from pakhuis.config import urls  # noqa: E402

_encode = msgspec.json.Encoder().encode


@cache
def statements() -> dict[str, list[Any]]:
    """What each list asks the database, by its path and query, without the key and the settings."""
    told: dict[str, list[Any]] = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
    return told


def bare(request: HttpRequest) -> HttpResponse:
    """The rows of all statements of one list, as they come."""
    found = []
    with connection.cursor() as cursor:
        for sql, params in statements()[request.GET["of"]]:
            cursor.execute(sql, params)
            found.append(cursor.fetchall())
    return HttpResponse(_encode(found), content_type="application/json")


urls.urlpatterns[:0] = [path("bare", bare)]  # type: ignore[list-item]


def main(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tests.bench.api_server:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))

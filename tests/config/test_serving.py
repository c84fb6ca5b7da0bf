"""The web server is forked from a process that holds nothing of the database."""

from __future__ import annotations

import pytest
from django.db import connection

from pakhuis.config.commands.serve import server


@pytest.mark.django_db(transaction=True)
def test_whoever_forks_the_server_lets_go_of_the_database_first() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.connection is not None
    server("127.0.0.1", 8000, workers=2, threads=1)
    assert connection.connection is None
    assert connection.alias not in getattr(connection, "_connection_pools", {})

"""Which database is used, and how it is spoken to."""

from __future__ import annotations

import pytest

from pakhuis.config import settings


def test_what_the_address_of_a_database_asks_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://pakhuis:x@db.example/pakhuis?sslmode=require")
    options = settings._database()["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["options"] == "-c max_parallel_workers_per_gather=0"
    assert options["pool"]["max_size"] == 8


def test_without_an_address_it_is_a_file_that_outlives_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = settings._database()["OPTIONS"]
    assert "journal_mode=WAL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"

"""What is left of a person in imports once that person has been erased."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pakhuis.customers.models import Customer
from pakhuis.imports.actions.forget_person import forget_rows
from pakhuis.imports.models import ImportRun
from tests.imports.running import counts, imported, rows, undone

pytestmark = pytest.mark.django_db
FILE = "Klantnummer;Naam;E-mail\n1;Kade;piet@example.com\n2;Linde;an@example.com\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return tmp_path / "imports"


def told(run: ImportRun) -> str:
    """Everything an import keeps in the database, as text."""
    run.refresh_from_db()
    kept = [[one.cells, one.changes, one.problems, one.key, one.subject_label] for one in rows(run)]
    return json.dumps([kept, run.understood, run.mapping, run.problems])


def test_rows_first_rows_and_the_file_go_and_those_of_others_stay(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    run = imported(FILE)
    assert "piet@example.com" in told(run) and len(list(folder.iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_rows(customer_ids=[Customer.objects.get(number="1").pk]) == 1
    assert "piet" not in told(run) and "Kade" not in told(run)
    assert "an@example.com" in told(run)
    assert list(folder.iterdir()) == []
    assert counts(run) == (2, 2, 0, 0, 0, 0)


def test_the_file_stays_until_the_erasure_is_certain(folder: Path) -> None:
    run = imported(FILE)
    forget_rows(customer_ids=[Customer.objects.get(number="1").pk])
    assert [one.name for one in folder.iterdir()] == [run.file]


def test_imports_of_others_are_left_alone(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    run, other = imported(FILE), imported("Klantnummer;Naam\n3;Ander\n")
    before = told(other)
    with django_capture_on_commit_callbacks(execute=True):
        forget_rows(customer_ids=[Customer.objects.get(number="1").pk])
    assert told(other) == before
    assert [one.name for one in folder.iterdir()] == [other.file]
    assert run.file != other.file


def test_the_others_of_the_file_can_still_be_taken_back(django_capture_on_commit_callbacks: Any) -> None:
    run = imported(FILE)
    one = Customer.objects.get(number="1")
    with django_capture_on_commit_callbacks(execute=True):
        forget_rows(customer_ids=[one.pk])
    undone(run)
    assert not Customer.objects.filter(number="2").exists()

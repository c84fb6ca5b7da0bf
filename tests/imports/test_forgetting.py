"""What is left of a person in imports once that person has been erased."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pakhuis.customers.models import Customer
from pakhuis.imports.actions.forget_person import forget_rows
from pakhuis.imports.models import ImportRun
from pakhuis.kernel.actor import SYSTEM
from pakhuis.privacy.actions import erase_person
from tests.factories import MOMENT, a_customer
from tests.imports.running import codes, counts, imported, outcomes, rows, undone

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


@pytest.mark.parametrize("tries", [True, False])
def test_a_number_that_an_erased_person_got_again_refuses_its_row_and_stops_nothing(tries: bool) -> None:
    """As an earlier version let it be."""
    customer = a_customer("Kade")
    erase_person(customer.pk, by=SYSTEM, now=MOMENT)
    Customer.objects.filter(pk=customer.pk).update(number="2", number_key="2")
    run = imported("Klantnummer;Naam\n1;A\n2;B\n3;C\n", tries=tries)
    assert outcomes(run) == ["created", "refused", "created"]
    assert codes(run) == [[], ["erased"], []]

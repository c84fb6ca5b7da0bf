"""Values go to PostgreSQL spelled out here; whatever stands in them is what comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pakhuis.bulk.among import USUAL, Among
from pakhuis.bulk.arrays import texts, whole_numbers
from pakhuis.bulk.copying import as_lines
from pakhuis.bulk.writing import insert_as_made, insert_rows, new_row, update_each, update_rows
from pakhuis.customers.models import Address, Customer
from pakhuis.journal.models import Fact
from tests.effort import examples

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SIGNS = st.text(st.sampled_from("a\\\"{},'\t\n\r é€N\x7f\u2028"), max_size=6)


class AnyTexts(TestCase):
    """Texts of all signs that have a meaning somewhere, alike and different ones."""

    @settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(SIGNS, min_size=1, max_size=5), st.lists(SIGNS, min_size=5, max_size=5))
    def test_they_come_back_as_they_went(self, first: list[str], then: list[str]) -> None:
        made = [_customer(remarks=one, field_sources={"name": one}) for one in first]
        with transaction.atomic():
            insert_as_made(Customer, made, with_ids=False)
        found = list(Customer.objects.order_by("pk"))
        assert [(one.remarks, one.field_sources) for one in found] == [(one, {"name": one}) for one in first]
        for one, text in zip(found, then, strict=False):
            one.remarks, one.field_sources = text, {"name": text}
        update_each(found, ("remarks", "field_sources"))
        again = Customer.objects.order_by("pk").values_list("remarks", "field_sources")
        assert list(again) == [(text, {"name": text}) for _, text in zip(found, then, strict=False)]


def _customer(**values: Any) -> Customer:
    always = {"name": "A", "name_key": "a", "language": "nl", "created_at": NOW, "updated_at": NOW}
    return new_row(Customer, {**always, **values})


@pytest.mark.django_db
def test_what_no_database_stores_is_refused_and_not_taken_for_an_end() -> None:
    """SQLite keeps it: there it comes back as one text."""
    rows = [("A", "\x00B", "C"), ("D", "E", "F")]
    assert texts([one for _, one, _ in rows]).count('","') == 1
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match=r"NUL|0x00"), transaction.atomic():
            insert_rows(Customer, ("name", "name_key", "number"), rows)


@pytest.mark.django_db
def test_more_rows_than_go_at_once_come_in_while_they_are_made() -> None:
    made = [_customer(name=f"N{n}", discount=Decimal(n % 7)) for n in range(450)]
    with transaction.atomic():
        insert_as_made(Customer, (one for one in made), with_ids=False)
    found = Customer.objects.order_by("pk").values_list("name", "discount")
    assert list(found) == [(f"N{n}", n % 7) for n in range(450)]


@pytest.mark.django_db
def test_a_column_may_be_alike_nothing_or_mixed() -> None:
    with transaction.atomic():
        insert_as_made(Customer, [_customer(name=one) for one in "abc"], with_ids=False)
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    later = NOW + timedelta(days=1)
    rows = [("x", None, later, True, {"a": 1}, ids[0]), ("x", None, later, None, {"a": 1}, ids[1])]
    update_rows(Customer, ("phone", "number_key", "updated_at", "autosplit", "field_dates"), rows)
    found = Customer.objects.order_by("pk").values_list("phone", "updated_at", "autosplit", "field_dates")
    assert list(found) == [
        ("x", later, True, {"a": 1}),
        ("x", later, None, {"a": 1}),
        ("", NOW, None, {}),
    ]


@pytest.mark.django_db
def test_numbers_beyond_the_usual_find_nothing_and_harm_nothing() -> None:
    with transaction.atomic():
        insert_as_made(Customer, [_customer()], with_ids=False)
    assert Customer.objects.filter(version__in=[2**62, *range(600)]).count() == 1
    assert Customer.objects.filter(Among("version", [1, USUAL])).count() == 1
    assert not Address.objects.filter(Among("customer_id", [USUAL + 5])).exists()
    assert not Fact.objects.filter(subject_kind__in=[f"k{n}" for n in range(600)]).exists()


def test_the_spelling_of_each_kind_of_value() -> None:
    day, moment = date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    columns: list[list[Any]] = [
        [1, None],
        [True, False],
        ["a\tb", "\\N"],
        [Decimal("2.50"), day],
        [moment, UUID(int=1)],
    ]
    first, second, end = as_lines(columns).split("\n")
    assert first == "1\tt\ta\\tb\t2.50\t2026-01-02 03:04:05+00:00"
    assert second == f"\\N\tf\t\\\\N\t2026-01-02\t{UUID(int=1)}"
    assert end == ""
    with pytest.raises(TypeError):
        as_lines([[b"a", b"b"]])
    assert whole_numbers([1, None, -2]) == "{1,NULL,-2}"
    assert (texts([]), texts(["a", None])) == ("{}", '{"a",NULL}')

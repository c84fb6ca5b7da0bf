"""Rows with one of many values are found as Django finds them, by an index, and with one parameter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rows import rows
from pakhuis.bulk.among import FEW, Among, Within
from pakhuis.bulk.reading import from_json, values_of
from pakhuis.customers.models import Customer, CustomerTag
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.states import Outcome
from tests.effort import examples

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ODD = ("'; --", '"', "{1,2}", "é\\", "%s", " a ", "null", "[1]")


def _customers(*numbers: str) -> list[Customer]:
    return [
        Customer.objects.create(
            name=one, number=one, number_key=one, language="nl", created_at=NOW, updated_at=NOW
        )
        for one in numbers
    ]


class AmongAnyTexts(TestCase):
    """Whatever the texts are."""

    @settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(ODD), unique=True), st.lists(st.sampled_from([*ODD, "b"])))
    def test_it_finds_what_django_finds(self, there: list[str], asked: list[str]) -> None:
        _customers(*there)
        found = Customer.objects.filter(Among("number_key", asked)).order_by("pk")
        assert list(found) == list(Customer.objects.filter(number_key__in=asked).order_by("pk"))


@pytest.mark.django_db
def test_ids_and_other_conditions_go_together() -> None:
    one, two, three = _customers("1", "2", "3")
    either = Q(Among("id", [one.pk])) | Q(Among("number_key", ["3"]))
    assert set(Customer.objects.filter(either)) == {one, three}
    assert set(Customer.objects.exclude(Among("id", {one.pk: "", two.pk: ""}))) == {three}
    assert not Customer.objects.filter(Among("id", [])).exists()


@pytest.mark.django_db
def test_a_list_of_any_length_is_one_value_for_the_database() -> None:
    """PostgreSQL takes 65,535 of them; so it is for ids, texts, pointers, and what Django asks by itself."""
    one, two, three = _customers("1", "2", "3")
    tag = Tag.objects.create(title="a")
    CustomerTag.objects.create(customer=two, tag=tag)
    ids = [two.pk, *range(one.pk + 1_000_000, one.pk + 1_300_000)]
    texts = ["3", *(f"n{number}" for number in range(300_000))]
    with CaptureQueriesContext(connection) as asked:
        assert list(Customer.objects.filter(pk__in=ids)) == [two]
        assert set(Customer.objects.exclude(pk__in=ids)) == {one, three}
        assert list(Customer.objects.filter(number_key__in=texts)) == [three]
        assert [it.customer_id for it in CustomerTag.objects.filter(customer__in=ids)] == [two.pk]
        assert list(Customer.objects.filter(customer_tags__tag__in=[tag.pk, *ids])) == [two]
        assert Customer.objects.filter(Q(pk__in=ids) | Q(number_key__in=texts)).update(name="x") == 2
        assert [it.pk for it in rows(Customer, id=ids)] == [two.pk]
    assert len(asked) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_many_and_few_values_find_the_same(count: int) -> None:
    one, two, _ = _customers("1", "2", "3")
    ids = [None, one.pk, two.pk, two.pk, *range(-count + 2, 0)]
    assert set(Customer.objects.filter(pk__in=ids)) == {one, two}
    days = [NOW + timedelta(day) for day in range(count)]
    assert not Customer.objects.filter(vat_ask_at__in=days).exists()


@pytest.mark.django_db
def test_stretches_of_ids_are_found_both_ends_included() -> None:
    ids = [one.pk for one in _customers(*"123456")]
    stretches = [(ids[1], ids[2]), (ids[4], ids[4]), (ids[5], ids[5] - 1)]
    found = Customer.objects.filter(Within("pk", stretches), number__lt="5").order_by("pk")
    assert [one.pk for one in found] == ids[1:3]
    assert [one.pk for one in Customer.objects.exclude(Within("pk", stretches)).order_by("pk")] == [
        ids[0],
        ids[3],
        ids[5],
    ]
    assert not Customer.objects.filter(Within("pk", [])).exists()


@pytest.mark.django_db
def test_rows_about_a_key_are_found_without_looking_at_all_others() -> None:
    run = ImportRun.objects.create(
        subject="customers",
        name="a.csv",
        actor_kind="system",
        actor_label="",
        created_at=NOW,
        touched_at=NOW,
    )
    for number, key in enumerate(("", "a", "b", "a"), start=1):
        ImportRow.objects.create(run=run, number=number, key=key, outcome=Outcome.CREATED)
    assert sorted(row.number for row in run.rows.about(["a", "c"])) == [2, 4]
    assert not run.rows.about([""]).exists()
    if connection.vendor == "sqlite":
        assert "importrow_by_key" in run.rows.about(["a"]).explain()


@pytest.mark.django_db
def test_columns_are_read_as_django_reads_them() -> None:
    one, _ = _customers("1", "2")
    Customer.objects.filter(pk=one.pk).update(field_sources={"name": "é"}, autosplit=True, vat_ask_at=NOW)
    names = ("id", "discount", "autosplit", "field_sources", "vat_ask_at", "template_id", "created_at")
    found = Customer.objects.order_by("pk")
    assert values_of(found, names) == list(found.values_list(*names))
    assert values_of(Customer.objects.none(), names) == []


def test_json_beyond_the_quick_reader_is_read_all_the_same() -> None:
    assert from_json('{"a": [1, null]}') == {"a": [1, None]}
    assert from_json('"\\ud800"') == "\ud800"

"""What is written in bulk stands in the database as Django would have written it, and is read back alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.bulk.reading import rows_of
from pakhuis.bulk.writing import (
    as_json,
    insert_each,
    insert_rows,
    new_row,
    take_ids,
    update_each,
    update_rows,
)
from pakhuis.customers.models import Address, Customer

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)


def _customer(name: str, **values: Any) -> Customer:
    return new_row(
        Customer,
        {
            "name": name,
            "name_key": name.lower(),
            "language": "nl",
            "created_at": NOW,
            "updated_at": NOW,
            **values,
        },
    )


def _several() -> list[Customer]:
    return [
        _customer("Aa", number="1", number_key="1", discount=Decimal("2.5"), autosplit=None),
        _customer("Bé '\"%s\\\t\n", discount=Decimal(100), autosplit=True, calculate_vat=False),
        _customer("Cc", vat_ask_at=NOW + timedelta(days=1), field_sources={"naam": "é", "n": None}),
    ]


def test_a_new_row_has_the_defaults_of_its_model_and_shares_none() -> None:
    one, other = _customer("Aa"), _customer("Bb")
    whole = Customer(name="Aa", name_key="aa", language="nl", created_at=NOW, updated_at=NOW)
    assert model_to_dict(one) == model_to_dict(whole)
    assert (one.pk, one._state.adding) == (None, True)
    one.field_sources["name"] = "person:1"
    assert other.field_sources == {}


def test_rows_stand_there_as_django_reads_them(db: None) -> None:
    made = _several()
    with transaction.atomic():
        insert_each(made, with_ids=True)
    for one in made:
        read = Customer.objects.get(pk=one.pk)
        assert {name: getattr(read, name) for name in vars(one) if name != "_state"} == {
            name: value for name, value in vars(one).items() if name != "_state"
        }


def test_rows_are_read_as_django_reads_them(db: None) -> None:
    with transaction.atomic():
        insert_each(_several())
    found = Customer.objects.order_by("pk")
    for one, whole in zip(rows_of(found), found, strict=True):
        assert model_to_dict(one) == model_to_dict(whole)
        assert (one.created_at, one.vat_ask_at, one.pk) == (whole.created_at, whole.vat_ask_at, whole.pk)
        assert not one._state.adding


def test_a_column_that_was_left_out_is_asked_for_when_it_is_wanted(db: None) -> None:
    with transaction.atomic():
        insert_each(_several()[:1])
    (one,) = rows_of(Customer.objects.all(), but=("created_at",))
    assert "created_at" not in vars(one) and one.created_at == NOW


def test_nothing_is_asked_of_an_empty_query(db: None) -> None:
    assert rows_of(Customer.objects.filter(pk__in=[])) == []


def test_each_row_gets_its_own_values_and_the_others_none(db: None) -> None:
    made = _several()
    with transaction.atomic():
        insert_each([*made, _customer("Dd")], with_ids=True)
        for place, one in enumerate(made):
            one.name, one.discount, one.language = f"Nieuw {place}", Decimal(place), "en"
            one.remarks = "komt niet mee"
            one.field_sources = {"name": f"person:{place}"}
        update_each(made, ("name", "discount", "language", "field_sources"))
    told = Customer.objects.order_by("pk").values_list("name", "discount", "language", "remarks")
    assert list(told) == [
        ("Nieuw 0", 0, "en", ""),
        ("Nieuw 1", 1, "en", ""),
        ("Nieuw 2", 2, "en", ""),
        ("Dd", 0, "nl", ""),
    ]
    assert Customer.objects.get(name="Nieuw 2").field_sources == {"name": "person:2"}


def test_nothing_to_write_asks_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert_each([])
        update_each([], ("name",))


def test_an_id_is_given_once_even_when_its_row_is_gone(db: None) -> None:
    with transaction.atomic():
        first = _several()
        insert_each(first, with_ids=True)
        Customer.objects.all().delete()
        later = list(take_ids(Customer, 2))
        again = [_customer("Ee")]
        insert_each(again, with_ids=True)
    assert min(later) > max(one.pk for one in first)
    assert again[0].pk > max(one.pk for one in first)
    assert Customer.objects.create(name="Ff", language="nl", created_at=NOW, updated_at=NOW).pk > again[0].pk


@pytest.mark.parametrize("verb", [insert_each, lambda rows: update_each(rows, ("number", "number_key"))])
def test_what_the_database_refuses_is_told_as_django_tells_it(db: None, verb: Any) -> None:
    with transaction.atomic():
        rows = [_customer("Aa", number="1", number_key="1"), _customer("Bb", number="2", number_key="2")]
        insert_each(rows, with_ids=True)
    for one in rows:
        one.number, one.number_key = "3", "3"
    with pytest.raises(IntegrityError), transaction.atomic():
        verb([new_row(Customer, {**vars(one)}) for one in rows])
    assert set(Customer.objects.values_list("number", flat=True)) == {"1", "2"}
    assert connection.is_usable()


def test_the_search_text_is_found_at_once(db: None) -> None:
    rows = [_customer(f"Klant {n}", search_text=f"klant {n} | kade {n}") for n in range(300)]
    with transaction.atomic():
        insert_each(rows, with_ids=True)
    assert Customer.objects.filter(search_text__fragments=["kade 299"]).get().name == "Klant 299"
    rows[7].search_text = "achterom"
    with transaction.atomic():
        update_each(rows[:20], ("search_text",))
    assert Customer.objects.filter(search_text__fragments=["achterom"]).get().pk == rows[7].pk
    assert not Customer.objects.filter(search_text__fragments=["kade 7"]).filter(pk=rows[7].pk).exists()


def test_rows_of_one_owner_after_another(db: None) -> None:
    owners = _several()
    with transaction.atomic():
        insert_each(owners, with_ids=True)
        insert_each([new_row(Address, {"customer_id": one.pk, "name": one.name}) for one in owners])
    assert list(Address.objects.order_by("pk").values_list("customer_id", flat=True)) == [
        one.pk for one in owners
    ]


def test_rows_of_some_columns_share_the_others(db: None) -> None:
    alike = {"language": "nl", "created_at": NOW, "updated_at": NOW, "field_sources": {"name": "person:1"}}
    with transaction.atomic():
        insert_rows(Customer, ("name", "discount"), [("Aa", Decimal("2.5")), ("Bb", Decimal(0))], alike=alike)
        insert_rows(Customer, ("name",), [], alike=alike)
    one, other = Customer.objects.order_by("pk")
    assert (one.name, one.discount, other.discount) == ("Aa", Decimal("2.5"), 0)
    assert one.field_sources == other.field_sources == {"name": "person:1"}
    assert (one.version, one.vat_state, one.created_at) == (1, "unknown", NOW)
    with transaction.atomic():
        update_rows(Customer, ("name", "field_dates"), [("Cc", {"name": "x"}, other.pk)])
    assert Customer.objects.get(pk=other.pk).field_dates == {"name": "x"}
    assert Customer.objects.get(pk=one.pk).name == "Aa"


ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@pytest.mark.django_db(transaction=True)
@given(
    st.lists(ANY_TEXT | st.sampled_from(["NULL", "null", "{}", '{"a,b"}', "\\", '\\"', " x "]), max_size=4)
)
def test_any_text_is_written_as_it_is(texts: list[str]) -> None:
    Customer.objects.all().delete()
    rows = [_customer(f"k{place}") for place in range(len(texts))]
    with transaction.atomic():
        insert_each(rows, with_ids=True)
        update_rows(
            Customer,
            ("remarks", "vat_tries"),
            [(text, 3, row.pk) for text, row in zip(texts, rows, strict=True)],
        )
    assert list(Customer.objects.order_by("pk").values_list("remarks", "vat_tries")) == [
        (text, 3) for text in texts
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_json_says_what_it_was_given(value: Any) -> None:
    import json

    told = as_json(value)
    assert (None if told is None else json.loads(told)) == value


def test_json_knows_what_django_knows() -> None:
    assert as_json({"when": NOW, "much": Decimal("1.50"), "text": gettext_lazy("Name")}) is not None
    assert as_json(Decimal("1.50")) == '"1.50"'
    assert as_json("\ud800") == '"\\ud800"'

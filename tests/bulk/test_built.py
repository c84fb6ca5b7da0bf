"""Statements that are built once say and do what Django's own would, on either engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import Tag
from pakhuis.bulk.built import Asked, Given, Updated
from pakhuis.bulk.inserting import AT_ONCE, insert, insert_or_leave, insert_or_update
from pakhuis.connectors.models import Delivery, ShopOrder
from pakhuis.connectors.states import DeliveryState, Route
from pakhuis.customers.models import Address, Customer
from tests.factories import a_webshop

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
ODD = "é\\ {\"a\": 'b'}, %s \U0001f600"


def _customer(name: str, **told: object) -> Customer:
    return Customer(name=name, language="nl", created_at=NOW, updated_at=NOW, **told)


def test_rows_are_written_as_django_writes_them() -> None:
    told = {
        "discount": Decimal("12.50"),
        "autosplit": None,
        "field_sources": {"name": ["person", ODD]},
        "vat_ask_at": NOW,
        "remarks": ODD,
    }
    mine, other = _customer("a", **told), _customer("a", **told)
    assert insert([mine]) == [mine]
    other.save(force_insert=True)
    names = [one.attname for one in Customer._meta.concrete_fields if not one.primary_key]
    one, two = Customer.objects.order_by("pk").values_list(*names)
    assert one == two
    assert mine.pk == Customer.objects.earliest("pk").pk
    assert not mine._state.adding
    mine.remarks = "changed"
    mine.save()
    assert Customer.objects.count() == 2


@pytest.mark.parametrize("count", [0, 1, 2, AT_ONCE, 2 * AT_ONCE + 1])
def test_each_row_gets_its_own_id(count: int) -> None:
    customers = insert(_customer(f"n{number}") for number in range(count))
    assert [one.name for one in customers] == [f"n{number}" for number in range(count)]
    assert dict(Customer.objects.values_list("pk", "name")) == {one.pk: one.name for one in customers}


def test_pointers_may_be_given_as_instances() -> None:
    (customer,) = insert([_customer("a")])
    (address,) = insert([Address(customer=customer, name="a", country="NL")])
    assert Address.objects.get(pk=address.pk).customer == customer


def test_a_constraint_stays_the_last_word() -> None:
    insert([Tag(title="a")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Tag(title="b"), Tag(title="a")])
    assert Tag.objects.count() == 1


def test_what_is_there_already_is_left_or_brought_in_step() -> None:
    shop = a_webshop()
    insert_or_leave([Tag(title="a"), Tag(title="b")])
    insert_or_leave([Tag(title="b"), Tag(title="c")])
    assert sorted(Tag.objects.values_list("title", flat=True)) == ["a", "b", "c"]
    for told in ("x", "y"):
        row = ShopOrder(webshop=shop, external_id="1", goods_print=told, terms_print=told)
        insert_or_update([row], known_by=("webshop_id", "external_id"), update=("goods_print",))
    assert ShopOrder.objects.values_list("goods_print", "terms_print").get() == ("y", "x")


def _deliveries(*states: DeliveryState) -> list[Delivery]:
    shop = a_webshop()
    return insert(
        Delivery(
            webshop=shop,
            route=Route.WEBHOOK,
            external_id="1",
            state=state,
            received_at=NOW + timedelta(hours=number),
            problems=[{"code": ODD}],
        )
        for number, state in enumerate(states)
    )


def test_a_question_is_filled_in_again_and_again() -> None:
    one, two = _deliveries(DeliveryState.DONE, DeliveryState.RECEIVED)
    later = Delivery.objects.filter(pk__gt=OuterRef("pk"), state=DeliveryState.RECEIVED)
    asked = Asked(
        lambda: (
            Delivery.objects.filter(Q(received_at__lte=Given("at")) | Q(finished_at=None), pk=Given("id"))
            .annotate(is_said_later=Exists(later))
            .values_list("pk", "received_at", "problems", "order_id", "is_said_later")
        )
    )
    for _ in range(5):
        assert asked(id=one.pk, at=NOW) == [(one.pk, NOW, [{"code": ODD}], None, True)]
        assert asked(id=two.pk, at=NOW) == [(two.pk, two.received_at, [{"code": ODD}], None, False)]
        assert asked(id=two.pk + 1, at=NOW) == []
    with pytest.raises(KeyError):
        asked(id=one.pk)


def test_nothing_of_one_asking_is_left_for_the_next() -> None:
    asked = Asked(lambda: Tag.objects.filter(title=Given("title")).values_list("title"))
    insert([Tag(title="a"), Tag(title="'; --")])
    with CaptureQueriesContext(connection) as sent:
        assert [asked(title=one) for one in ("a", "'; --", "%s", "")] == [[("a",)], [("'; --",)], [], []]
    assert len(sent) == 4


def test_an_update_sets_what_it_is_given_and_tells_how_many() -> None:
    one, two = _deliveries(DeliveryState.RECEIVED, DeliveryState.DONE)
    mark = Updated(
        lambda: Delivery.objects.filter(pk=Given("id"), state=DeliveryState.RECEIVED),
        state=Given("state"),
        problems=Given("problems"),
        finished_at=Given("at"),
        order=Given("order"),
        leased_until=None,
        tries=Given("tries"),
    )
    told = {"state": DeliveryState.FAILED, "problems": [ODD, {}], "at": NOW, "order": None, "tries": 3}
    assert [mark(id=it.pk, **told) for it in (one, two, one)] == [1, 0, 0]
    one.refresh_from_db()
    assert (one.state, one.problems, one.finished_at, one.order, one.tries) == (
        DeliveryState.FAILED,
        [ODD, {}],
        NOW,
        None,
        3,
    )

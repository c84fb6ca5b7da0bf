"""Own fields of orders: made and changed under settings, filled in by people and API, never lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    change_order,
    change_order_field,
    create_order_field,
    delete_order_field,
    move_order_field,
    place_order,
    retire_order_field,
)
from pakhuis.orders.intake import NewOrder, OrderChange, OrderFieldFields
from pakhuis.orders.models import Order, OrderField, OrderFieldValue
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.values import OwnFieldKind
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, STREET, a_customer, a_product, an_order, lines

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
JOKE = Actor(ActorKind.PERSON, 7, "Joke")
CHOICES = ("Ochtend", "Middag", "Avond")


@pytest.fixture(autouse=True)
def product(db: None) -> None:
    a_product("A")


def a_field(title: str = "Tijdvak", kind: str = "select", **given: Any) -> OrderField:
    given.setdefault("choices", CHOICES if kind in ("radio", "select", "multiple") else ())
    return create_order_field(OrderFieldFields(title=title, kind=kind, **given), **DO)


def fill(order: Order, field: OrderField, value: Any, *, by: Actor = SYSTEM) -> None:
    change = OrderChange(own_values=(GivenOwnValue(field_id=field.pk, value=value),))
    change_order(order.pk, change, by=by, now=MOMENT)


def stored(order: Order) -> dict[str, str]:
    return dict(order.field_values.values_list("field__title", "text"))


def refused(deed: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [(one.code, one.path) for one in refusal.value.problems]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  Lang leve  Oma ", "Lang leve  Oma"),
        ("long_text", "een\ntwee", "een\ntwee"),
        ("number", "1.250,50", "1250.5"),
        ("date", "24-12-2026", "2026-12-24"),
        ("yes_no", "ja", "yes"),
        ("radio", "ochtend", "Ochtend"),
        ("select", "AVOND", "Avond"),
        ("multiple", "Avond; Ochtend", "Ochtend;Avond"),
        ("multiple", ("Avond", "Ochtend"), "Ochtend;Avond"),
    ],
)
def test_every_kind_is_kept_in_one_spelling_and_can_be_emptied(kind: str, given: Any, kept: str) -> None:
    field, order = a_field(kind=kind), an_order(a_customer(), lines=lines(A=1))
    fill(order, field, given)
    assert stored(order) == {"Tijdvak": kept}
    fill(order, field, given)
    assert Fact.objects.filter(name="order.changed").count() == 1
    fill(order, field, "")
    assert stored(order) == {}
    changes = [one.data["changes"][0] for one in Fact.objects.filter(name="order.changed").order_by("pk")]
    assert changes == [
        {"field": "Tijdvak", "old": "", "new": kept},
        {"field": "Tijdvak", "old": kept, "new": ""},
    ]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("number", "veel"),
        ("date", "31-02-2026"),
        ("yes_no", "misschien"),
        ("select", "Nacht"),
        ("text", "x" * 301),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(kind: str, given: str) -> None:
    field, order = a_field(kind=kind), an_order(a_customer(), lines=lines(A=1))
    assert [path for _, path in refused(lambda: fill(order, field, given))] == [("own_fields", field.pk)]
    assert stored(order) == {}


def test_an_unknown_or_retired_field_is_refused() -> None:
    field, order = a_field(), an_order(a_customer(), lines=lines(A=1))
    fill(order, field, "Avond")
    retire_order_field(field.pk, is_retired=True, **DO)
    assert refused(lambda: fill(order, field, "Middag")) == [("retired_own_field", ("own_fields", field.pk))]
    assert stored(order) == {"Tijdvak": "Avond"}
    retire_order_field(field.pk, is_retired=False, **DO)
    fill(order, field, "Middag")
    unknown = OrderChange(own_values=(GivenOwnValue(field_id=999, value="x"),))
    assert refused(lambda: change_order(order.pk, unknown, **DO))[0][0] == "unknown_order_field"


def test_a_choice_that_is_taken_away_stays_where_it_stands() -> None:
    field, order = a_field(kind="multiple"), an_order(a_customer(), lines=lines(A=1))
    other = an_order(a_customer(), lines=lines(A=1))
    fill(order, field, "Ochtend;Avond")
    change_order_field(field.pk, OrderFieldFields(title="Tijdvak", kind="multiple", choices=("Avond",)), **DO)
    assert stored(order) == {"Tijdvak": "Ochtend;Avond"}
    fill(order, field, "Avond;Ochtend")
    assert set(stored(order)["Tijdvak"].split(";")) == {"Ochtend", "Avond"}
    assert refused(lambda: fill(other, field, "Ochtend"))[0][0] == "unknown_choice"


def test_required_is_asked_of_people_only() -> None:
    field = a_field(is_required=True)
    new = NewOrder(delivery=STREET, lines=lines(A=1))
    assert refused(lambda: place_order(new, by=JOKE, now=MOMENT)) == [("missing", ("own_fields", field.pk))]
    order = place_order(new, **DO).order
    change_order(order.pk, OrderChange(reference="X"), by=JOKE, now=MOMENT)
    assert refused(lambda: fill(order, field, "", by=JOKE)) == [("missing", ("own_fields", field.pk))]
    fill(order, field, "Avond", by=JOKE)
    fill(order, field, "")
    retire_order_field(field.pk, is_retired=True, **DO)
    place_order(new, by=JOKE, now=MOMENT)


def test_a_new_order_takes_its_values() -> None:
    field = a_field()
    new = NewOrder(
        delivery=STREET, lines=lines(A=1), own_values=(GivenOwnValue(field_id=field.pk, value="avond"),)
    )
    assert stored(place_order(new, **DO).order) == {"Tijdvak": "Avond"}


def test_fields_are_renamed_ordered_and_deleted_without_losing_a_value() -> None:
    first, second = a_field("Een", kind="text"), a_field("Twee", kind="text")
    order = an_order(a_customer(), lines=lines(A=1))
    fill(order, first, "x")
    change_order_field(first.pk, OrderFieldFields(title="Eerste", kind="text", on_picklist=True), **DO)
    assert stored(order) == {"Eerste": "x"}
    fixed = OrderFieldFields(title="Eerste", kind="number")
    assert refused(lambda: change_order_field(first.pk, fixed, **DO)) == [("kind_is_fixed", ("kind",))]
    move_order_field(second.pk, steps=-1, **DO)
    move_order_field(second.pk, steps=-1, **DO)
    assert list(OrderField.objects.values_list("title", flat=True)) == ["Twee", "Eerste"]
    assert refused(lambda: delete_order_field(first.pk, **DO))[0][0] == "order_field_in_use"
    delete_order_field(second.pk, **DO)
    assert OrderFieldValue.objects.count() == OrderField.objects.count() == 1
    names = Fact.objects.filter(subject_kind="order_field").values_list("name", flat=True)
    assert sorted(set(names)) == ["order_field.changed", "order_field.created", "order_field.deleted"]
    for deed in (
        lambda: delete_order_field(999, **DO),
        lambda: move_order_field(999, steps=1, **DO),
        lambda: retire_order_field(999, is_retired=True, **DO),
        lambda: change_order_field(2**70, fixed, **DO),
    ):
        assert refused(deed)[0][0] == "not_found"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"title": "", "kind": "text"}, ("title",)),
        ({"title": "tijdvak", "kind": "text"}, ("title",)),
        ({"title": "X", "kind": "kleur"}, ("kind",)),
        ({"title": "X", "kind": "select"}, ("choices",)),
        ({"title": "X", "kind": "select", "choices": ("a;b",)}, ("choices",)),
        ({"title": "X", "kind": "select", "choices": ("x" * 101,)}, ("choices",)),
        ({"title": "X", "kind": "select", "choices": tuple(str(n) for n in range(201))}, ("choices",)),
    ],
)
def test_a_field_that_cannot_be(given: dict[str, Any], path: tuple[str, ...]) -> None:
    a_field()
    assert path in [
        place for _, place in refused(lambda: create_order_field(OrderFieldFields(**given), **DO))
    ]
    assert OrderField.objects.count() == 1


@pytest.fixture
def call() -> Call:
    return caller(create_api_key("test", **DO)[1])


def test_fields_and_values_over_the_api(call: Call) -> None:
    field = a_field(kind="multiple", on_picklist=True)
    gone = a_field("Oud", kind="text")
    retire_order_field(gone.pk, is_retired=True, **DO)
    (shape,) = call("GET", "orderfields").json()
    assert shape == call("GET", f"orderfields/{field.pk}").json()
    assert (shape["idorderfield"], shape["type"], shape["values"]) == (field.pk, "multiple", list(CHOICES))
    assert (shape["visible_picklist"], shape["visible_portal"], shape["required"]) == (True, False, False)
    assert call("GET", f"orderfields/{gone.pk}").status_code == 404
    order = an_order(a_customer(), lines=lines(A=1))
    path = f"orders/{order.pk}/orderfields"
    put = call("PUT", f"{path}/{field.pk}", {"value": "Avond;Ochtend"})
    assert put.json() == [{"idorderfield": field.pk, "title": "Tijdvak", "value": "Ochtend;Avond"}]
    assert call("GET", f"orders/{order.pk}").json()["orderfields"] == call("GET", path).json() == put.json()
    assert call("PUT", f"{path}/{field.pk}", {"value": "Nacht"}).json()["error_code"] == 5
    assert call("PUT", f"{path}/999", {"value": "x"}).status_code == 404
    assert call("DELETE", f"{path}/{field.pk}").status_code == 204
    assert call("GET", path).json() == []
    whole = {"orderfields": [{"idorderfield": field.pk, "value": ["Middag"]}]}
    assert call("PUT", f"orders/{order.pk}", whole).json()["orderfields"][0]["value"] == "Middag"
    body = {**whole, "idcustomer": order.customer_id, "products": [{"productcode": "A", "amount": 1}]}
    assert call("POST", "orders", body).json()["orderfields"][0]["value"] == "Middag"
    for wrong in ("x", [7], [{"idorderfield": "x", "value": "y"}]):
        assert call("POST", "orders", {**body, "orderfields": wrong}).status_code == 400


def test_the_list_of_orders_asks_the_same_with_and_without_values(call: Call) -> None:
    field = a_field(kind="text")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            call("GET", "orders")
        return len(queries)

    orders = [an_order(a_customer(), lines=lines(A=1)) for _ in range(3)]
    asked()
    before = asked()
    for order in orders:
        fill(order, field, "x")
    assert asked() == before


def test_fields_are_kept_under_settings(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.get("/settings/order-fields/").status_code == 200
    sent = {"title": "Tijdvak", "kind": "select", "choices": "Ochtend\n\n Avond ", "on_picklist": "on"}
    assert client.post("/settings/order-fields/new/", sent).status_code == 302
    field = OrderField.objects.get()
    assert (field.choices, field.on_picklist, field.required) == (["Ochtend", "Avond"], True, False)
    address = f"/settings/order-fields/{field.pk}/"
    assert "Ochtend\nAvond" in client.get(address).content.decode()
    text = client.post(address, {**sent, "title": "", "choices": ""}).content.decode()
    assert 'id="f-title-error"' in text
    assert 'id="f-choices-error"' in text
    client.post(address, {**sent, "required": "on"})
    client.post(f"{address}move/", {"to": "up"})
    client.post(f"{address}retire/")
    field.refresh_from_db()
    assert (field.required, field.is_retired) == (True, True)
    assert "Retired" in client.get("/settings/order-fields/").content.decode()
    client.post(f"{address}delete/")
    assert not OrderField.objects.exists()


def test_fields_on_the_pages_of_an_order(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    kinds = [a_field(f"Veld {kind}", kind=kind, is_required=kind == "text") for kind in OwnFieldKind]
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    text = client.get(f"/orders/{order.pk}/edit/").content.decode()
    assert all(f'name="own.{field.pk}"' in text for field in kinds)
    new = client.post(f"/customers/{customer.pk}/order/", {"lines.0.product": "A", "lines.0.amount": "1"})
    assert f'id="f-own-{kinds[0].pk}-error"' in new.content.decode()
    by_kind = {field.kind: field.pk for field in kinds}
    values = client.get(f"/orders/{order.pk}/edit/").context["entered"].values
    sent = {name: value for name, value in values.items() if value not in ("", None)} | {
        f"own.{by_kind['text']}": "Hoera",
        f"own.{by_kind['number']}": "2,5",
        f"own.{by_kind['multiple']}": ["Ochtend", "Avond"],
        f"own.{by_kind['yes_no']}": "yes",
    }
    assert client.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    page = client.get(f"/orders/{order.pk}/").content.decode()
    assert all(word in page for word in ("Hoera", "2.5", "Ochtend, Avond"))
    retire_order_field(by_kind["text"], is_retired=True, **DO)
    assert "Hoera" in client.get(f"/orders/{order.pk}/").content.decode()

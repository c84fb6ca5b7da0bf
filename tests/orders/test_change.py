"""Changing an order: each field, each line, what it does to prices and stock, who said so, refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.customers.actions import update_customer
from pakhuis.customers.intake import CustomerFields, NewAddress
from pakhuis.fulfilment.actions import (
    close_picklist,
    pick_all,
    process_backorders,
    process_order,
    reopen_order,
)
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    allocate_order,
    cancel_order,
    change_order,
    place_order,
    switch_autosplit,
)
from pakhuis.orders.intake import LineChange, NewLine, NewOrder, OrderChange
from pakhuis.orders.models import Order, OrderLine
from pakhuis.pricing.actions import change_price_list
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import StockLevel, Warehouse
from tests.factories import (
    MOMENT,
    SHED,
    a_customer,
    a_price_list,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    placed_from,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db
JOKE = Actor(ActorKind.API_KEY, 7, "Joke de Vries")
DO: dict[str, Any] = {"by": JOKE, "now": MOMENT}


@pytest.fixture
def house() -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


@pytest.fixture
def horeca(house: Warehouse) -> PriceList:
    """A is 8, from ten 7; B is not on it."""
    return a_price_list("Horeca", A=[("8", 1), ("7", 10)])


def changed(order: Order, *, version: int | None = None, **change: Any) -> Order:
    return change_order(order.pk, OrderChange(**change), version=version, **DO)


def line_of(order: Order, code: str) -> OrderLine:
    return order.lines.get(code=code)


def problems_of(order: Order, **change: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    before = [list(Order.objects.values()), list(OrderLine.objects.values()), Fact.objects.count()]
    with pytest.raises(Refused) as refusal:
        changed(order, **change)
    assert [list(Order.objects.values()), list(OrderLine.objects.values()), Fact.objects.count()] == before
    return [(one.code, one.path) for one in refusal.value.problems]


def test_fields_are_changed_and_remember_by_whom(house: Warehouse) -> None:
    template = create_template("Horeca", is_default=False, by=SYSTEM, now=MOMENT)
    tag = create_tag("Spoed", color="#ff0000", inherit=False, by=SYSTEM, now=MOMENT)
    order = an_order(a_customer(), lines=lines(A=1))
    changed(
        order,
        reference=" PO 7 ",
        remarks="Achterom",
        email="joke@kade.example",
        phone="010-1",
        delivery=SHED,
        preferred_delivery_date=date(2026, 12, 1),
        template_id=template.pk,
        language="en",
        tag_ids=(tag.pk,),
        invoiced=True,
        pickup_point={"carrier": "postnl", "id": "7"},
        discount="5",
        autosplit=False,
        calculate_vat=False,
        warehouse_ids=(house.pk,),
    )
    order.refresh_from_db()
    assert (order.reference, order.remarks, order.email, order.phone) == (
        "PO 7",
        "Achterom",
        "joke@kade.example",
        "010-1",
    )
    assert (order.delivery_line1, order.invoice_line1) == ("Loods 7", "Kade 1")
    assert order.preferred_delivery_date == date(2026, 12, 1)
    assert (order.template, order.language, list(order.tags.all())) == (template, "en", [tag])
    assert (order.invoiced, order.pickup_point) == (True, {"carrier": "postnl", "id": "7"})
    assert (order.discount, order.autosplit, order.calculate_vat) == (5, False, False)
    assert (order.version, order.updated_at) == (2, MOMENT)
    said = {name for name, source in order.sources.items() if source == ["changed", "Joke de Vries"]}
    assert {"discount", "autosplit", "language", "template", "delivery", "tags", "email"} <= said
    assert order.sources["invoice"] == ["customer", ""]
    fact = Fact.objects.get(name="order.changed")
    told = {one["field"]: (one["old"], one["new"]) for one in fact.data["changes"]}
    assert told["discount"] == ("0.00", "5.00")
    assert told["template"] == ("Standaard", "Horeca")
    assert told["tags"] == ("", "Spoed")
    assert told["delivery"][1].startswith("Café De Kade, ")
    assert (told["warehouses"], told["autosplit"]) == (("", "Hoofd"), ("True", "False"))


def test_what_is_said_again_changes_nothing(house: Warehouse) -> None:
    order = an_order(a_customer(discount="5"), lines=lines(A=1), reference="X")
    line = line_of(order, "A")
    changed(
        order,
        reference="X",
        discount="5.00",
        autosplit=True,
        language="nl",
        tag_ids=(),
        change_lines=(LineChange(line_id=line.pk, amount=1, price="10"),),
    )
    order.refresh_from_db()
    assert (order.version, order.sources["discount"]) == (1, ["customer", ""])
    assert line_of(order, "A").price_source == ["product", ""]
    assert not Fact.objects.filter(name="order.changed").exists()


def test_a_term_can_be_given_back_to_what_was_agreed(house: Warehouse, horeca: PriceList) -> None:
    customer = a_customer(discount="5", language="en")
    order = an_order(customer, lines=lines(A=1), discount="12", language="nl", price_list_ids=(horeca.pk,))
    assert line_of(order, "A").price == 8
    changed(order, discount=None, language=None, price_list_ids=None)
    order.refresh_from_db()
    assert (order.discount, order.sources["discount"]) == (5, ["customer", ""])
    assert (order.language, order.sources["language"]) == ("en", ["customer", ""])
    assert (line_of(order, "A").price, line_of(order, "A").price_source) == (10, ["product", ""])


def test_later_agreements_do_not_creep_in_with_another_change(house: Warehouse) -> None:
    customer = a_customer(discount="5")
    order = an_order(customer, lines=lines(A=1))
    update_customer(customer.pk, CustomerFields(discount="50", phone="1"), by=SYSTEM, now=MOMENT)
    changed(order, reference="Y")
    order.refresh_from_db()
    assert (order.discount, order.phone) == (5, "")


def test_price_lists_are_chosen_and_every_price_starts_from_its_base(
    house: Warehouse, horeca: PriceList
) -> None:
    cheap = a_price_list("Actie", A=[("7.5", 1)])
    order = an_order(a_customer(), lines=(*lines(A=1, B=2), NewLine(product_code="A", amount=2, price="3")))
    said = order.lines.get(position=3)
    for chosen, price, source in (
        ((horeca.pk,), 8, ["price_list", "Horeca", 1]),
        ((horeca.pk, cheap.pk), 7.5, ["price_list", "Actie", 1]),
        ((horeca.pk,), 8, ["price_list", "Horeca", 1]),
        ((), 10, ["product", ""]),
    ):
        changed(order, price_list_ids=chosen)
        line = order.lines.get(position=1)
        assert (line.price, line.price_source, line.base_price) == (price, source, 10)
        said.refresh_from_db()
        assert (said.price, line_of(order, "B").price) == (3, 10)
    order.refresh_from_db()
    assert order.sources["price_lists"] == ["changed", "Joke de Vries"]
    assert order.version == 5


def test_a_price_by_the_rules_follows_the_amount(house: Warehouse, horeca: PriceList) -> None:
    order = an_order(a_customer(), lines=lines(A=1), price_list_ids=(horeca.pk,))
    line = line_of(order, "A")
    for amount, price in ((12, 7), (9, 8)):
        changed(order, change_lines=(LineChange(line_id=line.pk, amount=amount),))
        line.refresh_from_db()
        assert (line.amount, line.price) == (amount, price)
    changed(order, change_lines=(LineChange(line_id=line.pk, price="6,5".replace(",", ".")),))
    line.refresh_from_db()
    assert (line.price, line.price_source) == (6.5, ["changed", "Joke de Vries"])
    changed(order, change_lines=(LineChange(line_id=line.pk, amount=20),))
    line.refresh_from_db()
    assert line.price == 6.5
    changed(order, change_lines=(LineChange(line_id=line.pk, price=""),))
    line.refresh_from_db()
    assert (line.price, line.price_source) == (7, ["price_list", "Horeca", 10])


def test_lines_come_and_go_and_are_told(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1, B=2))
    changed(
        order,
        add_lines=(
            NewLine(product_code="C", amount=4, remarks="koud"),
            NewLine(product_code="A", amount=1, price="2"),
        ),
        change_lines=(LineChange(line_id=line_of(order, "A").pk, name="Pils", remarks="krat", amount=3),),
        remove_line_ids=(line_of(order, "B").pk,),
    )
    rows = [(one.position, one.code, one.amount, one.name) for one in order.lines.order_by("position")]
    assert rows == [(1, "A", 3, "Pils"), (3, "C", 4, "Product C"), (4, "A", 1, "Product A")]
    assert order.lines.get(position=4).price_source == ["changed", "Joke de Vries"]
    told = {
        one["field"]: (one["old"], one["new"])
        for one in Fact.objects.get(name="order.changed").data["changes"]
    }
    assert told["lines.1.amount"] == ("1", "3")
    assert told["lines.2"] == ("2 × B", "")
    assert told["lines.3"] == ("", "4 × C")


def test_what_was_set_aside_follows_the_lines(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=2, B=2))
    allocate_order(order.pk, **DO)

    def aside() -> dict[str, int]:
        return dict(StockLevel.objects.values_list("product__code", "allocated"))

    changed(order, change_lines=(LineChange(line_id=line_of(order, "A").pk, amount=5),))
    assert aside() == {"A": 5, "B": 2}
    changed(order, remove_line_ids=(line_of(order, "B").pk,))
    assert aside() == {"A": 5, "B": 0}
    changed(order, reference="geen goederen")
    assert aside() == {"A": 5, "B": 0}
    changed(order, add_lines=lines(B=9))
    assert aside() == {"A": 5, "B": 3}
    check()


def test_an_order_may_be_empty_in_between_but_is_not_processed_so(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=2))
    changed(order, remove_line_ids=(line_of(order, "A").pk,))
    with pytest.raises(Refused) as refusal:
        process_order(order.pk, **DO)
    assert refusal.value.problems[0].code == "no_lines"
    changed(order, add_lines=lines(B=1))
    process_order(order.pk, **DO)
    check()


def test_an_own_line_is_paid_for_never_picked_and_delivered_with_the_rest(house: Warehouse) -> None:
    own = NewLine(is_own=True, name="Transport", amount=2, price="12.50", remarks="per pallet")
    order = an_order(a_customer(), lines=(*lines(A=2), own))
    line = order.lines.get(code="")
    assert (line.product_id, line.name, line.price, line.base_price) == (None, "Transport", 12.5, 12.5)
    assert (line.vat_group, line.price_source) == (a_vat_group(), ["explicit", ""])
    process_order(order.pk, **DO)
    picklist = order.picklists.get()
    assert [one.order_line.code for one in picklist.lines.all()] == ["A"]
    line.refresh_from_db()
    assert line.amount_delivered == 0
    pick_all(picklist.pk, **DO)
    close_picklist(picklist.pk, **DO)
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.status, line.amount_delivered) == ("completed", 2)
    check()


def test_an_order_of_own_lines_only_is_complete_when_it_is_processed(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=(NewLine(is_own=True, name="Advies", amount=1, price="80"),))
    process_order(order.pk, **DO)
    order.refresh_from_db()
    assert (order.status, order.picklists.count(), order.lines.get().amount_delivered) == ("completed", 0, 1)
    allocated = an_order(a_customer(), lines=(NewLine(is_own=True, name="Advies", amount=1, price="80"),))
    allocate_order(allocated.pk, **DO)
    check()


@pytest.mark.parametrize(
    ("own", "path"),
    [
        ({"name": "", "price": "1", "amount": 1}, "name"),
        ({"name": "X", "price": None, "amount": 1}, "price"),
        ({"name": "X", "price": "-1", "amount": 1}, "price"),
        ({"name": "X", "price": "1", "amount": 0}, "amount"),
        ({"name": "X", "price": "1", "amount": 1, "vat_group_id": 999}, "vat_group"),
    ],
)
def test_an_own_line_needs_name_and_price(house: Warehouse, own: dict[str, Any], path: str) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    assert problems_of(order, add_lines=(NewLine(is_own=True, **own),))[0][1] == ("new_lines", 0, path)
    with pytest.raises(Refused) as refusal:
        place_order(NewOrder(customer_id=order.customer_id, lines=(NewLine(is_own=True, **own),)), **DO)
    assert refusal.value.problems[0].path == ("lines", 0, path)


def test_an_own_line_cannot_go_back_to_a_price_by_the_rules(house: Warehouse) -> None:
    own = NewLine(is_own=True, name="Transport", amount=1, price="12.50")
    order = an_order(a_customer(), lines=(own,))
    line = order.lines.get()
    assert problems_of(order, change_lines=(LineChange(line_id=line.pk, price=""),)) == [
        ("missing", ("lines", line.pk, "price"))
    ]


def test_everything_wrong_is_told_at_once_and_nothing_is_done(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    line = line_of(order, "A").pk
    found = problems_of(
        order,
        reference="x" * 201,
        delivery=NewAddress(name="", country="XX"),
        discount="101",
        language="fr",
        template_id=999,
        tag_ids=(999,),
        price_list_ids=(999,),
        warehouse_ids=(999,),
        add_lines=(NewLine(product_code="nee", amount="veel"),),
        change_lines=(
            LineChange(line_id=line, amount=0, price="duur", name="", vat_group_id=999),
            LineChange(line_id=999, amount=1),
        ),
        remove_line_ids=(998,),
    )
    assert {path for _, path in found} == {
        ("reference",),
        ("delivery", "name"),
        ("delivery", "country"),
        ("discount",),
        ("language",),
        ("template",),
        ("tags", 0),
        ("price_lists", 0),
        ("warehouses", 0),
        ("new_lines", 0, "product"),
        ("new_lines", 0, "amount"),
        ("lines", line, "amount"),
        ("lines", line, "price"),
        ("lines", line, "name"),
        ("lines", line, "vat_group"),
        ("lines", 999, "line"),
        ("lines", 998, "line"),
    }


def test_of_two_who_edit_the_same_version_the_second_is_told(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    changed(order, reference="een", version=1)
    with pytest.raises(Refused) as refusal:
        changed(order, reference="twee", version=1)
    assert refusal.value.problems[0].code == "changed_meanwhile"
    changed(order, reference="twee", version=2)
    order.refresh_from_db()
    assert (order.reference, order.version) == ("twee", 3)


@pytest.mark.parametrize(
    "deed",
    [
        lambda pk: process_order(pk, **DO),
        lambda pk: cancel_order(pk, **DO),
        lambda pk: switch_autosplit(pk, autosplit=False, **DO),
    ],
)
def test_a_form_opened_before_a_deed_is_late_after_it(
    house: Warehouse, deed: Callable[[int], object]
) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    deed(order.pk)
    stands = Order.objects.get(pk=order.pk)
    assert stands.version == order.version + 1
    with pytest.raises(Refused) as refusal:
        changed(order, reference="twee", version=order.version)
    assert refusal.value.problems[0].code in ("changed_meanwhile", "not_allowed_now")


def test_setting_aside_is_no_change_of_what_a_form_shows(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    allocate_order(order.pk, **DO)
    changed(order, reference="twee", version=order.version)
    assert Order.objects.get(pk=order.pk).reference == "twee"


def test_an_order_keeps_a_price_list_that_was_retired(house: Warehouse, horeca: PriceList) -> None:
    order = an_order(a_customer(), lines=lines(A=1), price_list_ids=(horeca.pk,))
    change_price_list(horeca.pk, active=False, by=JOKE, now=MOMENT)
    changed(order, reference="nieuw", price_list_ids=(horeca.pk,))
    (line,) = order.lines.all()
    assert line.price == 8
    assert Order.objects.get(pk=order.pk).reference == "nieuw"
    other = an_order(a_customer("Anders"), lines=lines(A=1))
    with pytest.raises(Refused) as refusal:
        changed(other, price_list_ids=(horeca.pk,))
    assert refusal.value.problems[0].code == "unknown_price_list"


def test_a_processed_order_takes_another_address_but_no_other_price(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1, C=1))
    changed(order, delivery=SHED, remarks="Bellen", preferred_delivery_date=date(2026, 12, 3))
    order.refresh_from_db()
    assert (order.delivery_line1, order.remarks) == ("Loods 7", "Bellen")
    line = line_of(order, "A").pk
    fixed: list[tuple[dict[str, Any], str, tuple[str | int, ...]]] = [
        ({"discount": "5"}, "order_is_fixed", ("discount",)),
        ({"autosplit": False}, "order_is_fixed", ("autosplit",)),
        ({"calculate_vat": False}, "order_is_fixed", ("calculate_vat",)),
        ({"warehouse_ids": (house.pk,)}, "order_is_fixed", ("warehouse_ids",)),
        ({"add_lines": lines(B=1)}, "lines_are_fixed", ("lines",)),
        ({"change_lines": (LineChange(line_id=line, amount=2),)}, "lines_are_fixed", ("lines",)),
        ({"remove_line_ids": (line,)}, "lines_are_fixed", ("lines",)),
    ]
    for change, code, path in fixed:
        assert (code, path) in problems_of(order, **change)
    changed(order, discount="0", autosplit=True, calculate_vat=True)
    check()


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_what_is_over_is_not_changed(house: Warehouse, status: str) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    Order.objects.filter(pk=order.pk).update(status=status)
    assert problems_of(order, reference="X") == [("not_allowed_now", ())]


def test_a_reopened_order_keeps_what_was_delivered(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, C=2))
    for picklist in order.picklists.all():
        pick_all(picklist.pk, **DO)
        close_picklist(picklist.pk, **DO)
    reopen_order(order.pk, **DO)
    delivered, waited = line_of(order, "A").pk, line_of(order, "C").pk
    assert problems_of(order, change_lines=(LineChange(line_id=delivered, amount=3),)) == [
        ("out_of_range", ("lines", delivered, "amount"))
    ]
    changed(order, change_lines=(LineChange(line_id=delivered, amount=5),), remove_line_ids=(waited,))
    gone = order.lines.get(pk=waited)
    assert (gone.amount_cancelled, gone.outstanding) == (2, 0)
    process_order(order.pk, **DO)
    process_backorders(**DO)
    assert order.picklists.filter(status="new").get().lines.get().amount == 1
    check()


def test_a_line_added_by_hand_to_a_webshop_order_has_our_price(house: Warehouse) -> None:
    shop = a_webshop()
    order = placed_from(shop, "1", lines=(NewLine(product_code="A", amount=1, price="9"),))
    changed(
        order, add_lines=(NewLine(product_code="B", amount=1), NewLine(product_code="B", amount=1, price="4"))
    )
    prices = [(one.price, one.price_source) for one in order.lines.order_by("position")]
    assert prices == [(9, ["webshop", ""]), (10, ["product", ""]), (4, ["changed", "Joke de Vries"])]


def test_queries_do_not_grow_with_the_lines(house: Warehouse, horeca: PriceList) -> None:
    def asked(count: int) -> int:
        codes = {f"Q{count}x{number}": 0 for number in range(count)}
        stocked(house, **codes)
        order = an_order(a_customer(), lines=tuple(NewLine(product_code=code, amount=1) for code in codes))
        changes = tuple(LineChange(line_id=one.pk, amount=3, remarks="x") for one in order.lines.all())
        with CaptureQueriesContext(connection) as queries:
            changed(order, price_list_ids=(horeca.pk,), change_lines=changes)
        return len(queries)

    assert asked(2) == asked(40) <= 30

"""What a shop changes after its order was taken in: followed while nobody works on it, else a notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pakhuis.accounts.actions import change_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import see_notice, take_in_delivery
from pakhuis.connectors.models import Connection, Delivery, Notice, ShopOrder
from pakhuis.fulfilment.actions import force_cancel_order
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, change_order
from pakhuis.orders.intake import LineChange, OrderChange
from pakhuis.orders.models import Order
from pakhuis.orders.restating import own_letters
from tests.connectors.shop import Shop, woo_line, woo_order
from tests.factories import MOMENT, STREET, a_customer

JOKE = Actor(ActorKind.PERSON, 1, "Joke")


@pytest.fixture
def concepts(webshop: Webshop) -> Webshop:
    """The shop's orders are looked at before they are processed."""
    return change_webshop(webshop.pk, processes_orders=False, by=SYSTEM, now=MOMENT)


def version(shop: Shop, webshop: Webshop, hour: int, **changed: Any) -> tuple[Order, list[str]]:
    """The shop tells of its order as it is at this hour; what became of it here, and what was said."""
    shop.put(woo_order(date_modified_gmt=f"2026-11-23T{hour:02}:00:00", **changed))
    delivery = Delivery.objects.create(
        webshop=webshop, route="webhook", external_id="501", received_at=MOMENT, topic="order.updated"
    )
    take_in_delivery(delivery.pk, now=MOMENT + timedelta(hours=hour))
    delivery.refresh_from_db()
    return Order.objects.get(), [one["code"] for one in delivery.problems]


def moved() -> dict[str, Any]:
    return {**woo_order()["billing"], "address_1": "Kade 9", "city": "Leiden"}


def test_an_address_and_a_remark_follow_on_a_concept(shop: Shop, concepts: Webshop) -> None:
    version(shop, concepts, 1)
    order, said = version(shop, concepts, 2, billing=moved(), customer_note="Bel aan")
    assert (order.delivery_line1, order.invoice_city, order.remarks, said) == (
        "Kade 9",
        "Leiden",
        "Bel aan",
        [],
    )
    (fact, *_) = logbook("order", order.pk)
    assert (fact.name, fact.actor_label) == ("order.changed", concepts.name)


@pytest.mark.parametrize(
    ("note", "remarks", "source"),
    [
        ("Bel aan", "Bel aan\nAchterom leveren", ["both", "", 7]),
        ("Bel niet aan", "Bel niet aan\nAchterom leveren", ["changed", "Webshop", 12]),
        ("Achterom leveren", "Achterom leveren", ["changed", "Webshop"]),
    ],
)
def test_what_was_agreed_with_the_customer_stays_behind_the_shops_words(
    shop: Shop, concepts: Webshop, note: str, remarks: str, source: list[object]
) -> None:
    a_customer("Bakkerij", email=woo_order()["billing"]["email"], default_order_remarks="Achterom leveren")
    version(shop, concepts, 1, customer_note="Bel aan")
    order, _ = version(shop, concepts, 2, billing=moved(), customer_note=note)
    assert (order.delivery_line1, order.remarks) == ("Kade 9", remarks)
    assert order.sources["remarks"] == [concepts.name if one == "Webshop" else one for one in source]
    assert order.remarks[: own_letters(order)] == note
    order, _ = version(shop, concepts, 3, billing=moved(), customer_note="Anders")
    assert order.remarks.splitlines()[0] == "Anders"


def test_what_a_person_changed_here_is_left_alone(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1)
    change_order(order.pk, OrderChange(delivery=STREET), by=JOKE, now=MOMENT)
    order, _ = version(shop, concepts, 2, billing=moved())
    assert (order.delivery_line1, order.invoice_line1) == (STREET.line1, "Kade 9")


def fetched_at(point: str) -> dict[str, Any]:
    """The meta data of an order that is fetched at this point; without one it is brought."""
    chosen = {"carrier": "postnl", "deliveryType": "pickup", "pickupLocation": {"location_code": point}}
    return {"meta_data": [{"key": "_myparcel_delivery_options", "value": chosen}] if point else []}


def test_a_pick_up_point_follows_and_goes_again(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1, **fetched_at("163463"))
    point = {"carrier": "postnl", "id": "163463", "location_code": "163463"}
    assert order.pickup_point == point
    order, _ = version(shop, concepts, 2, **fetched_at("200001"))
    assert order.pickup_point == {**point, "id": "200001", "location_code": "200001"}
    order, _ = version(shop, concepts, 3, **fetched_at(""))
    assert order.pickup_point is None


def test_a_pick_up_point_that_somebody_else_set_stays(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1, **fetched_at("163463"))
    change_order(order.pk, OrderChange(pickup_point={"carrier": "dhl", "id": "7"}), by=JOKE, now=MOMENT)
    order, _ = version(shop, concepts, 2, billing=moved())
    assert (order.delivery_line1, order.pickup_point) == ("Kade 9", {"carrier": "dhl", "id": "7"})


def test_what_the_shop_changed_it_may_change_again(shop: Shop, concepts: Webshop) -> None:
    version(shop, concepts, 1)
    version(shop, concepts, 2, billing=moved())
    order, _ = version(shop, concepts, 3, billing={**moved(), "address_1": "Kade 11"})
    assert order.delivery_line1 == "Kade 11"


def test_an_edit_of_a_processed_order_is_a_notice_and_changes_nothing(shop: Shop, webshop: Webshop) -> None:
    before, _ = version(shop, webshop, 1)
    after, said = version(shop, webshop, 2, billing=moved(), line_items=[woo_line(quantity=7)])
    assert after.delivery_line1 == before.delivery_line1
    assert after.lines.get().amount == 5
    assert said == ["goods_edited"]
    assert [one.problem["code"] for one in Notice.objects.order_by("pk")] == ["terms_edited", "goods_edited"]


def test_the_same_notice_is_raised_once_until_it_is_seen(shop: Shop, webshop: Webshop) -> None:
    version(shop, webshop, 1)
    version(shop, webshop, 2, line_items=[woo_line(quantity=7)])
    version(shop, webshop, 3, line_items=[woo_line(quantity=8)])
    notice = Notice.objects.get()
    see_notice(notice.pk, by=JOKE, now=MOMENT)
    notice.refresh_from_db()
    assert (notice.seen_at, notice.seen_by) == (MOMENT, "Joke")
    version(shop, webshop, 4, line_items=[woo_line(quantity=9)])
    assert Notice.objects.count() == 2
    with pytest.raises(Refused):
        see_notice(notice.pk + 99, by=JOKE, now=MOMENT)


def test_a_version_that_says_the_same_is_no_edit(shop: Shop, webshop: Webshop) -> None:
    version(shop, webshop, 1)
    _, said = version(shop, webshop, 2)
    assert (said, Notice.objects.count()) == ([], 0)


def test_goods_follow_on_a_concept_that_nobody_touched(shop: Shop, concepts: Webshop) -> None:
    version(shop, concepts, 1)
    order, said = version(shop, concepts, 2, line_items=[woo_line(quantity=7), woo_line(sku="GLAS")])
    assert {(line.code, line.amount) for line in order.lines.all()} == {("TRIPEL", 7), ("GLAS", 5)}
    assert said == []


def test_goods_that_were_changed_here_too_are_a_notice(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1)
    line = order.lines.get()
    change_order(order.pk, OrderChange(remove_line_ids=(line.pk,)), by=JOKE, now=MOMENT)
    order, said = version(shop, concepts, 2, line_items=[woo_line(quantity=7)])
    assert (order.lines.count(), said) == (0, ["goods_edited"])


@pytest.mark.parametrize(
    ("follows", "processes", "status"),
    [(True, True, "processing"), (True, False, "concept"), (False, True, "expected")],
)
def test_paid_makes_expected_into_processing(
    shop: Shop, webshop: Webshop, follows: bool, processes: bool, status: str
) -> None:
    Connection.objects.update(choices={"unpaid": "expect"}, follows_paid=follows)
    change_webshop(webshop.pk, processes_orders=processes, by=SYSTEM, now=MOMENT)
    webshop.refresh_from_db()
    assert version(shop, webshop, 1, status="on-hold")[0].status == "expected"
    assert version(shop, webshop, 2)[0].status == status


def test_a_concept_that_a_person_kept_back_is_not_processed_by_an_edit(shop: Shop, concepts: Webshop) -> None:
    version(shop, concepts, 1)
    change_webshop(concepts.pk, processes_orders=True, by=SYSTEM, now=MOMENT)
    concepts.refresh_from_db()
    assert version(shop, concepts, 2, billing=moved())[0].status == "concept"


def test_an_order_that_is_cancelled_here_stays_so(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1)
    cancel_order(order.pk, by=JOKE, now=MOMENT)
    order, said = version(shop, concepts, 2, billing=moved(), line_items=[woo_line(quantity=7)])
    assert (order.status, said, Notice.objects.count()) == ("cancelled", [], 0)
    assert version(shop, concepts, 3, status="cancelled")[1] == []


def test_an_order_that_was_sent_there_is_told_of_while_it_is_open_here(shop: Shop, webshop: Webshop) -> None:
    """Else it is picked and sent a second time."""
    version(shop, webshop, 1)
    order, said = version(shop, webshop, 2, status="completed")
    assert (order.status, said) == ("processing", ["sent_there"])
    assert Notice.objects.get().order == order
    cancelled = force_cancel_order(order.pk, by=JOKE, now=MOMENT)
    assert cancelled.status == "cancelled"
    assert version(shop, webshop, 3, status="completed")[1] == []
    assert Notice.objects.count() == 1


def engraved(text: str, **changed: Any) -> list[dict[str, Any]]:
    """Two lines, of which the first has a text of the buyer."""
    said = [{"key": "Tekst", "value": text}] if text else []
    return [woo_line(meta_data=said, **changed), woo_line(id=32, sku="GLAS")]


@pytest.mark.parametrize(
    ("before", "after"), [("Voor Jan", "Voor Piet"), ("", "Voor Piet"), ("Voor Jan", "")]
)
def test_what_was_chosen_follows_by_itself_on_a_concept(
    shop: Shop, concepts: Webshop, before: str, after: str
) -> None:
    order, _ = version(shop, concepts, 1, line_items=engraved(before))
    line = order.lines.get(code="TRIPEL")
    priced = OrderChange(change_lines=(LineChange(line_id=line.pk, price=9),))
    change_order(order.pk, priced, by=JOKE, now=MOMENT)
    order, said = version(shop, concepts, 2, line_items=engraved(after))
    line = order.lines.get(code="TRIPEL")
    assert (line.remarks, line.price, said) == (f"Tekst: {after}" if after else "", 9, [])
    assert order.lines.get(code="GLAS").remarks == ""
    assert order.lines.count() == 2


def test_what_was_chosen_and_is_being_picked_is_a_notice(shop: Shop, webshop: Webshop) -> None:
    version(shop, webshop, 1, line_items=engraved("Voor Jan"))
    order, said = version(shop, webshop, 2, line_items=engraved("Voor Piet"))
    assert (order.lines.get(code="TRIPEL").remarks, said) == ("Tekst: Voor Jan", ["chosen_edited"])
    assert Notice.objects.get().problem["code"] == "chosen_edited"


@pytest.mark.parametrize("edit", [{"remarks": "Let op: breekt snel"}, {"price": 9}])
def test_what_was_said_of_a_line_here_is_not_lost_to_an_edit_there(
    shop: Shop, concepts: Webshop, edit: dict[str, Any]
) -> None:
    order, _ = version(shop, concepts, 1)
    line = order.lines.get()
    change_order(
        order.pk, OrderChange(change_lines=(LineChange(line_id=line.pk, **edit),)), by=JOKE, now=MOMENT
    )
    order, said = version(shop, concepts, 2, line_items=[woo_line(quantity=7)])
    assert (order.lines.get().amount, said) == (5, ["goods_edited"])
    assert [getattr(order.lines.get(), name) for name in edit] == list(edit.values())


def test_a_text_that_was_written_here_is_not_written_over(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1, line_items=engraved("Voor Jan"))
    line = order.lines.get(code="TRIPEL")
    ours = OrderChange(change_lines=(LineChange(line_id=line.pk, remarks="Voor Jan, groot"),))
    change_order(order.pk, ours, by=JOKE, now=MOMENT)
    order, said = version(shop, concepts, 2, line_items=engraved("Voor Piet"))
    assert (order.lines.get(code="TRIPEL").remarks, said) == ("Voor Jan, groot", ["chosen_edited"])


def test_an_order_from_before_this_was_kept_raises_nothing(shop: Shop, webshop: Webshop) -> None:
    version(shop, webshop, 1, line_items=engraved("Voor Jan"))
    ShopOrder.objects.update(chosen_print="")
    assert version(shop, webshop, 2, line_items=engraved("Voor Jan"))[1] == []
    assert version(shop, webshop, 3, line_items=engraved("Voor Piet"))[1] == ["chosen_edited"]


def test_an_order_that_the_shop_removed_is_told_of_while_it_is_open(shop: Shop, concepts: Webshop) -> None:
    order, _ = version(shop, concepts, 1)
    del shop.orders["501"]

    def told_again(key: str) -> str:
        given = {"webshop": concepts, "route": "webhook", "external_id": "501", "received_at": MOMENT}
        delivery = Delivery.objects.create(key=key, **given)
        return str(take_in_delivery(delivery.pk, now=MOMENT))

    assert [told_again("a"), told_again("b")] == ["ignored", "ignored"]
    notice = Notice.objects.get()
    assert (notice.order, notice.problem["code"]) == (order, "removed_there")
    see_notice(notice.pk, by=JOKE, now=MOMENT)
    cancel_order(order.pk, by=JOKE, now=MOMENT)
    told_again("c")
    assert Notice.objects.count() == 1, "what is over here bothers nobody"

"""Asking a shop what has changed: it ends, keeps its place, passes nothing over, and looks back at night."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import poll_webshop, read_page, save_connection, start_history, work_off_part
from pakhuis.connectors.actions.history import LANES
from pakhuis.connectors.actions.passes import LOOK_BACK
from pakhuis.connectors.contract import Rate, TemporaryFailure
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection, Delivery, HistoryPart, ShopOrder
from pakhuis.connectors.problems import nonsense_answer
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import DeliveryState
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.connectors.shop import Shop, woo_order
from tests.connectors.shops.prestashop import PrestaShopShop
from tests.connectors.shops.shopify import ShopifyShop
from tests.connectors.standin import CHANGED, Asked, Example, example, minutes_later, opened
from tests.factories import MOMENT, a_vat_group, a_warehouse

pytestmark = pytest.mark.django_db
FIRST = minutes_later(60)
PARTS = {"lightspeed": 1, "bigcommerce": 2, "shopify": 0}
"""Shops with a rate, and how many calls the rest of a listed order costs."""


@pytest.fixture(params=PARTS)
def paced(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Example]:
    """A shop that allows eight calls in a minute, of which a poll may make six, with small pages."""
    monkeypatch.setattr(type(connectors()[request.param]), "rate", Rate(calls=8, seconds=60))
    monkeypatch.setattr(import_module(f"pakhuis.connectors.{request.param}.client"), "PER_PAGE", 5)
    a_vat_group()
    a_warehouse()
    with opened(example(request.param)) as one:
        yield one


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock by which calls are counted."""
    return lambda at: monkeypatch.setattr("pakhuis.connectors.actions.budget.now", lambda: at)


def linked(shop: Example, **policy: Any) -> Webshop:
    values = {**shop.access().values, "address": shop.address}
    fields = ConnectionFields(name="Winkel", values=values, policy=policy)
    return save_connection(None, fields, kind=shop.kind, by=SYSTEM, now=MOMENT)


def polled_until_read(webshop: Webshop, clock: Callable[[datetime], None], *, turns: int) -> datetime:
    """Poll whenever it is due until a poll has ended; gives when that was begun."""
    at = FIRST
    for _ in range(turns):
        clock(at)
        poll_webshop(webshop.pk, now=at)
        webshop.refresh_from_db()
        assert webshop.poll_problem is None, "a shop whose rate is kept to is no problem"
        if webshop.last_poll_at:
            return webshop.last_poll_at
        assert webshop.next_poll_at is not None
        at = max(webshop.next_poll_at, at + timedelta(seconds=1))
    raise AssertionError("the poll never ends")


def test_a_poll_that_takes_more_calls_than_the_rate_ends(
    paced: Example, clock: Callable[[datetime], None]
) -> None:
    webshop = linked(paced)
    for number in range(30):
        state = "paid" if number % 3 == 0 else "sent"
        paced.put(600 + number, state=state, changed=CHANGED + timedelta(seconds=number))
    newest = paced.put(700, changed=minutes_later(5))
    assert polled_until_read(webshop, clock, turns=12) == FIRST, (
        "what changed meanwhile is asked for next time"
    )
    assert Order.objects.count() == 11
    assert Order.objects.filter(external_id=newest.id).exists()
    assert Connection.objects.get().poll_began_at is None


def test_of_a_rate_some_is_left_to_messages(paced: Example, clock: Callable[[datetime], None]) -> None:
    webshop = linked(paced)
    for number in range(40):
        paced.put(600 + number, changed=CHANGED + timedelta(seconds=number))
    clock(FIRST)
    poll_webshop(webshop.pk, now=FIRST)
    assert Connection.objects.get().window_calls == 6 == len(paced.asked)


def test_a_rate_of_so_many_a_second_is_waited_for_while_a_list_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """bol.com's first ninety days take a hundred calls; each dozen waited for the next look before."""
    monkeypatch.setattr("pakhuis.connectors.bol.client.now", lambda: FIRST)
    monkeypatch.setattr(type(connectors()["bol"]), "rate", Rate(calls=80, seconds=1))
    with opened(example("bol")) as shop:
        webshop = linked(shop)
        poll_webshop(webshop.pk, now=FIRST)
        webshop.refresh_from_db()
        assert (webshop.last_poll_at, len(shop.asked) > 80) == (FIRST, True)


@pytest.mark.parametrize("kind", ["lightspeed", "bigcommerce", "ccv", "bol", "prestashop"])
def test_the_rest_of_an_order_is_asked_for_only_when_it_is_wanted(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.bol.client.now", lambda: FIRST)
    monkeypatch.setattr(type(connectors()[kind]), "rate", None)
    a_vat_group()
    a_warehouse()
    with opened(example(kind)) as shop:
        webshop = linked(shop)
        for number in range(3):
            shop.put(600 + number, state="sent", changed=minutes_later(number))
        wanted = shop.put(700, changed=minutes_later(4))
        assert poll_webshop(webshop.pk, now=FIRST) == 1
        assert Order.objects.get().external_id == wanted.id
        about_sent = [one for one in shop.asked if any(f"/60{number}" in one.path for number in range(3))]
        assert about_sent == [] or kind == "bol", "bol.com's list does not say what was sent"
        asked = len(shop.asked)
        Webshop.objects.update(last_poll_at=FIRST)
        assert poll_webshop(webshop.pk, now=FIRST + timedelta(minutes=30)) == 0
        if kind in ("lightspeed", "bigcommerce"):
            assert len(shop.asked) == asked + 1, "nothing changed: the list alone is read"


def test_two_changes_of_one_second_are_told_apart_while_it_may_matter() -> None:
    a_vat_group()
    a_warehouse()
    with opened(example("lightspeed")) as shop:
        webshop = linked(shop)
        shop.put(501)
        poll_webshop(webshop.pk, now=minutes_later(1))
        shop.put(501, state="cancelled")
        assert poll_webshop(webshop.pk, now=minutes_later(2)) == 1
        assert Order.objects.get().status == "cancelled"


@pytest.mark.parametrize("kind", ["ccv", "prestashop"])
def test_what_is_changed_and_changed_back_is_followed_each_time(kind: str) -> None:
    """CCV tells no time of change; of the other all is within one second."""
    a_vat_group()
    a_warehouse()
    with opened(example(kind)) as shop:
        webshop = linked(shop, processes_orders=False)
        one = shop.put(501, changed=minutes_later(60))
        for number, amount in enumerate((5, 8, 5, 8, 5)):
            one.amount = amount
            for minutes in (60, 61):
                poll_webshop(webshop.pk, now=minutes_later(minutes + 2 * number))
            assert Order.objects.get().lines.get(code="TRIPEL").amount == amount
        assert Delivery.objects.filter(state=DeliveryState.DONE).count() == 5


def test_a_version_of_an_erased_order_is_not_taken_up_by_every_poll() -> None:
    a_vat_group()
    a_warehouse()
    with opened(example("ccv")) as shop:
        webshop = linked(shop)
        one = shop.put(501)
        poll_webshop(webshop.pk, now=minutes_later(60))
        Order.objects.update(erased_at=minutes_later(61))
        one.amount = 8
        for number in range(62, 66):
            poll_webshop(webshop.pk, now=minutes_later(number))
        assert Delivery.objects.count() == 2


@pytest.mark.parametrize("paced", [kind for kind, calls in PARTS.items() if calls], indirect=True)
def test_a_page_that_is_left_half_way_is_gone_on_with(
    paced: Example, clock: Callable[[datetime], None]
) -> None:
    webshop = linked(paced)
    for number in range(4):
        paced.put(600 + number, changed=minutes_later(59))
    webshop = linked_again(webshop, clock)
    for turn in range(6):
        at = FIRST + timedelta(minutes=5 + 2 * turn)
        clock(at)
        poll_webshop(webshop.pk, now=at)
        webshop.refresh_from_db()
        if webshop.last_poll_at != FIRST:
            break
    else:
        raise AssertionError("orders of the last minutes are asked for again and again")


def linked_again(webshop: Webshop, clock: Callable[[datetime], None]) -> Webshop:
    """Read once, so that all is here; the next poll asks again for what changed in the last minutes."""
    polled_until_read(webshop, clock, turns=12)
    Webshop.objects.update(last_poll_at=FIRST)
    Connection.objects.update(looked_back_at=FIRST)
    webshop.refresh_from_db()
    return webshop


def test_a_long_list_is_read_in_slices_and_none_is_cut_off(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.actions.poll.SLICE", -1.0)
    monkeypatch.setattr("pakhuis.connectors.woocommerce.client.PER_PAGE", 3)
    for number in range(9):
        shop.put(woo_order(600 + number, date_modified_gmt=f"2026-11-23T09:00:0{number}"))
    turns = 0
    while Connection.objects.get().poll_began_at or not turns:
        at = MOMENT + timedelta(minutes=turns)
        poll_webshop(webshop.pk, now=at)
        webshop.refresh_from_db()
        if Connection.objects.get().poll_began_at:
            assert (webshop.last_poll_at, webshop.next_poll_at) == (None, at), "it goes on at once"
        turns += 1
        assert turns < 12
    assert turns > 2
    assert (Order.objects.count(), webshop.last_poll_at) == (9, MOMENT)


def test_where_a_shop_is_down_its_place_is_kept_and_nonsense_begins_anew(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.woocommerce.client.PER_PAGE", 2)
    for number in range(5):
        shop.put(woo_order(600 + number, date_modified_gmt=f"2026-11-23T09:00:0{number}"))
    monkeypatch.setattr("pakhuis.connectors.actions.poll.SLICE", -1.0)
    poll_webshop(webshop.pk, now=MOMENT)
    place = Connection.objects.get().poll_start
    assert place
    shop.trouble = [(503, "", {})]
    poll_webshop(webshop.pk, now=MOMENT)
    assert Connection.objects.get().poll_start == place
    shop.trouble = [(200, "<html>", {})]
    poll_webshop(webshop.pk, now=MOMENT)
    assert Connection.objects.get().poll_start == ""


def spoilt(shop: Example) -> Callable[[Asked], bool]:
    """An order 601 of which more is asked than its list tells, and which call is about that."""
    one = shop.put(601, changed=minutes_later(1))
    if shop.kind == "prestashop":
        one.extra = {"id_address_invoice": "9"}
        return lambda asked: (
            asked.path.endswith("/addresses/9")
            or (asked.path.endswith("/addresses") and "9" in asked.query["filter[id]"])
        )
    if isinstance(shop, ShopifyShop):
        (line,) = shop.node(one)["lineItems"]["nodes"]
        one.extra = {"lineItems": {"nodes": [line] * 300}}
        return lambda asked: b"Order/601" in asked.body
    one.refunded = 2 if shop.kind == "woocommerce" else 0
    return lambda asked: any(f"/601/{part}" in asked.path for part in ("products", "refunds"))


@pytest.mark.parametrize("kind", ["lightspeed", "prestashop", "woocommerce", "shopify"])
def test_an_order_that_the_shop_cannot_tell_of_does_not_hold_up_the_others(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither does it hold up the import of old orders."""
    a_vat_group()
    a_warehouse()
    with opened(example(kind)) as shop:
        webshop = linked(shop)
        is_spoilt, real = spoilt(shop), shop.answer
        shop.put(602, changed=minutes_later(2))
        shop.put(603, changed=minutes_later(3), state="sent")
        monkeypatch.setattr(shop, "answer", lambda asked: (500, "", {}) if is_spoilt(asked) else real(asked))
        assert poll_webshop(webshop.pk, now=FIRST) == 1
        webshop.refresh_from_db()
        assert (webshop.last_poll_at, Order.objects.get().external_id) == (FIRST, "602")
        left = Delivery.objects.get(external_id="601")
        assert left.state == DeliveryState.RECEIVED, "it is tried again by itself"
        start_history(webshop.pk, days=365, now=FIRST)
        read_page(webshop.pk, now=FIRST)
        assert sum(work_off_part(webshop.pk, lane, now=FIRST) for lane in range(LANES)) == 1
        assert set(Order.objects.values_list("external_id", flat=True)) == {"602", "603"}


@pytest.mark.parametrize("unlisted", [(), ("4", "26")])
def test_what_belongs_to_a_page_of_prestashop_is_asked_for_at_once(unlisted: tuple[str, ...]) -> None:
    """Ten calls for each order of ninety days would take hours; what a list leaves out is asked for alone."""
    a_vat_group()
    a_warehouse()
    with opened(PrestaShopShop()) as shop:
        webshop = linked(shop)
        for number in range(40):
            changed = CHANGED + timedelta(seconds=number)
            shop.put(600 + number, changed=changed, is_guest=number % 2 == 0, is_exempt=number % 3 == 0)
        shop.unlisted = unlisted
        assert poll_webshop(webshop.pk, now=FIRST) == 40
        assert len(shop.asked) == 9 + len(unlisted)
        order = Order.objects.get(external_id="603")
        assert (order.delivery_country, order.remarks) == ("BE", "Achterom")
        assert order.customer is not None
        start_history(webshop.pk, days=365, now=FIRST)
        ShopOrder.objects.all().delete()
        shop.asked.clear()
        assert read_page(webshop.pk, now=FIRST) == 40
        asked = len(shop.asked)
        assert asked == 9 + len(unlisted)
        work_off_part(webshop.pk, HistoryPart.objects.order_by("pk")[0].lane, now=FIRST)
        assert len(shop.asked) == asked, "whoever takes them in asks nothing more"


@pytest.mark.parametrize("status", [403, 414, 500])
def test_where_questions_about_many_are_refused_prestashop_is_asked_one_by_one(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall before the shop may take them for an attack; that holds up no order."""
    a_vat_group()
    a_warehouse()
    with opened(PrestaShopShop()) as shop:
        webshop, real = linked(shop), shop.answer
        for number in (601, 602):
            shop.put(number, changed=minutes_later(1))
        monkeypatch.setattr(
            shop, "answer", lambda asked: (status, "", {}) if "filter[id]" in asked.query else real(asked)
        )
        assert poll_webshop(webshop.pk, now=FIRST) == 2


def test_bol_is_asked_for_the_last_minutes_and_for_each_order_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By day alone every poll asks for each order of the day again; of pages that are read twice none is."""
    monkeypatch.setattr(type(connectors()["bol"]), "rate", None)
    monkeypatch.setattr("pakhuis.connectors.bol.client.PER_PAGE", 2)
    a_vat_group()
    a_warehouse()
    with opened(example("bol")) as shop:
        webshop = linked(shop)
        for number in range(7):
            shop.put(600 + number, changed=minutes_later(number))
        monkeypatch.setattr("pakhuis.connectors.bol.client.now", lambda: FIRST)
        assert poll_webshop(webshop.pk, now=FIRST) == 7
        details = [one.path for one in shop.asked if one.path.startswith("/retailer/orders/")]
        assert len(details) == len(set(details)) == 7
        shop.asked.clear()
        at = FIRST + timedelta(minutes=10)
        monkeypatch.setattr("pakhuis.connectors.bol.client.now", lambda: at)
        shop.put(700, changed=at - timedelta(minutes=5))
        assert poll_webshop(webshop.pk, now=at) == 1
        lists = [one.query for one in shop.asked if one.path == "/retailer/orders"]
        assert [one.get("change-interval-minute") for one in lists] == ["21"]
        assert len([one for one in shop.asked if one.path.startswith("/retailer/orders/")]) == 1


def test_a_state_that_prestashop_cannot_tell_of_does_not_hold_up_orders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_vat_group()
    a_warehouse()
    with opened(example("prestashop")) as shop:
        webshop = linked(shop)
        shop.put(601, changed=minutes_later(1), extra={"current_state": "44"})
        shop.put(602, changed=minutes_later(2))
        real = shop.answer
        monkeypatch.setattr(
            shop, "answer", lambda asked: (500, "", {}) if asked.path.endswith("/44") else real(asked)
        )
        assert poll_webshop(webshop.pk, now=FIRST) == 1
        assert [one.external_id for one in Delivery.objects.filter(state="received")] == ["601"]


def test_a_poll_that_breaks_off_says_so_and_is_begun_again_when_it_is_due(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("pakhuis.connectors.woocommerce.client.changed_since", lambda *_, **__: {"y": 1}["x"])
        poll_webshop(webshop.pk, now=MOMENT)
    webshop.refresh_from_db()
    assert (webshop.poll_problem or {})["code"] == "broke_off"
    assert webshop.next_poll_at == MOMENT + timedelta(minutes=10)
    poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=10))
    webshop.refresh_from_db()
    assert webshop.poll_problem is None


def test_a_shop_at_another_address_is_read_from_the_beginning(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.woocommerce.client.PER_PAGE", 2)
    monkeypatch.setattr("pakhuis.connectors.actions.poll.SLICE", -1.0)
    for number in range(5):
        shop.put(woo_order(600 + number, date_modified_gmt=f"2026-11-23T09:00:0{number}"))
    poll_webshop(webshop.pk, now=MOMENT)
    assert Connection.objects.get().poll_began_at == MOMENT
    values = {
        "address": "https://elders.example",
        "key": "ck",
        "key_secret": "cs",
        "webhook_secret": "s" * 20,
    }
    fields = ConnectionFields(name="Winkel", values=values)
    save_connection(webshop.pk, fields, kind="woocommerce", by=SYSTEM, now=MOMENT)
    assert Connection.objects.get().poll_began_at is None


def test_a_list_that_stands_still_is_trouble_of_the_shop(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.woocommerce.client.following", lambda *_, **__: "|2")
    shop.put(woo_order())
    poll_webshop(webshop.pk, now=MOMENT)
    webshop.refresh_from_db()
    assert webshop.poll_problem is not None
    assert webshop.poll_problem["code"] == nonsense_answer().code


def test_a_shop_that_is_polled_all_the_time_is_looked_back_at_each_night(
    shop: Shop, webshop: Webshop
) -> None:
    poll_webshop(webshop.pk, now=MOMENT)
    assert Connection.objects.get().looked_back_at == MOMENT, "the first poll looks back further than that"
    shop.put(woo_order(date_modified_gmt="2026-11-21T09:00:00"))
    nights = set[datetime]()
    for half_hour in range(1, 2 * 48 + 1):
        at = MOMENT + timedelta(minutes=30 * half_hour)
        poll_webshop(webshop.pk, now=at)
        looked = Connection.objects.get().looked_back_at
        nights |= {looked or MOMENT} - {MOMENT}
    assert Order.objects.count() == 1
    assert sorted(one.astimezone(UTC).day for one in nights) == [24, 25]
    assert all(0 <= one.astimezone(UTC).hour < 5 for one in nights)


def test_a_link_from_before_is_looked_back_at_once(shop: Shop, webshop: Webshop) -> None:
    Webshop.objects.update(last_poll_at=MOMENT)
    shop.put(
        woo_order(date_modified_gmt=(MOMENT - LOOK_BACK + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S"))
    )
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=10)) == 1


def test_orders_that_have_been_open_for_weeks_come_in_with_the_first_poll(
    shop: Shop, webshop: Webshop
) -> None:
    shop.put(woo_order(501, date_modified_gmt="2026-10-01T09:00:00"))
    shop.put(woo_order(502, date_modified_gmt="2026-10-01T09:00:00", status="completed"))
    assert poll_webshop(webshop.pk, now=MOMENT) == 1
    assert Order.objects.get().external_id == "501"


def test_older_ones_come_in_with_the_old_orders(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(501, date_modified_gmt="2026-03-01T09:00:00"))
    shop.put(woo_order(502, date_modified_gmt="2026-03-02T09:00:00", status="completed"))
    shop.put(woo_order(503, date_modified_gmt="2026-03-03T09:00:00", status="cancelled"))
    assert poll_webshop(webshop.pk, now=MOMENT) == 0
    start_history(webshop.pk, days=365, now=MOMENT)
    read_page(webshop.pk, now=MOMENT)
    assert sum(work_off_part(webshop.pk, lane, now=MOMENT) for lane in range(LANES)) == 2
    assert dict(Order.objects.values_list("external_id", "status")) == {
        "501": "processing",
        "502": "completed",
    }


def test_old_orders_of_a_shop_with_a_rate_come_in_to_the_last(
    paced: Example, clock: Callable[[datetime], None]
) -> None:
    webshop = linked(paced)
    for number in range(20):
        paced.put(600 + number, state="sent", changed=CHANGED + timedelta(seconds=number))
    clock(FIRST)
    start_history(webshop.pk, days=30, now=FIRST)
    for minute in range(60):
        at = FIRST + timedelta(minutes=minute)
        clock(at)
        read_page(webshop.pk, now=at)
        for lane in range(LANES):
            work_off_part(webshop.pk, lane, now=at)
        if Connection.objects.get().history_done_at:
            break
    assert (ShopOrder.objects.count(), HistoryPart.objects.count()) == (20, 0)
    assert Connection.objects.get().history_count == 20


def test_a_rate_that_is_used_up_says_until_when(webshop: Webshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that says so itself is not asked again before."""

    def busy(*_: Any, **__: Any) -> None:
        raise TemporaryFailure(nonsense_answer(), wait=timedelta(hours=1))

    monkeypatch.setattr("pakhuis.connectors.woocommerce.client.changed_since", busy)
    poll_webshop(webshop.pk, now=MOMENT)
    webshop.refresh_from_db()
    assert webshop.next_poll_at == MOMENT + timedelta(hours=1)

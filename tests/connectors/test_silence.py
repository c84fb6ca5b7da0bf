"""A shop that gives no answer holds up no other: calls end, it is left alone for a while, it gives way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import (
    connections,
    poll_webshop,
    read_page,
    start_history,
    take_in_delivery,
)
from pakhuis.connectors.actions.budget import (
    AGAIN,
    BETWEEN,
    FIRST_REST,
    HELD,
    MOST_DOUBLINGS,
    SLOW,
    SLOW_FOR,
    Minded,
)
from pakhuis.connectors.actions.sweep import IN_LINE
from pakhuis.connectors.actions.take_in import LINE
from pakhuis.connectors.actions.telling import tell_shop
from pakhuis.connectors.calls import ask
from pakhuis.connectors.contract import Access, NotAsked, TemporaryFailure
from pakhuis.connectors.models import Connection, Delivery, Telling
from pakhuis.connectors.schedule import queue_messages
from pakhuis.connectors.tasks import SLOWLY, import_history, import_part, poll, take_in, tell
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.connectors.shop import Shop, woo_order
from tests.factories import MOMENT, a_connected_webshop, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock by which silence is timed."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr("pakhuis.connectors.actions.budget.now", lambda: at)

    set_to(MOMENT)
    return set_to


@pytest.fixture
def closed(webshop: Webshop) -> Webshop:
    """A shop at whose address nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    Connection.objects.update(address=f"http://127.0.0.1:{port}")
    return webshop


def a_message(webshop: Webshop, number: int = 501) -> Delivery:
    return Delivery.objects.create(
        webshop=webshop, route="webhook", external_id=str(number), received_at=MOMENT
    )


def never(*_: object, **__: object) -> None:
    raise AssertionError("the shop was called")


def test_a_silent_shop_is_not_called_again_for_a_while(
    closed: Webshop, clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_message(closed), a_message(closed, 502)
    take_in_delivery(first.pk, now=MOMENT)
    connection = Connection.objects.get()
    assert connection.quiet_until == MOMENT + FIRST_REST
    monkeypatch.setattr("pakhuis.outside.guard.call", never)
    take_in_delivery(second.pk, now=MOMENT)
    for one, tries in ((first, 1), (second, 0)):
        one.refresh_from_db()
        assert (one.state, one.tries, one.problems[0]["code"]) == ("received", tries, "unreachable")
        assert one.next_try_at is not None
        assert one.next_try_at >= MOMENT + FIRST_REST
    poll_webshop(closed.pk, now=MOMENT)
    start_history(closed.pk, days=30, now=MOMENT)
    assert read_page(closed.pk, now=MOMENT) == 0
    closed.refresh_from_db()
    assert (closed.poll_problem or {})["code"] == "unreachable"


def test_what_is_told_waits_for_a_silent_shop_and_is_not_given_up(
    closed: Webshop, clock: Callable[[datetime], None]
) -> None:
    product = stocked(Warehouse.objects.get(), A=3)["A"]
    Connection.objects.update(is_live=True, quiet_until=MOMENT + timedelta(minutes=7))
    telling = Telling.objects.create(
        webshop=closed, kind="stock", key="1", product=product, asked_at=MOMENT, due_at=MOMENT
    )
    for _ in range(9):
        assert tell_shop(telling.pk, now=MOMENT) == "due"
    telling.refresh_from_db()
    assert (telling.tries, telling.due_at) == (0, MOMENT + timedelta(minutes=7))


def test_the_rest_grows_and_ends_with_an_answer(
    shop: Shop, webshop: Webshop, clock: Callable[[datetime], None]
) -> None:
    home, at, rests = shop.address, MOMENT, list[timedelta]()
    Connection.objects.update(address="http://127.0.0.1:9")
    for _ in range(MOST_DOUBLINGS + 2):
        clock(at)
        poll_webshop(webshop.pk, now=at)
        until = Connection.objects.get().quiet_until
        assert until is not None
        rests.append(until - at)
        at = until
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == rests[-2] == FIRST_REST * 2**MOST_DOUBLINGS
    Connection.objects.update(address=home)
    shop.put(woo_order())
    clock(at)
    assert poll_webshop(webshop.pk, now=at) == 1
    connection = Connection.objects.get()
    assert (connection.quiet_until, connection.silences) == (None, 0)


def test_a_person_who_tests_the_connection_is_not_put_off(shop: Shop, webshop: Webshop) -> None:
    Connection.objects.update(quiet_until="2100-01-01T00:00:00Z", silences=3)
    assert connections.test_connection(webshop.pk) is None
    assert Connection.objects.get().quiet_until is None


def test_another_shop_is_asked_all_the_same(
    shop: Shop, webshop: Webshop, clock: Callable[[datetime], None]
) -> None:
    silent = Webshop.objects.create(name="Stil", kind="woocommerce")
    Connection.objects.create(
        webshop=silent, address="http://127.0.0.1:9", quiet_until=MOMENT + timedelta(days=1)
    )
    shop.put(woo_order())
    take_in_delivery(a_message(silent, 7).pk, now=MOMENT)
    take_in_delivery(a_message(webshop).pk, now=MOMENT)
    assert Order.objects.get().webshop == webshop


@contextmanager
def dripping() -> Iterator[str]:
    """A shop that answers one byte after the other, and never comes to an end."""
    stop = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server.accept()[0] as line:
            line.recv(4096)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not stop.wait(0.05):
                try:
                    line.sendall(b" ")
                except OSError:
                    return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        stop.set()
        server.close()


def test_a_shop_that_drips_holds_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.connectors.calls.WITHIN", 0.5)
    silences = list[int]()
    with dripping() as address:
        began = time.monotonic()
        with pytest.raises(TemporaryFailure) as raised:
            ask(Access(address=address, unanswered=lambda: silences.append(1)), "/x", kind="Shop")
        assert time.monotonic() - began < 5
    assert (raised.value.problem.code, silences) == ("too_slow", [1])
    assert not isinstance(raised.value, NotAsked)


def test_orders_of_which_a_message_came_go_before_all_else() -> None:
    first, then, last = take_in.priority, (poll.priority, tell.priority), import_history.priority
    assert first > max(then) >= min(then) > last == import_part.priority


@pytest.fixture
def slow(webshop: Webshop, clock: Callable[[datetime], None]) -> Webshop:
    """A shop that took long to answer a moment ago."""
    Connection.objects.update(slow_until=MOMENT + SLOW_FOR)
    return webshop


def test_a_shop_that_takes_long_for_an_order_is_slow_for_a_while(
    shop: Shop, webshop: Webshop, clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put(woo_order())
    take_in_delivery(a_message(webshop).pk, now=MOMENT)
    assert Connection.objects.get().slow_until is None
    monkeypatch.setattr("pakhuis.connectors.actions.budget.SLOW", 0.1)
    shop.delay = 0.15
    shop.put(woo_order(502))
    take_in_delivery(a_message(webshop, 502).pk, now=MOMENT)
    assert Connection.objects.get().slow_until == MOMENT + SLOW_FOR
    assert Order.objects.count() == 2


def test_the_calls_of_one_order_count_together_and_those_of_a_list_do_not(
    webshop: Webshop, clock: Callable[[datetime], None]
) -> None:
    for in_background, is_slow in ((True, False), (False, True)):
        minded = Minded(Connection.objects.get(), None, in_background=in_background)
        for _ in range(3):
            minded.before()
            minded.answered(SLOW / 2)
        assert (Connection.objects.get().slow_until is not None) == is_slow


def test_a_slow_shop_gives_way_to_others_and_only_some_of_it_wait_in_line(
    slow: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.outside.guard.call", never)
    messages = [a_message(slow, number) for number in range(IN_LINE + 4)]
    for one in messages:
        assert take_in_delivery(one.pk, now=MOMENT) == "received"
        one.refresh_from_db()
        assert (one.tries, one.problems[0]["code"]) == (0, "answers_slowly")
    other = a_connected_webshop("http://127.0.0.1:9")
    of_other = a_message(other, 7)
    due = MOMENT + timedelta(minutes=1.9)
    Delivery.objects.filter(pk=of_other.pk).update(received_at=MOMENT - timedelta(hours=1))
    for _ in range(3):
        queue_messages(due)
    waiting = list(DBTaskResult.objects.filter(task_path=take_in.module_path))
    assert len(waiting) == IN_LINE + 1
    assert waiting[0].args_kwargs["args"] == [of_other.pk], "it goes first"
    assert {one.priority for one in waiting[1:]} == {SLOWLY}


def test_one_at_a_time_asks_a_slow_shop(
    shop: Shop, slow: Webshop, clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put(woo_order())
    message = a_message(slow)
    Delivery.objects.update(next_try_at=MOMENT)
    Connection.objects.update(held_until=MOMENT + HELD)
    assert take_in_delivery(message.pk, now=MOMENT) == "received"
    assert shop.asked == []
    (task,) = DBTaskResult.objects.all()
    assert (task.priority, task.run_after) == (SLOWLY, MOMENT + AGAIN)
    poll_webshop(slow.pk, now=MOMENT)
    slow.refresh_from_db()
    assert (shop.asked, slow.poll_problem, slow.next_poll_at) == ([], None, MOMENT + AGAIN)
    clock(MOMENT + HELD)
    assert take_in_delivery(message.pk, now=MOMENT + HELD) == "done"
    assert Connection.objects.get().held_until == MOMENT + HELD + BETWEEN


def test_whoever_asks_a_slow_shop_has_it_until_the_call_is_over(
    shop: Shop, slow: Webshop, clock: Callable[[datetime], None]
) -> None:
    shop.put(woo_order())
    shop.delay = 0.3
    first, second = a_message(slow), a_message(slow, 502)
    Delivery.objects.update(next_try_at=MOMENT)
    access = connections.access_to(Webshop.objects.get())
    access.spend()
    assert take_in_delivery(second.pk, now=MOMENT) == "received"
    access.answered(6.0)
    clock(MOMENT + BETWEEN)
    assert take_in_delivery(first.pk, now=MOMENT) == "done"


def test_not_all_of_many_ask_again_and_again_for_their_turn(slow: Webshop) -> None:
    """Those that were queued while the shop was quick wait until the look puts them into the line."""
    Connection.objects.update(held_until=MOMENT + HELD)
    messages = [a_message(slow, number) for number in range(LINE + 2)]
    Delivery.objects.update(next_try_at=MOMENT)
    for one in messages:
        assert take_in_delivery(one.pk, now=MOMENT) == "received"
    assert DBTaskResult.objects.filter(priority=SLOWLY).count() == LINE
    assert Delivery.objects.filter(next_try_at__gt=MOMENT, tries=0).count() == 2

"""The demonstration: what a visitor finds in it, and that it fills an empty database only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Count, F, Sum
from pytest_django.plugin import DjangoDbBlocker

from pakhuis.accounts.actions import api_key_for
from pakhuis.accounts.models import ApiKey, Tag, User, Webshop
from pakhuis.catalogue.models import Product
from pakhuis.config.demo import LOGINS, fill
from pakhuis.customers.models import Address, Customer, LikelyDouble, Merge
from pakhuis.customers.vat import VatState
from pakhuis.fulfilment.models import Picklist, PicklistLine, PicklistRule
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistStatus
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Backorder, BackorderState, Order, OrderRule
from pakhuis.orders.states import OrderStatus
from pakhuis.pricing.models import PriceList
from pakhuis.returns.models import Return
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.conftest import MOMENT

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The demonstration, filled once for all tests here and rolled back; gives what it said."""
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        assert fill(MOMENT, say=lines.append)
        yield lines
        transaction.set_rollback(True)


def test_everyone_can_log_in() -> None:
    for name, password, _ in LOGINS:
        user = authenticate(username=name, password=password)
        assert isinstance(user, User)
        assert user.is_superuser == (name == "demo")
    assert (
        User.objects.get(username="lezer").granted_rights()
        < User.objects.get(username="kantoor").granted_rights()
    )


def test_the_catalogue_is_filled() -> None:
    assert Product.objects.count() == 60
    assert Product.objects.values("vat_group").distinct().count() == 3
    in_stock = StockLevel.objects.filter(on_hand__gt=0).values("product").distinct().count()
    assert 45 <= in_stock < 60
    assert list(Warehouse.objects.values_list("priority", flat=True)) == [1, 2, 3]
    steps = PriceList.objects.get(name="Horeca").entries.values_list("min_amount", flat=True).distinct()
    assert set(steps) == {1, 10, 50}
    assert PriceList.objects.get(name="Voorjaarsactie").entries.exclude(valid_until=None).exists()


def test_there_are_customers_of_every_kind() -> None:
    everyone = Customer.objects.all()
    assert 195 <= everyone.count() <= 215
    for empty in ("number", "email", "phone"):
        assert 5 <= everyone.filter(**{empty: ""}).count() <= 80, empty
    states = set(everyone.values_list("vat_state", flat=True))
    assert states == {VatState.UNKNOWN, VatState.SHAPE_OK, VatState.WRONG_SHAPE}
    assert set(everyone.values_list("autosplit", flat=True)) == {None, True, False}
    assert everyone.filter(calculate_vat=False).exists()
    assert everyone.filter(discount__gt=0).count() > 20
    assert everyone.exclude(default_order_remarks="").count() > 5
    assert set(everyone.values_list("language", flat=True)) == {"nl", "en"}
    assert everyone.filter(number__startswith="00").exists()
    assert everyone.filter(number__startswith="K0").exists()
    assert set(everyone.values_list("made_by", flat=True)) == {"person", "webshop"}
    assert {"NL", "DE", "BE", "FR"} <= set(Address.objects.values_list("country", flat=True))
    books = set(everyone.annotate(count=Count("addresses")).values_list("count", flat=True))
    assert {0, 1, 2, 3} <= books
    assert Tag.objects.filter(inherit=True, customers__isnull=False).exists()


def test_some_were_written_down_twice() -> None:
    assert LikelyDouble.objects.count() >= 2
    merge = Merge.objects.get()
    assert Customer.objects.filter(pk=merge.winner_id).exists()
    assert not Customer.objects.filter(pk=merge.loser_id).exists()
    gone = Customer.objects.exclude(archived_at=None).get()
    assert gone.last_order_at is not None


def test_nobody_real_can_be_mailed() -> None:
    addresses = {
        *Customer.objects.values_list("email", flat=True),
        *User.objects.values_list("email", flat=True),
    }
    assert {one.rpartition("@")[2] for one in addresses - {""}} == {"example.com", "example.nl"}


def test_there_are_orders_in_all_states() -> None:
    assert Order.objects.count() == 400
    counts = dict(Order.objects.values_list("status").annotate(Count("id")))
    assert set(counts) >= {
        OrderStatus.CONCEPT,
        OrderStatus.EXPECTED,
        OrderStatus.PROCESSING,
        OrderStatus.COMPLETED,
        OrderStatus.CANCELLED,
    }
    assert counts[OrderStatus.COMPLETED] > counts[OrderStatus.PROCESSING] > 20
    partly = Order.objects.filter(status=OrderStatus.PROCESSING, lines__amount_delivered__gt=0)
    assert partly.distinct().count() >= 5
    assert Picklist.objects.filter(status__in=OPEN_STATUSES).count() >= 10
    assert Picklist.objects.filter(status=PicklistStatus.CLOSED).count() > 200
    assert PicklistLine.objects.filter(picked__gt=0, picked__lt=F("amount")).exists()
    waiting = Backorder.objects.filter(state=BackorderState.OPEN)
    assert waiting.count() >= 10
    assert waiting.filter(available__gt=0).exists(), "nothing to send on"
    assert waiting.filter(available=0).exists()


def test_orders_come_from_the_webshop_by_hand_and_from_guests() -> None:
    shop = Webshop.objects.get()
    assert 120 <= Order.objects.filter(webshop=shop).count() <= 200
    assert Order.objects.filter(webshop=None).exclude(customer=None).count() > 150
    assert Order.objects.filter(webshop=None, customer=None).exists()
    both = Customer.objects.filter(made_by="person", orders__webshop=shop)
    assert both.exists(), "nobody of the office was recognised in the webshop"


def test_orders_are_spread_over_thirteen_months() -> None:
    newest, oldest = Order.objects.latest("created_at"), Order.objects.earliest("created_at")
    assert timedelta(0) <= MOMENT - newest.created_at < timedelta(hours=1)
    assert timedelta(days=360) < MOMENT - oldest.created_at < timedelta(days=400)
    assert Fact.objects.filter(at__gt=MOMENT).count() == 0


def test_the_stock_adds_up() -> None:
    moved = StockMove.objects.values_list("product_id", "warehouse_id").annotate(Sum("change"))
    sums = {(product, warehouse): change for product, warehouse, change in moved}
    levels = list(StockLevel.objects.all())
    assert levels
    for level in levels:
        assert level.on_hand == sums.get((level.product_id, level.warehouse_id), 0)


def test_the_key_that_was_shown_works(said: list[str]) -> None:
    (text,) = (line.rpartition(" ")[2] for line in said if "API key" in line)
    key = api_key_for(text, now=MOMENT)
    assert key == ApiKey.objects.get()


def test_a_filled_database_is_left_alone() -> None:
    before = Fact.objects.count()
    said: list[str] = []
    assert not fill(MOMENT, say=said.append)
    assert said == []
    assert Fact.objects.count() == before


def test_rules_are_there_and_have_held() -> None:
    assert OrderRule.objects.filter(active=True).count() == 3
    assert PicklistRule.objects.filter(active=True).count() == 2
    (ruled,) = Fact.objects.filter(name="order.ruled")
    assert "Viltjes voor de webshop" in ruled.data["rules"]


def test_nothing_comes_back_before_it_was_sent() -> None:
    found = Return.objects.select_related("order")
    assert len(found) == 2
    for one in found:
        assert one.order is not None
        assert one.created_at > one.order.created_at

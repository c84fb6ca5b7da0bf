"""Four hundred orders and what became of each: processed, picked, short, forgotten, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from pakhuis.catalogue.models import Product
from pakhuis.config.demo.customers import invented
from pakhuis.config.demo.goods import NEVER_IN_STOCK, OFTEN_SHORT, late_delivery, restock
from pakhuis.config.demo.places import move_about
from pakhuis.config.demo.words import ORDER_REMARKS, REFERENCES
from pakhuis.config.demo.world import KnownCustomer, World
from pakhuis.customers.intake import ShopPerson
from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line, process_backorders, process_order
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.orders.actions import cancel_order, place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder

HORECA = ("café", "restaurant", "DE", "BE", "FR", "EN", "shop")


def next_order(world: World, now: datetime) -> None:
    """An order comes in: through the webshop, on paper, or from someone without a record."""
    world.orders += 1
    way = world.luck.random()
    if way < 0.4:
        _through_webshop(world, now)
    elif way < 0.95:
        _by_hand(world, world.luck.choice(world.customers), now)
    else:
        _from_passer_by(world, now)


def _by_hand(world: World, customer: KnownCustomer, now: datetime) -> None:
    luck, account = world.luck, world.account
    extra: dict[str, Any] = {}
    if world.chance(0.25):
        extra["reference"] = luck.choice(REFERENCES).format(n=luck.randint(1, 52))
    if world.chance(0.1):
        extra["remarks"] = luck.choice(ORDER_REMARKS)
    if world.chance(0.06):
        extra["discount"] = luck.choice(("15", "3", "0"))
    if world.chance(0.08):
        extra["tag_ids"] = (account.tags["Proefpakket"].pk,)
    if world.chance(0.04):
        extra["warehouse_ids"] = (account.warehouses[-1].pk,)
    if world.chance(0.1):
        extra["preferred_delivery_date"] = (now + timedelta(days=luck.randint(3, 20))).date()
    if world.chance(0.06):
        extra["delivery"] = invented(customer.kind, luck, world.orders).address
    lines = _lines(world, is_trade=customer.kind in HORECA)
    new = NewOrder(customer_id=customer.id, lines=lines, allocate=world.chance(0.5), **extra)
    _go_on(world, place_order(new, by=account.clerk.as_actor(), now=now).order.pk, now)


def _from_passer_by(world: World, now: datetime) -> None:
    address = invented("person", world.luck, world.orders).address
    lines = _lines(world, is_trade=False)
    new = NewOrder(delivery=address, lines=lines, allocate=True, remarks="Haalt zelf af.")
    _go_on(world, place_order(new, by=world.account.clerk.as_actor(), now=now).order.pk, now)


def _through_webshop(world: World, now: datetime) -> None:
    """The shop's prices; a buyer who is new, who bought before, or whom the office has known for long."""
    luck, shop = world.luck, world.account.webshop
    person = luck.choice(world.buyers)
    known = luck.choice(world.customers)
    if known.email and world.chance(0.35):
        person = ShopPerson(
            name=known.name, email=known.email, delivery=invented(known.kind, luck, world.orders).address
        )
    lines = _lines(world, is_trade=False, price_from=Decimal("1.05"))
    origin = FromWebshop(webshop_id=shop.pk, external_id=str(8_000 + world.orders), person=person)
    is_unpaid = world.chance(0.15)
    new = NewOrder(
        webshop=origin,
        lines=lines,
        reference=f"WEB-{8_000 + world.orders}",
        expected=is_unpaid,
        allocate=True,
        calculate_vat=person.calculate_vat,
        calculate_vat_reason="" if person.calculate_vat is None else "is_vat_exempt",
    )
    order_id = place_order(new, by=shop.as_actor(), now=now).order.pk
    if not is_unpaid:
        _go_on(world, order_id, now, after_hours=(0.05, 3))
    elif world.chance(0.7):
        _go_on(world, order_id, now, after_hours=(8, 120))


def _lines(world: World, *, is_trade: bool, price_from: Decimal | None = None) -> tuple[NewLine, ...]:
    """One to six different products; in the webshop at its own prices."""
    luck = world.luck
    weights = [_popularity(one) for one in world.products]
    chosen = dict.fromkeys(luck.choices(world.products, weights, k=luck.choice((1, 2, 2, 3, 3, 4, 5, 6))))
    return tuple(
        NewLine(
            product_id=one.pk,
            amount=luck.choice((2, 3, 4, 6, 6, 8, 10, 12, 24, 50)) if is_trade else luck.randint(1, 4),
            price=_said_price(world, one, price_from),
        )
        for one in chosen
    )


def _said_price(world: World, one: Product, price_from: Decimal | None) -> Decimal | None:
    if price_from is not None:
        return one.price * price_from
    return one.price * Decimal("0.9") if world.chance(0.03) else None


def _popularity(one: Product) -> float:
    if one.code in NEVER_IN_STOCK:
        return 0.06
    if one.code in OFTEN_SHORT:
        return 0.6
    return 2.0 if one.code.endswith(("-24", "-F20")) else 1.0


def _go_on(
    world: World, order_id: int, placed_at: datetime, *, after_hours: tuple[float, float] = (0.2, 30)
) -> None:
    """What will become of this order."""
    fate = world.luck.random()
    when = world.later(placed_at, hours=after_hours)
    office = world.account.clerk.as_actor()
    if fate < 0.06:
        world.agenda.at(when, lambda now: _done(cancel_order(order_id, by=office, now=now)))
    elif fate < 0.97:
        world.agenda.at(when, partial(_process, world, order_id))


def _done(_: object) -> None:
    """Deeds give nothing back."""


def _process(world: World, order_id: int, now: datetime) -> None:
    process_order(order_id, by=world.account.clerk.as_actor(), now=now)
    _pick_later(world, Picklist.objects.filter(order_id=order_id, status__in=OPEN_STATUSES), now)


def _pick_later(world: World, picklists: Iterable[Picklist], now: datetime) -> None:
    """Most picklists are picked within two days; a few lie about."""
    for one in picklists:
        if world.chance(0.97):
            world.agenda.at(world.later(now, hours=(1, 48)), partial(_pick, world, one.pk))


def _pick(world: World, picklist_id: int, now: datetime) -> None:
    packer = world.account.packer.as_actor()
    pick_all(picklist_id, by=packer, now=now)
    close_picklist(picklist_id, by=packer, now=now + timedelta(minutes=7))


def delivery(world: World, now: datetime) -> None:
    """The brewery's monthly batch comes in; the day after, what waited is sent on."""
    packer = world.account.packer.as_actor()
    restock(world.products, world.account.warehouses, luck=world.luck, by=packer, now=now)
    world.agenda.at(now + timedelta(hours=20), partial(_send_on, world))


def _send_on(world: World, now: datetime) -> None:
    office = world.account.clerk.as_actor()
    _pick_later(world, process_backorders(by=office, now=now), now)


def sold_out_no_more(world: World, now: datetime) -> None:
    """A few hours ago, so that there is something to send on."""
    packer = world.account.packer.as_actor()
    late_delivery(world.products, world.account.warehouses[0], by=packer, now=now)


def begin_picking(world: World, now: datetime) -> None:
    """Today's last deed: a few picklists are half-way."""
    packer = world.account.packer.as_actor()
    move_about(world.products, world.account.warehouses, by=packer, now=now - timedelta(hours=2))
    lines = PicklistLine.objects.filter(picklist__status__in=OPEN_STATUSES, picked=0).order_by("-id")
    for line in lines[::4][:12]:
        pick_line(line.pk, amount=(line.amount + 1) // 2, by=packer, now=now)

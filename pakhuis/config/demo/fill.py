"""Filling an empty database with thirteen months of Brouwerij De Linde, all of it through the real doors."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db import transaction

from pakhuis.accounts.actions import change_settings
from pakhuis.accounts.models import User
from pakhuis.config.demo.account import make_account
from pakhuis.config.demo.buying import buy_in
from pakhuis.config.demo.customers import add_customer, webshop_buyers
from pakhuis.config.demo.doubles import write_down_twice
from pakhuis.config.demo.extras import add_own_fields, talk
from pakhuis.config.demo.files import import_files
from pakhuis.config.demo.goods import make_price_lists, make_products
from pakhuis.config.demo.mails import switch_mails_on
from pakhuis.config.demo.odd_orders import set_apart
from pakhuis.config.demo.orders import begin_picking, delivery, next_order, sold_out_no_more
from pakhuis.config.demo.picking import work_in_warehouse
from pakhuis.config.demo.places import make_compositions, make_places
from pakhuis.config.demo.product_fields import fill_in_product_fields
from pakhuis.config.demo.returning import send_back
from pakhuis.config.demo.ruled import make_rules
from pakhuis.config.demo.world import Agenda, World
from pakhuis.connectors.actions import raise_notice
from pakhuis.connectors.problems import goods_edited
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus

SEED = 1664
HISTORY = timedelta(days=395)
CUSTOMERS_FIRST, CUSTOMERS_LATER, BUYERS = 120, 48, 36
BETWEEN_DELIVERIES = timedelta(days=21)
LEANS_TO_TODAY = 1.8
"""Above 1, recent weeks get more orders than the first ones."""


def fill(now: datetime, *, say: Callable[[str], None], orders: int = 400) -> bool:
    """Fill the database; False, and nothing is touched, when somebody is in it already.

    One transaction: stopped half-way nothing is left behind, and the next time begins anew.
    """
    if User.objects.exists() or Customer.objects.exists() or Order.objects.exists():
        return False
    start = time.monotonic()
    say("Filling the demonstration: Brouwerij De Linde …")
    with transaction.atomic():
        world = _opened(now)
        _plan(world, now, orders=orders, say=say)
        world.agenda.live()
        begin_picking(world, now)
        buy_in(world, now)
        send_back(world, now)
        work_in_warehouse(world, now)
        set_apart(world, now)
        make_rules(world, now)
        switch_mails_on(world, now)
        add_own_fields(world, now)
        fill_in_product_fields(world, now)
        talk(now)
        import_files(world, now)
        write_down_twice(world, now)
        _edited_in_the_shop(world, now)
    customers = Customer.objects.count()
    say(f"  {customers} customers, {world.orders} orders in {time.monotonic() - start:.0f} s")
    say(f"  API key, shown this once: {world.account.key}")
    return True


def _edited_in_the_shop(world: World, now: datetime) -> None:
    """The webshop changed an order that is being picked: a notice waits for somebody."""
    webshop = world.account.webshop
    order = Order.objects.filter(webshop=webshop, status=OrderStatus.PROCESSING).order_by("-pk").first()
    raise_notice(webshop, goods_edited(), order=order, now=now)


def _opened(now: datetime) -> World:
    first_day = now - HISTORY
    account = make_account(first_day)
    office = account.clerk.as_actor()
    products = make_products(account.vat_groups, by=office, now=first_day)
    make_compositions(products, by=office, now=first_day)
    make_places(products, account.warehouses[0], by=office, now=first_day)
    luck = Random(SEED)  # noqa: S311 - the same demonstration every time is what is wanted
    world = World(
        account=account,
        products=products,
        lists=make_price_lists(products, by=office, now=now),
        agenda=Agenda(until=now),
        luck=luck,
        buyers=webshop_buyers(luck, count=BUYERS),
    )
    for place in range(CUSTOMERS_FIRST):
        if place == 100:
            change_settings(numbers_customers=True, by=SYSTEM, now=first_day)
        add_customer(world, place, first_day + timedelta(minutes=place))
    return world


def _plan(world: World, now: datetime, *, orders: int, say: Callable[[str], None]) -> None:
    """Put everything on the agenda that comes from outside: customers, orders, deliveries."""
    first_day = now - HISTORY + timedelta(hours=4)
    luck, agenda = world.luck, world.agenda
    for place in range(CUSTOMERS_FIRST, CUSTOMERS_FIRST + CUSTOMERS_LATER):
        agenda.at(first_day + HISTORY * luck.random() * 0.99, partial(add_customer, world, place))
    when = first_day
    while when < now:
        agenda.at(when, partial(delivery, world))
        when += BETWEEN_DELIVERIES
    agenda.at(now - timedelta(hours=3), partial(sold_out_no_more, world))
    ages = sorted((luck.random() ** LEANS_TO_TODAY for _ in range(orders - 1)), reverse=True)
    moments = [first_day + timedelta(hours=2) + (HISTORY - timedelta(hours=6)) * (1 - age) for age in ages]
    moments = [_in_daytime(world, moment, now) for moment in moments]
    for place, moment in enumerate([*moments, now - timedelta(minutes=4)], start=1):
        agenda.at(moment, partial(next_order, world))
        if place % 100 == 0:
            agenda.at(moment, partial(_tell, say, f"  {place} of {orders} orders …"))


def _tell(say: Callable[[str], None], text: str, _: datetime) -> None:
    say(text)


def _in_daytime(world: World, moment: datetime, now: datetime) -> datetime:
    """Between seven and seven, unless that is still to come."""
    shifted = moment.replace(hour=world.luck.randint(6, 17))
    return shifted if shifted < now else moment

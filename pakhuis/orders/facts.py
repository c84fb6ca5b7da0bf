"""Loading what the plan of an order is made from: a few queries, never one per line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Model

from pakhuis.accounts.actions import default_template_id
from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.models import AccountSettings, Tag, Template, Webshop
from pakhuis.accounts.rows import Lock, rows
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.customers.terms import CustomerTerms
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.text import clean
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.orders.line_rules import MOST_LINES
from pakhuis.orders.plan import AccountTerms, Known, OrderFacts, ProductFacts, WebshopTerms
from pakhuis.pricing.queries import active_price_list_ids, list_prices, price_list_ids_of
from pakhuis.stock.models import Warehouse


def load_facts(
    new: NewOrder,
    *,
    customer: CustomerTerms | None,
    webshop: Webshop | None,
    settings: AccountSettings,
    now: datetime,
) -> OrderFacts:
    """Everything `plan` needs for this order; the customer's terms and the settings are already known."""
    products = _products(new.lines[:MOST_LINES])
    shop_prices_lead = webshop is not None and not webshop.our_prices_lead
    of_customer = price_list_ids_of(customer.id) if customer and customer.id and not shop_prices_lead else ()
    lists = of_customer if new.price_list_ids is None else new.price_list_ids
    prices = list_prices(price_list_ids=possible_ids(lists), product_ids=[one.id for one in products])
    return OrderFacts(
        account=_account(settings, now=now),
        customer=customer,
        webshop=_webshop(webshop),
        by_id={one.id: one for one in products},
        by_code={one.code: one for one in products},
        price_list_ids=of_customer,
        prices=prices,
        known=_known(new),
        standard_vat_group_id=standard_vat_group_id() if any(one.is_own for one in new.lines) else 0,
    )


def standard_vat_group_id() -> int:
    """The group of what says none; 0 where the account has no groups yet, which is refused when used."""
    groups = VatGroup.objects.order_by("-is_standard", "pk")
    return groups.values_list("pk", flat=True).first() or 0


def _webshop(webshop: Webshop | None) -> WebshopTerms | None:
    if webshop is None:
        return None
    return WebshopTerms(
        our_prices_lead=webshop.our_prices_lead,
        autosplit=webshop.autosplit,
        template_id=webshop.template_id,
    )


def _account(settings: AccountSettings, *, now: datetime) -> AccountTerms:
    return AccountTerms(
        language=settings.language,
        autosplit=settings.autosplit,
        template_id=default_template_id(),
        today=now.astimezone(ZoneInfo(settings.time_zone)).date(),
    )


def _products(lines: Collection[NewLine]) -> list[ProductFacts]:
    ids = possible_ids(line.product_id for line in lines if line.product_id is not None)
    codes = {clean(line.product_code) for line in lines if line.product_id is None} - {""}
    found = {one.pk: one for one in (*rows(Product, id=ids), *rows(Product, code=codes))}
    return [
        ProductFacts(
            id=one.pk,
            code=one.code,
            name=one.name,
            price=one.price,
            vat_group_id=one.vat_group_id,
            weight=one.weight,
        )
        for one in found.values()
    ]


def _known(new: NewOrder) -> Known:
    return Known(
        vat_groups=_present(VatGroup, (one.vat_group_id for one in new.lines)),
        templates=choosable(Template, (new.template_id,)),
        tags=choosable(Tag, new.tag_ids),
        price_lists=active_price_list_ids(possible_ids(new.price_list_ids or ())),
        warehouses=_held(new.warehouse_ids),
    )


def _held(warehouse_ids: Collection[int]) -> frozenset[int]:
    """Those there are; they stay until the commit, as rows will point to them before levels are locked."""
    return frozenset(one.pk for one in rows(Warehouse, lock=Lock.SHARE, id=possible_ids(warehouse_ids)))


def _present(model: type[Model], ids: Iterable[int | None]) -> frozenset[int]:
    wanted = possible_ids(ids)
    if not wanted:
        return frozenset()
    return frozenset(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))

"""Price lists and the prices on them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from pakhuis.catalogue.models import Product
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.events import PriceListCreated, PriceRemoved, PriceSet
from pakhuis.pricing.models import PriceList, PriceListEntry
from pakhuis.pricing.problems import dates_reversed, price_list_taken, unknown_price_list

MOST_PIECES = 1_000_000


def create_price_list(name: str, *, by: Actor, now: datetime) -> PriceList:
    """A new, empty price list."""
    checks = Checks()
    name = checks.text(("name",), name, limit=100, required=True)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            made = PriceList.objects.create(name=name)
            record([PriceListCreated(id=made.pk, label=name)], by=by, now=now)
    except IntegrityError:
        raise Refused([price_list_taken(name)]) from None
    return made


@transaction.atomic
def set_price(
    price_list_id: int,
    *,
    product_id: int,
    price: RawNumber,
    by: Actor,
    now: datetime,
    min_amount: RawNumber = 1,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> PriceListEntry:
    """Put a product's price on a list; the entry with the same amount and first day is replaced."""
    checks = Checks()
    amount = checks.whole(("min_amount",), min_amount, low=1, high=MOST_PIECES)
    exact = checks.decimal(("price",), price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP)
    if valid_from and valid_until and valid_until < valid_from:
        checks.add(dates_reversed())
    # The list's row is locked so that two who set the same price leave one entry.
    if PriceList.objects.select_for_update().filter(pk=price_list_id).first() is None:
        checks.add(unknown_price_list(()))
    if not Product.objects.filter(pk=product_id).exists():
        checks.add(not_found("product", ("product",)))
    checks.refuse_if_any()
    entry, _ = PriceListEntry.objects.update_or_create(
        price_list_id=price_list_id,
        product_id=product_id,
        min_amount=amount,
        valid_from=valid_from,
        defaults={"price": exact, "valid_until": valid_until},
    )
    fact = PriceSet(id=price_list_id, product_id=product_id, price=str(exact), min_amount=amount)
    record([fact], by=by, now=now)
    return entry


@transaction.atomic
def remove_price(entry_id: int, *, by: Actor, now: datetime) -> None:
    """Take a price off its list."""
    entry = PriceListEntry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise Refused([not_found("price")])
    entry.delete()
    fact = PriceRemoved(
        id=entry.price_list_id,
        product_id=entry.product_id,
        price=str(entry.price),
        min_amount=entry.min_amount,
    )
    record([fact], by=by, now=now)

"""Prices on lists: with the products as Picqer tells them, or list by list where a Pakhuis tells more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pakhuis.kernel.money import PRICE_STEP, round_half_up
from pakhuis.kernel.problem import Problem
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields, held
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.problems import not_moved
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.pricing.actions import put_prices
from pakhuis.pricing.models import PriceListEntry
from pakhuis.pricing.pasted import PastedPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One price on a list: the list's id there, the product's here."""

    key: str
    list_there: int | None
    product_id: int | None
    code: str
    price: Decimal
    min_amount: int = 1
    valid_from: date | None = None
    valid_until: date | None = None

    def pasted(self) -> PastedPrice:
        return PastedPrice(
            line=0,
            code=self.code,
            price=round_half_up(self.price, step=PRICE_STEP),
            min_amount=self.min_amount,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


def put_on_lists(prices: Sequence[Price], work: Work) -> list[Done]:
    """Put these on their lists, a list at a time; one that stands there already stays as it is."""
    lists = here(work.run, Resource.PRICE_LISTS)
    by_list: dict[int, list[Price]] = defaultdict(list)
    done = []
    for one in prices:
        list_id = lists.get(one.list_there or 0)
        if list_id is None:
            done.append(_left(one, not_moved("price list", str(one.list_there))))
        elif one.product_id is None:
            done.append(_left(one, not_moved("product", one.code)))
        else:
            by_list[list_id].append(one)
    for list_id, some in by_list.items():
        had = _entries(list_id, some)
        put_prices(
            list_id, [one.pasted() for one in some if _place(one) not in had], by=work.by, now=work.now
        )
        entries = _entries(list_id, some)
        for one in some:
            outcome = Outcome.EXISTING if _place(one) in had else Outcome.MADE
            done.append(_done(one, outcome, entries[_place(one)]))
    return done


def _place(one: Price) -> tuple[int, int, date | None]:
    return (one.product_id or 0, one.min_amount, one.valid_from)


def _entries(list_id: int, prices: Sequence[Price]) -> dict[tuple[int, int, date | None], int]:
    rows = PriceListEntry.objects.filter(
        price_list_id=list_id, product_id__in={one.product_id for one in prices}
    )
    return {
        (product, amount, first): pk
        for pk, product, amount, first in rows.values_list("pk", "product_id", "min_amount", "valid_from")
    }


def _done(one: Price, outcome: Outcome, entry_id: int) -> Done:
    return Done(
        resource=Resource.PRICES,
        key=one.key,
        label=one.code,
        outcome=outcome,
        target_id=entry_id,
        amount=held(one.price),
    )


def _left(one: Price, reason: Problem) -> Done:
    return Done(
        resource=Resource.PRICES,
        key=one.key,
        label=one.code,
        outcome=Outcome.LEFT,
        amount=held(one.price),
        notes=[reason],
    )


class Prices(ListMover):
    """What stands on the lists of another Pakhuis, with amounts and days; Picqer tells it with products."""

    resource, id_name = Resource.PRICES, "idpricelist_product"

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        if not work.is_pakhuis:
            return
        for number in sorted(here(work.run, Resource.PRICE_LISTS)):
            for rows in work.source.rows(f"pricelists/{number}/products", key=self.id_name):
                told = [Fields({**row, "idpricelist": number}) for row in rows]
                yield Batch([Item(f"{number}:{self.item(one).key}", one) for one in told])

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        products = here(work.run, Resource.PRODUCTS, {item.told.id("idproduct") for item in items})
        return put_on_lists([_price(item, products) for item in items], work)


def _price(item: Item, products: dict[int, int]) -> Price:
    told = item.told
    return Price(
        key=item.key,
        list_there=told.id("idpricelist"),
        product_id=products.get(told.id("idproduct") or 0),
        code=told.text("productcode"),
        price=told.number("price") or Decimal(0),
        min_amount=told.whole("min_amount") or 1,
        valid_from=told.day("valid_from"),
        valid_until=told.day("valid_until"),
    )

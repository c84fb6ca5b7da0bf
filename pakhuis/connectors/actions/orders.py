"""What a shop's order means here: placed, followed, cancelled, remembered as history, or left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rows import rows
from pakhuis.bulk.inserting import insert_or_update
from pakhuis.connectors.actions.connections import connection_of
from pakhuis.connectors.actions.following import follow
from pakhuis.connectors.actions.products import with_products
from pakhuis.connectors.contract import Options, ShopOrderData
from pakhuis.connectors.models import ProductLink, ShopOrder
from pakhuis.connectors.prints import chosen_of, goods_of, terms_of
from pakhuis.connectors.problems import not_imported, nothing_new, person_erased
from pakhuis.connectors.states import LEFT_ASIDE, Stage
from pakhuis.customers.actions.erase import erased_since
from pakhuis.fulfilment.actions import process_order
from pakhuis.journal.actions import together
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem
from pakhuis.orders.actions import claim_order, place_order
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a shop's order; `problem` says why nothing was done, where nothing was."""

    order: Order | None = None
    problem: Problem | None = None


def options_of(webshop: Webshop, *, country: str | None = None) -> Options:
    """What the shop's settings say about translating its orders; that of the account where none is given."""
    connection = connection_of(webshop)
    return Options(
        webshop_id=webshop.pk,
        country=country or account_settings().country,
        values=connection.choices if connection else {},
        links=_Links(webshop),
    )


class _Links(Mapping[str, str]):
    """Which product a thing without SKU is, asked when there is one: most orders have none."""

    def __init__(self, webshop: Webshop) -> None:
        self._webshop = webshop

    @cached_property
    def _known(self) -> dict[str, str]:
        linked = ProductLink.objects.filter(webshop=self._webshop, product__isnull=False)
        return dict(linked.values_list("key", "product__code"))

    def __getitem__(self, key: str) -> str:
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def hindrances(webshop: Webshop, data: ShopOrderData, *, is_history: bool = False) -> Sequence[Problem]:
    """What of an order must be put right before anything is done with it.

    Nothing, where no more is to be read of it than that it is cancelled, or not wanted: shops empty orders of
    people whom they forget, and lines of products that they have no more.
    """
    is_old = is_history and data.stage is Stage.SENT
    if not data.problems or data.stage is Stage.CANCELLED:
        return ()
    if data.stage not in LEFT_ASIDE or is_old:
        return data.problems
    here = ShopOrder.objects.filter(webshop=webshop, external_id=data.external_id).exclude(order=None)
    return data.problems if here.exists() else ()


def place(webshop: Webshop, data: ShopOrderData, *, now: datetime, is_history: bool = False) -> Outcome:
    """Bring our order in step with the shop's, in the caller's transaction; raises `Refused`.

    Whoever does the same order at the same time waits here: what was taken in is read after the claim.
    """
    by = webshop.as_actor()
    if data.new.webshop is not None:
        claim_order(data.new.webshop)
    seen = rows(ShopOrder, webshop_id=webshop.pk, external_id=data.external_id)
    known = seen[0] if seen else None
    if known is not None and not is_newer(data, known):
        return Outcome(order=known.order, problem=nothing_new())
    if _was_erased(webshop, data, known.order if known is not None else None):
        return Outcome(order=known.order if known is not None else None, problem=person_erased())
    problem: Problem | None = None
    if known is not None and known.order is not None:
        if not is_history and data.stage is not Stage.CANCELLED:
            data = with_products(data, prices_lead=not webshop.our_prices_lead, by=by, now=now)
        order, problem = follow(webshop, known, known.order, data, by=by, now=now)
    elif is_history and data.stage in (Stage.SENT, Stage.READY):
        data, order = _remembered_as_history(webshop, data, by=by, now=now)
    elif data.stage in (Stage.READY, Stage.EXPECTED):
        data, order = _placed(webshop, data, by=by, now=now)
    else:
        return Outcome(problem=not_imported(data.status))
    _remember(webshop, data, order)
    return Outcome(order=order, problem=problem)


def _was_erased(webshop: Webshop, data: ShopOrderData, order: Order | None) -> bool:
    """Whether this is about somebody who was erased: an order blanked here, or one from before the erasure.

    What was ordered since, or is not dated at all, is a new decision of that person.
    """
    if order is not None:
        return order.erased_at is not None
    person = data.new.webshop.person if data.new.webshop else None
    told_at = data.placed_at or data.modified_at
    if person is None or told_at is None:
        return False
    at = erased_since(webshop.pk, external_id=person.external_id, email=person.email)
    return at is not None and told_at <= at


def is_newer(given: ShopOrderData, known: ShopOrder) -> bool:
    """Whether a version of an order is newer than what was taken in; without times, whether it differs.

    At the same time too: most shops tell it to the second, and some change things without saying when.
    """
    told, before = given.modified_at, known.modified_at
    if told is not None and before is not None and told != before:
        return told > before
    return given.fingerprint != known.whole_print


def _placed(
    webshop: Webshop, data: ShopOrderData, *, by: Actor, now: datetime
) -> tuple[ShopOrderData, Order]:
    data = with_products(data, prices_lead=not webshop.our_prices_lead, by=by, now=now)
    with together():
        placed = place_order(data.new, by=by, now=now, claimed=webshop)
        order = placed.order
        may_process = placed.is_new and data.stage is Stage.READY and webshop.processes_orders
        if may_process and order.can(OrderMove.PROCESS):
            order = process_order(order.pk, by=by, now=now)
    return data, order


def _remembered_as_history(
    webshop: Webshop, data: ShopOrderData, *, by: Actor, now: datetime
) -> tuple[ShopOrderData, Order]:
    """An old order, completed from the start: its customer is made or found, no stock is touched."""
    data = with_products(data, prices_lead=not webshop.our_prices_lead, by=by, now=now)
    old = replace(
        data.new, expected=False, allocate=False, completed_at=data.placed_at or data.modified_at or now
    )
    return data, place_order(old, by=by, now=now, claimed=webshop).order


def _remember(webshop: Webshop, data: ShopOrderData, order: Order) -> None:
    told = {
        "modified_at": data.modified_at,
        "goods_print": goods_of(data.new),
        "chosen_print": chosen_of(data.new),
        "terms_print": terms_of(data.new),
        "whole_print": data.fingerprint,
        "order_id": order.pk if order else None,
    }
    insert_or_update(
        [ShopOrder(webshop_id=webshop.pk, external_id=data.external_id, **told)],
        known_by=("webshop_id", "external_id"),
        update=tuple(told),
    )

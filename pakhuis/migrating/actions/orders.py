"""Open orders with their numbers, prices and progress."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import details, here
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.reading import CLOSED, GONE, IN_WORK, Ids, comments_of, order, progress, worth
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.orders.actions import place_order

KINDS = {
    "customer": Resource.CUSTOMERS,
    "product": Resource.PRODUCTS,
    "VAT group": Resource.VAT_GROUPS,
    "template": Resource.TEMPLATES,
    "tag": Resource.TAGS,
    "price list": Resource.PRICE_LISTS,
    "warehouse": Resource.WAREHOUSES,
    "orderfield": Resource.ORDER_FIELDS,
}
FEW = ("VAT group", "template", "tag", "price list", "warehouse", "orderfield")
NEEDED = ("customer", "product")
"""Without these an order would be another one: it is left where it is."""


class Orders(ListMover):
    """Expected, concept, processing and paused ones; what is done with stays where it is.

    In the order in which orders go on while we read, so that none slips from a list we have yet to read
    into one we have; paused ones twice, as they go to and fro.
    """

    resource, path, id_name = Resource.ORDERS, "orders", "idorder"
    turns = tuple({"status": one} for one in ("expected", "concept", "paused", "processing", "paused"))
    size = 20

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        return [work.asked(item, self._picklists) for item in items]

    def _picklists(self, item: Item, work: Work) -> list[Fields]:
        """The picklists of an order in work, with what was picked of each line."""
        if item.told.text("status") not in IN_WORK:
            return []
        summaries = [one for one in item.told.each("picklists") if one.text("status") != GONE]
        numbers = [one.id("idpicklist") for one in summaries]
        return [Fields(work.source.one(f"picklists/{number}")) for number in numbers if number]

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        of = {kind: here(work.run, KINDS[kind]) for kind in FEW}
        of["customer"] = here(work.run, KINDS["customer"], {item.told.id("idcustomer") for item in items})
        wanted = {line.id("idproduct") for item in items for line in item.told.each("products")}
        of["product"] = here(work.run, KINDS["product"], wanted)
        usual = frozenset(
            number for number, told in details(work.run, Resource.WAREHOUSES).items() if told.get("is_usual")
        )
        return [self._one(item, Ids(of), usual, work) for item in items]

    def _one(self, item: Item, ids: Ids, usual: frozenset[int], work: Work) -> Done:
        told, value = item.told, worth(item.told)
        going = progress(item.more)
        new = order(told, ids, going=going, usual=usual, zone=work.zone)
        label = told.text("orderid")
        try:
            item.refuse_if_lacking()
            refuse_if_lost(ids.notes)
            with transaction.atomic():
                placed = place_order(new, by=work.by, now=work.now).order
        except Refused as refused:
            return Done(key=item.key, label=label, outcome=Outcome.LEFT, amount=value, notes=refused.problems)
        detail = {
            "status": told.text("status"),
            "comments": comments_of(told),
            "pause_reason": told.text("pause_reason"),
            "has_picklists": any(one.text("status") != CLOSED for one in item.more),
            "picked": list(going.picked),
        }
        return Done(
            key=item.key,
            label=label,
            outcome=Outcome.MADE,
            target_id=placed.pk,
            amount=value,
            notes=ids.notes,
            detail=detail,
        )


def refuse_if_lost(notes: Sequence[Problem]) -> None:
    """Raise `Refused` when something without which it would be another order did not come along."""
    lost = [one for one in notes if dict(one.params).get("kind") in NEEDED]
    if lost:
        raise Refused(lost)

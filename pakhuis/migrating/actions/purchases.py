"""Open purchase orders: those that announce stock, and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from pakhuis.kernel.problem import Refused
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.orders import refuse_if_lost
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields, held
from pakhuis.migrating.problems import came_in_already
from pakhuis.migrating.reading import Ids, comments_of, language
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.purchasing.actions import create_purchase, mark_purchased
from pakhuis.purchasing.intake import MovedPurchase, NewPurchaseLine, PurchaseFields
from pakhuis.purchasing.states import PurchaseStatus

KINDS = {
    "supplier": Resource.SUPPLIERS,
    "template": Resource.TEMPLATES,
    "warehouse": Resource.WAREHOUSES,
}


class Purchases(ListMover):
    """What came in of them lies in stock already: only what is still to come is announced here."""

    resource, path, id_name = Resource.PURCHASES, "purchaseorders", "idpurchaseorder"
    turns, may_be_missing = ({"status": "purchased"}, {"status": "concept"}), True
    size = 20

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        of = {kind: here(work.run, resource) for kind, resource in KINDS.items()}
        wanted = {line.id("idproduct") for item in items for line in item.told.each("products")}
        of["product"] = here(work.run, Resource.PRODUCTS, wanted)
        return [_one(item, Ids(of), work) for item in items]


def _one(item: Item, ids: Ids, work: Work) -> Done:
    told, pieces = item.told, held(Decimal(sum(map(to_come, item.told.each("products")))))
    label = told.text("purchaseorderid")
    is_purchased = told.text("status") == PurchaseStatus.PURCHASED
    fields, lines = _head(told, ids, work), _lines(told, ids)
    try:
        refuse_if_lost(ids.notes)
        _refuse_if_done(lines, is_purchased=is_purchased)
        with transaction.atomic():
            moved = MovedPurchase(number=label, created_at=work.moment(told, "created"))
            made = create_purchase(fields, lines, moved=moved, by=work.by, now=work.now)
            if is_purchased:
                mark_purchased(made.pk, by=work.by, now=work.moment(told, "purchased_at"))
    except Refused as refused:
        return Done(key=item.key, label=label, outcome=Outcome.LEFT, amount=pieces, notes=refused.problems)
    return Done(
        key=item.key,
        label=label,
        outcome=Outcome.MADE,
        target_id=made.pk,
        amount=pieces,
        notes=ids.notes,
        detail={"comments": comments_of(told)},
    )


def _refuse_if_done(lines: Sequence[NewPurchaseLine], *, is_purchased: bool) -> None:
    if is_purchased and not lines:
        raise Refused([came_in_already()])


def to_come(line: Fields) -> int:
    """Pieces of a line that have not come in."""
    return max(0, (line.whole("amount") or 0) - (line.whole("amountreceived", "amount_received") or 0))


def _head(told: Fields, ids: Ids, work: Work) -> PurchaseFields:
    return PurchaseFields(
        supplier_id=ids.here("supplier", told.id("idsupplier")),
        supplier_name=told.text("supplier_name"),
        supplier_order_number=told.text("supplier_orderid"),
        warehouse_id=ids.here("warehouse", told.id("idwarehouse")),
        template_id=ids.here("template", told.id("idtemplate")),
        remarks=told.text("remarks"),
        language=language(told, ids) or work.settings.language,
        expected_on=told.day("delivery_date"),
    )


def _lines(told: Fields, ids: Ids) -> tuple[NewPurchaseLine, ...]:
    return tuple(
        NewPurchaseLine(
            product_id=ids.here("product", one.id("idproduct")),
            product_code=one.text("productcode"),
            amount=to_come(one),
            price=one.number("price") or 0,
            expected_on=one.day("delivery_date"),
        )
        for one in told.each("products")
        if to_come(one)
    )

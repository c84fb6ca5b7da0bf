"""Making returns for tests, through the real doors."""

from __future__ import annotations

from typing import Any

from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.returns.actions import create_return, save_reason
from pakhuis.returns.intake import NewReturnLine, ReturnFields
from pakhuis.returns.models import Return, ReturnReason
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_processed_order, a_product, a_warehouse, lines, stocked

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def a_reason(name: str = "Beschadigd") -> ReturnReason:
    return ReturnReason.objects.filter(name=name).first() or save_reason(None, name=name, **WHO)


def a_return(customer: Customer | None = None, **amounts: int) -> Return:
    """Expected back from a customer, or from somebody with a name, by product code."""
    for code in amounts:
        if not Product.objects.filter(code=code).exists():
            a_product(code)
    reason = a_reason()
    wanted = [
        NewReturnLine(product_code=code, amount=pieces, reason_id=reason.pk)
        for code, pieces in amounts.items()
    ]
    fields = ReturnFields(customer_id=customer.pk) if customer else ReturnFields(name="Ina Vlug")
    return create_return(fields, wanted, **WHO)


def a_delivered_order(customer: Customer | None = None, **amounts: int) -> Order:
    """An order of which everything has left the house."""
    stocked(Warehouse.objects.first() or a_warehouse(), **amounts)
    order = a_processed_order(customer, lines=lines(**amounts))
    picklist = order.picklists.get()
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    order.refresh_from_db()
    return order

"""Finding backorders by what somebody typed: by order, product or customer, each asked of its own index."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from pakhuis.catalogue.search import found_by as products_found_by
from pakhuis.customers.search import found_by as customers_found_by
from pakhuis.orders.models import Backorder, Order

MOST = 500
"""So many products and customers are looked at; more have too little in common to be meant."""


def waiting_for(text: str, among: QuerySet[Backorder]) -> QuerySet[Backorder]:
    """Backorders of the order with this number, or of products or customers that the text finds."""
    orders = Order.objects.filter(number__in={text, text.upper()}).values_list("pk", flat=True)
    products = products_found_by(text).values_list("pk", flat=True)[:MOST]
    customers = customers_found_by(text).values_list("pk", flat=True)[:MOST]
    return among.filter(
        Q(order_id__in=list(orders)) | Q(product_id__in=list(products)) | Q(customer_id__in=list(customers))
    )

"""Finding orders by what somebody typed, without reading all orders there are."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Upper

from pakhuis.customers.search import found_by as customers_found_by
from pakhuis.fragments.asking import is_exactly
from pakhuis.orders.models import Order

NEWEST = 20_000
"""So many of the newest orders are looked through for fragments; the others have their keys and customers."""
MOST = 2_000
MOST_CUSTOMERS = 200


def found_by(text: str, among: QuerySet[Order]) -> QuerySet[Order]:
    """Orders of `among` that are meant by `text`; everything without any.

    Of all orders: the whole number, reference or e-mail, and those of the first customers the text finds.
    Of the newest also a part of the number, the reference, or a name on the parcel or the invoice. Each part
    is asked of an index of its own, or of a bounded range of ids.
    """
    if not text:
        return among
    ids = {*_exact(text), *_of_the_newest(text)}
    customers = list(customers_found_by(text).values_list("pk", flat=True)[:MOST_CUSTOMERS])
    return among.filter(Q(pk__in=ids) | Q(customer_id__in=customers))


def _exact(text: str) -> list[int]:
    parts = (
        Order.objects.filter(number__in={text, text.upper()}),
        Order.objects.filter(is_exactly("reference", text)),
        Order.objects.annotate(mail=Upper("email")).filter(mail=text.upper()).exclude(email=""),
    )
    return [pk for part in parts for pk in part.order_by("-pk").values_list("pk", flat=True)[:MOST]]


def _of_the_newest(text: str) -> list[int]:
    last = Order.objects.aggregate(last=Max("pk"))["last"] or 0
    names = ("number", "reference", "delivery_name", "delivery_contact_name", "invoice_name")
    holds = Q()
    for name in names:
        holds |= Q(**{f"{name}__icontains": text})
    found = Order.objects.filter(holds, pk__gt=last - NEWEST).order_by("-pk")
    return list(found.values_list("pk", flat=True)[:MOST])

"""The proof that what lines say to have come in is what receipts say."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from pakhuis.fulfilment.proof import Deviation
from pakhuis.purchasing.models import PurchaseLine, ReceivedGoods


def purchasing_deviations() -> Iterator[Deviation]:
    """Every line of which the receipts tell another number; one statement, as in `fulfilment.proof`."""
    goods = ReceivedGoods.objects.filter(line=OuterRef("pk")).order_by().values("line")
    summed = goods.annotate(total=Sum(F("amount") - F("reverted"))).values("total")
    lines = PurchaseLine.objects.annotate(
        told=Coalesce(Subquery(summed[:1]), Value(0), output_field=IntegerField())
    )
    for one in lines.exclude(received=F("told")).select_related("order"):
        yield Deviation(
            promise="purchase line, received",
            place=f"{one.order.number}, {one.code}",
            expected=one.told,
            found=one.received,
        )

"""Reading price lists: which a customer has, and what stands on them for some products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, QuerySet

from pakhuis.catalogue.search import found_by
from pakhuis.pricing.models import CustomerPriceList, PriceList, PriceListEntry
from pakhuis.pricing.rules import ListPrice, Step, dearer_steps, earlier, later


def price_list_ids_of(customer_id: int) -> tuple[int, ...]:
    """The active price lists agreed with a customer, by id."""
    lists = CustomerPriceList.objects.filter(customer_id=customer_id, price_list__active=True)
    return tuple(lists.order_by("price_list_id").values_list("price_list_id", flat=True))


def list_prices(
    *, price_list_ids: Collection[int], product_ids: Collection[int]
) -> Mapping[int, Sequence[ListPrice]]:
    """Per product what stands on these lists (one query; none without lists)."""
    if not price_list_ids:
        return {}
    prices: dict[int, list[ListPrice]] = defaultdict(list)
    entries = PriceListEntry.objects.filter(
        price_list_id__in=price_list_ids, product_id__in=product_ids, price_list__active=True
    )
    for entry in entries.select_related("price_list"):
        prices[entry.product_id].append(
            ListPrice(
                list_id=entry.price_list_id,
                list_name=entry.price_list.name,
                price=entry.price,
                min_amount=entry.min_amount,
                valid_from=later(entry.valid_from, entry.price_list.valid_from),
                valid_until=earlier(entry.valid_until, entry.price_list.valid_until),
            )
        )
    return prices


def active_price_list_ids(among: Collection[int]) -> frozenset[int]:
    """Which of these ids are price lists in use."""
    if not among:
        return frozenset()
    return frozenset(PriceList.objects.filter(pk__in=among, active=True).values_list("pk", flat=True))


def dearer_entries(price_list_id: int, *, product_ids: Collection[int]) -> frozenset[int]:
    """Which entries of these products on a list cost more than one from fewer pieces (one query)."""
    entries = PriceListEntry.objects.filter(price_list_id=price_list_id, product_id__in=product_ids)
    return dearer_steps(
        Step(
            id=entry.pk,
            product_id=entry.product_id,
            price=entry.price,
            min_amount=entry.min_amount,
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
        )
        for entry in entries
    )


def entries_of(price_list_id: int, *, search: str = "") -> QuerySet[PriceListEntry]:
    """What stands on a list, each with the `code` of its product, found by words of code, name, barcode."""
    found = PriceListEntry.objects.filter(price_list_id=price_list_id)
    if search.strip():
        found = found.filter(product__in=found_by(search).values("pk"))
    return found.select_related("product").annotate(code=F("product__code"))

"""What a row of the customer overview shows, read for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from pakhuis.accounts.models import Tag
from pakhuis.customers.models import Address, Customer, CustomerTag
from pakhuis.ui.templatetags.pakhuis import breakable, day, decimal, tag_chip

COLUMNS = (
    "name",
    "name_key",
    "number",
    "number_key",
    "contact_name",
    "email",
    "phone",
    "discount",
    "last_order_at",
    "archived_at",
    "is_incomplete",
)
"""What is read of a customer: what is shown, and what the list can be sorted by."""


def shown(customers: Sequence[Customer]) -> list[dict[str, Any]]:
    """The customers as the list shows them, with the place and the tags of each, in the reader's language.

    Mappings of finished texts: what a template does for one value it would do for each of a page, and it
    finds a key of these three times as quickly as an attribute.
    """
    ids = [one.pk for one in customers]
    places, chips = _places(ids), _chips(ids)
    return [
        {
            "key": str(one.pk),
            "name": one.name,
            "number": one.number,
            "contact_name": one.contact_name,
            "place": places.get(one.pk),
            "email": breakable(one.email),
            "phone": one.phone,
            "discount": decimal(one.discount) if one.discount else "",
            "last_order": day(one.last_order_at),
            "chips": chips.get(one.pk, ""),
            "is_archived": one.is_archived,
            "is_incomplete": one.is_incomplete,
        }
        for one in customers
    ]


def _places(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """City and country of the first default address of each."""
    defaults = Q(is_default_invoice=True) | Q(is_default_delivery=True)
    rows = Address.objects.filter(defaults, customer_id__in=ids).order_by("-pk")
    return {one: (city, land) for one, city, land in rows.values_list("customer_id", "city", "country")}


def _chips(ids: Sequence[int]) -> dict[int, SafeString]:
    """The tags of each, in the order of tags; a tag is drawn once, however many have it."""
    wearers = defaultdict(list)
    rows = CustomerTag.objects.filter(customer_id__in=ids).values_list("customer_id", "tag_id")
    for customer_id, tag_id in rows:
        wearers[tag_id].append(customer_id)
    found: dict[int, list[SafeString]] = defaultdict(list)
    for tag in Tag.objects.filter(pk__in=wearers):
        chip = tag_chip(tag)
        for customer_id in wearers[tag.pk]:
            found[customer_id].append(chip)
    return {pk: SafeString("".join(chips)) for pk, chips in found.items()}

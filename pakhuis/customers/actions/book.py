"""Writing the address book: replaced as a whole by content, or grown by what a webshop order brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.customers.intake import BookAddress, NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.queries import as_intake
from pakhuis.customers.rules import ADDRESS_LIMITS, address_key

_FIELDS = (*ADDRESS_LIMITS, "country")


def drafted(customer: Customer, one: BookAddress) -> Address:
    """A row for an address, not yet written."""
    return Address(
        customer=customer,
        **{name: getattr(one.address, name) for name in _FIELDS},
        is_default_invoice=one.is_default_invoice,
        is_default_delivery=one.is_default_delivery,
    )


def replace_book(customer: Customer, wanted: Sequence[BookAddress]) -> list[Address]:
    """Make the book these addresses; one that was there already keeps its id."""
    present: dict[tuple[str, ...], list[Address]] = defaultdict(list)
    for address in customer.addresses.all():
        present[address_key(as_intake(address))].append(address)
    kept: list[tuple[Address, BookAddress]] = []
    new: list[BookAddress] = []
    for one in wanted:
        same = present[address_key(one.address)]
        if same:
            kept.append((same.pop(0), one))
        else:
            new.append(one)
    gone = [address.pk for addresses in present.values() for address in addresses]
    if gone:
        Address.objects.filter(pk__in=gone).delete()
    _rewrite(customer, kept)
    Address.objects.bulk_create(drafted(customer, one) for one in new)
    return list(customer.addresses.all())


def _rewrite(customer: Customer, kept: Iterable[tuple[Address, BookAddress]]) -> None:
    """Bring kept rows to the wanted spelling and defaults, which are cleared first: each is unique."""
    changed = []
    for address, one in kept:
        target = drafted(customer, one)
        names = (*_FIELDS, "is_default_invoice", "is_default_delivery")
        if any(getattr(address, name) != getattr(target, name) for name in names):
            target.pk = address.pk
            changed.append(target)
    if changed:
        flags = {"is_default_invoice": False, "is_default_delivery": False}
        customer.addresses.filter(pk__in=[one.pk for one in changed]).update(**flags)
        Address.objects.bulk_update(changed, (*_FIELDS, *flags), batch_size=AT_ONCE)


def missing_addresses(
    present: Sequence[Address], *, invoice: NewAddress | None, delivery: NewAddress | None
) -> list[BookAddress]:
    """What of these two is not in the book yet; a default only where the book has none.

    Nothing in the book is ever swapped. Both addresses alike are one entry.
    """
    known = {address_key(as_intake(one)) for one in present}
    has_invoice = any(one.is_default_invoice for one in present)
    has_delivery = any(one.is_default_delivery for one in present)
    new: dict[tuple[str, ...], BookAddress] = {}
    for address, for_invoice in ((invoice, True), (delivery, False)):
        if address is None or address.is_empty or address_key(address) in known:
            continue
        entry = new.get(address_key(address), BookAddress(address=address))
        new[address_key(address)] = BookAddress(
            address=entry.address,
            is_default_invoice=entry.is_default_invoice or (for_invoice and not has_invoice),
            is_default_delivery=entry.is_default_delivery or (not for_invoice and not has_delivery),
        )
    return list(new.values())

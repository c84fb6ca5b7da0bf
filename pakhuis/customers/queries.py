"""Reading customers: the terms an order needs, and the account's answers about them."""

from __future__ import annotations

from collections.abc import Iterable

from pakhuis.customers.intake import NewAddress
from pakhuis.customers.models import Address, Customer, CustomerTag
from pakhuis.customers.terms import CustomerTerms


def as_intake(address: Address) -> NewAddress:
    """A stored address as a plain value."""
    return NewAddress(
        name=address.name,
        contact_name=address.contact_name,
        line1=address.line1,
        line2=address.line2,
        zipcode=address.zipcode,
        city=address.city,
        region=address.region,
        country=address.country,
    )


def terms_of(customer: Customer, *, addresses: Iterable[Address] | None = None) -> CustomerTerms:
    """What was agreed with a customer (two queries; one when its addresses are at hand)."""
    book = list(customer.addresses.all() if addresses is None else addresses)
    tags = CustomerTag.objects.filter(customer=customer, tag__inherit=True).order_by("tag_id")
    return CustomerTerms(
        id=customer.pk,
        name=customer.name,
        contact_name=customer.contact_name,
        email=customer.email,
        phone=customer.phone,
        language=customer.language,
        discount=customer.discount,
        autosplit=customer.autosplit,
        calculate_vat=customer.calculate_vat,
        template_id=customer.template_id,
        default_order_remarks=customer.default_order_remarks,
        inherited_tag_ids=tuple(tags.values_list("tag_id", flat=True)),
        invoice=next((as_intake(one) for one in book if one.is_default_invoice), None),
        delivery=next((as_intake(one) for one in book if one.is_default_delivery), None),
    )

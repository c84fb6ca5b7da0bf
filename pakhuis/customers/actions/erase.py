"""Blanking a customer: nothing that names the person stays, and a re-sync brings nobody back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from pakhuis.bulk.built import Asked, Given
from pakhuis.comments.actions import forget_comments
from pakhuis.customers.events import CustomerErased
from pakhuis.customers.keys import email_key, name_key
from pakhuis.customers.models import (
    Address,
    Customer,
    CustomerAlias,
    CustomerIdentity,
    CustomerTag,
    ErasedIdentity,
    IdentityKind,
    LikelyDouble,
    OwnValue,
    VatCheck,
)
from pakhuis.customers.queries import former_ids, merges_of
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor

ERASED_NAME = "…"
"""Stands where a name is required; the screen says that the data were erased."""
_TEXTS = (
    *("number", "contact_name", "email", "phone", "vat_number"),
    *("remarks", "default_order_remarks", "locale"),
)


def blank_customer(customer: Customer, *, by: Actor, now: datetime) -> None:
    """Erase a locked customer in the caller's transaction; who asks has looked at its orders.

    Addresses, own fields, VAT evidence, aliases, tags and links to webshops go; the links leave a keyed hash.
    Records of merges go for everybody who went up in it, at however many removes. Once more it takes what
    came since.
    """
    _remember_hashed(customer.pk, now=now)
    Address.objects.filter(customer=customer).delete()
    CustomerIdentity.objects.filter(customer=customer).delete()
    CustomerAlias.objects.filter(customer=customer).delete()
    OwnValue.objects.filter(customer=customer).delete()
    VatCheck.objects.filter(customer=customer).delete()
    CustomerTag.objects.filter(customer=customer).delete()
    LikelyDouble.objects.filter(Q(first=customer) | Q(second=customer)).delete()
    merges_of([customer.pk, *former_ids(customer.pk)]).update(record={}, erased_at=now)
    forget_comments("customer", [customer.pk])
    for name in _TEXTS:
        setattr(customer, name, "")
    customer.name, customer.name_key, customer.number_key = ERASED_NAME, name_key(ERASED_NAME), None
    customer.email_key = customer.phone_key = customer.search_text = ""
    customer.vat_state, customer.vat_checked_at, customer.vat_ask_at = "unknown", None, None
    customer.field_sources, customer.field_dates, customer.is_incomplete = {}, {}, False
    customer.archived_at = customer.archived_at or now
    customer.erased_at = customer.updated_at = now
    customer.doubles_due = False
    customer.version += 1
    customer.save()
    record([CustomerErased(id=customer.pk)], by=by, now=now)


def is_blank(customer: Customer) -> bool:
    """Whether nothing of the person is there, in its columns or hanging on it."""
    rows = (Address, CustomerIdentity, CustomerAlias, OwnValue, VatCheck, CustomerTag)
    return (
        customer.name == ERASED_NAME
        and not any(getattr(customer, name) for name in _TEXTS)
        and not any(one._default_manager.filter(customer=customer).exists() for one in rows)
    )


def _remember_hashed(customer_id: int, *, now: datetime) -> None:
    known = CustomerIdentity.objects.filter(customer=customer_id)
    ErasedIdentity.objects.bulk_create(
        [
            ErasedIdentity(
                webshop_id=one.webshop_id,
                kind=one.kind,
                digest=digest_of(one.webshop_id, one.kind, one.value),
                erased_at=now,
            )
            for one in known
        ],
        update_conflicts=True,
        update_fields=["erased_at"],
        unique_fields=["webshop", "kind", "digest"],
    )


def erased_since(webshop_id: int, *, external_id: str, email: str) -> datetime | None:
    """When the person a shop knows by this id or e-mail was erased; None when nobody like that was."""
    wanted = {IdentityKind.SHOP_ID: external_id, IdentityKind.EMAIL: email_key(email)}
    digests = {kind: digest_of(webshop_id, kind, value) if value else "" for kind, value in wanted.items()}
    found = _ERASED(webshop=webshop_id, **digests)
    return max((at for (at,) in found), default=None)


def _erased() -> QuerySet[Any, Any]:
    digest = Q(*(Q(digest=Given(kind)) for kind in IdentityKind), _connector=Q.OR)
    return ErasedIdentity.objects.filter(digest, webshop_id=Given("webshop")).values_list("erased_at")


_ERASED = Asked(_erased)


def digest_of(webshop_id: int, kind: str, value: str) -> str:
    """The keyed hash of a shop's key: without the installation's secret it says nothing about anybody."""
    return salted_hmac("erased identity", f"{webshop_id}:{kind}:{value}", algorithm="sha256").hexdigest()

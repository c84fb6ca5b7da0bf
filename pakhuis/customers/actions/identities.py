"""By what webshops know a customer: moved to another or cut by a person, told in both logbooks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.customers.events import CustomerLinked, CustomerUnlinked
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.customers.problems import erased_already, same_customer
from pakhuis.customers.rules import Match
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Refused


@transaction.atomic
def move_identity(identity_id: int, *, to: int, by: Actor, now: datetime) -> CustomerIdentity:
    """Make it another customer's: the shop's next order finds that one. Orders stay where they are."""
    identity = _locked(identity_id, to)
    other = Customer.objects.filter(pk=to).first()
    if other is None:
        raise Refused([not_found("customer", ("to",))])
    if other.erased_at is not None:
        raise Refused([erased_already(("to",))])
    if identity.customer_id == to:
        raise Refused([same_customer()])
    gone = _unlinked(identity, to=to)
    identity.customer_id, identity.since = to, now
    identity.save(update_fields=["customer", "since"])
    came = CustomerLinked(id=to, webshop_id=identity.webshop_id, identity=identity.kind, how=Match.BY_HAND)
    record([gone, came], by=by, now=now)
    return identity


@transaction.atomic
def cut_identity(identity_id: int, *, by: Actor, now: datetime) -> None:
    """Forget it: the shop's next order is recognised anew, by the steps that its settings allow."""
    identity = _locked(identity_id)
    record([_unlinked(identity, to=None)], by=by, now=now)
    identity.delete()


def _locked(identity_id: int, *others: int) -> CustomerIdentity:
    """The identity, locked after its customer and these others, by id, as by whoever merges them."""
    owners = CustomerIdentity.objects.filter(pk=identity_id).values_list("customer", flat=True)
    concerned = Customer.objects.select_for_update(no_key=True).filter(pk__in=[*owners, *others])
    list(concerned.order_by("pk").values_list("pk", flat=True))
    identity = CustomerIdentity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise Refused([not_found("identity")])
    return identity


def _unlinked(identity: CustomerIdentity, *, to: int | None) -> CustomerUnlinked:
    return CustomerUnlinked(
        id=identity.customer_id, webshop_id=identity.webshop_id, identity=identity.kind, moved_to=to
    )

"""Two customers become one: the loser goes up in the winner, and everything is kept to undo it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.accounts.actions import account_settings, claim
from pakhuis.comments.actions import move_comments
from pakhuis.comments.models import Comment
from pakhuis.customers.actions.derived import derive
from pakhuis.customers.actions.kept_rows import Kept, kept
from pakhuis.customers.actions.merge_rows import hold_rows, move_rows
from pakhuis.customers.actions.own_values import filled
from pakhuis.customers.actions.tag_rows import keep_sorted
from pakhuis.customers.events import CustomerMerged, CustomerWentUp
from pakhuis.customers.keys import email_key, number_key
from pakhuis.customers.merge_problems import merge_with_itself
from pakhuis.customers.merge_rules import CHOSEN, Decision, Side, decide, left_over
from pakhuis.customers.models import Customer, CustomerAlias, CustomerIdentity, IdentityKind, Merge
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.customers.problems import erased_already
from pakhuis.customers.rules import TEXT_LIMITS
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found, too_long
from pakhuis.kernel.problem import Refused
from pakhuis.ownfields.values import is_incomplete

SOURCE_COLUMNS = ("field_sources", "field_dates")


@transaction.atomic
def merge_customers(
    winner_id: int,
    loser_id: int,
    *,
    sides: Mapping[str, Side] | None = None,
    by: Actor,
    now: datetime,
) -> Merge:
    """Have `loser_id` go up in `winner_id`; `sides` says per field whose value wins, else the usual one.

    Numbers and e-mails that the winner does not take over become its aliases, and the loser's shop ids its
    own, so that whoever knows the loser by them finds the winner. Order of steps: wait for whoever is about
    to recognise one of the two, lock both by id, then what others write of the loser's, move what belongs
    to it, remove it, write the winner, record.
    """
    if winner_id == loser_id:
        raise Refused([merge_with_itself()])
    claim(*names_of(winner_id, loser_id))
    winner, loser = _locked(winner_id, loser_id)
    hold_rows(loser_id)
    # Nobody who points to the loser now waits for any of what is held: only its end has to be waited for.
    Customer.objects.select_for_update().get(pk=loser_id)
    before, gone = kept(winner), kept(loser)
    decision = decide(values_of(winner), values_of(loser), sides=sides)
    _refuse_too_long(decision)
    moved = move_rows(loser=loser_id, winner=winner_id)
    _take_over_defaults(winner, moved)
    said = comment_ids(loser_id)
    move_comments("customer", comment_ids=said, to=winner_id)
    Customer.objects.filter(pk=loser_id).delete()
    changes = _write(winner, loser, decision, now=now)
    merge = Merge.objects.create(
        winner_id=winner_id,
        loser_id=loser_id,
        merged_by=by.label[:200],
        merged_at=now,
        record={"before": before, "after": kept(winner), "loser": gone, "moved": moved, "comments": said},
    )
    _keep_findable(merge, winner, before, gone)
    record(
        [
            CustomerMerged(id=winner_id, customer=loser.name, loser_id=loser_id, changes=tuple(changes)),
            CustomerWentUp(id=loser_id, customer=winner.name, winner_id=winner_id),
        ],
        by=by,
        now=now,
    )
    return merge


def comment_ids(customer_id: int, *, among: Collection[int] | None = None) -> list[int]:
    """What was said about a customer, of `among` when that is given."""
    said = Comment.objects.filter(subject_kind="customer", subject_id=customer_id).order_by("pk")
    return list((said if among is None else said.filter(pk__in=among)).values_list("pk", flat=True))


def values_of(customer: Customer) -> dict[str, Any]:
    """The columns of a customer by name, as rules read them."""
    return {field.attname: getattr(customer, field.attname) for field in customer._meta.concrete_fields}


def names_of(*ids: int) -> list[str]:
    """What an arriving order may recognise one of these customers by; it claims the same names."""
    names = []
    for mail, number in Customer.objects.filter(pk__in=ids).values_list("email_key", "number_key"):
        names += [f"customer-email:{mail}"] * bool(mail) + [f"customer-number:{number}"] * bool(number)
    for mail, number in CustomerAlias.objects.filter(customer__in=ids).values_list("email_key", "number_key"):
        names += [f"customer-email:{mail}"] * bool(mail) + [f"customer-number:{number}"] * bool(number)
    known = CustomerIdentity.objects.filter(customer__in=ids).values_list("webshop_id", "kind", "value")
    for webshop_id, kind, value in known:
        is_id = kind == IdentityKind.SHOP_ID
        names.append(f"customer:{webshop_id}:{value}" if is_id else f"customer-email:{value}")
    return names


def _locked(winner_id: int, loser_id: int) -> tuple[Customer, Customer]:
    both = Customer.objects.select_for_update(no_key=True).filter(pk__in=(winner_id, loser_id)).order_by("pk")
    found = {one.pk: one for one in both}
    if len(found) < 2:
        raise Refused([not_found("customer")])
    if any(one.erased_at for one in found.values()):
        raise Refused([erased_already()])
    return found[winner_id], found[loser_id]


def _refuse_too_long(decision: Decision) -> None:
    checks = Checks()
    for name, limit in TEXT_LIMITS.items():
        if len(str(decision.values.get(name, ""))) > limit:
            checks.add(too_long((name,), limit))
    checks.refuse_if_any()


def _take_over_defaults(winner: Customer, moved: Mapping[str, Any]) -> None:
    """Where the winner has no default address of a kind, the loser's stays one."""
    addresses = moved.get("customers.Address.customer", {}).get("before", {})
    for flag in ("is_default_invoice", "is_default_delivery"):
        had = [int(pk) for pk, row in addresses.items() if row[flag]]
        if had and not winner.addresses.filter(**{flag: True}).exists():
            winner.addresses.filter(pk__in=had[:1]).update(**{flag: True})


def _write(winner: Customer, loser: Customer, decision: Decision, *, now: datetime) -> list[FieldChange]:
    """The chosen values with their sources, and everything derived from what the winner has now."""
    changes = [
        FieldChange(field=name, old=_text(getattr(winner, name)), new=_text(decision.values[name]))
        for name in CHOSEN
        if name in decision.values
    ]
    for name, value in decision.values.items():
        setattr(winner, name, value)
    for column in SOURCE_COLUMNS:
        copy_entries(winner, getattr(loser, column), column=column, names=decision.from_loser)
    winner.last_order_at = max(filter(None, (winner.last_order_at, loser.last_order_at)), default=None)
    settle(winner, now=now)
    return changes


def copy_entries(
    customer: Customer, entries: Mapping[str, Any], *, column: str, names: Iterable[str]
) -> None:
    """Have `column`, a mapping by field, say of these fields what `entries` says of them."""
    fields = set(names)
    told = {name: value for name, value in getattr(customer, column).items() if name not in fields}
    setattr(customer, column, {**told, **{name: entries[name] for name in fields if name in entries}})


def settle(customer: Customer, *, now: datetime) -> None:
    """Write a customer whose fields or belongings changed by a merge or its undo, with all that follows."""
    derive(customer, book=customer.addresses.all(), country=account_settings().country)
    specs = own_field_specs()
    own = own_values_of([customer.pk]).get(customer.pk, {})
    customer.is_incomplete = is_incomplete(specs, filled(own))
    customer.version += 1
    customer.updated_at = now
    customer.save()
    keep_sorted([customer.pk])


def _keep_findable(merge: Merge, winner: Customer, before: Kept, gone: Kept) -> None:
    number = left_over((before["number"], gone["number"]), kept=winner.number, key=number_key)
    mail = left_over((before["email"], gone["email"]), kept=winner.email, key=email_key)
    if number or mail:
        CustomerAlias.objects.create(
            customer=winner,
            merge=merge,
            number=number,
            number_key=number_key(number),
            email=mail,
            email_key=email_key(mail),
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)

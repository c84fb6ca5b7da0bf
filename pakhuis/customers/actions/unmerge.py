"""Taking a merge apart again: both customers as they were; what somebody changed since stays, and is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from pakhuis.accounts.actions import claim
from pakhuis.comments.actions import move_comments
from pakhuis.customers.actions.kept_rows import as_json, kept, put_in, read
from pakhuis.customers.actions.merge import SOURCE_COLUMNS, comment_ids, copy_entries, names_of, settle
from pakhuis.customers.actions.merge_rows import hold_rows
from pakhuis.customers.actions.tag_rows import keep_sorted
from pakhuis.customers.actions.unmerge_rows import return_rows
from pakhuis.customers.events import CustomerMergeUndone
from pakhuis.customers.keys import number_key
from pakhuis.customers.merge_problems import (
    field_was_edited,
    later_merge_first,
    number_used_meanwhile,
    undone_already,
)
from pakhuis.customers.merge_rules import PutBack, put_back
from pakhuis.customers.models import Customer, CustomerAlias, Merge
from pakhuis.customers.problems import erased_already
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Problem, Refused


@transaction.atomic
def undo_merge(merge_id: int, *, by: Actor, now: datetime) -> tuple[Problem, ...]:
    """Make the loser again and give both what was theirs; gives in words what stayed with the winner.

    Only the latest merge of a customer can be undone, so that a chain comes apart in the order it was made.
    What came after the merge (orders, addresses, edits) stays where it is now.
    """
    merge, winner = _held(merge_id)
    hold_rows(winner.pk)
    record_of = merge.record
    back = put_back(before=record_of["before"], after=record_of["after"], current=kept(winner))
    notes = [field_was_edited(name) for name in back.edited]
    CustomerAlias.objects.filter(merge=merge).delete()
    _free_number(winner, back)
    loser, renumbered = _made_again(record_of["loser"], now=now)
    notes += renumbered
    notes += return_rows(record_of["moved"], loser=loser.pk, winner=winner.pk)
    said = comment_ids(winner.pk, among=record_of.get("comments", ()))
    move_comments("customer", comment_ids=said, to=loser.pk)
    for name, value in read(Customer, back.values).items():
        setattr(winner, name, value)
    for column in SOURCE_COLUMNS:
        copy_entries(winner, record_of["before"][column], column=column, names=back.values)
    settle(winner, now=now)
    keep_sorted([loser.pk])
    Merge.objects.filter(pk=merge.pk).update(undone_at=now, undone_by=by.label[:200])
    told = tuple(str(one) for one in notes)
    record(
        [
            CustomerMergeUndone(id=winner.pk, customer=loser.name, kept=told),
            CustomerMergeUndone(id=loser.pk, customer=winner.name, kept=told),
        ],
        by=by,
        now=now,
    )
    return tuple(notes)


def _held(merge_id: int) -> tuple[Merge, Customer]:
    """The last merge of a customer and its winner, who is locked first, as by whoever erases it."""
    winner_id = Merge.objects.filter(pk=merge_id).values_list("winner_id", flat=True).first()
    if winner_id is None:
        raise Refused([not_found("merge")])
    claim(*names_of(winner_id))
    winner = Customer.objects.select_for_update(no_key=True).filter(pk=winner_id).first()
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    _refuse_unless_last(merge)
    if winner is None:
        raise Refused([not_found("customer")])
    return merge, winner


def _refuse_unless_last(merge: Merge) -> None:
    if merge.erased_at is not None:
        raise Refused([erased_already()])
    if merge.undone_at is not None:
        raise Refused([undone_already()])
    later = Merge.objects.filter(
        Q(winner_id=merge.winner_id) | Q(loser_id=merge.winner_id), undone_at=None, pk__gt=merge.pk
    )
    last = later.order_by("-pk").first()
    if last is not None:
        raise Refused([later_merge_first(str(last.record.get("loser", {}).get("name", "")))])


def _free_number(winner: Customer, back: PutBack) -> None:
    """A number that goes back to the loser must be free before the loser is there again."""
    if "number" in back.values:
        number = str(back.values["number"])
        Customer.objects.filter(pk=winner.pk).update(number=number, number_key=number_key(number))


def _made_again(row: dict[str, Any], *, now: datetime) -> tuple[Customer, list[Problem]]:
    """The loser with the id it had. A number that somebody has by now stays theirs."""
    notes: list[Problem] = []
    if row["number_key"] and _has_number(row["number_key"]):
        notes.append(number_used_meanwhile(row["number"]))
        row = {**row, "number": "", "number_key": None}
    row = {**row, "version": row["version"] + 1, "updated_at": as_json(now)}
    put_in(Customer, [row])
    return Customer.objects.get(pk=row["id"]), notes


def _has_number(key: str) -> bool:
    own = Customer.objects.filter(number_key=key).exists()
    return own or CustomerAlias.objects.filter(number_key=key).exists()

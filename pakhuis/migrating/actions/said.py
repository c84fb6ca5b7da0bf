"""What was said about the customers, products, orders and purchase orders that came along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pakhuis.accounts.models import User
from pakhuis.comments.actions import add_comment
from pakhuis.customers.actions import HELD_WHILE_COMMENTED
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import here, made_here, seen_keys
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.source import NotThere
from pakhuis.migrating.states import Outcome, Resource

KINDS = {
    Resource.CUSTOMERS: ("customers", "customer"),
    Resource.PRODUCTS: ("products", "product"),
    Resource.ORDERS: ("orders", "order"),
    Resource.PURCHASES: ("purchaseorders", "purchase"),
}
"""What can have comments: its name in a path, and the kind of subject here."""


class Comments(Mover):
    """All that was said about one subject is one thing. It keeps its moment; nobody gets a notice of it."""

    resource = Resource.COMMENTS
    size = 20

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        for parent, (path, kind) in KINDS.items():
            talked = made_here(work.run, parent).filter(detail__comments__gt=0).order_by("pk")
            things = list(talked.values_list("key", "label", "target_id"))
            done = seen_keys(work.run, self.resource, {f"{path}/{key}" for key, _, _ in things})
            yield Batch(
                [
                    Item(f"{path}/{key}", Fields({"label": label, "here": pk, "kind": kind}))
                    for key, label, pk in things
                    if f"{path}/{key}" not in done
                ]
            )

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        return [work.asked(item, _said) for item in items]

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        people = User.objects.in_bulk(here(work.run, Resource.USERS).values())
        authors = {there: people[pk] for there, pk in here(work.run, Resource.USERS).items() if pk in people}
        return [self._one(item, authors, work) for item in items]

    def _one(self, item: Item, authors: Mapping[int, User], work: Work) -> Done:
        told, subject = item.told, item.told.id("here")
        assert subject is not None
        notes: list[Problem] = list(item.lacks)
        for one in item.more:
            try:
                add_comment(
                    told.text("kind"),
                    subject,
                    body=one.text("body"),
                    show_at_related=one.flag("show_at_related") is True,
                    is_news=False,
                    by=_author(one, authors, work),
                    now=work.moment(one, "created_at", "created"),
                    hold=HELD_WHILE_COMMENTED.get(told.text("kind")),
                )
            except Refused as refused:
                notes += refused.problems
        return Done(
            key=item.key,
            label=told.text("label"),
            outcome=Outcome.LEFT if notes and len(notes) >= len(item.more) else Outcome.MADE,
            target_id=subject,
            amount=Decimal(len(item.more)),
            notes=notes,
        )


def _said(item: Item, work: Work) -> list[Fields]:
    """Everything that was said about it; nothing where it is gone meanwhile."""
    try:
        return [
            Fields(row) for rows in work.source.rows(f"{item.key}/comments", key="idcomment") for row in rows
        ]
    except NotThere:
        return []


def _author(one: Fields, authors: Mapping[int, User], work: Work) -> Actor:
    """The user here of the same name, else their name as it was told."""
    told = one.value("author")
    fields = Fields(told) if isinstance(told, Mapping) else Fields({})
    known = authors.get(fields.id("iduser") or 0)
    if known is not None:
        return known.as_actor()
    name = fields.text("full_name") or fields.text("username")
    return Actor(work.by.kind, None, name[:200]) if name else work.by

"""Taking back what an import did to customers, from the facts it left in the journal.

A customer it made goes, if nobody has touched it since and it has no orders. A field it changed goes back,
if it still is as the import left it. Everything else stays, and the reason is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pakhuis.accounts.models import AccountSettings, Tag, Template
from pakhuis.comments.queries import commented_by
from pakhuis.customers.actions import Loaded, delete_many, load_many, write_many
from pakhuis.customers.books import FLAGS
from pakhuis.customers.events import VatNumberAsked, VatNumberChecked
from pakhuis.customers.intake import BulkAddress, BulkCustomer, NewAddress, Source
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import erased_already
from pakhuis.imports.actions.engine import Undone
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import (
    field_touched_since,
    gone_since,
    has_orders,
    not_found_any_more,
    not_taken_back,
    touched_since,
)
from pakhuis.imports.states import Heap
from pakhuis.journal.events import Links
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Problem
from pakhuis.orders.models import Order
from pakhuis.ownfields.values import OwnFieldSpec, OwnText, check_own_value, joined
from pakhuis.pricing.actions import attach_to_many, price_lists_of
from pakhuis.pricing.models import PriceList

Own = dict[int, tuple[OwnText, ...]]
LINKED = frozenset(("template_id", "tags", "price_lists"))
"""Fields that point to other rows: the journal tells their ids beside their names."""
SEVERAL = frozenset(("tags", "price_lists"))
"""Those of them that a customer has several of: here what was taken, and what was added."""
CHANGES_NOTHING = frozenset((VatNumberAsked.name, VatNumberChecked.name))
"""Facts about a customer that leave it as it was: what the VAT register answers is no work of anybody's."""


@dataclass
class Deeds:
    """What the facts tell of one customer: what this run did, and who came after it."""

    was_made: bool = False
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    addresses: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    sources: dict[str, Source | None] = field(default_factory=dict)

    def add(self, told: Mapping[str, Any]) -> None:
        """What a further fact of the run tells.

        Of what somebody changed between two deeds of the run only the later one is left to be taken back.
        """
        for change in told.get("changes", ()):
            name, old, new = change["field"], change["old"], change["new"]
            first, last = self.changes.get(name, (old, None))
            if old != last:
                first = old
                if "sources" in told:
                    before = told["sources"].get(name)
                    self.sources[name] = tuple(before) if before else None
            self.changes[name] = first, new
        for change in told.get("addresses", ()):
            oldest, last = self.addresses.get(change["id"], (None, None))
            oldest = oldest if change["old"] == last else change["old"]
            self.addresses[change["id"]] = oldest, change["new"]
        for name, (before, after) in told.get("links", {}).items():
            had, has = self.links.get(name, ((), ()))
            if name in SEVERAL:
                gone, new = set(before) - set(after), set(after) - set(before)
                taken, added = set(had), set(has)
                self.links[name] = (
                    tuple((taken - new) | (gone - added)),
                    tuple((added - gone) | (new - taken)),
                )
            else:
                self.links[name] = tuple(had if before == list(has) else before), tuple(after)


def undo_customers(
    ids: Sequence[int],
    *,
    run: ImportRun,
    specs: Sequence[OwnFieldSpec],
    settings: AccountSettings,
    by: Actor,
    now: datetime,
) -> Mapping[int, Undone]:
    """What became of each of these customers. In the caller's transaction; the rows are locked first."""
    loaded = load_many(ids=ids)
    deeds = _deeds(ids, run)
    undone: dict[int, Undone] = {}
    to_delete: list[int] = []
    for pk in ids:
        if pk in loaded.erased:
            undone[pk] = Undone(heap=Heap.IMPOSSIBLE, reasons=(erased_already(),))
        elif pk not in loaded.customers:
            undone[pk] = Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
        elif deeds[pk].was_made and deeds[pk].others:
            undone[pk] = Undone(heap=Heap.KEPT, reasons=(touched_since(deeds[pk].others[-1]),))
        elif deeds[pk].was_made:
            to_delete.append(pk)
    stay = set(delete_many(to_delete, by=by, now=now))
    ordered = set(Order.objects.filter(customer_id__in=stay).values_list("customer_id", flat=True))
    for pk in to_delete:
        reason = has_orders() if pk in ordered else not_taken_back()
        kept = Undone(heap=Heap.IMPOSSIBLE, reasons=(reason,))
        undone[pk] = kept if pk in stay else Undone(heap=Heap.REVERSED)
    rest = [pk for pk in ids if pk not in undone]
    return undone | _Restoring(loaded, deeds, specs=specs, settings=settings, by=by, now=now).restore(rest)


def _deeds(ids: Sequence[int], run: ImportRun) -> dict[int, Deeds]:
    """Per customer what the run did: of each field the value before its first and after its last change.

    A comment is no fact of a customer, and changes nothing of it; but who wrote it works with that customer.
    """
    deeds: dict[int, Deeds] = defaultdict(Deeds)
    mine = run.as_actor()
    facts = Fact.objects.filter(subject_kind="customer", subject_id__in=ids).order_by("pk")
    has_begun: set[int] = set()
    for fact in facts:
        one = deeds[fact.subject_id]
        if (fact.actor_kind, fact.actor_id) != (mine.kind, mine.id):
            if fact.subject_id in has_begun and fact.name not in CHANGES_NOTHING:
                one.others.append(fact.actor_label)
            continue
        has_begun.add(fact.subject_id)
        if fact.name == "customer.created":
            one.was_made = True
        one.add(fact.data)
    for pk, who in commented_by("customer", ids).items():
        deeds[pk].others.append(who)
    return deeds


class _Restoring:
    """Puts fields back, customer by customer in memory, then writes them all."""

    def __init__(
        self,
        loaded: Loaded,
        deeds: Mapping[int, Deeds],
        *,
        specs: Sequence[OwnFieldSpec],
        settings: AccountSettings,
        by: Actor,
        now: datetime,
    ) -> None:
        self._loaded, self._deeds, self._settings = loaded, deeds, settings
        self._specs = {one.id: one for one in specs}
        self._by, self._now = by, now
        self._templates = dict(Template.objects.values_list("pk", "name"))
        self._titles = dict(Tag.objects.values_list("pk", "title"))
        self._lists = set(PriceList.objects.values_list("pk", flat=True))
        self._attached: dict[int, frozenset[int]] = {}

    def restore(self, ids: Sequence[int]) -> dict[int, Undone]:
        self._had = price_lists_of(ids)
        wanted, undone = [], {}
        for pk in ids:
            one, kept = self._restored(self._loaded.customers[pk])
            wanted.append(one)
            undone[pk] = Undone(heap=Heap.KEPT if kept else Heap.REVERSED, reasons=tuple(kept))
        write_many(
            wanted,
            self._loaded,
            settings=self._settings,
            specs=tuple(self._specs.values()),
            names=self._templates,
            by=self._by,
            now=self._now,
        )
        attach_to_many(self._attached, by=self._by, now=self._now)
        return undone

    def _restored(self, customer: Customer) -> tuple[BulkCustomer, list[Problem]]:
        """The customer as it is to be again, and what cannot go back."""
        deeds = self._deeds[customer.pk]
        fields: dict[str, Any] = {}
        own: Own = {}
        kept: list[Problem] = []
        tag_ids = None
        for name, (old, new) in deeds.changes.items():
            if name == "addresses":
                continue
            if name in LINKED and name not in deeds.links:
                kept.append(not_found_any_more(name))
            elif name == "template_id":
                self._template_back(customer, deeds.links[name], fields, kept)
            elif name == "tags":
                present = self._loaded.tags.get(customer.pk, {})
                back = _set_back(name, present, deeds.links[name], self._titles, kept)
                tag_ids = {pk: self._titles[pk] for pk in back}
            elif name == "price_lists":
                had = self._had.get(customer.pk, frozenset())
                self._attached[customer.pk] = _set_back(name, had, deeds.links[name], self._lists, kept)
            elif name.startswith("own:"):
                self._own_back(customer, int(name.removeprefix("own:")), (old, new), own, kept)
            elif _text(getattr(customer, name, None)) != new:
                kept.append(field_touched_since(name))
            else:
                fields[name] = _value(name, old)
        book = self._book_back(customer, deeds, kept) if deeds.addresses else None
        touched = {problem.path[0] for problem in kept if problem.path}
        one = BulkCustomer(
            customer_id=customer.pk,
            fields=fields,
            book=book,
            tag_ids=tag_ids,
            own=own,
            sources={name: source for name, source in deeds.sources.items() if name not in touched},
        )
        return one, list(dict.fromkeys(kept))

    def _template_back(
        self, customer: Customer, links: Links, fields: dict[str, Any], kept: list[Problem]
    ) -> None:
        (old,), (new,) = (one or (None,) for one in links)
        if customer.template_id != new:
            kept.append(field_touched_since("template_id"))
        elif old is not None and old not in self._templates:
            kept.append(not_found_any_more("template_id"))
        else:
            fields["template_id"] = old

    def _own_back(
        self, customer: Customer, field_id: int, values: tuple[str, str], own: Own, kept: list[Problem]
    ) -> None:
        old, new = values
        spec = self._specs.get(field_id)
        present = self._loaded.own.get(customer.pk, {}).get(field_id, ())
        checks = Checks()
        back = check_own_value(spec, old, checks, ()) if spec else ()
        if spec is None or checks.problems or joined(present) != new:
            kept.append(field_touched_since(f"own:{field_id}"))
        else:
            own[field_id] = back

    def _book_back(self, customer: Customer, deeds: Deeds, kept: list[Problem]) -> tuple[BulkAddress, ...]:
        """The book with each address the import touched as it was, if it still is as the import left it."""
        entries: list[BulkAddress] = []
        restored: set[int] = set()
        for entry in self._loaded.books.get(customer.pk, ()):
            if entry.id in deeds.addresses:
                before, after = deeds.addresses[entry.id]
                if _stored(after, entry.id) != entry:
                    kept.append(field_touched_since("addresses"))
                elif before is None:
                    continue
                else:
                    entries.append(_stored(before, entry.id))
                    restored.add(entry.id)
                    continue
            entries.append(entry)
        present = {entry.id for entry in entries}
        if any(before is not None and pk not in present for pk, (before, _) in deeds.addresses.items()):
            kept.append(field_touched_since("addresses"))
        return tuple(_one_default(entries, restored))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _value(name: str, text: str) -> Any:
    """The value a text of the journal stands for."""
    read: dict[str, Callable[[str], Any]] = {
        "discount": lambda it: Decimal(it or 0),
        "autosplit": {"True": True, "False": False}.get,
        "calculate_vat": lambda it: it != "False",
    }
    return read[name](text) if name in read else text


def _set_back(
    name: str, present: Collection[int], links: Links, known: Collection[int], kept: list[Problem]
) -> frozenset[int]:
    """All that are there now, without those the import added and with those it took, if there are such."""
    before, after = map(frozenset, links)
    taken = before - after
    if not taken.issubset(known):
        kept.append(not_found_any_more(name))
    return (frozenset(present) - (after - before)) | taken.intersection(known)


def _stored(given: Mapping[str, Any], pk: int) -> BulkAddress:
    """An address of the journal as a value."""
    parts = {name: value for name, value in given.items() if name not in FLAGS}
    return BulkAddress(pk, NewAddress(**parts), *(given[flag] for flag in FLAGS))


def _one_default(entries: Sequence[BulkAddress], restored: set[int]) -> list[BulkAddress]:
    """At most one default of a kind: one that somebody chose since goes before one that is put back."""
    chosen = {}
    for flag in FLAGS:
        marked = [one for one in entries if getattr(one, flag)]
        marked.sort(key=lambda one: one.id in restored)
        chosen[flag] = marked[0].id if marked else None
    return [
        BulkAddress(one.id, one.address, *(chosen[flag] == one.id and getattr(one, flag) for flag in FLAGS))
        for one in entries
    ]

"""Files with customers: recognised by number, decided on by pure rules, written in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar

from django.db.models import Max
from django.db.models.functions import Length

from pakhuis.accounts.actions import account_settings, ensure_tags, rights_of_actor
from pakhuis.accounts.models import Tag, Template
from pakhuis.bulk.among import Among
from pakhuis.customers.actions import Loaded, NumbersMoved, load_many, raise_above, write_many
from pakhuis.customers.intake import BulkCustomer
from pakhuis.customers.keys import number_key
from pakhuis.customers.models import Customer, CustomerAlias
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.customers.problems import erased_already
from pakhuis.imports.actions.engine import Before, FileRow, Parsed, Settled, Undone, subjects_of
from pakhuis.imports.actions.following import OWNER
from pakhuis.imports.actions.known_emails import emails_known
from pakhuis.imports.actions.names_here import lists_and_templates
from pakhuis.imports.actions.undo_customers import undo_customers
from pakhuis.imports.actions.whole_file import texts_of
from pakhuis.imports.assembling import CustomerRow, assembled
from pakhuis.imports.book_rules import NONE_TOLD, kinds_told
from pakhuis.imports.columns.contract import Clear, Draft, Known
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.needed import FOR_TAGS, MAKES_TAGS, targets_in
from pakhuis.imports.problems import (
    fractions_for_percentages,
    row_above_left_out,
    shortened_number,
    shorter_numbers,
)
from pakhuis.imports.readers import Understood
from pakhuis.imports.rules import Decision, Present, World, decide
from pakhuis.imports.states import Outcome
from pakhuis.imports.trial_problems import archived_customers, no_such_tag, tags_left_out
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import key
from pakhuis.pricing.actions import attach_to_many, price_lists_of
from pakhuis.pricing.models import PriceList

FIELDS = (
    *("number", "name", "contact_name", "email", "phone", "language", "discount", "template_id", "autosplit"),
    *("calculate_vat", "vat_number", "remarks", "default_order_remarks", "locale"),
)
_values_of: Callable[[Mapping[str, Any]], tuple[Any, ...]] = itemgetter(*FIELDS)
LOOKED_AT = 200
Told = Mapping[str, frozenset[str]]
"""Which default addresses earlier rows of the file told, by the key of the customer."""
NONE_BEFORE: Told = {}
SAMPLED = 1000
SHORTENED = r"^[0-9]([.,][0-9]+)?e\+[0-9]+$"
"""A long number as a spreadsheet writes it when its column is narrow: `8,71E+12`."""


class CustomerEngine:
    """Rows of one batch, told apart by the form for comparing of their numbers."""

    at_once: ClassVar[int] = 2500

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self._run, self._now = run, now
        self._by = run.as_actor()
        self._settings = account_settings()
        self._specs = own_field_specs()
        self._templates = dict(Template.objects.values_list("pk", "name"))
        lists = list(PriceList.objects.values_list("pk", "name", "active"))
        self._lists = {pk: name for pk, name, _ in lists}
        self._above_is_refused = False
        self._followed: dict[str, str] = {}
        """Of each number from a merge that was met, the one that it was taken for."""
        self._had_lists: Mapping[int, frozenset[int]] = {}
        self._erased: frozenset[str] = frozenset()
        self._world = World(
            language=self._settings.language,
            country=self._settings.country,
            specs={one.id: one for one in self._specs},
            names={"template_id": self._templates, "price_lists": self._lists},
            retired_lists=frozenset(pk for pk, _, is_active in lists if not is_active),
        )

    @cached_property
    def known(self) -> Known:
        return replace(lists_and_templates(), tags=self._known_tags.keys())

    @cached_property
    def _known_tags(self) -> dict[str, str]:
        """How each tag is written, by its form for comparing; one that is in use before a retired one."""
        return {key(title): title for title in Tag.objects.order_by("active").values_list("title", flat=True)}

    @cached_property
    def _makes_tags(self) -> bool:
        began_so = self._run.mapping.get(MAKES_TAGS, True)
        return began_so and FOR_TAGS in rights_of_actor(self._run.beginner)

    @cached_property
    def _tags_in_use(self) -> frozenset[str]:
        return frozenset(map(key, Tag.objects.filter(active=True).values_list("title", flat=True)))

    @cached_property
    def _taken_over(self) -> dict[str, str]:
        """Of each number from a merge the one its customer is known by: both are about the same one."""
        found = CustomerAlias.objects.exclude(number_key=None).order_by("pk")
        first: dict[int, str] = {}
        return {
            former: own or first.setdefault(customer_id, former)
            for former, customer_id, own in found.values_list(
                "number_key", "customer_id", "customer__number_key"
            )
            if former
        }

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        value = assembled(draft)
        given = number_key(value.number) or ""
        key = self._taken_over.get(given, given)
        if key != given:
            self._followed[given] = key
        return Parsed(row=row, draft=draft, key=key, value=value)

    def settle(self, rows: Sequence[Parsed], *, before: Before, writes: bool) -> list[Settled]:
        if writes and not self._run.position:
            self._keep_numbers_of_file()
        earlier = [] if writes else before({one.key for one in rows if one.key})
        keys = {one.key for one in (*earlier, *rows) if one.key and not one.key.startswith(OWNER)}
        loaded = load_many(number_keys=keys, lock=writes)
        self._check_unmoved(loaded)
        present = self._present(loaded)
        titles = self._titles([*earlier, *rows])
        for one in earlier:
            self._decided(one, present, titles)
        above_is_refused = self._above_is_refused
        decisions = [(one, self._decided(one, present, titles)) for one in rows]
        told = self._told_before(decisions, loaded, before) if writes else {}
        if told:
            self._above_is_refused = above_is_refused
            present = self._present(loaded, told)
            decisions = [(one, self._decided(one, present, titles)) for one in rows]
        touched: dict[str, tuple[str, Decision]] = {}
        for one, decision in decisions:
            if decision.outcome in (Outcome.CREATED, Outcome.CHANGED):
                touched[one.key or f"row:{one.row.id}"] = (one.key, decision)
        ids = self._written(touched, loaded) if writes else {}
        return [self._settled(one, decision, present, ids) for one, decision in decisions]

    def _told_before(
        self, decisions: Iterable[tuple[Parsed, Decision]], loaded: Loaded, before: Before
    ) -> Told:
        """Which default addresses earlier batches told, of the customers whose books would be changed.

        They are the only ones it matters for, and hardly any: no other row is read again.
        """
        changed = {
            one.key
            for one, decision in decisions
            if one.key in loaded.by_number and any(name == "addresses" for name, *_ in decision.changes)
        }
        told: dict[str, frozenset[str]] = {}
        for one in before(changed) if changed else ():
            told[one.key] = told.get(one.key, NONE_TOLD) | kinds_told(one.value.addresses)
        return told

    def _keep_numbers_of_file(self) -> None:
        """Rows without a number are handed none that stands further on in the file, for somebody else."""
        columns = self._run.mapping.get("columns", ())
        if self._settings.numbers_customers and "number" in columns:
            place = columns.index("number")
            for texts in texts_of(self._run, [place]):
                raise_above(texts[place], self._settings)

    def _check_unmoved(self, loaded: Loaded) -> None:
        """Keys were worked out before the customers were held: each is of one of them, and the same one."""
        owners = loaded.by_number
        former = CustomerAlias.objects.filter(Among("number_key", self._followed))
        now = dict(former.values_list("number_key", "customer_id")) if self._followed else {}
        is_other = any(
            owners.get(key) != now.get(one)
            for one, key in self._followed.items()
            if key not in loaded.erased_numbers
        )
        if is_other or len(set(owners.values())) < len(owners):
            raise NumbersMoved

    def undo(self, rows: Sequence[ImportRow]) -> Mapping[int, Undone]:
        return undo_customers(
            subjects_of(rows),
            run=self._run,
            specs=self._specs,
            settings=self._settings,
            by=self._run.undoer,
            now=self._now,
        )

    def warnings(self) -> list[Problem]:
        """What a spreadsheet may have done to the file: zeros taken from numbers, 5 % written as 0.05."""
        found = []
        usual = _zero_padded_length()
        counted = self._run.rows.filter(key__regex=r"^[0-9]+$")
        longest = counted.aggregate(most=Max(Length("key")))["most"] or 0
        if 0 < longest < usual and self._run.created:
            found.append(shorter_numbers(longest, usual))
        shortened = self._run.rows.filter(key__regex=SHORTENED).order_by("number").first()
        if shortened is not None:
            found.append(shortened_number(shortened.number, shortened.subject_label))
        understood = Understood.from_json(self._run.understood)
        columns = self._run.mapping.get("columns", ())
        if understood.kind == "spreadsheet" and "discount" in columns:
            place = columns.index("discount")
            texts = [row.cells[place] for row in understood.preview if row.cells[place]]
            if texts and all(one.startswith("0.") for one in texts):
                found.append(fractions_for_percentages())
        if "tags" in targets_in(self._run.mapping) and not self._makes_tags:
            found += self._left_out_tags()
        archived = Customer.objects.filter(archived_at__isnull=False).values("pk")
        about_archived = self._run.rows.filter(subject_id__in=archived).exclude(outcome=Outcome.REFUSED)
        count = about_archived.count()
        if count:
            found.append(archived_customers(count))
        return [*found, *emails_known(self._run)]

    def _left_out_tags(self) -> list[Problem]:
        """The first names of tags that would have been made by somebody who may."""
        told = self._run.rows.saying("no_such_tag").order_by("number").values_list("problems", flat=True)
        said = (one for problems in told[:SAMPLED] for one in problems if one["code"] == "no_such_tag")
        names = list(dict.fromkeys(one["params"]["title"] for one in said))
        return [tags_left_out(names)] if names else []

    def _present(self, loaded: Loaded, told: Told = NONE_BEFORE) -> dict[str, Present]:
        """The customers that are there already, by the key of their number."""
        self._erased = loaded.erased_numbers
        self._had_lists = lists = price_lists_of(loaded.customers) if loaded.customers else {}
        mine = f"{self._by.kind}:{self._run.pk}"
        return {
            number: Present(
                id=pk,
                fields=loaded.customers[pk].__dict__,
                book=loaded.books.get(pk, ()),
                tags=frozenset(loaded.tags.get(pk, {}).values()),
                price_lists=lists.get(pk, frozenset()),
                own=loaded.own.get(pk, {}),
                is_of_this_run=loaded.customers[pk].field_sources.get("number") == mine,
                told=told.get(number, NONE_TOLD),
            )
            for number, pk in loaded.by_number.items()
        }

    def _titles(self, rows: Sequence[Parsed]) -> Mapping[str, str]:
        """How each tag in the rows is written: as it is known, else as the first row has it."""
        wanted = [title for one in rows for title in _tags(one.value)]
        return {**{key(title): title for title in reversed(wanted)}, **self._known_tags} if wanted else {}

    def _decided(self, one: Parsed, present: dict[str, Present], titles: Mapping[str, str]) -> Decision:
        """What a row does, with the rows before it taken into account; `present` goes along."""
        if one.goes_on and (self._above_is_refused or one.key not in present):
            return Decision(Outcome.REFUSED, problems=(row_above_left_out(),))
        decision = self._decision(one, present, titles)
        if not one.goes_on:
            self._above_is_refused = decision.outcome is Outcome.REFUSED
        if decision.after is not None and one.key:
            present[one.key] = decision.after
        return decision

    def _decision(self, one: Parsed, present: Mapping[str, Present], titles: Mapping[str, str]) -> Decision:
        row: CustomerRow = one.value
        if one.key in self._erased:
            return Decision(Outcome.REFUSED, problems=(erased_already(("number",)),))
        if not isinstance(row.tags, Clear) and row.tags:
            row = self._with_tags(row, [titles[key(title)] for title in row.tags], present.get(one.key))
        there = present.get(one.key) if one.key else None
        return decide(row, there, duplicates=self._run.duplicates, world=self._world)

    def _with_tags(self, row: CustomerRow, wanted: Sequence[str], present: Present | None) -> CustomerRow:
        """The row with its tags as they are written here; without those that its import may not make."""
        if self._makes_tags:
            return row._replace(tags=tuple(wanted))
        had = present.tags if present else frozenset()
        new = [title for title in wanted if title not in had and key(title) not in self._tags_in_use]
        known = tuple(title for title in wanted if title not in new)
        return row._replace(tags=known, notes=(*row.notes, *map(no_such_tag, new)))

    def _written(self, touched: Mapping[str, tuple[str, Decision]], loaded: Loaded) -> dict[str, int]:
        """Make and change the customers as they are after the last row; their ids by key or row."""
        after = {name: decision.after for name, (_, decision) in touched.items() if decision.after}
        new_tags = {title for one in after.values() for title in one.tags - _had_tags(one, loaded)}
        tags = ensure_tags(new_tags, by=self._by, now=self._now)
        wanted = [self._bulk(one, loaded, tags) for one in after.values()]
        written = write_many(
            wanted,
            loaded,
            settings=self._settings,
            specs=self._specs,
            names=self._templates,
            by=self._by,
            now=self._now,
        )
        ids = dict(zip(after, written, strict=True))
        lists = {
            ids[name]: one.price_lists
            for name, one in after.items()
            if one.price_lists or one.id in self._had_lists
        }
        if lists:
            attach_to_many(lists, by=self._by, now=self._now)
        return ids

    def _bulk(self, one: Present, loaded: Loaded, tags: Mapping[str, int]) -> BulkCustomer:
        fields = one.fields
        if one.id is not None:
            had = loaded.customers[one.id].__dict__
            pairs = zip(FIELDS, _values_of(fields), _values_of(had), strict=True)
            fields = {name: value for name, value, before in pairs if value != before}
        had_tags = loaded.tags.get(one.id or 0, {})
        tag_ids = {pk: title for pk, title in had_tags.items() if title in one.tags}
        if one.tags:
            new = one.tags - _had_tags(one, loaded)
            tag_ids |= {tags[key(title)]: title for title in new}
        return BulkCustomer(one.id, fields, one.book, tag_ids, one.own)

    def _settled(
        self, one: Parsed, decision: Decision, present: Mapping[str, Present], ids: Mapping[str, int]
    ) -> Settled:
        now = present.get(one.key) if one.key else None
        subject_id = ids.get(one.key or f"row:{one.row.id}") or (now.id if now else None)
        is_out = decision.outcome is Outcome.REFUSED and now is None
        return Settled(
            one.row,
            decision.outcome,
            one.key,
            decision.problems,
            decision.changes,
            None if is_out else subject_id,
            one.value.number,
        )


def _zero_padded_length() -> int:
    """How long numbers with zeros in front usually are here; 0 where there are none."""
    padded = Customer.objects.filter(number_key__startswith="0").values_list("number_key", flat=True)
    lengths = Counter(len(one) for one in padded[:LOOKED_AT] if one and one.isdigit())
    return lengths.most_common(1)[0][0] if lengths else 0


def _had_tags(one: Present, loaded: Loaded) -> frozenset[str]:
    """The titles of the tags it has in the database, retired ones too."""
    return frozenset(loaded.tags.get(one.id or 0, {}).values())


def _tags(row: CustomerRow) -> Sequence[str]:
    return () if isinstance(row.tags, Clear) else row.tags

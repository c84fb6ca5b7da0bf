"""Imports of files: the run, its rows as they stood in the file, and which columns people chose before."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from pakhuis.bulk.among import Among
from pakhuis.imports.states import Duplicates, Heap, Outcome, RunState, Subject
from pakhuis.kernel.actor import Actor, ActorKind


class ImportRun(models.Model):
    """One file and what was done with it.

    `read` counts rows that have been looked at, and is always the sum of the five outcomes; `total` is what
    the file holds. After a dry run the counts say what would happen. `file` is a random name below the
    imports folder, empty once the file has been removed. `position` is the row worked off last.
    `actor_*` is who chose the file.
    """

    subject = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    options = models.JSONField(default=dict, help_text="encoding, delimiter, sheet, header row as chosen")
    understood = models.JSONField(default=dict, help_text="what was found in the file, with its first rows")
    mapping = models.JSONField(default=dict, help_text="target per column, fixed values")
    duplicates = models.CharField(max_length=12, default=Duplicates.SUPPLEMENT)
    state = models.CharField(max_length=12, default=RunState.UPLOADED)
    is_stored = models.BooleanField(default=False, help_text="all rows of the file are rows here")
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    reversed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    impossible = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="about the whole file")
    by_column = models.JSONField(default=dict, help_text="column: how many rows were refused for it")
    actor_kind = models.CharField(max_length=20)
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    begun_by = models.JSONField(default=list, help_text="kind, id, label")
    undone_by = models.JSONField(default=list, help_text="kind, id, label")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(help_text="when a worker last did something; an old one is revived")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    read=F("created") + F("changed") + F("unchanged") + F("ignored") + F("refused"),
                ),
                name="import_counts_add_up",
            ),
            models.CheckConstraint(condition=Q(read__lte=F("total")), name="import_reads_what_is_there"),
            models.CheckConstraint(condition=Q(subject__in=tuple(Subject)), name="import_subject_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(RunState)), name="import_state_known"),
            models.CheckConstraint(condition=Q(duplicates__in=tuple(Duplicates)), name="import_duplicates"),
            models.CheckConstraint(
                condition=Q(actor_kind__in=tuple(ActorKind)), name="import_actor_kind_known"
            ),
        )
        indexes = (models.Index(fields=("state", "touched_at"), name="import_to_revive"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_gone(self) -> bool:
        """Whether file and rows have been removed, so that only the counts are left."""
        return not self.file and not self.is_stored

    @property
    def is_open_to_choice(self) -> bool:
        """Whether it may still be said how the file is read, what its columns are, and what of doubles."""
        is_early = self.state in (RunState.UPLOADED, RunState.TRIED)
        return is_early and bool(self.understood) and not self.is_gone

    @property
    def trial(self) -> str:
        """Which trial it stands after, for whoever carries it out to say which one they saw; else empty."""
        return self.finished_at.isoformat() if self.state == RunState.TRIED and self.finished_at else ""

    def as_actor(self) -> Actor:
        """The run as the one who writes: facts and sources of fields point to it."""
        return Actor(ActorKind.IMPORT_RUN, self.pk, f"{self.name} ({self.beginner.label})"[:200])

    @property
    def beginner(self) -> Actor:
        """Who had it tried or carried out last; until then who chose the file."""
        return self._actor(self.begun_by)

    @property
    def undoer(self) -> Actor:
        """Who had it undone: what goes back is their deed, whoever chose the file."""
        return self._actor(self.undone_by)

    def _actor(self, said: Sequence[Any]) -> Actor:
        kind, number, label = said or (self.actor_kind, self.actor_id, self.actor_label)
        return Actor(ActorKind(kind), number, label)


class ImportRows(models.QuerySet["ImportRow"]):
    """Rows of a run."""

    def about(self, keys: Collection[str]) -> ImportRows:
        """Those with one of these keys, wherever they stand, found by the index of keys.

        With more conditions beside it SQLite would go through all rows of the run instead.
        """
        return self.exclude(key="").filter(Among("key", keys))

    def saying(self, code: str) -> ImportRows:
        """Those of which this is said."""
        texts = self.annotate(told=Cast("problems", models.TextField()))
        return texts.filter(Q(told__contains=f'"code":"{code}"') | Q(told__contains=f'"code": "{code}"'))

    def told_of(self, column: str) -> ImportRows:
        """Those of which something is said at this column; empty for the row as a whole."""
        # As text, with and without a space: the engines keep it differently.
        place = f"[{json.dumps(column)}" if column else "[]"
        texts = self.annotate(told=Cast("problems", models.TextField()))
        return texts.filter(Q(told__contains=f'"path":{place}') | Q(told__contains=f'"path": {place}'))


class ImportRow(models.Model):
    """One row of a file, its cells as text.

    `number` is where it stands in the file. `key` is what it is recognised by (a customer number in its form
    for comparing), or what rows that go on with one without a number share; empty for none. `subject_id` is
    the customer, product or entry it concerned: a plain number, as the row outlives it. `changes` is what was
    (or would be) different: field, old, new.
    """

    # The run is the first column of a unique key below.
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    mark = models.CharField(max_length=12, blank=True, default="", help_text="totals, header, joined, wide")
    key = models.CharField(max_length=250, blank=True, default="")
    outcome = models.CharField(max_length=12, default=Outcome.PENDING)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    changes = models.JSONField(default=list)
    subject_id = models.PositiveBigIntegerField(null=True)
    subject_label = models.CharField(max_length=150, blank=True, default="", help_text="its number or code")
    heap = models.CharField(max_length=12, default=Heap.NONE)
    heap_reasons = models.JSONField(default=list)

    objects = ImportRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="importrow_once"),
            models.CheckConstraint(condition=Q(outcome__in=tuple(Outcome)), name="importrow_outcome"),
            models.CheckConstraint(condition=Q(heap__in=tuple(Heap)), name="importrow_heap"),
        )
        indexes = (
            models.Index(fields=("run", "outcome", "number"), name="importrow_by_outcome"),
            models.Index(fields=("run", "key"), condition=~Q(key=""), name="importrow_by_key"),
            models.Index(
                fields=("run", "heap", "number"), condition=~Q(heap=Heap.NONE), name="importrow_by_heap"
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class RememberedMapping(models.Model):
    """The columns chosen for files with these headers, to be proposed for the next such file."""

    subject = models.CharField(max_length=20)
    headers_key = models.CharField(max_length=64, help_text="digest of the headers")
    mapping = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "headers_key"), name="rememberedmapping_once"),
            models.CheckConstraint(condition=Q(subject__in=tuple(Subject)), name="rememberedmapping_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.headers_key}"

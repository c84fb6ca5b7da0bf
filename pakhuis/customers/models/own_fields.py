"""Own fields of customers: what is asked beside Pakhuis' own fields, and what was filled in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pakhuis.customers.merging import MergeRules, Unites
from pakhuis.customers.models.customers import Customer
from pakhuis.ownfields.values import KEY_LENGTH, Choice, OwnFieldKind, OwnFieldSpec


class OwnField(models.Model):
    """A field of the account's own. A retired one is asked no more and keeps its values."""

    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="ownfield_title_given"),
            models.CheckConstraint(condition=Q(kind__in=tuple(OwnFieldKind)), name="ownfield_kind_known"),
            models.UniqueConstraint(Lower("title"), name="ownfield_title_without_case"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def as_spec(self) -> OwnFieldSpec:
        """The field as the rules read it; its choices are read, so prefetch them for several."""
        return OwnFieldSpec(
            id=self.pk,
            title=self.title,
            kind=OwnFieldKind(self.kind),
            is_required=self.required,
            is_retired=self.is_retired,
            choices=tuple(one.as_choice() for one in self.choices.all()),
        )


class OwnFieldChoice(models.Model):
    """A possible value of a radio, select or multiple choice; a used one is retired, never removed."""

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="choices")
    title = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="ownchoice_title_given"),
            models.UniqueConstraint("field", Lower("title"), name="ownchoice_title_without_case"),
        )

    def __str__(self) -> str:
        return self.title

    def as_choice(self) -> Choice:
        return Choice(id=self.pk, title=self.title, is_retired=self.retired_at is not None)


class OwnValue(models.Model):
    """What was filled in: a text, or a choice.

    `place` is 0 for every kind but the multiple choice, which counts on from there: so the database keeps
    the promise that all others hold one value. `key` is the form for finding. A number is kept with a
    decimal point, a date as 2026-11-25, yes and no as `yes` and `no`.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="own_values")
    field = models.ForeignKey(OwnField, models.PROTECT, related_name="values")
    place = models.PositiveSmallIntegerField(default=0)
    choice = models.ForeignKey(OwnFieldChoice, models.PROTECT, null=True, related_name="values")
    text = models.TextField(blank=True, default="")
    key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")

    on_merge: ClassVar[MergeRules] = {"customer": Unites(by=("field",))}

    class Meta:
        ordering = ("field", "place")
        constraints = (
            models.UniqueConstraint(fields=("customer", "field", "place"), name="ownvalue_once_at_place"),
            models.UniqueConstraint(fields=("customer", "choice"), name="ownvalue_choice_once"),
            models.CheckConstraint(
                condition=Q(choice=None) & ~Q(text="") | Q(choice__isnull=False, text="", key=""),
                name="ownvalue_text_or_choice",
            ),
        )
        indexes = (
            models.Index(
                fields=("field", "key", "customer"),
                name="ownvalue_by_key",
                opclasses=("int8_ops", "varchar_pattern_ops", "int8_ops"),
            ),
            models.Index(fields=("choice", "customer"), name="ownvalue_by_choice"),
        )

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.field_id}"

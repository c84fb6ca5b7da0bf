"""The customer: the only required field is the name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Tag, Template
from pakhuis.customers.merging import MergeRules, Unites
from pakhuis.customers.models.searching import FoldedField, NewestFirstIndex
from pakhuis.customers.vat import VatState
from pakhuis.fragments.index import FragmentIndex, SearchTextField
from pakhuis.kernel.actor import ActorKind


class Customer(models.Model):
    """A company or person who orders, with what was agreed.

    `number` is kept as typed; `number_key` is its form for comparing (trimmed, NFKC, without case) and
    is unique; null stands for "no number". `email_key` likewise, but not unique, empty for none.
    `discount` is a percentage. `autosplit` empty means the account's setting decides.
    """

    number = models.CharField(max_length=60, blank=True, default="")
    number_key = models.CharField(max_length=120, null=True, unique=True)
    name = models.CharField(max_length=300)
    name_key = FoldedField(max_length=100, default="", help_text="to sort by, and to begin with")
    contact_name = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=320, blank=True, default="")
    email_key = models.CharField(max_length=640, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    phone_key = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=2)
    locale = models.CharField(max_length=35, blank=True, default="", help_text="as a shop gave it")
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="customers")
    autosplit = models.BooleanField(null=True)
    calculate_vat = models.BooleanField(default=True)
    vat_number = models.CharField(max_length=60, blank=True, default="")
    vat_state = models.CharField(max_length=20, default=VatState.UNKNOWN)
    vat_checked_at = models.DateTimeField(null=True, help_text="when the state was found")
    vat_ask_at = models.DateTimeField(null=True, help_text="when the register is asked next")
    vat_tries = models.PositiveSmallIntegerField(default=0, help_text="in a row without an answer")
    remarks = models.TextField(blank=True, default="", help_text="internal")
    default_order_remarks = models.TextField(blank=True, default="", help_text="on every new order")
    field_sources = models.JSONField(default=dict, help_text="field: kind and id of who wrote it last")
    field_dates = models.JSONField(default=dict, help_text="field: when that was")
    made_by = models.CharField(max_length=20, default=ActorKind.PERSON)
    is_incomplete = models.BooleanField(default=False, help_text="a required own field is empty")
    archived_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when this person's data were blanked")
    last_order_at = models.DateTimeField(null=True)
    doubles_due = models.BooleanField(default=True, help_text="to be compared with the others")
    search_text = SearchTextField(default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    tags = models.ManyToManyField(Tag, through="CustomerTag", related_name="customers")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="customer_name_given"),
            models.CheckConstraint(
                condition=Q(number="", number_key=None) | (~Q(number="") & Q(number_key__isnull=False)),
                name="customer_number_key",
            ),
            models.CheckConstraint(condition=Q(discount__range=(0, 100)), name="customer_discount"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="customer_language_known"),
            models.CheckConstraint(condition=Q(vat_state__in=tuple(VatState)), name="customer_vat_state"),
            models.CheckConstraint(condition=Q(made_by__in=tuple(ActorKind)), name="customer_made_by"),
        )
        indexes = (
            models.Index(fields=("email_key",), name="customer_email"),
            models.Index(
                fields=("name_key", "id"), condition=Q(is_incomplete=True), name="customer_incomplete_by_name"
            ),
            models.Index(
                fields=("vat_ask_at",), condition=Q(vat_ask_at__isnull=False), name="customer_vat_to_ask"
            ),
            models.Index(fields=("name_key", "id"), name="customer_by_name"),
            models.Index(fields=("language", "name_key", "id"), name="customer_by_language"),
            NewestFirstIndex(fields=("last_order_at",), name="customer_by_last_order"),
            models.Index(fields=("phone_key",), condition=~Q(phone_key=""), name="customer_phone"),
            models.Index(fields=("vat_number",), condition=~Q(vat_number=""), name="customer_vat_number"),
            models.Index(
                fields=("name_key", "id"),
                condition=Q(archived_at__isnull=False),
                name="customer_archived_by_name",
            ),
            models.Index(fields=("id",), condition=Q(doubles_due=True), name="customer_doubles_due"),
            models.Index(fields=("id", "archived_at"), condition=Q(archived_at=None), name="customer_in_use"),
            FragmentIndex(fields=("search_text",), name="customer_fragments"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class CustomerTag(models.Model):
    """A tag on a customer, with what the customers of a tag are sorted by: copies of its own columns.

    So the overview of one tag is a stretch of one index, wherever its customers stand among the others.
    `actions.tag_rows` is the only writer of the copies.
    """

    # Both keys are the first column of an index below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="customer_tags", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="customer_tags", db_index=False)
    name_key = FoldedField(max_length=100, default="")
    number_key = models.CharField(max_length=120, null=True)
    last_order_at = models.DateTimeField(null=True)

    on_merge: ClassVar[MergeRules] = {
        "customer": Unites(by=("tag",), copied=("name_key", "number_key", "last_order_at"))
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("customer", "tag"), name="customertag_once"),)
        indexes = (
            models.Index(fields=("tag", "customer"), name="customertag_by_age"),
            models.Index(fields=("tag", "name_key", "customer"), name="customertag_by_name"),
            models.Index(fields=("tag", "number_key", "customer"), name="customertag_by_number"),
            NewestFirstIndex(fields=("tag", "last_order_at", "customer"), name="customertag_by_last_order"),
        )

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.tag_id}"

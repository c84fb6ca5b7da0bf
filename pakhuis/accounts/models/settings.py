"""How this account works, and the templates its papers and mails use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES


class Template(models.Model):
    """The look and texts of papers and mails for a group of orders; exactly one may be the default."""

    name = models.CharField(max_length=100, unique=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_default",), condition=Q(is_default=True), name="template_one_default"
            ),
        )

    def __str__(self) -> str:
        return self.name


class AccountSettings(models.Model):
    """The one row of settings of this account."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    company_name = models.CharField(max_length=100, default="Pakhuis")
    country = models.CharField(max_length=2, default="NL")
    language = models.CharField(max_length=2, default="nl")
    time_zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    autosplit = models.BooleanField(default=True)
    processes_backorders_itself = models.BooleanField(default=False)
    numbers_customers = models.BooleanField(default=False)
    customer_number_prefix = models.CharField(max_length=20, blank=True, default="")
    customer_number_digits = models.PositiveSmallIntegerField(default=5)
    order_number_prefix = models.CharField(max_length=20, blank=True, default="O")
    picklist_number_prefix = models.CharField(max_length=20, blank=True, default="P")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="settings_one_row"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="settings_language_known"),
            models.CheckConstraint(
                condition=Q(customer_number_digits__range=(1, 18)), name="settings_number_digits"
            ),
        )

    def __str__(self) -> str:
        return self.company_name

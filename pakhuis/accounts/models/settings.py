"""How this account works, and the templates its papers and mails use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.number_format import NumberFormat


class Template(models.Model):
    """The look and texts of papers and mails for a group of orders; exactly one may be the default."""

    name = models.CharField(max_length=100, unique=True)
    is_default = models.BooleanField(default=False)
    active = models.BooleanField(default=True, help_text="else retired: kept where it is, chosen no more")
    color = models.CharField(
        max_length=7, blank=True, default="", help_text="#rrggbb, on top of the status page; empty: ours"
    )
    sender_name = models.CharField(max_length=100, blank=True, default="", help_text="empty: the company")
    reply_to = models.CharField(max_length=254, blank=True, default="")
    confirms_orders = models.BooleanField(default=False)
    announces_shipments = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(active=True), name="template_default_is_active"
            ),
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
    company_address = models.TextField(blank=True, default="")
    company_email = models.CharField(max_length=254, blank=True, default="")
    company_phone = models.CharField(max_length=60, blank=True, default="")
    country = models.CharField(max_length=2, default="NL")
    language = models.CharField(max_length=2, default="nl")
    time_zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    autosplit = models.BooleanField(default=True)
    processes_backorders_itself = models.BooleanField(default=False)
    numbers_customers = models.BooleanField(default=False)
    customer_number_prefix = models.CharField(max_length=20, blank=True, default="")
    customer_number_digits = models.PositiveSmallIntegerField(default=5)
    shows_status_pages = models.BooleanField(
        default=True, help_text="whoever has the address of an order's status page may see it"
    )
    asks_vat_register = models.BooleanField(default=False, help_text="VIES, of the European Union")
    order_number_prefix = models.CharField(max_length=20, blank=True, default="O")
    order_number_year = models.BooleanField(default=True)
    order_number_separator = models.CharField(max_length=3, blank=True, default="-")
    order_number_digits = models.PositiveSmallIntegerField(default=4)
    order_number_first = models.PositiveIntegerField(default=1001)
    picklist_number_prefix = models.CharField(max_length=20, blank=True, default="P")
    picklist_number_year = models.BooleanField(default=True)
    picklist_number_separator = models.CharField(max_length=3, blank=True, default="-")
    picklist_number_digits = models.PositiveSmallIntegerField(default=4)
    picklist_number_first = models.PositiveIntegerField(default=1001)
    numbers_may_meet = models.BooleanField(
        default=False, help_text="a format was changed: a new number is looked up before it is used"
    )
    legal_period_years = models.PositiveSmallIntegerField(
        default=7, help_text="orders younger than this keep names and addresses when a customer is erased"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="settings_one_row"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="settings_language_known"),
            models.CheckConstraint(
                condition=Q(legal_period_years__range=(0, 30)), name="settings_legal_period"
            ),
            models.CheckConstraint(
                condition=Q(customer_number_digits__range=(1, 18)), name="settings_number_digits"
            ),
            models.CheckConstraint(
                condition=Q(order_number_digits__range=(1, 12), order_number_first__gte=1),
                name="settings_order_numbers",
            ),
            models.CheckConstraint(
                condition=Q(picklist_number_digits__range=(1, 12), picklist_number_first__gte=1),
                name="settings_picklist_numbers",
            ),
        )

    def __str__(self) -> str:
        return self.company_name

    @property
    def order_numbers(self) -> NumberFormat:
        return self._format("order")

    @property
    def picklist_numbers(self) -> NumberFormat:
        return self._format("picklist")

    def _format(self, kind: str) -> NumberFormat:
        return NumberFormat(
            prefix=getattr(self, f"{kind}_number_prefix"),
            with_year=getattr(self, f"{kind}_number_year"),
            separator=getattr(self, f"{kind}_number_separator"),
            digits=getattr(self, f"{kind}_number_digits"),
            first=getattr(self, f"{kind}_number_first"),
        )

"""Returns and their lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template
from pakhuis.catalogue.models import Product
from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order, OrderLine
from pakhuis.returns.models.settings import ReturnReason, ReturnStatus
from pakhuis.stock.models import Warehouse


class Return(models.Model):
    """Goods that somebody sends back, of an order or not; the address is a copy, as on orders."""

    number = models.CharField(max_length=40, unique=True)
    status = models.ForeignKey(ReturnStatus, models.PROTECT, related_name="returns")
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="returns")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="returns")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="returns")
    name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=200, blank=True, default="")
    line1 = models.CharField(max_length=200, blank=True, default="")
    line2 = models.CharField(max_length=200, blank=True, default="")
    zipcode = models.CharField(max_length=20, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    region = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=2, default="nl")
    reference = models.CharField(max_length=200, blank=True, default="")
    tracking_code = models.CharField(max_length=100, blank=True, default="")
    remarks = models.TextField(blank=True, default="")
    received_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    on_merge: ClassVar[MergeRules] = {"customer": Moves(turn=2, follows="order")}

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="return_language_known"),
        )
        indexes = (
            models.Index(fields=("status", "-id"), name="return_by_status"),
            models.Index(fields=("customer", "-id"), name="return_of_customer"),
            models.Index(fields=("order", "-id"), name="return_of_order"),
            models.Index(fields=("updated_at", "id"), name="return_by_update"),
            models.Index(fields=("created_at", "id"), name="return_by_creation"),
            models.Index(fields=("email", "id"), name="return_by_email"),
            models.Index(
                fields=("tracking_code",), condition=~Q(tracking_code=""), name="return_by_tracking_code"
            ),
        )

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    """So many pieces are expected back; `returned` lie on the shelf again, `broken` came and do not.

    `warehouse` is where they came last.
    """

    parent = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="return_lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="return_lines")
    reason = models.ForeignKey(ReturnReason, models.PROTECT, null=True, related_name="lines")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="return_lines")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    price = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    amount = models.PositiveIntegerField()
    returned = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="returnline_amount"),
            models.CheckConstraint(condition=Q(price__gte=0), name="returnline_price"),
        )

    def __str__(self) -> str:
        return f"{self.amount} x {self.code}"

    @property
    def came(self) -> int:
        """Pieces that are here, fit to be sold again or not."""
        return self.returned + self.broken

    @property
    def outstanding(self) -> int:
        """Pieces that are still expected."""
        return max(0, self.amount - self.came)

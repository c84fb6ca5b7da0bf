"""Purchase orders and their lines."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template, User
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.purchasing.models.suppliers import Supplier
from pakhuis.purchasing.states import PurchaseMove, PurchaseStatus, purchase_after
from pakhuis.stock.models import Warehouse


class PurchaseOrder(models.Model):
    """Goods that are ordered for a warehouse, at a supplier we know or at one we only have a name of."""

    number = models.CharField(max_length=40, unique=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="purchases")
    supplier_name = models.CharField(max_length=200)
    supplier_order_number = models.CharField(max_length=100, blank=True, default="")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="purchases")
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="purchases")
    status = models.CharField(max_length=10, default=PurchaseStatus.CONCEPT)
    remarks = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, default="nl")
    expected_on = models.DateField(null=True, help_text="of lines that say nothing else")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="purchases_made")
    purchased_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="purchases_ordered")
    purchased_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="purchases_completed")
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=tuple(PurchaseStatus)), name="purchase_status"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="purchase_language_known"),
            models.CheckConstraint(condition=~Q(supplier_name=""), name="purchase_supplier_named"),
        )
        indexes = (
            models.Index(fields=("status", "-id"), name="purchase_by_status"),
            models.Index(fields=("supplier", "-id"), name="purchase_of_supplier"),
            models.Index(fields=("warehouse", "-id"), name="purchase_of_warehouse"),
            models.Index(fields=("updated_at", "id"), name="purchase_by_update"),
            models.Index(
                fields=("supplier_order_number",),
                condition=~Q(supplier_order_number=""),
                name="purchase_by_number_at_supplier",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def can(self, move: PurchaseMove) -> bool:
        """Whether this move is allowed from where it stands."""
        return purchase_after(move, PurchaseStatus(self.status)) is not None


class PurchaseLine(models.Model):
    """So many pieces of a product; `received` of them are in, which may be more than were ordered."""

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="purchase_lines")
    vat_group = models.ForeignKey(VatGroup, models.PROTECT, related_name="purchase_lines")
    code = models.CharField(max_length=100)
    supplier_code = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=300)
    price = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    amount = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    expected_on = models.DateField(null=True, help_text="empty: that of the order")
    weight = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="purchaseline_amount"),
            models.CheckConstraint(condition=Q(price__gte=0), name="purchaseline_price"),
        )

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount} x {self.code}"

    @property
    def outstanding(self) -> int:
        """Pieces that are still to come."""
        return max(0, self.amount - self.received)

    @property
    def day(self) -> date | None:
        """When they are expected; reads the order."""
        return self.expected_on or self.order.expected_on

"""Tables of what is sold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class VatGroup(models.Model):
    """A VAT rate with its name; exactly one may be the standard one."""

    name = models.CharField(max_length=60, unique=True)
    percentage = models.DecimalField(max_digits=5, decimal_places=2)
    is_standard = models.BooleanField(default=False)
    active = models.BooleanField(default=True, help_text="else retired: kept where it is, chosen no more")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_standard=False) | Q(active=True), name="vatgroup_standard_is_active"
            ),
            models.CheckConstraint(condition=Q(percentage__range=(0, 100)), name="vatgroup_percentage"),
            models.UniqueConstraint(
                fields=("is_standard",), condition=Q(is_standard=True), name="vatgroup_one_standard"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """Something that is sold and kept in stock. Prices exclude VAT, four decimals; weight in grams."""

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=300)
    price = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    vat_group = models.ForeignKey(VatGroup, models.PROTECT, related_name="products")
    barcode = models.CharField(max_length=60, blank=True, default="", db_index=True)
    weight = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    search_text = models.TextField(default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(code=""), name="product_code_given"),
            models.CheckConstraint(condition=~Q(name=""), name="product_name_given"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

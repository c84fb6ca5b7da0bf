"""Suppliers, and how each of them sells which product."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template
from pakhuis.catalogue.models import Product


class Supplier(models.Model):
    """Who we buy from. The number is given by Pakhuis; a retired one is not ordered from any more."""

    number = models.CharField(max_length=20, unique=True)
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
    remarks = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, default="nl")
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="suppliers")
    active = models.BooleanField(default=True)
    search_text = models.TextField(default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="supplier_name_given"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="supplier_language_known"),
        )
        indexes = (models.Index(fields=("active", "name", "id"), name="supplier_by_name"),)

    def __str__(self) -> str:
        return self.name


class SupplierProduct(models.Model):
    """A supplier sells a product: under this code, a piece for this price, best in this quantity.

    Of the suppliers of a product one may be preferred; the first that is said is.
    """

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="products")
    product = models.ForeignKey(Product, models.PROTECT, related_name="suppliers")
    code = models.CharField(max_length=100, blank=True, default="")
    price = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    order_quantity = models.PositiveIntegerField(default=1)
    preferred = models.BooleanField(default=False, help_text="the one supplier a product is named after")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("supplier", "product"), name="supplierproduct_once"),
            models.UniqueConstraint(
                fields=("product",), condition=Q(preferred=True), name="supplierproduct_one_preferred"
            ),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="supplierproduct_price"),
            models.CheckConstraint(condition=Q(order_quantity__gte=1), name="supplierproduct_quantity"),
        )
        indexes = (
            models.Index(
                fields=("supplier", "product"), condition=Q(preferred=True), name="supplierproduct_preferred"
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier_id}: {self.product_id}"

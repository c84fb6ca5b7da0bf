"""Price lists, what is in them, and which customers have them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pakhuis.catalogue.models import Product
from pakhuis.customers.merging import MergeRules, Unites
from pakhuis.customers.models import Customer


class PriceList(models.Model):
    """A named set of prices that customers and orders can have."""

    name = models.CharField(max_length=100, unique=True)
    active = models.BooleanField(default=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="pricelist_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PriceListEntry(models.Model):
    """A product's price on a list, from an amount and within dates (both included; empty: no limit)."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="entries")
    product = models.ForeignKey(Product, models.CASCADE, related_name="price_list_entries")
    price = models.DecimalField(max_digits=14, decimal_places=4)
    min_amount = models.PositiveIntegerField(default=1)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(price__gte=0), name="entry_price"),
            models.CheckConstraint(condition=Q(min_amount__gte=1), name="entry_min_amount"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="entry_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=("price_list", "product", "min_amount", "valid_from"), name="entry_once_from_day"
            ),
            models.UniqueConstraint(
                fields=("price_list", "product", "min_amount"),
                condition=Q(valid_from=None),
                name="entry_once_without_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.price_list_id}: {self.product_id} {self.price}"


class CustomerPriceList(models.Model):
    """A price list that was agreed with a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="customer_price_lists")
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="customer_price_lists")

    on_merge: ClassVar[MergeRules] = {"customer": Unites(by=("price_list",))}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("customer", "price_list"), name="customerpricelist_once"),
        )

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.price_list_id}"

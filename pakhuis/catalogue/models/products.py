"""VAT groups and products, with their parts, tags and pictures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper

from pakhuis.accounts.models import Tag
from pakhuis.fragments.index import FragmentIndex, SearchTextField


class VatGroup(models.Model):
    """A VAT rate with its name; exactly one may be the standard one."""

    name = models.CharField(max_length=60)
    percentage = models.DecimalField(max_digits=5, decimal_places=2)
    is_standard = models.BooleanField(default=False)
    active = models.BooleanField(default=True, help_text="else retired: kept where it is, chosen no more")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_standard=False) | Q(active=True), name="vatgroup_standard_is_active"
            ),
            models.CheckConstraint(condition=Q(percentage__range=(0, 100)), name="vatgroup_percentage"),
            models.UniqueConstraint(Lower("name"), name="vatgroup_name_without_case"),
            models.UniqueConstraint(
                fields=("is_standard",), condition=Q(is_standard=True), name="vatgroup_one_standard"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """Something that is sold and kept in stock. Prices exclude VAT, four decimals.

    Weight in grams, sizes in centimetres. One with parts is a virtual composition: sold as one, picked as
    its parts, with no stock of its own.
    """

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=300)
    price = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    cost_price = models.DecimalField(
        max_digits=14, decimal_places=4, default=0, help_text="what a piece in stock is worth"
    )
    vat_group = models.ForeignKey(VatGroup, models.PROTECT, related_name="products")
    barcode = models.CharField(max_length=60, blank=True, default="")
    supplier_code = models.CharField(max_length=100, blank=True, default="")
    description = models.TextField(blank=True, default="")
    weight = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    delivery_days = models.PositiveIntegerField(null=True)
    minimum_purchase = models.PositiveIntegerField(default=1)
    purchase_multiple = models.PositiveIntegerField(default=1)
    hs_code = models.CharField(max_length=20, blank=True, default="")
    country_of_origin = models.CharField(max_length=2, blank=True, default="")
    active = models.BooleanField(default=True)
    search_text = SearchTextField(default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    tags = models.ManyToManyField(Tag, through="ProductTag", related_name="products")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(code=""), name="product_code_given"),
            models.CheckConstraint(condition=~Q(name=""), name="product_name_given"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price"),
            models.CheckConstraint(condition=Q(cost_price__gte=0), name="product_cost_price"),
            models.CheckConstraint(condition=Q(minimum_purchase__gte=1), name="product_minimum_purchase"),
            models.CheckConstraint(condition=Q(purchase_multiple__gte=1), name="product_purchase_multiple"),
            models.UniqueConstraint(
                fields=("barcode",), condition=~Q(barcode=""), name="product_barcode_once"
            ),
        )
        indexes = (
            models.Index(fields=("active", "code"), name="product_by_active"),
            models.Index(fields=("updated_at", "id"), name="product_by_update"),
            models.Index(Upper("code"), name="product_by_code_any_case"),
            FragmentIndex(fields=("search_text",), name="product_fragments"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProductPart(models.Model):
    """So many pieces of a product go into each piece of a composition. A part has no parts itself."""

    main = models.ForeignKey(Product, models.CASCADE, related_name="parts")
    part = models.ForeignKey(Product, models.PROTECT, related_name="part_of")
    amount = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("main", "part"), name="productpart_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="productpart_amount"),
            models.CheckConstraint(condition=~Q(main=F("part")), name="productpart_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.amount} x {self.part_id} in {self.main_id}"


class ProductTag(models.Model):
    """A tag on a product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="product_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="product_tags")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "tag"), name="producttag_once"),)

    def __str__(self) -> str:
        return f"{self.product_id}: {self.tag_id}"


class ProductImage(models.Model):
    """A picture of a product: a file of ours in the folder for pictures, of the type that was found in it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    file = models.CharField(max_length=60, unique=True)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(content_type__in=("image/jpeg", "image/png", "image/gif", "image/webp")),
                name="productimage_type_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product_id}: {self.file}"

"""Orders and their lines. Addresses and terms are frozen on the order from the moment it exists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Tag, Template, Webshop
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models import Customer
from pakhuis.orders.states import OrderMove, OrderStatus, after
from pakhuis.orders.totals import TotalLine
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import Warehouse


class Order(models.Model):
    """An order with its frozen terms. `sources` says of each term where it came from.

    `version` goes up with every change by hand or API, so that of two who edit at once one is told.
    """

    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=12, default=OrderStatus.CONCEPT)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="orders")
    webshop = models.ForeignKey(Webshop, models.PROTECT, null=True, related_name="orders")
    external_id = models.CharField(max_length=100, blank=True, default="")
    reference = models.CharField(max_length=200, blank=True, default="")
    template = models.ForeignKey(Template, models.PROTECT, related_name="orders")

    delivery_name = models.CharField(max_length=300)
    delivery_contact_name = models.CharField(max_length=300, blank=True, default="")
    delivery_line1 = models.CharField(max_length=300, blank=True, default="")
    delivery_line2 = models.CharField(max_length=300, blank=True, default="")
    delivery_zipcode = models.CharField(max_length=30, blank=True, default="")
    delivery_city = models.CharField(max_length=120, blank=True, default="")
    delivery_region = models.CharField(max_length=120, blank=True, default="")
    delivery_country = models.CharField(max_length=2, blank=True, default="")
    invoice_name = models.CharField(max_length=300)
    invoice_contact_name = models.CharField(max_length=300, blank=True, default="")
    invoice_line1 = models.CharField(max_length=300, blank=True, default="")
    invoice_line2 = models.CharField(max_length=300, blank=True, default="")
    invoice_zipcode = models.CharField(max_length=30, blank=True, default="")
    invoice_city = models.CharField(max_length=120, blank=True, default="")
    invoice_region = models.CharField(max_length=120, blank=True, default="")
    invoice_country = models.CharField(max_length=2, blank=True, default="")
    email = models.CharField(max_length=320, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")

    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    autosplit = models.BooleanField()
    calculate_vat = models.BooleanField()
    language = models.CharField(max_length=2)
    remarks = models.TextField(blank=True, default="", help_text="printed on picklist and packing slip")
    preferred_delivery_date = models.DateField(null=True)
    sources = models.JSONField(default=dict, help_text="term: [source, detail]")
    invoiced = models.BooleanField(default=False, help_text="elsewhere already: links to bookkeeping skip it")
    pickup_point = models.JSONField(null=True, help_text="of a carrier, as the client sent it")
    pause_reason = models.CharField(max_length=500, blank=True, default="")
    shows_status = models.BooleanField(default=True, help_text="whoever has the address sees how it stands")
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when names and addresses were blanked")
    tags = models.ManyToManyField(Tag, through="OrderTag", related_name="orders")

    on_merge: ClassVar[MergeRules] = {"customer": Moves(turn=1)}

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=tuple(OrderStatus)), name="order_status_known"),
            models.CheckConstraint(condition=~Q(delivery_name=""), name="order_delivery_name_given"),
            models.CheckConstraint(condition=~Q(invoice_name=""), name="order_invoice_name_given"),
            models.CheckConstraint(condition=Q(discount__range=(0, 100)), name="order_discount"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="order_language_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="order_version"),
            models.CheckConstraint(
                condition=Q(pause_reason="") | Q(status=OrderStatus.PAUSED), name="order_paused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(webshop=None, external_id="") | (Q(webshop__isnull=False) & ~Q(external_id="")),
                name="order_external_id_of_webshop",
            ),
            models.UniqueConstraint(
                fields=("webshop", "external_id"),
                condition=Q(webshop__isnull=False),
                name="order_once_per_webshop",
            ),
        )
        indexes = (
            models.Index(fields=("customer", "-id"), name="order_of_customer"),
            # Holds all that the figures of a customer ask of orders, so that their rows are not read.
            models.Index(
                fields=("customer", "created_at", "status", "discount"),
                name="order_figures_of_customer",
                condition=Q(customer__isnull=False),
            ),
            models.Index(fields=("status", "-id"), name="order_by_status"),
            models.Index(fields=("reference",), name="order_by_reference", condition=~Q(reference="")),
            models.Index(fields=("created_at",), name="order_by_created"),
            models.Index(fields=("updated_at", "id"), name="order_by_updated"),
            models.Index(
                fields=("preferred_delivery_date", "id"),
                name="order_by_wished_day",
                condition=Q(preferred_delivery_date__isnull=False),
            ),
            models.Index(
                fields=("webshop", "-id"), name="order_by_webshop", condition=Q(webshop__isnull=False)
            ),
            models.Index(Upper("email"), name="order_by_email", condition=~Q(email="")),
        )

    def __str__(self) -> str:
        return self.number

    def can(self, move: OrderMove) -> bool:
        """Whether this move is allowed from where the order stands."""
        return after(move, OrderStatus(self.status)) is not None


class OrderLine(models.Model):
    """A product on an order. `price` per piece, excluding VAT, before the order's discount.

    Without a product it is an own line, such as transport: never picked, paid for, and delivered when the
    rest of the order is.

    When an order is processed, a line of a virtual composition gets a line for each part (`part_of`), free of
    charge: those are picked and wait, and what is delivered of the composition follows from them.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="order_lines")
    vat_group = models.ForeignKey(VatGroup, models.PROTECT, related_name="order_lines")
    code = models.CharField(max_length=100, blank=True, help_text="empty: an own line")
    name = models.CharField(max_length=300)
    remarks = models.TextField(blank=True, default="")
    amount = models.PositiveIntegerField()
    amount_cancelled = models.PositiveIntegerField(default=0)
    amount_delivered = models.PositiveIntegerField(default=0)
    price = models.DecimalField(max_digits=14, decimal_places=4)
    base_price = models.DecimalField(max_digits=14, decimal_places=4, help_text="the product's own")
    price_source = models.JSONField(default=list, help_text="[source, detail]")
    weight = models.PositiveIntegerField(default=0)
    part_of = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="parts", help_text="the line of the composition"
    )
    part_amount = models.PositiveIntegerField(default=1, help_text="pieces in each composition")

    class Meta:
        ordering = ("order_id", "position")
        constraints = (
            models.UniqueConstraint(fields=("order", "position"), name="orderline_position_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="orderline_amount"),
            models.CheckConstraint(condition=Q(part_amount__gte=1), name="orderline_part_amount"),
            models.CheckConstraint(
                condition=Q(amount__gte=F("amount_cancelled") + F("amount_delivered")),
                name="orderline_never_delivered_twice",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="orderline_price"),
            models.CheckConstraint(condition=Q(base_price__gte=0), name="orderline_base_price"),
            models.CheckConstraint(
                condition=Q(product__isnull=False) | (Q(code="") & ~Q(name="")), name="orderline_own_has_name"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} x {self.code}"

    @property
    def outstanding(self) -> int:
        """Pieces still to be delivered."""
        return self.amount - self.amount_cancelled - self.amount_delivered

    @property
    def counted(self) -> TotalLine:
        """What of it the customer pays; its VAT group is read."""
        return TotalLine(
            amount=self.amount - self.amount_cancelled,
            price=self.price,
            vat_percentage=self.vat_group.percentage,
        )


class OrderTag(models.Model):
    """A tag on an order; one that is inherited came with the customer, and goes with another one."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="order_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="order_tags")
    is_inherited = models.BooleanField(default=False, help_text="from the customer, not said on the order")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("order", "tag"), name="ordertag_once"),)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.tag_id}"


class OrderPriceList(models.Model):
    """A price list that the prices of this order may come from."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="order_price_lists")
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="order_price_lists")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("order", "price_list"), name="orderpricelist_once"),)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.price_list_id}"


class OrderWarehouse(models.Model):
    """A warehouse this order may be delivered from; an order without any may use all."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="order_warehouses")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="order_warehouses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("order", "warehouse"), name="orderwarehouse_once"),)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.warehouse_id}"

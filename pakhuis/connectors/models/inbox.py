"""What a webshop sent, how far each of its orders has been taken in, and what a person should look at."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.connectors.states import DeliveryState, Route
from pakhuis.orders.models import Order


class Delivery(models.Model):
    """One message of a shop, kept as it came. `problems` says in plain words why it is not done.

    `next_try_at` is set by a failure: nobody works on it before. Until `leased_until` somebody does.
    """

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="deliveries")
    route = models.CharField(max_length=10)
    key = models.CharField(max_length=200, null=True, help_text="the shop's own name for this message")
    topic = models.CharField(max_length=60, blank=True, default="")
    external_id = models.CharField(max_length=100, blank=True, default="")
    body = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, default=DeliveryState.RECEIVED)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    tries = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="deliveries")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=tuple(DeliveryState)), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(route__in=tuple(Route)), name="delivery_route_known"),
            models.UniqueConstraint(fields=("webshop", "key"), name="delivery_once"),
        )
        indexes = (
            models.Index(fields=("webshop", "-id"), name="delivery_of_webshop"),
            models.Index(fields=("state", "next_try_at"), name="delivery_due"),
            models.Index(fields=("webshop", "external_id", "state"), name="delivery_of_order"),
            models.Index(fields=("received_at",), name="delivery_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.external_id}"


class ShopOrder(models.Model):
    """How new the newest version of a shop's order is that has been taken in; older ones are skipped.

    The prints are hashes of what the shop said last: of its goods, of its addresses and remarks, and of the
    whole for shops that do not say when an order changed. So an edit in the shop is told from one made here.
    `chosen_print` is of what was chosen with the goods; empty of orders that came before it was kept.
    """

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="shop_orders")
    external_id = models.CharField(max_length=100)
    modified_at = models.DateTimeField(null=True)
    goods_print = models.CharField(max_length=64, blank=True, default="")
    chosen_print = models.CharField(max_length=64, blank=True, default="")
    terms_print = models.CharField(max_length=64, blank=True, default="")
    whole_print = models.CharField(max_length=64, blank=True, default="")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="shop_orders")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "external_id"), name="shoporder_once"),
            models.CheckConstraint(condition=~Q(external_id=""), name="shoporder_external_id_given"),
        )

    def __str__(self) -> str:
        return f"{self.webshop_id}: {self.external_id}"


class Notice(models.Model):
    """Something about a shop's order that was not done by itself and that a person should look at."""

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="notices")
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="shop_notices")
    problem = models.JSONField(encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("webshop", "-id"), name="notice_of_webshop"),
            models.Index(fields=("-id",), name="notice_unseen", condition=Q(seen_at=None)),
        )

    def __str__(self) -> str:
        return str(self.problem.get("code", ""))


class ProductLink(models.Model):
    """What a thing that the shop gives no SKU for is here; without `product` somebody has yet to say it."""

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="product_links")
    key = models.CharField(max_length=200, help_text="the shop's own id of it, else its name")
    label = models.CharField(max_length=200)
    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="shop_links")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "key"), name="productlink_once"),
            models.CheckConstraint(condition=~Q(key=""), name="productlink_key_given"),
        )

    def __str__(self) -> str:
        return self.label

"""How to reach each webshop, what it sent, and how far each of its orders has been taken in."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.states import DeliveryState, Route
from pakhuis.orders.models import Order


class Connection(models.Model):
    """The address and keys of a shop; keys and secrets are encrypted (`outside.secrets`)."""

    webshop = models.OneToOneField(Webshop, models.CASCADE, related_name="connection")
    address = models.CharField(max_length=300)
    key = models.TextField(blank=True, default="", help_text="encrypted")
    key_secret = models.TextField(blank=True, default="", help_text="encrypted")
    webhook_secret = models.TextField(blank=True, default="", help_text="encrypted")
    takes_on_hold = models.BooleanField(default=False, help_text="orders that are not paid yet: expected")
    vat_fields = models.JSONField(default=list, help_text="where the shop's plug-in keeps the VAT number")
    poll_minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(address=""), name="connection_address_given"),
            models.CheckConstraint(
                condition=Q(poll_minutes__range=(1, 1440)), name="connection_poll_minutes"
            ),
        )

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message of a shop, kept as it came. `problems` says in plain words why it is not done."""

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
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.external_id}"


class ShopOrder(models.Model):
    """How new the newest version of a shop's order is that has been taken in; older ones are skipped."""

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="shop_orders")
    external_id = models.CharField(max_length=100)
    modified_at = models.DateTimeField(null=True)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="shop_orders")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "external_id"), name="shoporder_once"),
            models.CheckConstraint(condition=~Q(external_id=""), name="shoporder_external_id_given"),
        )

    def __str__(self) -> str:
        return f"{self.webshop_id}: {self.external_id}"

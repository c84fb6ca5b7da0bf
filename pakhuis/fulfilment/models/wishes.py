"""How somebody would like an order to be sent, before there is a picklist."""

from __future__ import annotations

from django.db import models

from pakhuis.fulfilment.models.shipping import ShippingProfile
from pakhuis.orders.models import Order


class ShippingWish(models.Model):
    """The shipping profile that an order's picklists begin with; a rule of picklists may say another."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="shipping_wish")
    profile = models.ForeignKey(ShippingProfile, models.CASCADE, related_name="wishes")

    def __str__(self) -> str:
        return f"{self.order_id}: {self.profile_id}"

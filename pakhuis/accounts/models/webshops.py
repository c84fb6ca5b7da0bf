"""The shops that send orders, as the rest of Pakhuis knows them; how to reach one is in `connectors`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models.settings import Template
from pakhuis.kernel.actor import Actor, ActorKind


class Webshop(models.Model):
    """One linked shop, what it may decide about its orders, and how its customers are recognised."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=30, help_text="the connector's name, such as woocommerce")
    active = models.BooleanField(default=True)
    processes_orders = models.BooleanField(default=True, help_text="else they stay concept")
    our_prices_lead = models.BooleanField(default=False, help_text="else the shop's prices do")
    autosplit = models.BooleanField(null=True, help_text="empty: the customer's, else the account's")
    template = models.ForeignKey(Template, models.SET_NULL, null=True, related_name="webshops")
    matches_customer_id = models.BooleanField(default=True)
    matches_customer_number = models.BooleanField(default=True)
    matches_shop_email = models.BooleanField(default=True)
    matches_any_email = models.BooleanField(default=True)
    makes_guest_customers = models.BooleanField(default=True)
    makes_customers = models.BooleanField(default=True)
    last_webhook_at = models.DateTimeField(null=True)
    last_poll_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)
    poll_problem = models.JSONField(null=True, help_text="why it could not be asked")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(kind=""), name="webshop_kind_given"),)

    def __str__(self) -> str:
        return self.name

    def as_actor(self) -> Actor:
        return Actor(ActorKind.WEBSHOP, self.pk, self.name)

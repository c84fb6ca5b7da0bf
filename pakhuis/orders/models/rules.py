"""Rules of the account's own for orders that are processed; `fulfilment` has those of picklists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Tag, Template
from pakhuis.catalogue.models import Product
from pakhuis.orders.conditions import How, What
from pakhuis.stock.models import Warehouse


class Rule(models.Model):
    """A rule with its place in the order; one that is not active is passed over."""

    title = models.CharField(max_length=100)
    position = models.PositiveIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="%(class)s_title_given"),)

    def __str__(self) -> str:
        return self.title


class RuleCondition(models.Model):
    """One thing a rule asks, at most once; the values are texts, see `conditions`."""

    what = models.CharField(max_length=20)
    how = models.CharField(max_length=20)
    values = models.JSONField(default=list)

    class Meta:
        abstract = True
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("rule", "what"), name="%(class)s_once"),
            models.CheckConstraint(condition=Q(what__in=tuple(What)), name="%(class)s_what_known"),
            models.CheckConstraint(condition=Q(how__in=tuple(How)), name="%(class)s_how_known"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.how}"


class OrderRule(Rule):
    """What is done with an order that meets all conditions, when it is processed."""

    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="order_rules")
    pause_reason = models.CharField(max_length=200, blank=True, default="", help_text="empty: not paused")


class OrderRuleCondition(RuleCondition):
    """One thing an order rule asks."""

    rule = models.ForeignKey(OrderRule, models.CASCADE, related_name="conditions")


class OrderRuleWarehouse(models.Model):
    """A warehouse that such orders may be delivered from."""

    rule = models.ForeignKey(OrderRule, models.CASCADE, related_name="warehouses")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="order_rules")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rule", "warehouse"), name="orderrulewarehouse_once"),)

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.warehouse_id}"


class OrderRuleTag(models.Model):
    """A tag that such orders get."""

    rule = models.ForeignKey(OrderRule, models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="order_rules")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rule", "tag"), name="orderruletag_once"),)

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.tag_id}"


class OrderRuleProduct(models.Model):
    """A product that is added to such orders; without `price` at the price by the rules of prices."""

    rule = models.ForeignKey(OrderRule, models.CASCADE, related_name="products")
    product = models.ForeignKey(Product, models.PROTECT, related_name="order_rules")
    amount = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=14, decimal_places=4, null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("rule", "product"), name="orderruleproduct_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="orderruleproduct_amount"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="orderruleproduct_price"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.amount} x {self.product_id}"

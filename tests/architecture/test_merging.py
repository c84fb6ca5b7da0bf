"""Whatever belongs to a customer says how it follows when two are merged: no relation is ever forgotten."""

from __future__ import annotations

from django.db import models

from pakhuis.customers.merging import Moves, Unites
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.relations import keys_to, relations_without_rule, rule_of


def test_every_foreign_key_to_a_customer_has_a_rule() -> None:
    """Add `on_merge = {"<field>": Moves() | Unites(by=…) | SetAside()}` to the model that is named here."""
    assert relations_without_rule(Customer) == []


def test_a_planted_key_without_a_rule_is_seen() -> None:
    class PlantedKey(models.Model):
        owner = models.ForeignKey(Customer, models.CASCADE, related_name="+")

        class Meta:
            app_label = "architecture"

        def __str__(self) -> str:
            return ""

    class Bystander(models.Model):
        address = models.ForeignKey(Address, models.CASCADE, related_name="+")

        class Meta:
            app_label = "architecture"

        def __str__(self) -> str:
            return ""

    keys = [field for model in (PlantedKey, Bystander) for field in model._meta.concrete_fields]
    assert relations_without_rule(Customer, keys) == ["architecture.PlantedKey.owner"]


def test_rules_name_columns_that_are_there() -> None:
    keys = keys_to(Customer)
    assert {"orders.Order", "pricing.CustomerPriceList"} <= {key.model._meta.label for key in keys}
    for key in keys:
        rule = rule_of(key)
        names = {one.name for one in key.model._meta.concrete_fields}
        if isinstance(rule, Unites):
            assert set(rule.by) <= names
        if isinstance(rule, Unites | Moves):
            assert set(rule.cleared) <= names

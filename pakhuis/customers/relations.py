"""Which tables point at customers, in every package, and by which rule their rows follow a merge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from pakhuis.customers.merging import MergeRule
from pakhuis.customers.models import Customer

AnyField = Field[Any, Any]


def keys_to(model: type[Model], fields: Iterable[AnyField] | None = None) -> list[AnyField]:
    """Every foreign key to `model`, those without a name for the way back included."""
    asked = _all_fields() if fields is None else fields
    return [one for one in asked if one.is_relation and one.related_model is model]


def rule_of(key: AnyField) -> MergeRule | None:
    """How the rows behind this key follow; None when nobody has said so."""
    rules = getattr(key.model, "on_merge", {})
    rule: MergeRule | None = rules.get(key.name)
    return rule


def relations_without_rule(
    model: type[Model] = Customer, fields: Iterable[AnyField] | None = None
) -> list[str]:
    """The keys that would stop a merge, as package, model and field."""
    return [f"{key.model._meta.label}.{key.name}" for key in keys_to(model, fields) if rule_of(key) is None]


def _all_fields() -> list[AnyField]:
    return [
        field for model in apps.get_models(include_auto_created=True) for field in model._meta.concrete_fields
    ]

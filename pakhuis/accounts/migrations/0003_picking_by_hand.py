"""Picking without scanning has rights of its own; who could do it keeps doing it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

PICKING = ("picklists.manual_pick", "picklists.manual_pick_all")
KNOWN = (
    *("customers.see", "customers.change", "customers.import", "customers.export", "customers.merge"),
    *("customers.erase", "orders.see", "orders.change", "picklists.work", *PICKING),
    *("products.see", "products.change", "prices.change", "stock.change", "purchasing.work"),
    *("webshops.change", "users.change", "settings.change"),
)


def give(apps: Any, _editor: Any) -> None:
    """Both rights to all people and keys who work with picklists."""
    for model, holder in (("UserRight", "user_id"), ("ApiKeyRight", "key_id")):
        rows = apps.get_model("accounts", model).objects
        who = list(rows.filter(right="picklists.work").values_list(holder, flat=True))
        rows.bulk_create(rows.model(**{holder: one}, right=right) for one in who for right in PICKING)


def take(apps: Any, _editor: Any) -> None:
    """Without them, as before."""
    for model in ("UserRight", "ApiKeyRight"):
        apps.get_model("accounts", model).objects.filter(right__in=PICKING).delete()


def known(model: str) -> list[Any]:
    """The constraint with the new rights in the place of the old one."""
    name = f"{model}_known"
    condition = models.Q(("right__in", KNOWN))
    return [
        migrations.RemoveConstraint(model, name),
        migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = (("accounts", "0002_poll_problem"),)
    operations = (*known("apikeyright"), *known("userright"), migrations.RunPython(give, take))

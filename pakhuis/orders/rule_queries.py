"""Reading the account's own rules of orders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from pakhuis.accounts.rows import Lock, rows
from pakhuis.orders.conditions import Condition, How, What
from pakhuis.orders.models import OrderRule, RuleCondition
from pakhuis.orders.order_rules import RuleProduct, Ruling


def rulings() -> list[Ruling]:
    """The rules in use, in their order: one query where there are none, else one more for each table.

    What was retired since (a warehouse, a template, a tag, a product) is left out of what they do. Nobody
    changes or deletes them until the commit: without its conditions a rule would hold always.
    """
    found = rows(OrderRule, order="position, id", lock=Lock.SHARE, active=True)
    prefetch_related_objects(found, "template", *CHILDREN)
    return [_ruling(one) for one in found]


CHILDREN = ("conditions", "warehouses__warehouse", "tags__tag", "products__product")
"""What belongs to a rule, for `prefetch_related`."""


def asked_of(conditions: Iterable[RuleCondition]) -> tuple[Condition, ...]:
    """Rows as the rules read them."""
    return tuple(
        Condition(what=What(one.what), how=How(one.how), values=tuple(one.values)) for one in conditions
    )


def _ruling(one: OrderRule) -> Ruling:
    return Ruling(
        id=one.pk,
        title=one.title,
        conditions=asked_of(one.conditions.all()),
        template_id=one.template_id if one.template and one.template.active else None,
        warehouse_ids=tuple(it.warehouse_id for it in one.warehouses.all() if it.warehouse.active),
        tag_ids=tuple(it.tag_id for it in one.tags.all() if it.tag.active),
        products=tuple(
            RuleProduct(product_id=it.product_id, amount=it.amount, price=it.price)
            for it in one.products.all()
            if it.product.active
        ),
        pause_reason=one.pause_reason,
    )

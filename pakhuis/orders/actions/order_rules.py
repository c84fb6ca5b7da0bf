"""Rules of orders: made, changed, moved, taken out of use, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pakhuis.accounts.models import Tag, Template
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.text import clean
from pakhuis.orders.actions.rule_book import RuleDoors, RuleFacts
from pakhuis.orders.condition_checks import checked_conditions
from pakhuis.orders.conditions import OF_ORDER, Condition
from pakhuis.orders.events import OrderRuleChanged, OrderRuleCreated, OrderRuleDeleted
from pakhuis.orders.line_rules import MOST_PIECES
from pakhuis.orders.models import (
    OrderRule,
    OrderRuleCondition,
    OrderRuleProduct,
    OrderRuleTag,
    OrderRuleWarehouse,
)
from pakhuis.orders.order_rules import RuleProduct
from pakhuis.orders.problems import unknown_product
from pakhuis.orders.rule_intake import GivenRuleProduct, OrderRuleFields
from pakhuis.orders.rule_problems import does_nothing, product_twice, too_many_products
from pakhuis.orders.rule_values import known_values, told_conditions
from pakhuis.stock.models import Warehouse

MOST_PRODUCTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A rule that may be written; `texts` tell it to the logbook."""

    title: str
    conditions: tuple[Condition, ...]
    template: Template | None
    warehouses: tuple[Warehouse, ...]
    tags: tuple[Tag, ...]
    products: tuple[RuleProduct, ...]
    pause_reason: str
    texts: Mapping[str, str]


def _told_as_it_stands(rule: OrderRule) -> dict[str, str]:
    """The rule as it stands, in words for the logbook."""
    return _told(
        rule.title,
        told_conditions(rule.conditions.all()),
        template=rule.template,
        warehouses=[one.warehouse for one in rule.warehouses.select_related("warehouse")],
        tags=[one.tag for one in rule.tags.select_related("tag")],
        products=[
            (one.product.code, one.amount, one.price) for one in rule.products.select_related("product")
        ],
        pause_reason=rule.pause_reason,
    )


def _told(
    title: str,
    conditions: str,
    *,
    template: Template | None,
    warehouses: Iterable[Warehouse],
    tags: Iterable[Tag],
    products: Iterable[tuple[str, int, Decimal | None]],
    pause_reason: str,
) -> dict[str, str]:
    return {
        "title": title,
        "conditions": conditions,
        "template": str(template or ""),
        "warehouses": ", ".join(sorted(map(str, warehouses))),
        "tags": ", ".join(sorted(map(str, tags))),
        "products": ", ".join(
            f"{amount} × {code}" + ("" if price is None else f" à {price.normalize():f}")
            for code, amount, price in products
        ),
        "pause_reason": pause_reason,
    }


def _put(rule: OrderRule, checked: _Checked) -> None:
    rule.template, rule.pause_reason = checked.template, checked.pause_reason


def _write_children(rule: OrderRule, checked: _Checked) -> None:
    for model in (OrderRuleWarehouse, OrderRuleTag, OrderRuleProduct):
        model._default_manager.filter(rule=rule).delete()
    OrderRuleWarehouse.objects.bulk_create(
        OrderRuleWarehouse(rule=rule, warehouse=one) for one in checked.warehouses
    )
    OrderRuleTag.objects.bulk_create(OrderRuleTag(rule=rule, tag=one) for one in checked.tags)
    OrderRuleProduct.objects.bulk_create(
        OrderRuleProduct(rule=rule, product_id=one.product_id, amount=one.amount, price=one.price)
        for one in checked.products
    )


def _checked(given: OrderRuleFields) -> _Checked:
    checks = Checks()
    title = checks.text(("title",), given.title, limit=100, required=True)
    conditions = checked_conditions(
        given.conditions, checks, allowed=OF_ORDER, known=known_values(given.conditions)
    )
    template = Template.objects.filter(pk__in=possible_ids([given.template_id or 0])).first()
    if given.template_id is not None and template is None:
        checks.add(not_found("template", ("template",)))
    warehouses = tuple(Warehouse.objects.filter(pk__in=possible_ids(given.warehouse_ids)))
    if len(warehouses) < len(set(given.warehouse_ids)):
        checks.add(not_found("warehouse", ("warehouses",)))
    tags = tuple(Tag.objects.filter(pk__in=possible_ids(given.tag_ids)))
    if len(tags) < len(set(given.tag_ids)):
        checks.add(not_found("tag", ("tags",)))
    codes, products = _products(given.products, checks)
    reason = checks.text(("pause_reason",), given.pause_reason, limit=200)
    if not (given.template_id or given.warehouse_ids or given.tag_ids or given.products or reason):
        checks.add(does_nothing())
    checks.refuse_if_any()
    texts = _told(
        title,
        told_conditions(conditions),
        template=template,
        warehouses=warehouses,
        tags=tags,
        products=[(codes[one.product_id], one.amount, one.price) for one in products],
        pause_reason=reason,
    )
    return _Checked(
        title=title,
        conditions=conditions,
        template=template,
        warehouses=warehouses,
        tags=tags,
        products=products,
        pause_reason=reason,
        texts=texts,
    )


def _products(
    given: Sequence[GivenRuleProduct], checks: Checks
) -> tuple[dict[int, str], tuple[RuleProduct, ...]]:
    """The codes by id and the products, each once; problems stand at ``("products", i)``."""
    if len(given) > MOST_PRODUCTS:
        checks.add(too_many_products(MOST_PRODUCTS))
        return {}, ()
    by_code = {one.code: one for one in Product.objects.filter(code__in=[clean(it.code) for it in given])}
    found: dict[int, RuleProduct] = {}
    for place, one in enumerate(given):
        product = by_code.get(clean(one.code))
        path = ("products", place)
        amount = checks.whole(path, one.amount, low=1, high=MOST_PIECES)
        price = None
        if one.price is not None and one.price != "":
            price = checks.decimal(path, one.price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP)
        if product is None:
            checks.add(unknown_product(path, one.code))
        elif product.pk in found:
            checks.add(product_twice(path, product.code))
        else:
            found[product.pk] = RuleProduct(product_id=product.pk, amount=amount, price=price)
    return {one.pk: one.code for one in by_code.values()}, tuple(found.values())


ORDER_RULES = RuleDoors(
    model=OrderRule,
    conditions=OrderRuleCondition,
    facts=RuleFacts(created=OrderRuleCreated, changed=OrderRuleChanged, deleted=OrderRuleDeleted),
    subject="rule",
    checked=_checked,
    told=_told_as_it_stands,
    put=_put,
    children=_write_children,
)
"""The doors for rules of orders."""

create_order_rule = ORDER_RULES.create
change_order_rule = ORDER_RULES.change
move_order_rule = ORDER_RULES.move
switch_order_rule = ORDER_RULES.switch
delete_order_rule = ORDER_RULES.remove

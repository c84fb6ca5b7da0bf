"""Tables of orders."""

from pakhuis.orders.models.division import Allocation, AllocationState, Backorder, BackorderState
from pakhuis.orders.models.fields import OrderField, OrderFieldValue
from pakhuis.orders.models.orders import Order, OrderLine, OrderPriceList, OrderTag, OrderWarehouse
from pakhuis.orders.models.rules import (
    OrderRule,
    OrderRuleCondition,
    OrderRuleProduct,
    OrderRuleTag,
    OrderRuleWarehouse,
    Rule,
    RuleCondition,
)

__all__ = [
    "Allocation",
    "AllocationState",
    "Backorder",
    "BackorderState",
    "Order",
    "OrderField",
    "OrderFieldValue",
    "OrderLine",
    "OrderPriceList",
    "OrderRule",
    "OrderRuleCondition",
    "OrderRuleProduct",
    "OrderRuleTag",
    "OrderRuleWarehouse",
    "OrderTag",
    "OrderWarehouse",
    "Rule",
    "RuleCondition",
]

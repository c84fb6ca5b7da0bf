"""What is asked of Shopify's GraphQL API, and its answers in the form that its webhooks use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.reading import at, mapping, mappings, sequence, text, text_at

_ADDRESS = "{firstName lastName name company address1 address2 zip city provinceCode countryCodeV2 phone}"
_MONEY = "{shopMoney{amount}}"
_HEAD = f"""legacyResourceId name updatedAt createdAt cancelledAt test
 displayFinancialStatus displayFulfillmentStatus email phone note customerLocale taxExempt taxesIncluded
 customAttributes{{key value}} totalTaxSet{_MONEY} subtotalPriceSet{_MONEY}
 customer{{legacyResourceId firstName lastName email taxExempt}}
 purchasingEntity{{... on PurchasingCompany{{company{{name}}
  location{{taxSettings{{taxRegistrationId taxExempt}}}}}}}}
 billingAddress{_ADDRESS} shippingAddress{_ADDRESS}"""
_LINE = f"""name sku quantity currentQuantity unfulfilledQuantity requiresShipping
 variant{{legacyResourceId}} customAttributes{{key value}} originalUnitPriceSet{_MONEY}
 discountAllocations{{allocatedAmountSet{_MONEY}}} taxLines{{rate}}"""
LINES_OF_ONE, LINES_OF_MANY = 50, 8
"""So many lines are asked with one order, and with each of a page of orders; more by questions of their own.

Shopify prices a question by all that it could bring, and refuses one of more than a thousand points.
"""


def _lines(first: str) -> str:
    return f"lineItems({first}) {{pageInfo{{hasNextPage endCursor}} nodes{{{_LINE}}}}}"


ONE = f"query One($id: ID!) {{order(id: $id) {{{_HEAD} {_lines(f'first: {LINES_OF_ONE}')}}}}}"
LINES = (
    "query Lines($id: ID!, $after: String)"
    f" {{order(id: $id) {{{_lines(f'first: {LINES_OF_ONE}, after: $after')}}}}}"
)
CHANGED = (
    "query Changed($size: Int!, $after: String, $query: String)"
    " {orders(first: $size, after: $after, query: $query, sortKey: UPDATED_AT)"
    " {pageInfo{hasNextPage endCursor}"
    f" nodes{{{_HEAD} {_lines(f'first: {LINES_OF_MANY}')}}}}}}}"
)
PARCELS = "query Parcels($id: ID!) {order(id: $id) {fulfillmentOrders(first: 20) {nodes{id status}}}}"
SEND = (
    "mutation Send($fulfillment: FulfillmentInput!)"
    " {fulfillmentCreate(fulfillment: $fulfillment) {userErrors{message}}}"
)
VARIANT = (
    "query Variant($query: String!) {productVariants(first: 1, query: $query) {nodes{sku inventoryItem{id}}}"
    " locations(first: 1) {nodes{id}}}"
)
STOCK = (
    "mutation Stock($input: InventorySetQuantitiesInput!)"
    " {inventorySetQuantities(input: $input) {userErrors{message}}}"
)


def as_webhook(node: Mapping[str, Any]) -> Payload:
    """An order of the GraphQL API as a webhook would tell it."""
    entity = mapping(node.get("purchasingEntity"))
    customer = mapping(node.get("customer"))
    is_exempt_place = at(entity, "location", "taxSettings", "taxExempt") is True
    return {
        "id": node.get("legacyResourceId"),
        "name": node.get("name"),
        "updated_at": node.get("updatedAt"),
        "created_at": node.get("createdAt"),
        "cancelled_at": node.get("cancelledAt"),
        "test": node.get("test"),
        "financial_status": text(node.get("displayFinancialStatus")).lower(),
        "fulfillment_status": text(node.get("displayFulfillmentStatus")).lower(),
        "email": node.get("email"),
        "phone": node.get("phone"),
        "note": node.get("note"),
        "note_attributes": _pairs(node.get("customAttributes")),
        "customer_locale": node.get("customerLocale"),
        "tax_exempt": node.get("taxExempt") is True or is_exempt_place,
        "taxes_included": node.get("taxesIncluded"),
        "total_tax": _amount(node.get("totalTaxSet")),
        "subtotal_price": _amount(node.get("subtotalPriceSet")),
        "company": {"name": at(entity, "company", "name")},
        "tax_registration_id": at(entity, "location", "taxSettings", "taxRegistrationId"),
        "customer": {
            "id": customer.get("legacyResourceId"),
            "first_name": customer.get("firstName"),
            "last_name": customer.get("lastName"),
            "email": customer.get("email"),
            "tax_exempt": is_exempt_place or customer.get("taxExempt"),
        }
        if customer
        else None,
        "billing_address": _address(node.get("billingAddress")),
        "shipping_address": _address(node.get("shippingAddress")),
        "line_items": [_line(one) for one in mappings(at(node, "lineItems", "nodes"))],
    }


def _address(value: object) -> dict[str, Any] | None:
    given = mapping(value)
    if not given:
        return None
    renamed = {"firstName": "first_name", "lastName": "last_name", "provinceCode": "province_code"}
    renamed["countryCodeV2"] = "country_code"
    return {renamed.get(name, name): one for name, one in given.items()}


def _line(node: Mapping[str, Any]) -> dict[str, Any]:
    current, to_send = node.get("currentQuantity"), node.get("unfulfilledQuantity")
    return {
        "name": node.get("name"),
        "sku": node.get("sku"),
        "quantity": node.get("quantity"),
        "current_quantity": current,
        "fulfillable_quantity": to_send,
        "fulfillment_status": None if to_send == current else "partial",
        "requires_shipping": node.get("requiresShipping"),
        "price": _amount(node.get("originalUnitPriceSet")),
        "properties": _pairs(node.get("customAttributes")),
        "variant_id": at(node, "variant", "legacyResourceId"),
        "discount_allocations": [
            {"amount": _amount(one.get("allocatedAmountSet"))}
            for one in mappings(node.get("discountAllocations"))
        ],
        "tax_lines": [{"rate": one.get("rate")} for one in mappings(node.get("taxLines"))],
    }


def _pairs(attributes: object) -> list[dict[str, Any]]:
    return [{"name": one.get("key"), "value": one.get("value")} for one in mappings(attributes)]


def _amount(value: object) -> Any:
    return at(value, "shopMoney", "amount")


def complaints(answer: object) -> str:
    """What the shop says against a change that it was asked to make."""
    found = [text_at(one, "message") for one in mappings(at(answer, "userErrors"))]
    return "; ".join(filter(None, found)) or ("" if isinstance(answer, Mapping) else "?")


def nodes(value: object, *steps: str) -> list[Mapping[str, Any]]:
    return mappings(sequence(at(value, *steps, "nodes")))

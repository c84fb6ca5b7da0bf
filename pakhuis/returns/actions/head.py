"""The head of a return: whose it is, the address, the texts, checked."""

from __future__ import annotations

from typing import Any

from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.mail_names import checked_email, usable_email
from pakhuis.accounts.models import Template
from pakhuis.accounts.problems import unknown_template
from pakhuis.accounts.rows import Lock, rows
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import erased_already
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.orders.models import Order
from pakhuis.orders.problems import unknown_customer
from pakhuis.returns.intake import ReturnFields
from pakhuis.returns.models import Return
from pakhuis.returns.problems import other_customer, unknown_order

TEXTS = {
    "name": 200,
    "contact_name": 200,
    "line1": 200,
    "line2": 200,
    "zipcode": 20,
    "city": 100,
    "region": 100,
    "phone": 60,
    "reference": 200,
    "tracking_code": 100,
    "remarks": 10_000,
}


def checked_texts(fields: ReturnFields, checks: Checks) -> dict[str, Any]:
    """The given texts, language and template cleaned, by name."""
    checked: dict[str, Any] = {}
    for name, limit in TEXTS.items():
        value = getattr(fields, name)
        if value is not NOT_GIVEN:
            checked[name] = checks.text((name,), value, limit=limit, required=name == "name")
    if fields.email is not NOT_GIVEN:
        checked["email"] = checked_email(checks, ("email",), fields.email)
    if fields.country is not NOT_GIVEN:
        checked["country"] = checks.country(("country",), fields.country)
    if fields.language is not NOT_GIVEN and fields.language in LANGUAGES:
        checked["language"] = fields.language
    if fields.template_id is not NOT_GIVEN:
        checked["template_id"] = fields.template_id
        if fields.template_id is not None and not choosable(Template, (fields.template_id,)):
            checks.add(unknown_template())
    return checked


def whose(
    fields: ReturnFields, checks: Checks, *, standing: Return | None = None
) -> tuple[Customer | None, Order | None]:
    """The customer and the order; an order says whose it is, and cannot be another's.

    A new one of a person who was erased is of an order, or of somebody else.
    """
    order_id = standing.order_id if standing and fields.order_id is NOT_GIVEN else fields.order_id
    customer_id = standing.customer_id if standing and fields.customer_id is NOT_GIVEN else fields.customer_id
    order = customer = None
    if order_id is not NOT_GIVEN and order_id is not None:
        order = Order.objects.select_related("customer").filter(pk__in=possible_ids([order_id])).first()
        if order is None:
            checks.add(unknown_order())
    if customer_id is not NOT_GIVEN and customer_id is not None:
        customer = Customer.objects.filter(pk__in=possible_ids([customer_id])).first()
        if customer is None:
            checks.add(unknown_customer())
        elif order is not None and order.customer_id != customer.pk:
            checks.add(other_customer())
        elif order is None and standing is None and customer.erased_at is not None:
            checks.add(erased_already(("customer",)))
    elif order is not None:
        customer = order.customer
    return customer, order


def hold_whose(fields: ReturnFields, *, order_id: int | None = None) -> None:
    """Hold the customer and the order that are named (and `order_id`) until the commit, in this order.

    So the customer is not merged away meanwhile, and two who announce the same pieces wait for each other.
    """
    orders = {order_id, None if fields.order_id is NOT_GIVEN else fields.order_id}
    customer = None if fields.customer_id is NOT_GIVEN else fields.customer_id
    rows(Customer, lock=Lock.SHARE, id=possible_ids([customer]))
    rows(Order, lock=Lock.CHANGE, id=possible_ids(orders))


def usual_head(customer: Customer | None, order: Order | None) -> dict[str, Any]:
    """What is filled in where nothing was said: where the order went, else the customer's first address."""
    if order is not None:
        names = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
        copied = {name: getattr(order, f"delivery_{name}") for name in names}
        own = {"phone": order.phone, "email": usable_email(order.email), "language": order.language}
        return {**copied, **own, "template_id": order.template_id}
    if customer is None:
        return {}
    address = customer.addresses.order_by("-is_default_delivery", "pk").first()
    places = ("line1", "line2", "zipcode", "city", "region", "country")
    return {
        "name": customer.name,
        "contact_name": customer.contact_name,
        **({name: getattr(address, name) for name in places} if address is not None else {}),
        "phone": customer.phone,
        "email": usable_email(customer.email),
        "language": customer.language,
        "template_id": customer.template_id,
    }

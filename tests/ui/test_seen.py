"""Every form of something that is there: who saves second is told, loses nothing, overwrites nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from pakhuis.accounts.actions import (
    create_api_key,
    create_tag,
    create_template,
    create_user,
)
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import PRODUCT_FIELDS
from pakhuis.catalogue.intake import ProductFieldFields
from pakhuis.customers.actions import create_own_field
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.fulfilment.actions import (
    create_batch_preset,
    create_picklist_rule,
    save_packaging,
    save_provider,
)
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.fulfilment.shipping_intake import PackagingFields, ProfileFields, ProviderFields
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import create_order_field, create_order_rule
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.orders.rule_intake import OrderRuleFields
from pakhuis.pricing.actions import create_price_list
from pakhuis.purchasing.actions import create_supplier
from pakhuis.purchasing.intake import SupplierFields
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    a_connected_webshop,
    a_customer,
    a_location,
    a_product,
    a_vat_group,
    a_warehouse,
    an_order,
    lines,
)
from tests.purchasing.making import a_purchase
from tests.returns.making import a_return
from tests.ui.filling_in import Sent, filled, kinds_of, versions

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def house(admin: User) -> dict[str, Any]:
    """One of everything that has a form, by the name its address has for it."""
    create_template("Gewoon", is_default=True, **DO)
    template = create_template("Feest", is_default=False, **DO)
    choices = (GivenChoice(title="Kroeg"), GivenChoice(title="Winkel"))
    field = create_own_field(OwnFieldFields(title="Soort", kind="select", choices=choices), **DO)
    profiles = (ProfileFields(id=None, name="Brievenbus", active=True, is_standard=True),)
    way: dict[str, Any] = {"carrier": "other", "tracking_pattern": "", "active": True}
    carrier = ProviderFields(name="Post", profiles=profiles, **way)
    box = PackagingFields(name="Doos", barcode="", length="1", width="1", height="1", active=True)
    warehouse, customer = a_warehouse("Delft"), a_customer(number="7")
    preset = BatchPresetFields(title="Ochtend", warehouse_id=warehouse.pk, count=5)
    a_product("A")
    order = an_order(customer, lines=lines(A=1))
    return {
        "tag_id": create_tag("Horeca", color="#123456", inherit=True, **DO).pk,
        "template_id": template.pk,
        "kind": "confirmation",
        "own-field": field.pk,
        "order-field": create_order_field(OrderFieldFields(title="Zone", kind="text"), **DO).pk,
        "product-field": PRODUCT_FIELDS.create(ProductFieldFields(title="Merk", kind="text"), **DO).pk,
        "list_id": create_price_list("Dealer", **DO).pk,
        "group_id": a_vat_group("9", is_standard=False).pk,
        "user_id": create_user("kees", password=PASSWORD, rights=[Right.ORDERS_SEE], **DO).pk,
        "key_id": create_api_key("Kassa", rights=[Right.ORDERS_SEE], **DO)[0].pk,
        "warehouse_id": warehouse.pk,
        "location_id": a_location(warehouse, "A1").pk,
        "supplier_id": create_supplier(SupplierFields(name="Mout"), **DO).pk,
        "product_id": a_product("B").pk,
        "provider_id": save_provider(None, carrier, **DO).pk,
        "packaging_id": save_packaging(None, box, **DO).pk,
        "order-rule": create_order_rule(OrderRuleFields(title="Ver", pause_reason="Papier"), **DO).pk,
        "picklist-rule": create_picklist_rule(PicklistRuleFields(title="Snel", is_urgent=True), **DO).pk,
        "preset_id": create_batch_preset(preset, **DO).pk,
        "webshop_id": a_connected_webshop("https://bier.example").pk,
        "customer_id": customer.pk,
        "address_id": customer.addresses.get().pk,
        "order_id": order.pk,
        "purchase_id": a_purchase(A=1).pk,
        "return_id": a_return(customer, B=1).pk,
    }


def addresses(house: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and address of every page about one of these things, or about the account."""
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", ()):
            name = getattr(one, "name", None)
            if name and "api" not in str(pattern.pattern) and not name.endswith("-export"):
                asked = list(one.pattern.converters)
                args = {key: house.get(name, house.get(key)) for key in asked}
                if None not in args.values():
                    try:
                        yield name, reverse(name, kwargs=args)
                    except NoReverseMatch:
                        continue


def forms(client: Client, house: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, address and text of every such page with a form that saves."""
    for name, address in addresses(house):
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            if filled(text):
                yield name, address, text


WITH_LINES = {"purchase-edit", "return-edit"}
OWN_VERSION = {"customer-edit", "address", "order-edit"}
"""Their door itself asks for the version that was seen."""
NOTHING_TO_OVERWRITE = {
    # Pages on which one says something about a thing.
    *("order", "product", "customer", "purchase", "receipt", "supplier", "return", "picklist", "batch"),
    # Deeds, and prices that are added.
    *("order-move", "picklist-split", "stock-move", "my-password", "price-list", "order-new-guest"),
}


@pytest.mark.once
def test_every_form_of_something_that_is_there_sends_what_it_was_shown_with(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    client.force_login(admin)
    sent = {name: filled(text) for name, _, text in forms(client, house)}
    of_new = {name for name in sent if name.endswith("-new")} | NOTHING_TO_OVERWRITE
    assert {name for name in sent if "seen" not in sent[name]} - of_new - WITH_LINES == OWN_VERSION
    assert all(sent[name]["version"] for name in OWN_VERSION)
    assert len([name for name in sent if "seen" in sent[name]]) >= 23


def changed(form: Sent, field: str, by: str) -> Sent:
    return {**form, field: f"{form[field]}{by}"}


def plain(form: Sent) -> Sent:
    """What somebody typed, without what a form sends along."""
    return {name: value for name, value in form.items() if name not in ("seen", "csrfmiddlewaretoken")}


@pytest.mark.once
def test_whoever_saves_second_is_told_and_loses_nothing(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    client.force_login(admin)
    walked = 0
    for name, address, page in forms(client, house):
        form = filled(page)
        if "seen" not in form:
            continue
        walked += 1
        field = next(one for one, kind in kinds_of(page).items() if kind == "text")
        assert client.post(address, changed(form, field, "x")).status_code == 302, name
        theirs = filled(client.get(address).content.decode())
        mine = changed(form, field, "y")
        late = client.post(address, mine)
        told = late.content.decode()
        assert late.status_code == 409, name
        assert [row[1:] for row in versions(told)] == [(theirs[field], mine[field])], name
        assert filled(told) | plain(mine) == filled(told), name
        assert plain(filled(client.get(address).content.decode())) == plain(theirs), name
        assert client.post(address, filled(told)).status_code == 302, name
        assert filled(client.get(address).content.decode())[field] == mine[field], name
    assert walked >= 23

"""Every form of something that is there: who saves second is told, loses nothing, overwrites nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from pakhuis.accounts.actions import (
    account_settings,
    change_settings,
    create_api_key,
    create_tag,
    create_template,
    create_user,
)
from pakhuis.accounts.models import Template, User
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
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.pricing.models import PriceListEntry
from pakhuis.purchasing.actions import create_supplier, update_supplier
from pakhuis.purchasing.intake import SupplierFields
from pakhuis.purchasing.models import PurchaseLine
from pakhuis.returns.actions import log_return, save_reason, usual_status
from pakhuis.returns.models import Return, ReturnStatus
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
from tests.purchasing.making import a_purchase, a_receipt
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
    order, purchase = an_order(customer, lines=lines(A=1)), a_purchase(A=1)
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
        "purchase_id": purchase.pk,
        "receipt_id": a_receipt(purchase).pk,
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


OWN_VERSION = {"customer-edit", "address", "order-edit"}
"""Their door itself asks for the version that was seen."""
NOTHING_TO_OVERWRITE = {
    # Pages on which one says something about a thing.
    *("order", "product", "customer", "purchase", "supplier", "return", "picklist", "batch"),
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
    assert {name for name in sent if "seen" not in sent[name]} - of_new == OWN_VERSION
    assert all(sent[name]["version"] for name in OWN_VERSION)
    assert len([name for name in sent if "seen" in sent[name]]) >= 25


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
        kinds = kinds_of(page).items()
        field = next(one for one, kind in kinds if kind in ("text", "textarea") and "." not in one)
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
    assert walked >= 25


def sent(client: Client, address: str, form: Sent, **other: str | list[str]) -> str:
    """What the answer says to a form with some other values; nothing where it is saved."""
    return client.post(address, {**form, **other}).content.decode()


def test_what_stands_in_a_field_is_told_in_its_words(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    """Numbers in one spelling, choices by name, ticks as yes and no, rows as one, secrets not at all."""
    client.force_login(admin)
    address = f"/settings/shipping/{house['provider_id']}/"
    form = filled(client.get(address).content.decode())
    theirs: Sent = {"carrier": "postnl", "active": [], "profiles.1.name": "Pakket"}
    assert sent(client, address, form, **theirs) == ""
    mine: Sent = {"profiles.2.name": "Pallet", "standard": ["2"], "profiles.2.active": ["on"]}
    assert versions(sent(client, address, form, **mine)) == [
        ("Carrier", "PostNL", "Another carrier"),
        ("In use", "no", "yes"),
        ("Profile 1", "Brievenbus, In use, Standard", "Brievenbus, In use"),
        ("Profile 2", "Pakket, In use", "—"),
        ("Profile 3", "—", "Pallet, In use, Standard"),
    ]
    address = f"/products/{house['product_id']}/edit/"
    form = filled(client.get(address).content.decode())
    assert sent(client, address, form, price="1.234,5", tags=[str(house["tag_id"])]) == ""
    told = sent(client, address, form, price="1,234.50", weight="0,0")
    assert versions(told) == [("Tags", "Horeca", "—")]
    address = f"/webshops/{house['webshop_id']}/edit/"
    form = filled(client.get(address).content.decode())
    assert sent(client, address, form, name="Bier") == ""
    told = sent(client, address, form, name="Bier", key_secret="cs_nieuw")
    assert [row[1:] for row in versions(told)] == [("—", "to be typed again")]
    assert "cs_nieuw" not in told


def test_lines_that_came_and_went_are_told_and_left_alone(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    client.force_login(admin)
    address = f"/purchases/{house['purchase_id']}/edit/"
    form = filled(client.get(address).content.decode())
    line = PurchaseLine.objects.get()
    theirs = {**form, f"line.{line.pk}.remove": "on", "new.0.product": "B", "new.0.amount": "7"}
    assert client.post(address, theirs).status_code == 302
    told = client.post(address, {**form, "remarks": "Bellen"}).content.decode()
    assert [(row[0], row[1][:1], row[2][:1]) for row in versions(told)] == [
        ("A line that was removed", "—", "1"),
        ("B Product B", "7", "—"),
        ("Remarks", "—", "B"),
    ]
    assert client.post(address, filled(told)).status_code == 302
    assert [(one.code, one.amount, one.order.remarks) for one in PurchaseLine.objects.all()] == [
        ("B", 7, "Bellen")
    ]


def test_a_change_of_the_number_that_comes_next_is_nobodys(client: Client, admin: User) -> None:
    client.force_login(admin)
    change_settings(numbers_customers=True, **DO)
    form = filled(client.get("/settings/account/").content.decode())
    a_customer("Nieuw")
    assert client.post("/settings/account/", {**form, "company_name": "De Linde"}).status_code == 302
    assert account_settings().company_name == "De Linde"


def test_a_retired_choice_is_not_lost_with_both_versions(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    """What the form was shown with stays chosen, though a colleague chose something else since."""
    client.force_login(admin)
    template = Template.objects.get(pk=house["template_id"])
    update_supplier(house["supplier_id"], SupplierFields(template_id=template.pk), **DO)
    Template.objects.filter(pk=template.pk).update(active=False)
    address = f"/purchases/suppliers/{house['supplier_id']}/edit/"
    form = filled(client.get(address).content.decode())
    assert form["template"] == str(template.pk)
    update_supplier(house["supplier_id"], SupplierFields(template_id=None), **DO)
    told = client.post(address, {**form, "phone": "1"}).content.decode()
    assert filled(told)["template"] == str(template.pk)


def test_more_rows_and_a_look_keep_what_was_seen(client: Client, admin: User, house: dict[str, Any]) -> None:
    client.force_login(admin)
    for address, button in (
        (f"/settings/customer-fields/{house['own-field']}/", "more"),
        (f"/settings/templates/{house['template_id']}/mail/confirmation/", "look"),
    ):
        form = filled(client.get(address).content.decode())
        again = filled(client.post(address, {**form, button: "1"}).content.decode())
        assert again["seen"] == form["seen"], address


def test_prices_and_settings_that_stand_in_a_row_are_kept_too(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    client.force_login(admin)
    entry = set_price(house["list_id"], product_id=house["product_id"], price="3", min_amount=1, **DO)
    shown = client.get(f"/settings/price-lists/{house['list_id']}/").context["rows"][0]
    address = f"/settings/price-lists/{house['list_id']}/{entry.pk}/"
    row = {"min_amount": "1", "valid_from": "", "valid_until": "", "seen": shown["mark"]}
    assert client.post(address, {**row, "price": "4"}).status_code == 302
    late = client.post(address, {**row, "price": "5"})
    told = late.context["rows"][0]
    assert late.status_code == 409
    assert (told["errors"][1:], told["entered"].value("price")) == (["Saved now: 4, 1"], "5")
    assert client.post(address, {**row, "price": "5", "seen": told["mark"]}).status_code == 302
    assert PriceListEntry.objects.get().price == 5
    reason = save_reason(None, name="Kapot", active=True, **DO)
    row = next(one for one in client.get("/settings/returns/").context["reasons"] if one["one"] == reason)
    sent = {"id": reason.pk, "name": "Stuk", "active": "on", "seen": row["mark"]}
    save_reason(reason.pk, name="Kapot", active=False, **DO)
    late = client.post("/settings/returns/reason/", sent)
    assert late.status_code == 409
    assert "changed this in the meantime" in late.content.decode()
    told = next(one for one in late.context["reasons"] if one["one"] == reason)
    assert (told["errors"], told["entered"].value("name")) == (["Saved now: Kapot"], "Stuk")
    shown = (
        client.get("/settings/returns/")
        .content.decode()
        .partition('value="Kapot"')[2]
        .partition("</form>")[0]
    )
    assert 'name="active" >' in shown
    assert (
        'name="active" checked' in late.content.decode().partition('value="Stuk"')[2].partition("</form>")[0]
    )
    reason.refresh_from_db()
    assert (reason.name, reason.active) == ("Kapot", False)
    assert client.post("/settings/returns/reason/", {**sent, "seen": told["mark"]}).status_code == 302
    reason.refresh_from_db()
    assert (reason.name, reason.active) == ("Stuk", True)


def test_a_refused_reason_or_status_of_returns_is_kept_as_it_was_typed(client: Client, admin: User) -> None:
    client.force_login(admin)
    save_reason(None, name="Kapot", active=True, **DO)
    usual = usual_status()
    for kind, sent in (
        ("reason", {"name": "Kapot"}),
        ("status", {"name": usual.name, "color": "#123456", "ends": "on"}),
        ("status", {"id": usual.pk, "name": "Anders", "color": "#123456", "ends": "on"}),
    ):
        told = client.post(f"/settings/returns/{kind}/", sent).context
        rows = [told[f"new_{kind}"], *told["reasons"], *told["statuses"]]
        (wrong,) = [one for one in rows if one["errors"]]
        assert {name: wrong["entered"].value(name) for name in sent} == {
            name: str(value) for name, value in sent.items()
        }


def test_a_note_on_a_return_leaves_the_status_a_colleague_gave_it(
    client: Client, admin: User, house: dict[str, Any]
) -> None:
    client.force_login(admin)
    page = client.get(f"/returns/{house['return_id']}/").content.decode()
    form = page.partition(f'action="/returns/{house["return_id"]}/log/"')[2].partition("</form>")[0]
    chosen = re.findall(r'<option value="([^"]*)"', form)[0]
    assert "selected" not in form
    theirs = ReturnStatus.objects.order_by("position").last()
    assert theirs is not None
    log_return(house["return_id"], status_id=theirs.pk, **DO)
    sent = {"status": chosen, "message": "Doos nat"}
    assert client.post(f"/returns/{house['return_id']}/log/", sent).status_code == 302
    assert Return.objects.get().status == theirs

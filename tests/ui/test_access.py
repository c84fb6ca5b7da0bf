"""Who may see which page: every page of the screens is in this table, checked on the server."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from pakhuis.accounts.actions import create_api_key, create_tag, create_template, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions.bulk_deeds import begin_bulk_deed
from pakhuis.fulfilment.actions import create_batch
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.ui.settings_menu import SECTIONS
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_location,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)
from tests.purchasing.making import a_purchase, a_receipt
from tests.returns.making import a_return
from tests.ui.picking_pages import PICKING
from tests.ui.purchasing_pages import PURCHASING
from tests.ui.return_pages import RETURNS

pytestmark = pytest.mark.once

IMPORTING = {Right.CUSTOMERS_IMPORT, Right.PRODUCTS_CHANGE, Right.PRICES_CHANGE}
GUARDED: dict[str, set[Right]] = {
    "imports": IMPORTING,
    "import": IMPORTING,
    "import-new": IMPORTING,
    "import-file": IMPORTING,
    "import-columns": IMPORTING,
    "import-duplicates": IMPORTING,
    "import-go": IMPORTING,
    "import-stop": IMPORTING,
    "import-undo": IMPORTING,
    "import-result": IMPORTING,
    "import-sample": IMPORTING,
    "customers": {Right.CUSTOMERS_SEE},
    "customer": {Right.CUSTOMERS_SEE},
    "customer-new": {Right.CUSTOMERS_CHANGE},
    "customer-edit": {Right.CUSTOMERS_CHANGE},
    "customer-delete": {Right.CUSTOMERS_CHANGE},
    "customer-vat": {Right.CUSTOMERS_CHANGE},
    "address-new": {Right.CUSTOMERS_CHANGE},
    "address": {Right.CUSTOMERS_CHANGE},
    "address-remove": {Right.CUSTOMERS_CHANGE},
    "address-default": {Right.CUSTOMERS_CHANGE},
    "own-fields": {Right.SETTINGS_CHANGE},
    "own-field-new": {Right.SETTINGS_CHANGE},
    "own-field": {Right.SETTINGS_CHANGE},
    "own-field-move": {Right.SETTINGS_CHANGE},
    "own-field-retire": {Right.SETTINGS_CHANGE},
    "own-field-delete": {Right.SETTINGS_CHANGE},
    "customers-bulk": {Right.CUSTOMERS_CHANGE, Right.CUSTOMERS_EXPORT},
    "bulk-deed": {Right.CUSTOMERS_CHANGE},
    "bulk-deed-stop": {Right.CUSTOMERS_CHANGE},
    "customers-export": {Right.CUSTOMERS_EXPORT},
    "customer-archive": {Right.CUSTOMERS_CHANGE},
    "customer-merge": {Right.CUSTOMERS_MERGE},
    "customer-compare": {Right.CUSTOMERS_MERGE},
    "customer-person": {Right.CUSTOMERS_EXPORT},
    "customer-erase": {Right.CUSTOMERS_ERASE},
    "customer-merges": {Right.CUSTOMERS_SEE},
    "merge-undo": {Right.CUSTOMERS_MERGE},
    "doubles": {Right.CUSTOMERS_MERGE},
    "double-different": {Right.CUSTOMERS_MERGE},
    "order-new": {Right.ORDERS_CHANGE},
    "orders": {Right.ORDERS_SEE},
    "order": {Right.ORDERS_SEE},
    "order-for": {Right.ORDERS_CHANGE},
    "order-new-guest": {Right.ORDERS_CHANGE},
    "order-edit": {Right.ORDERS_CHANGE},
    "order-customer": {Right.ORDERS_CHANGE},
    "order-make-customer": {Right.CUSTOMERS_CHANGE},
    "order-move": {Right.ORDERS_CHANGE},
    "numbers": {Right.SETTINGS_CHANGE},
    "rules": {Right.SETTINGS_CHANGE},
    "order-rule-new": {Right.SETTINGS_CHANGE},
    "order-rule": {Right.SETTINGS_CHANGE},
    "picklist-rule-new": {Right.SETTINGS_CHANGE},
    "picklist-rule": {Right.SETTINGS_CHANGE},
    "rule-move": {Right.SETTINGS_CHANGE},
    "rule-switch": {Right.SETTINGS_CHANGE},
    "rule-delete": {Right.SETTINGS_CHANGE},
    "batch-preset-new": {Right.PICKLISTS_WORK},
    "batch-preset": {Right.PICKLISTS_WORK},
    "batch-preset-use": {Right.PICKLISTS_WORK},
    "batch-preset-delete": {Right.PICKLISTS_WORK},
    "order-profile": {Right.ORDERS_CHANGE},
    "order-fields": {Right.SETTINGS_CHANGE},
    "order-field-new": {Right.SETTINGS_CHANGE},
    "order-field": {Right.SETTINGS_CHANGE},
    "order-field-move": {Right.SETTINGS_CHANGE},
    "order-field-retire": {Right.SETTINGS_CHANGE},
    "order-field-delete": {Right.SETTINGS_CHANGE},
    "product-fields": {Right.SETTINGS_CHANGE},
    "product-field-new": {Right.SETTINGS_CHANGE},
    "product-field": {Right.SETTINGS_CHANGE},
    "product-field-move": {Right.SETTINGS_CHANGE},
    "product-field-retire": {Right.SETTINGS_CHANGE},
    "product-field-delete": {Right.SETTINGS_CHANGE},
    "container-save": {Right.SETTINGS_CHANGE},
    "container-remove": {Right.SETTINGS_CHANGE},
    "picklist-container": {Right.PICKLISTS_WORK},
    "product-options": {Right.ORDERS_CHANGE, Right.PURCHASING_WORK},
    "order-anonymize": {Right.CUSTOMERS_ERASE},
    "order-backorders": {Right.ORDERS_CHANGE},
    **PICKING,
    **PURCHASING,
    **RETURNS,
    "backorders": {Right.ORDERS_SEE},
    "backorders-export": {Right.ORDERS_SEE},
    "backorders-process": {Right.ORDERS_CHANGE},
    "products": {Right.PRODUCTS_SEE},
    "products-export": {Right.PRODUCTS_SEE},
    "product": {Right.PRODUCTS_SEE},
    "product-new": {Right.PRODUCTS_CHANGE},
    "product-edit": {Right.PRODUCTS_CHANGE},
    "product-active": {Right.PRODUCTS_CHANGE},
    "product-image": {Right.PRODUCTS_SEE, Right.PICKLISTS_WORK},
    "product-image-add": {Right.PRODUCTS_CHANGE},
    "product-image-remove": {Right.PRODUCTS_CHANGE},
    "product-part": {Right.PRODUCTS_CHANGE},
    "product-correct": {Right.STOCK_CHANGE},
    "product-receive": {Right.STOCK_CHANGE, Right.PURCHASING_WORK, Right.PICKLISTS_WORK},
    "product-place": {Right.STOCK_CHANGE},
    "product-unplace": {Right.STOCK_CHANGE},
    "stock": {Right.PRODUCTS_SEE},
    "stock-checks": {Right.PRODUCTS_SEE},
    "stock-check": {Right.STOCK_CHANGE},
    "stock-receive": {Right.STOCK_CHANGE, Right.PURCHASING_WORK, Right.PICKLISTS_WORK},
    "stock-move": {Right.STOCK_CHANGE},
    "locations": {Right.PRODUCTS_SEE},
    "location": {Right.PRODUCTS_SEE},
    "location-new": {Right.STOCK_CHANGE},
    "location-edit": {Right.STOCK_CHANGE},
    "location-delete": {Right.STOCK_CHANGE},
    "warehouses": {Right.SETTINGS_CHANGE},
    "warehouse-new": {Right.SETTINGS_CHANGE},
    "warehouse-edit": {Right.SETTINGS_CHANGE},
    "warehouse-active": {Right.SETTINGS_CHANGE},
    "warehouse-delete": {Right.SETTINGS_CHANGE},
    "backorders-again": {Right.ORDERS_CHANGE},
    "backorders-expect": {Right.ORDERS_CHANGE, Right.PURCHASING_WORK},
    "backorder-cancel": {Right.ORDERS_CHANGE},
    "order-prioritise": {Right.ORDERS_CHANGE},
    "order-autosplit": {Right.ORDERS_CHANGE},
    "order-status-page": {Right.ORDERS_CHANGE},
    "webshops": {Right.WEBSHOPS_CHANGE},
    "webshop": {Right.WEBSHOPS_CHANGE},
    "customer-identities": {Right.CUSTOMERS_SEE},
    "identity-move": {Right.CUSTOMERS_CHANGE},
    "identity-cut": {Right.CUSTOMERS_CHANGE},
    "webshop-attention": {Right.WEBSHOPS_CHANGE},
    "webshop-history": {Right.WEBSHOPS_CHANGE},
    "webshop-link": {Right.WEBSHOPS_CHANGE},
    "notice-seen": {Right.WEBSHOPS_CHANGE},
    "telling-again": {Right.WEBSHOPS_CHANGE},
    "telling-leave": {Right.WEBSHOPS_CHANGE},
    "webshop-kinds": {Right.WEBSHOPS_CHANGE},
    "webshop-new": {Right.WEBSHOPS_CHANGE},
    "webshop-edit": {Right.WEBSHOPS_CHANGE},
    "webshop-test": {Right.WEBSHOPS_CHANGE},
    "webshop-poll": {Right.WEBSHOPS_CHANGE},
    "delivery-again": {Right.WEBSHOPS_CHANGE},
    "delivery-leave": {Right.WEBSHOPS_CHANGE},
    "settings": {one.right for one in SECTIONS},
    "account": {Right.SETTINGS_CHANGE},
    "settings-changes": {Right.SETTINGS_CHANGE},
    "tags": {Right.SETTINGS_CHANGE},
    "tag-new": {Right.SETTINGS_CHANGE},
    "tag": {Right.SETTINGS_CHANGE},
    "tag-active": {Right.SETTINGS_CHANGE},
    "vat-groups": {Right.SETTINGS_CHANGE},
    "vat-group-new": {Right.SETTINGS_CHANGE},
    "vat-group": {Right.SETTINGS_CHANGE},
    "vat-group-active": {Right.SETTINGS_CHANGE},
    "price-lists": {Right.PRICES_CHANGE},
    "price-list-new": {Right.PRICES_CHANGE},
    "price-list": {Right.PRICES_CHANGE},
    "price-list-edit": {Right.PRICES_CHANGE},
    "price-list-active": {Right.PRICES_CHANGE},
    "price-list-add": {Right.PRICES_CHANGE},
    "price-list-give": {Right.CUSTOMERS_CHANGE},
    "price-list-take": {Right.CUSTOMERS_CHANGE},
    "price-list-export": {Right.PRICES_CHANGE},
    "price-list-paste": {Right.PRICES_CHANGE},
    "price-list-change": {Right.PRICES_CHANGE},
    "templates": {Right.SETTINGS_CHANGE},
    "template-new": {Right.SETTINGS_CHANGE},
    "template": {Right.SETTINGS_CHANGE},
    "template-active": {Right.SETTINGS_CHANGE},
    "template-mail": {Right.SETTINGS_CHANGE},
    **{f"template-logo{deed}": {Right.SETTINGS_CHANGE} for deed in ("", "-keep", "-remove")},
    "order-confirm": {Right.ORDERS_CHANGE},
    "picklist-announce": {Right.ORDERS_CHANGE, Right.PICKLISTS_WORK},
    "mail-again": {Right.ORDERS_CHANGE, Right.PICKLISTS_WORK},
    "mail-stop": {Right.ORDERS_CHANGE, Right.PICKLISTS_WORK},
    "users": {Right.USERS_CHANGE},
    "user-new": {Right.USERS_CHANGE},
    "user": {Right.USERS_CHANGE},
    "api-keys": {Right.USERS_CHANGE},
    "api-key-new": {Right.USERS_CHANGE},
    "api-key": {Right.USERS_CHANGE},
    "api-key-revoke": {Right.USERS_CHANGE},
    "hooks": {Right.SETTINGS_CHANGE},
    "hook": {Right.SETTINGS_CHANGE},
    "hook-new": {Right.SETTINGS_CHANGE},
    "hook-switch": {Right.SETTINGS_CHANGE},
    "hook-message": {Right.SETTINGS_CHANGE},
    "hook-again": {Right.SETTINGS_CHANGE},
}
FOR_EVERYBODY = {
    *("comment-add", "comment-delete", "notices", "notices-read", "notice-open"),
    *("dashboard", "search", "language", "me", "my-password"),
}
OUTSIDE = {"login", "logout", "webhook", "status-page"}


def views() -> dict[str, Any]:
    """Every named page and its view."""
    found: dict[str, Any] = {}
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", ()):
            if getattr(one, "name", None) and "api" not in str(pattern.pattern):
                found[one.name] = one.callback
    return found


def inner(view: Any) -> Any:
    """The guarded view below `require_POST` and the like."""
    while not hasattr(view, "needed_rights") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


ALSO = {"order-new": Right.CUSTOMERS_SEE, "order-customer": Right.CUSTOMERS_SEE}
"""Pages that show what only another right lets one see: it is needed beside the first."""


def test_every_page_is_in_the_table() -> None:
    assert set(views()) == set(GUARDED) | FOR_EVERYBODY | OUTSIDE


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_each_page_asks_for_its_right(name: str) -> None:
    view = inner(views()[name])
    assert (set(view.needed_rights), view.also_needed) == (GUARDED[name], ALSO.get(name))


@pytest.mark.parametrize("name", sorted(FOR_EVERYBODY))
def test_pages_for_everybody_still_ask_for_a_login(name: str) -> None:
    assert inner(views()[name]).needed_rights == ()


@pytest.fixture
def pages(db: None) -> list[str]:
    """The address of every page that can be read, with something on it."""
    house = a_warehouse()
    stocked(house, A=2)
    location = a_location(house, "A1")
    box = a_composition("BOX", A=1)
    customer = a_customer()
    concept = an_order(customer, lines=lines(A=1))
    processed = a_processed_order(customer, lines=lines(A=5))
    picklist = processed.picklists.get()
    product = picklist.lines.get().product_id
    batch = create_batch([picklist.pk], by=SYSTEM, now=MOMENT)
    webshop = a_webshop()
    purchase = a_purchase(A=3)
    back = a_return(customer, B=1)
    receipt = a_receipt(purchase, A=1)
    tag = create_tag("Horeca", color="#123456", inherit=True, by=SYSTEM, now=MOMENT)
    key, _ = create_api_key("Kassa", rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
    prices = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    set_price(prices.pk, product_id=product, price="1.5", by=SYSTEM, now=MOMENT)
    template = create_template("Feest", is_default=True, by=SYSTEM, now=MOMENT)
    worker = create_user("wim", password=PASSWORD, rights=(Right.CUSTOMERS_SEE,), by=SYSTEM, now=MOMENT)
    deed = begin_bulk_deed("archive", choice_id=None, query="q=x", user_id=worker.pk, now=MOMENT)
    tabs = ("orders", "backorders", "picklists", "returns", "addresses", "details", "comments", "logbook")
    return [
        "/",
        "/search/?q=kade",
        f"/search/?q={concept.number}",
        "/customers/",
        "/customers/?q=kade&sort=number&tag=1",
        "/customers/?sort=last_order&language=nl&state=incomplete&price_list=1&field=1&value=x",
        f"/customers/bulk/{deed.pk}/",
        "/customers/doubles/",
        f"/customers/{customer.pk}/merge/",
        f"/customers/{customer.pk}/merges/",
        f"/customers/{customer.pk}/erase/",
        f"/customers/{customer.pk}/merge/{a_customer('De Kade').pk}/",
        "/customers/new/",
        *(f"/customers/{customer.pk}/?tab={tab}" for tab in tabs),
        f"/customers/{customer.pk}/edit/",
        f"/customers/{customer.pk}/addresses/new/",
        f"/customers/{customer.pk}/addresses/{customer.addresses.get().pk}/",
        f"/customers/{customer.pk}/order/",
        "/settings/customer-fields/",
        "/settings/customer-fields/new/",
        "/orders/",
        "/orders/new/",
        "/orders/?status=processing&q=kade",
        f"/orders/{concept.pk}/",
        f"/orders/{processed.pk}/",
        "/picklists/",
        "/picklists/?status=closed&warehouse=1",
        *(f"/picklists/?status={tab}" for tab in ("mine", "snoozed", "paused", "cancelled")),
        f"/picklists/{picklist.pk}/",
        f"/picklists/{picklist.pk}/scan/",
        f"/picklists/{picklist.pk}/split/",
        "/settings/shipping/",
        "/settings/shipping/new/",
        "/settings/shipping/packagings/new/",
        "/batches/",
        "/batches/?status=completed",
        f"/batches/{batch.pk}/",
        f"/batches/{batch.pk}/scan/",
        "/backorders/",
        "/backorders/?state=can_go",
        "/purchases/",
        "/purchases/?status=late&q=po&supplier=1&sort=expected",
        "/purchases/new/?product=A&supplier=1",
        f"/purchases/{purchase.pk}/",
        f"/purchases/{purchase.pk}/edit/",
        f"/search/?q={purchase.supplier_name}",
        f"/purchases/{purchase.pk}/receive/",
        "/purchases/receipts/",
        "/purchases/receipts/?q=gr&status=processing",
        f"/purchases/receipts/{receipt.pk}/",
        "/returns/",
        "/returns/?q=rt&status=1",
        "/returns/new/",
        f"/returns/new/?order={processed.pk}",
        f"/returns/{back.pk}/",
        f"/returns/{back.pk}/edit/",
        f"/search/?q={back.number}",
        "/settings/returns/",
        "/settings/rules/",
        *(f"/settings/rules/{kind}/new/" for kind in ("order", "picklist")),
        "/batches/presets/new/",
        "/purchases/suppliers/",
        "/purchases/suppliers/new/",
        f"/purchases/suppliers/{purchase.supplier_id}/",
        f"/purchases/suppliers/{purchase.supplier_id}/edit/",
        "/products/",
        "/products/?q=a",
        "/products/new/",
        f"/products/{product}/",
        f"/products/{product}/edit/",
        f"/products/{box.pk}/",
        "/products/?show=compositions&tag=1",
        "/stock/",
        "/stock/?q=A&warehouse=1&kind=receipt",
        "/stock/receive/",
        "/stock/move/",
        "/stock/locations/",
        "/stock/locations/?q=a&warehouse=1&kind=pick",
        "/stock/locations/new/",
        f"/stock/locations/{location.pk}/",
        f"/stock/locations/{location.pk}/edit/",
        "/settings/warehouses/",
        "/settings/warehouses/new/",
        f"/settings/warehouses/{house.pk}/",
        "/backorders/?product=A&customer=kade&sort=expected&state=missing&warehouse=1",
        "/webshops/",
        "/webshops/new/",
        f"/webshops/{webshop.pk}/",
        f"/webshops/{webshop.pk}/edit/",
        "/settings/",
        "/settings/account/",
        "/settings/changes/?kind=tag",
        "/settings/tags/",
        "/settings/tags/new/",
        f"/settings/tags/{tag.pk}/",
        "/settings/price-lists/",
        "/settings/price-lists/new/",
        f"/settings/price-lists/{prices.pk}/?q=a",
        f"/settings/price-lists/{prices.pk}/edit/",
        f"/settings/price-lists/{prices.pk}/paste/",
        "/settings/templates/",
        "/settings/templates/new/",
        f"/settings/templates/{template.pk}/",
        f"/settings/templates/{template.pk}/mail/confirmation/",
        f"/settings/templates/{template.pk}/mail/shipping/",
        "/settings/vat/",
        "/settings/vat/new/",
        f"/settings/vat/{a_vat_group().pk}/",
        "/settings/users/",
        "/settings/users/new/",
        f"/settings/users/{worker.pk}/",
        "/settings/keys/",
        "/settings/keys/new/",
        f"/settings/keys/{key.pk}/",
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_administrator_sees_every_page(admin: User, pages: list[str], language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    client = Client()
    client.force_login(User.objects.get(pk=admin.pk))
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert answer.headers["Content-Language"] == language
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        text = answer.content.decode()
        assert f'lang="{language}"' in text
        assert " style=" not in text
        assert "onclick" not in text


def test_without_login_every_page_leads_to_the_login(pages: list[str]) -> None:
    for address in pages:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/login/")


def test_what_is_sent_without_login_leads_to_the_login_and_then_to_the_front(pages: list[str]) -> None:
    answers = [Client().post(address) for address in pages]
    leads = {answer.headers["Location"] for answer in answers if answer.status_code != 405}
    assert leads == {"/login/?next=/"}


def test_who_has_no_rights_sees_only_the_front(visitor: User, pages: list[str]) -> None:
    client = Client()
    client.force_login(visitor)
    for address in pages:
        expected = 200 if address == "/" or address.startswith("/search/") else 403
        assert client.get(address).status_code == expected, address
    assert "Café De Kade" not in client.get("/search/?q=kade").content.decode()


def test_the_menu_shows_what_one_may_see(packer: User) -> None:
    client = Client()
    client.force_login(packer)
    text = client.get("/").content.decode()
    assert 'href="/picklists/"' in text
    assert 'href="/customers/"' not in text


def test_changes_need_the_token_against_forgery(admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post("/customers/new/", {"name": "x"}).status_code == 403
    assert client.post("/logout/").status_code == 403


@pytest.mark.parametrize("path", ["/orders/1/backorders/", "/logout/", "/backorders/process/", "/language/"])
def test_changes_are_not_made_by_looking(admin: User, path: str) -> None:
    client = Client()
    client.force_login(admin)
    assert client.get(path).status_code == 405


def test_login_and_logout(admin: User) -> None:
    client = Client()
    wrong = client.post("/login/", {"username": "anna", "password": "wrong"})
    assert wrong.status_code == 200
    right = client.post(
        "/login/?next=/orders/", {"username": "anna", "password": PASSWORD, "next": "/orders/"}
    )
    assert right.headers["Location"] == "/orders/"
    assert client.get("/orders/").status_code == 200
    client.post("/logout/")
    assert client.get("/orders/").status_code == 302


def test_guessing_passwords_is_slowed_down(admin: User) -> None:
    client = Client()
    for _ in range(10):
        client.post("/login/", {"username": "Anna", "password": "wrong"})
    answer = client.post("/login/", {"username": "anna", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_is_led_away_after_choosing_a_language(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    answer = client.post("/language/", {"language": "nl", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    admin.refresh_from_db()
    assert admin.language == "nl"
    client.post("/language/", {"language": "xx", "next": "/"})
    admin.refresh_from_db()
    assert admin.language == "nl"


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-GB,en;q=0.8", "en"), ("nl", "nl"), ("fr,nl;q=0.5", "nl"), ("fr", "nl"), ("", "nl")],
)
def test_before_the_login_the_browser_decides(db: None, header: str, language: str) -> None:
    answer = Client().get("/login/", headers={"Accept-Language": header})
    assert answer.headers["Content-Language"] == language

"""Own fields of products: made under settings, filled in by people and API, searched, shown to who picks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.catalogue.actions import PRODUCT_FIELDS, create_product, update_product
from pakhuis.catalogue.field_queries import pickers_product_fields
from pakhuis.catalogue.intake import NewProduct, ProductFieldFields, ProductFields
from pakhuis.catalogue.models import Product, ProductField, ProductFieldValue
from pakhuis.catalogue.search import found_by
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.ownfields.intake import GivenOwnValue
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_processed_order, a_product, a_vat_group, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
PAGE = "/settings/product-fields/"


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("test", **DO)[1])


def a_field(title: str = "Merk", kind: str = "text", **given: Any) -> ProductField:
    return PRODUCT_FIELDS.create(ProductFieldFields(title=title, kind=kind, **given), **DO)


def fill(product: Product, field: ProductField, value: Any, *, by: Actor = SYSTEM) -> None:
    given = (GivenOwnValue(field_id=field.pk, value=value),)
    update_product(product.pk, ProductFields(own_values=given), by=by, now=MOMENT)


def stored(product: Product) -> dict[str, str]:
    return dict(product.field_values.values_list("field__title", "text"))


def refused(deed: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [(one.code, one.path) for one in refusal.value.problems]


def test_values_are_kept_told_and_found() -> None:
    brand, product = a_field(), a_product("MOK")
    fill(product, brand, " Mosa ")
    fill(product, brand, "Mosa")
    assert stored(product) == {"Merk": "Mosa"}
    assert list(found_by("mosa")) == [product]
    fact = Fact.objects.get(name="product.changed")
    assert fact.data["changes"] == [{"field": "Merk", "old": "", "new": "Mosa"}]
    update_product(product.pk, ProductFields(name="Beker"), **DO)
    assert list(found_by("mosa beker")) == [product]
    fill(product, brand, "")
    assert stored(product) == {}
    assert not found_by("mosa").exists()


def test_a_new_product_brings_its_values_and_everything_wrong_is_told_at_once() -> None:
    a_vat_group()
    field = a_field("Bewaren", "select", choices=("Koel", "Droog"))
    values = (GivenOwnValue(field_id=field.pk, value="koel"), GivenOwnValue(field_id=99, value="x"))
    wrong = NewProduct(code="", name="Kaas", more=ProductFields(own_values=values))
    assert set(refused(lambda: create_product(wrong, **DO))) == {
        ("missing", ("code",)),
        ("unknown_product_field", ("own_fields", 99)),
    }
    assert not Product.objects.exists()
    right = NewProduct(code="KAAS", name="Kaas", more=ProductFields(own_values=values[:1]))
    made = create_product(right, **DO)
    assert stored(made) == {"Bewaren": "Koel"}
    assert list(found_by("koel")) == [made]


def test_required_is_asked_of_people_who_fill_in_the_form_only() -> None:
    product, joke = a_product("A"), Actor(ActorKind.PERSON, 7, "Joke")
    field, other = a_field(is_required=True), a_field("Kleur")
    fill(product, other, "Rood")
    assert refused(lambda: fill(product, other, "Blauw", by=joke)) == [("missing", ("own_fields", field.pk))]
    update_product(product.pk, ProductFields(active=False), by=joke, now=MOMENT)
    fill(product, field, "Mosa", by=joke)
    assert stored(product) == {"Merk": "Mosa", "Kleur": "Rood"}


def test_a_field_in_use_keeps_its_type_and_is_retired_instead() -> None:
    field, product = a_field(), a_product("A")
    fill(product, field, "Mosa")
    assert refused(lambda: PRODUCT_FIELDS.remove(field.pk, **DO)) == [("product_field_in_use", ())]
    other = ProductFieldFields(title="Merk", kind="number")
    assert refused(lambda: PRODUCT_FIELDS.change(field.pk, other, **DO)) == [("kind_is_fixed", ("kind",))]
    PRODUCT_FIELDS.retire(field.pk, is_retired=True, **DO)
    assert refused(lambda: fill(product, field, "x")) == [("retired_own_field", ("own_fields", field.pk))]
    assert stored(product) == {"Merk": "Mosa"}
    fill(product, a_field("Kleur"), "Rood")
    assert list(found_by("mosa")) == [product]
    names = list(Fact.objects.filter(subject_kind="product_field").values_list("name", flat=True))
    assert names.count("product_field.created") == 2
    assert names.count("product_field.changed") == 1


def test_who_picks_sees_what_is_meant_for_them(admin: User) -> None:
    stocked(a_warehouse(), A=5)
    product = Product.objects.get(code="A")
    for title, is_shown in (("Bewaren", True), ("Merk", False)):
        fill(product, a_field(title, on_picklist=is_shown), f"{title} zo")
    assert pickers_product_fields([product.pk]).of(product.pk) == [("Bewaren", "Bewaren zo")]
    picklist = a_processed_order(lines=lines(A=1)).picklists.get()
    client = Client()
    client.force_login(admin)
    for path in (f"/picklists/{picklist.pk}/", f"/picklists/{picklist.pk}/scan/"):
        shown = client.get(path).content.decode()
        assert "Bewaren zo" in shown, path
        assert "Merk zo" not in shown, path


def test_the_settings_page_and_the_form_of_a_product(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    assert "No product fields yet" in client.get(PAGE).content.decode()
    form = {"title": "Bewaren", "kind": "select", "choices": "Koel\nDroog", "on_picklist": "on"}
    assert client.post(f"{PAGE}new/", form).headers["Location"] == PAGE
    field = ProductField.objects.get()
    assert (field.choices, field.on_picklist, field.required) == (["Koel", "Droog"], True, False)
    again = client.post(f"{PAGE}new/", form).content.decode()
    assert 'aria-invalid="true"' in again
    product = a_product("KAAS")
    page = client.get(f"/products/{product.pk}/edit/").content.decode()
    assert f'name="own.{field.pk}"' in page
    entered = {"code": "KAAS", "name": "Kaas", "price": "1", "vat_group": str(product.vat_group_id)}
    sent = client.post(f"/products/{product.pk}/edit/", {**entered, f"own.{field.pk}": "Koel"})
    assert sent.status_code == 302
    assert "Koel" in client.get(f"/products/{product.pk}/").content.decode()
    client.post(f"{PAGE}{field.pk}/retire/")
    assert f'name="own.{field.pk}"' not in client.get(f"/products/{product.pk}/edit/").content.decode()
    client.post(f"{PAGE}{field.pk}/delete/")
    assert ProductField.objects.exists()
    assert ProductFieldValue.objects.count() == 1


def test_over_the_api_values_are_merged_by_field(call: Call) -> None:
    a_vat_group()
    brand, store = a_field(), a_field("Bewaren", "multiple", choices=("Koel", "Droog"), is_required=True)
    told = call("GET", "productfields").json()
    assert [(one["idproductfield"], one["type"], one["values"]) for one in told] == [
        (brand.pk, "text", []),
        (store.pk, "multiple", ["Koel", "Droog"]),
    ]
    assert call("GET", f"productfields/{store.pk}").json()["required"] is True
    assert call("GET", "productfields/99").status_code == 404
    body = {
        "productcode": "KAAS",
        "name": "Kaas",
        "productfields": [{"idproductfield": brand.pk, "value": 7}],
    }
    made = call("POST", "products", body).json()
    assert made["productfields"] == [{"idproductfield": brand.pk, "title": "Merk", "value": "7"}]
    more = {"productfields": [{"idproductfield": store.pk, "value": ["Droog", "Koel"]}]}
    changed = call("PUT", f"products/{made['idproduct']}", more).json()
    assert [one["value"] for one in changed["productfields"]] == ["7", "Koel;Droog"]
    assert [one["productcode"] for one in call("GET", "products?search=droog").json()] == ["KAAS"]
    wrong = call("PUT", f"products/{made['idproduct']}", {"productfields": [{"idproductfield": 99}]})
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["code"] == "unknown_product_field"

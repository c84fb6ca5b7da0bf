"""Products and VAT groups: made, changed, found; every refusal at its field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.catalogue.actions import (
    create_product,
    create_vat_group,
    ensure_products,
    standard_vat_group,
    update_product,
)
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_product, a_vat_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def group() -> VatGroup:
    return a_vat_group()


def made(**given: Any) -> Product:
    return create_product(NewProduct(**{"code": "A", "name": "Tripel", **given}), by=SYSTEM, now=MOMENT)


def changed(product: Product, **given: Any) -> Product:
    return update_product(product.pk, ProductFields(**given), by=SYSTEM, now=MOMENT)


def wrong(**given: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        made(**given)
    return {(one.code, ".".join(map(str, one.path))) for one in refused.value.problems}


def test_a_product_with_everything(group: VatGroup) -> None:
    product = made(code=" TRIPEL ", price="1.23445", barcode="8712345678906", weight="350")
    assert (product.code, product.price, product.weight) == ("TRIPEL", Decimal("1.2345"), 350)
    assert product.vat_group == group
    assert logbook("product", product.pk)[0].name == "product.created"
    assert "tripel" in product.search_text
    assert "8712345678906" in product.search_text


def test_all_that_is_wrong_at_once() -> None:
    found = wrong(code="", name=" ", price="-1", weight="x", vat_group_id=99)
    assert {place for _, place in found} == {"code", "name", "price", "weight", "vat_group"}
    assert not Product.objects.exists()
    assert not Fact.objects.filter(subject_kind="product").exists()


@pytest.mark.parametrize("price", ["1,5", "NaN", "Infinity", "1e99", "twelve", "10000000000", True])
def test_a_price_is_a_number_of_four_decimals(price: Any) -> None:
    assert {place for _, place in wrong(price=price)} == {"price"}


def test_a_code_is_given_to_one() -> None:
    made(code="A")
    assert wrong(code="A ") == {("code_taken", "code")}
    other = made(code="B")
    with pytest.raises(Refused):
        changed(other, code="A")
    other.refresh_from_db()
    assert other.code == "B"


def test_what_is_not_given_stays() -> None:
    product = made(price="5", barcode="1")
    changed(product, name="Quadrupel")
    product.refresh_from_db()
    assert (product.name, product.price, product.barcode) == ("Quadrupel", 5, "1")
    assert "quadrupel" in product.search_text
    changes = logbook("product", product.pk)[0].data["changes"]
    assert changes == [{"field": "name", "old": "Tripel", "new": "Quadrupel"}]


def test_nothing_different_is_no_fact() -> None:
    product = made(price="5")
    changed(product, name="Tripel ", price="5.0000")
    assert len(logbook("product", product.pk)) == 1


def test_a_change_that_is_wrong_changes_nothing() -> None:
    product = made(price="5")
    with pytest.raises(Refused) as refused:
        changed(product, name="", price="x", vat_group_id=99)
    assert {one.path[0] for one in refused.value.problems} == {"name", "price", "vat_group"}
    product.refresh_from_db()
    assert product.name == "Tripel"
    with pytest.raises(Refused) as refused:
        update_product(999, ProductFields(name="x"), by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "not_found"


def test_unknown_products_are_made_once_and_known_ones_stay_as_they_are() -> None:
    known = a_product("A", price="7")
    wanted = [
        NewProduct(code="A", name="Another name", price="1"),
        NewProduct(code="NEW", name="Nieuw"),
        NewProduct(code="NEW", name="Nieuw nog eens"),
    ]
    found = ensure_products(wanted, by=SYSTEM, now=MOMENT)
    assert found[0] == known
    assert found[1] == found[2]
    known.refresh_from_db()
    assert (known.name, known.price) == ("Product A", 7)
    assert Product.objects.count() == 2


def test_ensuring_takes_as_many_queries_for_many_as_for_few() -> None:
    counts = []
    for size in (2, 40):
        wanted = [NewProduct(code=f"N{size}-{number}", name="x") for number in range(size)]
        with CaptureQueriesContext(connection) as captured:
            ensure_products(wanted, by=SYSTEM, now=MOMENT)
        counts.append(len([one for one in captured if "SAVEPOINT" not in one["sql"]]))
    assert counts[1] <= counts[0] + 38, counts


def test_problems_of_new_products_name_their_place() -> None:
    wanted = [NewProduct(code="A", name="x"), NewProduct(code="B", name="", price="-1")]
    with pytest.raises(Refused) as refused:
        ensure_products(wanted, by=SYSTEM, now=MOMENT)
    assert {one.path for one in refused.value.problems} == {("products", 1, "name"), ("products", 1, "price")}
    assert not Product.objects.exists()


def test_one_vat_group_is_the_standard() -> None:
    low = create_vat_group("Laag", percentage="9", is_standard=False, by=SYSTEM, now=MOMENT)
    assert standard_vat_group().percentage == 21
    high = create_vat_group("Hoog", percentage="25.495", is_standard=True, by=SYSTEM, now=MOMENT)
    assert standard_vat_group() == high
    assert high.percentage == Decimal("25.50")
    with pytest.raises(IntegrityError), transaction.atomic():
        VatGroup.objects.filter(pk=low.pk).update(is_standard=True)


@pytest.mark.parametrize("percentage", ["-1", "100.01", "x", ""])
def test_a_percentage_is_a_percentage(percentage: str) -> None:
    with pytest.raises(Refused) as refused:
        create_vat_group("Raar", percentage=percentage, is_standard=False, by=SYSTEM, now=MOMENT)
    assert {one.path for one in refused.value.problems} == {("percentage",)}


def test_without_vat_groups_there_is_no_product() -> None:
    VatGroup.objects.all().delete()
    with pytest.raises(Refused) as refused:
        made()
    assert refused.value.problems[0].code == "no_vat_group"


def test_the_database_keeps_the_promises(group: VatGroup) -> None:
    for fields in ({"code": ""}, {"name": ""}, {"price": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.bulk_create(
                [
                    Product(
                        **{
                            "code": "X",
                            "name": "x",
                            "vat_group": group,
                            "created_at": MOMENT,
                            "updated_at": MOMENT,
                            **fields,
                        }
                    )
                ]
            )

"""Suppliers: made with a number of ours, changed, retired; what each of them sells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.journal.models import Fact
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions import (
    create_supplier,
    set_supplier_product,
    unset_supplier_product,
    update_supplier,
)
from pakhuis.purchasing.intake import SupplierFields, SupplierProductFields
from pakhuis.purchasing.models import Supplier, SupplierProduct
from pakhuis.purchasing.queries import suppliers_by
from tests.factories import a_product
from tests.purchasing.making import WHO, a_supplier

pytestmark = pytest.mark.django_db


def refusals(fields: SupplierFields) -> set[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refused:
        create_supplier(fields, **WHO)
    return {(one.code, one.path) for one in refused.value.problems}


def test_a_name_is_enough_and_numbers_follow_each_other() -> None:
    change_settings(country="BE", language="en", **WHO)
    first, second = a_supplier("Mouterij Noord"), a_supplier("Hopveld")
    assert [first.number, second.number] == ["S1001", "S1002"]
    assert (first.country, first.language, first.active) == ("BE", "en", True)
    assert [one.data["label"] for one in Fact.objects.filter(name="supplier.created").order_by("pk")] == [
        "Mouterij Noord",
        "Hopveld",
    ]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written() -> None:
    fields = SupplierFields(
        name=" ", email="nobody", country="XX", language="fr", template_id=7, line1="x" * 201
    )
    assert refusals(fields) == {
        ("missing", ("name",)),
        ("bad_email", ("email",)),
        ("unknown_country", ("country",)),
        ("unknown_language", ("language",)),
        ("unknown_template", ("template",)),
        ("too_long", ("line1",)),
    }
    assert refusals(SupplierFields()) == {("missing", ("name",))}
    assert not Supplier.objects.exists()
    assert a_supplier().number == "S1001", "a refused one takes no number"


def test_a_change_is_told_with_what_was_there_before() -> None:
    supplier = a_supplier(city="Delft")
    update_supplier(supplier.pk, SupplierFields(city="Gouda", active=False), **WHO)
    update_supplier(supplier.pk, SupplierFields(city="Gouda"), **WHO)
    changed = Fact.objects.get(name="supplier.changed")
    assert changed.data["changes"] == [
        {"field": "city", "old": "Delft", "new": "Gouda"},
        {"field": "active", "old": "True", "new": "False"},
    ]
    with pytest.raises(Refused) as refused:
        update_supplier(supplier.pk + 1, SupplierFields(city="Gouda"), **WHO)
    assert refused.value.problems[0].code == "not_found"


@pytest.mark.parametrize("words", ["noord", "MOUTÉRIJ", "s1001", "delft noord", "joke@"])
def test_a_supplier_is_found_by_any_fragment(words: str) -> None:
    supplier = a_supplier("Mouterij Noord", city="Delft", email="joke@noord.example")
    a_supplier("Hopveld")
    assert list(suppliers_by(words)) == [supplier]


def test_what_a_supplier_sells_is_said_changed_and_taken_back() -> None:
    supplier, malt = a_supplier(), a_product("MOUT")
    fields = SupplierProductFields(code="M-25", price="18.5", order_quantity=4)
    row = set_supplier_product(supplier.pk, product_id=malt.pk, fields=fields, **WHO)
    assert (row.code, row.price, row.order_quantity) == ("M-25", Decimal("18.5"), 4)
    set_supplier_product(supplier.pk, product_id=malt.pk, fields=SupplierProductFields(price=""), **WHO)
    row.refresh_from_db()
    assert (row.code, row.price) == ("M-25", None), "an empty price is not known, what is not given stays"
    unset_supplier_product(supplier.pk, product_id=malt.pk, **WHO)
    assert not SupplierProduct.objects.exists()
    told = Fact.objects.filter(name="supplier.product_changed").order_by("pk")
    assert [one.data["is_sold"] for one in told] == [True, True, False]
    with pytest.raises(Refused):
        unset_supplier_product(supplier.pk, product_id=malt.pk, **WHO)


def test_bad_terms_of_a_product_are_refused_together() -> None:
    supplier = a_supplier()
    fields = SupplierProductFields(price="-1", order_quantity=0)
    with pytest.raises(Refused) as refused:
        set_supplier_product(supplier.pk, product_id=12345, fields=fields, **WHO)
    assert {one.path for one in refused.value.problems} == {("price",), ("order_quantity",), ("product",)}

"""VAT groups: changed, made the standard one, retired; the percentage of past orders never changes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from pakhuis.catalogue.actions import change_vat_group, create_product, create_vat_group, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import VatGroup
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_customer, a_product, a_vat_group, an_order, lines

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, tuple[str | int, ...]]]:
    return {(one.code, one.path) for one in refused.value.problems}


def changed(group: VatGroup, **fields: object) -> VatGroup:
    return change_vat_group(group.pk, by=SYSTEM, now=MOMENT, **fields)


def test_a_changed_group_tells_old_and_new() -> None:
    group = changed(a_vat_group("21"), name="Hoog", percentage="21.5")
    group.refresh_from_db()
    assert (group.name, group.percentage) == ("Hoog", Decimal("21.50"))
    fact = logbook("vat_group", group.pk)[0]
    assert {one["field"]: (one["old"], one["new"]) for one in fact.data["changes"]} == {
        "name": ("VAT 21", "Hoog"),
        "percentage": ("21.00", "21.50"),
    }
    changed(group, name="Hoog", percentage=21.5)
    assert len(logbook("vat_group", group.pk)) == 2


def test_all_that_is_wrong_at_once() -> None:
    group = a_vat_group()
    with pytest.raises(Refused) as refused:
        changed(group, name="", percentage="101", size=2)
    assert codes(refused) == {
        ("missing", ("name",)),
        ("out_of_range", ("percentage",)),
        ("unknown_setting", ("size",)),
    }
    with pytest.raises(Refused) as refused:
        change_vat_group(999_999, name="x", by=SYSTEM, now=MOMENT)
    assert codes(refused) == {("not_found", ())}


@pytest.mark.parametrize("name", ["VAT 21", "vat 21"])
def test_names_are_unique_without_regard_to_case(name: str) -> None:
    a_vat_group("21")
    low = a_vat_group("9", is_standard=False)
    with pytest.raises(Refused) as refused:
        changed(low, name=name)
    assert codes(refused) == {("name_taken", ("name",))}


def test_there_is_always_a_standard_one() -> None:
    high = a_vat_group("21")
    low = a_vat_group("9", is_standard=False)
    with pytest.raises(Refused) as refused:
        changed(high, is_standard=False)
    assert codes(refused) == {("is_default", ("is_standard",))}
    with pytest.raises(Refused) as refused:
        changed(high, active=False)
    assert codes(refused) == {("is_default", ("active",))}
    changed(low, is_standard=True)
    assert list(VatGroup.objects.filter(is_standard=True)) == [low]
    changed(high, active=False)
    with pytest.raises(Refused):
        changed(high, is_standard=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        VatGroup.objects.filter(pk=low.pk).update(active=False)


def test_the_percentage_of_past_orders_stays() -> None:
    product = a_product("A")
    group = product.vat_group
    changed(group, percentage="20")
    an_order(a_customer(), lines=lines(A=1))
    with pytest.raises(Refused) as refused:
        changed(group, percentage="19")
    assert codes(refused) == {("percentage_in_use", ("percentage",))}
    assert changed(group, percentage="20", name="Toen").name == "Toen"


def test_a_group_of_products_in_use_is_not_retired() -> None:
    a_vat_group("21")
    low = a_vat_group("9", is_standard=False)
    product = create_product(
        NewProduct(code="A", name="A", price=1, vat_group_id=low.pk), by=SYSTEM, now=MOMENT
    )
    with pytest.raises(Refused) as refused:
        changed(low, active=False)
    assert codes(refused) == {("in_use", ())}
    assert "products: 1" in str(refused.value)
    update_product(product.pk, ProductFields(active=False), by=SYSTEM, now=MOMENT)
    assert not changed(low, active=False).active


def test_a_retired_group_is_given_to_no_product() -> None:
    a_vat_group("21")
    low = a_vat_group("9", is_standard=False)
    product = create_product(
        NewProduct(code="A", name="A", price=1, vat_group_id=low.pk), by=SYSTEM, now=MOMENT
    )
    update_product(product.pk, ProductFields(active=False), by=SYSTEM, now=MOMENT)
    changed(low, active=False)
    update_product(product.pk, ProductFields(vat_group_id=low.pk, name="B"), by=SYSTEM, now=MOMENT)
    other = a_product("C")
    new = NewProduct(code="D", name="D", price=1, vat_group_id=low.pk)
    with pytest.raises(Refused) as refused:
        create_product(new, by=SYSTEM, now=MOMENT)
    assert codes(refused) == {("unknown_vat_group", ("vat_group",))}
    with pytest.raises(Refused) as refused:
        update_product(other.pk, ProductFields(vat_group_id=low.pk), by=SYSTEM, now=MOMENT)
    assert codes(refused) == {("unknown_vat_group", ("vat_group",))}


def test_a_new_standard_one_takes_it_from_the_former() -> None:
    a_vat_group("21")
    low = create_vat_group("Laag", percentage=9, is_standard=True, by=SYSTEM, now=MOMENT)
    assert list(VatGroup.objects.filter(is_standard=True)) == [low]

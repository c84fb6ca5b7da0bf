"""Purchase orders: made, changed, ordered, closed, called off; every refusal leaves everything as it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_template
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.journal.models import Fact
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions import (
    cancel_purchase,
    change_purchase,
    close_purchase,
    create_purchase,
    mark_purchased,
    update_supplier,
)
from pakhuis.purchasing.intake import (
    NewPurchaseLine,
    PurchaseChange,
    PurchaseFields,
    PurchaseLineFields,
    SupplierFields,
)
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder
from pakhuis.purchasing.states import PURCHASE_ALLOWED, PurchaseMove, PurchaseStatus, purchase_after
from tests.factories import a_composition, a_product, a_warehouse
from tests.purchasing.making import LATER, SOON, WHO, a_concept, a_purchase, a_supplier, sold_by

pytestmark = pytest.mark.django_db
VERBS: dict[PurchaseMove, Any] = {
    PurchaseMove.PURCHASE: mark_purchased,
    PurchaseMove.CLOSE: close_purchase,
    PurchaseMove.CANCEL: cancel_purchase,
    PurchaseMove.CHANGE: lambda pk, **who: change_purchase(
        pk, PurchaseChange(fields=PurchaseFields(remarks="x")), **who
    ),
}


def problems_of(fields: PurchaseFields, *lines: NewPurchaseLine) -> set[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refused:
        create_purchase(fields, lines, **WHO)
    return {(one.code, one.path) for one in refused.value.problems}


def test_lines_are_filled_in_from_what_the_supplier_asks() -> None:
    template = create_template("Inkoop", is_default=False, **WHO)
    supplier = a_supplier(language="en", template_id=template.pk)
    a_warehouse("Winkel", priority=2)
    house = a_warehouse("Brouwerij", priority=1)
    sold_by(supplier, "MOUT", code="M-25", price="18.5")
    hop = a_product("HOP")
    update_product(hop.pk, ProductFields(cost_price="3", supplier_code="H"), **WHO)
    order = create_purchase(
        PurchaseFields(supplier_id=supplier.pk, expected_on="2026-12-01"),
        [
            NewPurchaseLine(product_code="MOUT", amount=4),
            NewPurchaseLine(product_id=hop.pk, amount="2", price="2.5", expected_on=LATER),
        ],
        **WHO,
    )
    assert order.number == "PO2026-1001"
    assert (order.warehouse_id, order.language, order.template_id) == (house.pk, "en", template.pk)
    assert (order.supplier_name, order.status, order.expected_on) == ("Mouterij Noord", "concept", SOON)
    malt, hops = order.lines.order_by("pk")
    assert (malt.supplier_code, malt.price, malt.day) == ("M-25", Decimal("18.5"), SOON)
    assert (hops.supplier_code, hops.price, hops.day) == ("H", Decimal("2.5"), LATER)


def test_everything_that_is_wrong_with_a_new_one_is_told_at_once() -> None:
    a_warehouse()
    box = a_composition("BOX", A=1)
    fields = PurchaseFields(supplier_id=9, warehouse_id=99, expected_on="soon", language="fr")
    lines = (
        NewPurchaseLine(product_code="NOPE", amount=1),
        NewPurchaseLine(product_id=box.pk, amount=1),
        NewPurchaseLine(product_code="A", amount=0, price="x"),
    )
    assert problems_of(fields, *lines) == {
        ("unknown_supplier", ("supplier",)),
        ("unknown_warehouse", ("warehouse",)),
        ("not_a_date", ("expected_on",)),
        ("unknown_language", ("language",)),
        ("unknown_product", ("new_lines", 0, "product")),
        ("has_parts", ("new_lines", 1, "product")),
        ("out_of_range", ("new_lines", 2, "amount")),
        ("not_a_number", ("new_lines", 2, "price")),
    }
    assert not PurchaseOrder.objects.exists()


def test_it_needs_a_supplier_or_a_name() -> None:
    a_warehouse()
    assert problems_of(PurchaseFields()) == {("missing", ("supplier",))}
    order = create_purchase(PurchaseFields(supplier_name="Marktkraam"), **WHO)
    assert (order.supplier_id, order.supplier_name) == (None, "Marktkraam")
    with pytest.raises(Refused):
        mark_purchased(order.pk, **WHO)


def test_nothing_is_ordered_from_a_retired_supplier_but_what_stands_can_be_changed() -> None:
    order = a_concept(A=1)
    assert order.supplier_id is not None
    update_supplier(order.supplier_id, SupplierFields(active=False), **WHO)
    fields = PurchaseFields(supplier_id=order.supplier_id)
    assert problems_of(fields) == {("retired_supplier", ("supplier",))}
    change_purchase(order.pk, PurchaseChange(fields=fields), **WHO)


def test_head_and_lines_change_together_and_are_told() -> None:
    order = a_purchase(A=4, B=2)
    a, b = order.lines.order_by("pk")
    a_product("C")
    change = PurchaseChange(
        fields=PurchaseFields(expected_on=LATER),
        lines=(PurchaseLineFields(id=a.pk, amount=6), PurchaseLineFields(id=b.pk, removed=True)),
        new_lines=(NewPurchaseLine(product_code="C", amount=1),),
    )
    change_purchase(order.pk, change, **WHO)
    assert dict(order.lines.values_list("code", "amount")) == {"A": 6, "C": 1}
    told = Fact.objects.get(name="purchase.changed").data["changes"]
    assert told == [
        {"field": "expected_on", "old": "2026-12-01", "new": "2026-12-15"},
        {"field": "lines.A.amount", "old": "4", "new": "6"},
        {"field": "lines.B", "old": "2", "new": ""},
        {"field": "lines.C", "old": "", "new": "1"},
    ]


def test_many_lines_are_changed_taken_off_and_added_by_no_more_statements_than_few() -> None:
    a_warehouse()
    codes = [f"P{place}" for place in range(12)]
    few = a_concept(P0=1, P1=1, P2=1)
    each: dict[str, Any] = dict.fromkeys(codes, 1)
    many = a_concept(**each)

    def statements(order: PurchaseOrder, *, changed: int, gone: int) -> int:
        pks = list(order.lines.order_by("pk").values_list("pk", flat=True))
        edits = [PurchaseLineFields(id=pk, amount=7, price="1.25") for pk in pks[:changed]]
        edits += [PurchaseLineFields(id=pk, removed=True) for pk in pks[changed : changed + gone]]
        added = tuple(NewPurchaseLine(product_code=code, amount=2) for code in codes[:gone])
        with CaptureQueriesContext(connection) as counted:
            change_purchase(order.pk, PurchaseChange(lines=tuple(edits), new_lines=added), **WHO)
        return len(counted)

    assert statements(few, changed=1, gone=1) == statements(many, changed=6, gone=5)
    left = list(many.lines.order_by("pk").values_list("code", "amount", "price"))
    assert left[:6] == [(code, 7, Decimal("1.25")) for code in codes[:6]]
    assert [(code, amount) for code, amount, _ in left[6:]] == [("P11", 1), *((one, 2) for one in codes[:5])]
    told = Fact.objects.filter(name="purchase.changed", subject_id=many.pk).get().data["changes"]
    assert len(told) == 6 * 2 + 5 + 5
    assert told[-1] == {"field": "lines.P4", "old": "", "new": "2"}


def test_a_line_that_is_taken_off_is_not_changed_as_well() -> None:
    a_warehouse()
    order = a_concept(A=1, B=2)
    first = order.lines.order_by("pk").first()
    assert first is not None
    edits = (PurchaseLineFields(id=first.pk, removed=True), PurchaseLineFields(id=first.pk, amount=9))
    change_purchase(order.pk, PurchaseChange(lines=edits), **WHO)
    assert list(order.lines.values_list("code", "amount")) == [("B", 2)]


def test_a_refused_change_changes_nothing() -> None:
    order = a_purchase(A=4)
    PurchaseLine.objects.update(received=3)
    (line,) = order.lines.all()
    change = PurchaseChange(
        fields=PurchaseFields(remarks="Bel eerst", warehouse_id=a_warehouse().pk),
        lines=(PurchaseLineFields(id=line.pk, amount=2),),
    )
    with pytest.raises(Refused) as refused:
        change_purchase(order.pk, change, **WHO)
    assert {one.path for one in refused.value.problems} == {("warehouse",), ("lines", line.pk, "amount")}
    with pytest.raises(Refused) as refused:
        lines = (PurchaseLineFields(id=line.pk, removed=True),)
        change_purchase(order.pk, PurchaseChange(lines=lines), **WHO)
    assert refused.value.problems[0].code == "received_already"
    with pytest.raises(Refused) as refused:
        change_purchase(order.pk, PurchaseChange(lines=(PurchaseLineFields(id=line.pk + 1),)), **WHO)
    assert refused.value.problems[0].code == "not_on_purchase"
    order.refresh_from_db()
    assert (order.remarks, order.lines.get().amount) == ("", 4)
    assert not Fact.objects.filter(name="purchase.changed").exists()


def test_closing_tells_what_never_came() -> None:
    order = a_purchase(A=4)
    PurchaseLine.objects.update(received=3)
    with pytest.raises(Refused) as refused:
        cancel_purchase(order.pk, **WHO)
    assert refused.value.problems[0].code == "received_already"
    assert close_purchase(order.pk, **WHO).status == "received"
    assert Fact.objects.get(name="purchase.closed").data["pieces"] == 1


def test_taking_off_what_was_still_to_come_ends_it() -> None:
    order = a_purchase(A=4, B=1)
    PurchaseLine.objects.filter(code="A").update(received=4)
    line = order.lines.get(code="B")
    change_purchase(order.pk, PurchaseChange(lines=(PurchaseLineFields(id=line.pk, removed=True),)), **WHO)
    order.refresh_from_db()
    assert (order.status, order.completed_at) == ("received", WHO["now"])


@pytest.mark.parametrize("status", list(PurchaseStatus))
@pytest.mark.parametrize("move", list(VERBS))
def test_each_verb_from_each_status(move: PurchaseMove, status: PurchaseStatus) -> None:
    order = a_concept(A=1)
    PurchaseOrder.objects.filter(pk=order.pk).update(status=status)
    facts = Fact.objects.count()
    after = purchase_after(move, status)
    if after is None:
        with pytest.raises(Refused) as refused:
            VERBS[move](order.pk, **WHO)
        assert refused.value.problems[0].code == "not_allowed_now"
        assert Fact.objects.count() == facts
    else:
        VERBS[move](order.pk, **WHO)
    order.refresh_from_db()
    assert order.status == (after or status)
    assert PURCHASE_ALLOWED[move].keys() <= set(PurchaseStatus)

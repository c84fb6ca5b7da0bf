"""Prices and suppliers are written from the side of the product and of the list: nobody is stuck."""

from __future__ import annotations

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.imports.actions import begin
from pakhuis.imports.states import RunState, Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.models import PriceListEntry
from tests.concurrency.race import Deed, race
from tests.factories import MOMENT, a_price_list, a_product
from tests.imports.running import uploaded
from tests.purchasing.making import a_supplier

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 15


def test_a_product_is_saved_while_its_prices_and_supplier_are() -> None:
    """Each holds the product first; else one held the product and the other the list, for ever."""
    prices, supplier = a_price_list("Horeca"), a_supplier()
    products = {code: a_product(code) for code in "ABC"}
    key = create_api_key("race", by=SYSTEM, now=MOMENT)[1]
    body = {"pricelists": [{"idpricelist": prices.pk, "price": 99}], "idsupplier": supplier.pk}
    deeds: list[Deed] = [
        ("put_over_api", {"key": key, "path": f"products/{one.pk}", "body": body, "times": TIMES})
        for one in products.values()
    ]
    deeds += [
        ("set_prices", {"list_id": prices.pk, "product_id": products["A"].pk, "times": TIMES}),
        ("paste_prices", {"list_id": prices.pk, "codes": "CBA", "times": TIMES}),
        ("sell", {"supplier_id": supplier.pk, "product_id": products["B"].pk, "times": TIMES}),
    ]
    assert race(deeds) == [[200]] * 3 + ["done"] * 3
    assert PriceListEntry.objects.count() == 3


def test_files_of_products_in_any_order_and_pasted_prices_wait_in_one_order() -> None:
    """A file names its products in any order; a batch of it holds them by their ids, as prices do."""
    prices, codes = a_price_list("Horeca"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for code in codes:
        a_product(code)
    deeds: list[Deed] = [("paste_prices", {"list_id": prices.pk, "codes": codes, "times": TIMES})] * 2
    for number, rows in enumerate((codes, codes[::-1], codes[::-1])):
        content = "Productcode;Naam\n" + "".join(f"{code};{code} {number}\n" for code in rows)
        run = uploaded(content, subject=Subject.PRODUCTS)
        begin(run.pk, to=RunState.RUNNING, now=MOMENT)
        deeds.append(("work_import", {"run_id": run.pk}))
    assert race(deeds) == ["done"] * 5
    assert prices.entries.count() == len(codes)

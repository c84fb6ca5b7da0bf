"""Deeds with what belongs to a product and stands beside it, for races."""

from __future__ import annotations

from typing import Any

from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.pricing.actions import put_prices, set_price
from pakhuis.pricing.pasted import read_pasted
from pakhuis.purchasing.actions import set_supplier_product
from pakhuis.purchasing.intake import SupplierProductFields
from tests.api.conftest import caller
from tests.concurrency.deeds import said


def put_over_api(key: str, path: str, body: dict[str, Any], times: int) -> list[int]:
    """The same again and again; the answers there were."""
    call = caller(key)
    return sorted({call("PUT", path, body | {"name": f"Name {n}"}).status_code for n in range(times)})


def set_prices(list_id: int, product_id: int, times: int) -> str:
    def all_of_them() -> None:
        for price in range(1, times + 1):
            set_price(list_id, product_id=product_id, price=price, by=SYSTEM, now=now())

    return said(all_of_them)


def paste_prices(list_id: int, codes: str, times: int) -> str:
    def all_of_them() -> None:
        for price in range(1, times + 1):
            pasted, _ = read_pasted("\n".join(f"{code};{price}" for code in codes))
            put_prices(list_id, pasted, by=SYSTEM, now=now())

    return said(all_of_them)


def rename_products(product_ids: list[int], name: str) -> str:
    def all_of_them() -> None:
        for pk in product_ids:
            update_product(pk, ProductFields(name=name), by=SYSTEM, now=now())

    return said(all_of_them)


def sell(supplier_id: int, product_id: int, times: int) -> str:
    def all_of_them() -> None:
        for price in range(1, times + 1):
            fields = SupplierProductFields(price=price)
            set_supplier_product(supplier_id, product_id=product_id, fields=fields, by=SYSTEM, now=now())

    return said(all_of_them)

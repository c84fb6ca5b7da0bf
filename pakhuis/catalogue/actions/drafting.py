"""New products as they are to be written: checked, in their VAT group, with what they are found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.catalogue.problems import no_standard_vat_group, unknown_vat_group
from pakhuis.catalogue.rules import check_product, product_search_text
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Refused


def groups_in_use() -> list[int]:
    """The ids of the VAT groups a product may get, the standard one (else the oldest) first."""
    found = VatGroup.objects.filter(active=True).order_by("-is_standard", "id")
    return list(found.values_list("pk", flat=True))


def drafted(new: NewProduct, checks: Checks, *, groups: Sequence[int], now: datetime) -> Product:
    """The product, not written; what is wrong with it goes to `checks`. `groups` as `groups_in_use` has them.

    Whether others have its code or barcode is not looked at. Refused where there is no VAT group at all.
    """
    if not groups and new.vat_group_id is None:
        raise Refused([no_standard_vat_group()])
    fields = replace(
        new.more or ProductFields(),
        code=new.code,
        name=new.name,
        price=new.price,
        barcode=new.barcode,
        weight=new.weight,
    )
    checked = check_product(fields, checks)
    group_id = groups[0] if new.vat_group_id is None else new.vat_group_id
    if group_id not in groups:
        checks.add(unknown_vat_group())
    text = product_search_text(code=checked["code"], name=checked["name"], barcode=checked["barcode"])
    return Product(**checked, vat_group_id=group_id, search_text=text, created_at=now, updated_at=now)

"""What was agreed with a customer, frozen, as rules read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from pakhuis.customers.intake import NewAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTerms:
    """The terms of one customer that a new order takes. `invoice` and `delivery` are the defaults."""

    id: int
    name: str
    contact_name: str
    email: str
    phone: str
    language: str
    discount: Decimal
    autosplit: bool | None
    calculate_vat: bool
    template_id: int | None
    default_order_remarks: str
    inherited_tag_ids: tuple[int, ...] = ()
    invoice: NewAddress | None = None
    delivery: NewAddress | None = None

    def with_said(self, said: Mapping[str, Any]) -> CustomerTerms:
        """The terms as somebody says them anew, by the names of fields; what is no term is left out."""
        names = {one.name for one in fields(self)}
        return replace(self, **{name: value for name, value in said.items() if name in names})

"""An order said again as a new one: what was said on the order itself, without what its customer gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.customers.intake import NewAddress
from pakhuis.orders.intake import NewOrder
from pakhuis.orders.models import Order
from pakhuis.orders.plan import Source
from pakhuis.orders.standing import Standing, order_address

SAID = ("explicit", "changed")
"""Who speaks for the order itself; a webshop's own values count as said too where they are of the order."""


def is_said(order: Order, term: str) -> bool:
    """Whether this value was said on the order, so that another customer does not change it."""
    source = order.sources.get(term) or ("explicit",)
    return source[0] in SAID


def as_given(order: Order, standing: Standing) -> NewOrder:
    """The order's own words, told apart from its customer's when it was placed: both may be others by now."""

    def said(term: str, value: Any, otherwise: Any = None) -> Any:
        return value if is_said(order, term) else otherwise

    return NewOrder(
        customer_id=order.customer_id,
        delivery=_address(order, "delivery"),
        invoice=_address(order, "invoice"),
        email=said("email", order.email, ""),
        phone=said("phone", order.phone, ""),
        reference=order.reference,
        remarks=order.remarks[: own_letters(order)],
        discount=said("discount", order.discount),
        template_id=said("template", order.template_id),
        autosplit=said("autosplit", order.autosplit),
        calculate_vat=said("calculate_vat", order.calculate_vat),
        calculate_vat_reason=_reason(order.sources.get("calculate_vat", ())),
        language=said("language", order.language, ""),
        tag_ids=tuple(one for one in standing.tag_ids if one not in standing.inherited_tag_ids),
        price_list_ids=said("price_lists", standing.price_list_ids),
    )


def sources_kept(old: Mapping[str, Sequence[Any]], new: Mapping[str, Source]) -> dict[str, Source]:
    """The new sources; what was changed by hand before keeps by whom, and how much of it is theirs."""
    kept = {name: tuple(source[:2]) for name, source in old.items() if source and source[0] == "changed"}
    return {
        name: (*kept[name], *source[2:]) if name in kept and source[0] in ("explicit", "both") else source
        for name, source in new.items()
    }


def _address(order: Order, prefix: str) -> NewAddress | None:
    if not is_said(order, prefix):
        return None
    return order_address(order, prefix)


def own_letters(order: Order) -> int:
    """With how many letters the remarks begin that are the order's own; the customer's stand behind them."""
    who, *details = order.sources.get("remarks") or ("explicit",)
    if len(details) > 1:
        return int(details[1])
    return 0 if who == "customer" else len(order.remarks)


def _reason(source: Sequence[Any]) -> str:
    return str(source[1]) if len(source) > 1 and source[0] == "explicit" else ""

"""What a new order takes from its customer, webshop and account: the terms table as one pure function.

Source: domain rules, section 3. Every term is the first that is given, and remembers who gave it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from pakhuis.accounts.problems import unknown_template
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.problems import unknown_tag
from pakhuis.customers.rules import check_address, check_language
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.money import CENT
from pakhuis.kernel.problem import Place
from pakhuis.orders.intake import NewOrder
from pakhuis.orders.line_rules import planned_lines
from pakhuis.orders.pickup import kept_point
from pakhuis.orders.plan import OrderFacts, OrderPlan, Source, Terms
from pakhuis.pricing.problems import unknown_price_list
from pakhuis.stock.problems import unknown_warehouse

T = TypeVar("T")
LONGEST_TEXT = 10_000


def plan(new: NewOrder, facts: OrderFacts, checks: Checks) -> OrderPlan:
    """Decide every term of a new order; what is wrong goes to `checks`, and the plan is then of no use."""
    sources: dict[str, Source] = {}
    delivery, invoice = _addresses(new, facts, checks, sources)
    check_ids(new, facts, checks)
    terms = decided_terms(new, facts, checks, sources)
    return OrderPlan(
        delivery=delivery,
        invoice=invoice,
        email=_contact("email", new, facts, checks, sources, limit=320),
        phone=_contact("phone", new, facts, checks, sources, limit=60),
        reference=checks.text(("reference",), new.reference, limit=200),
        remarks=_remarks(new, facts, checks, sources),
        discount=terms.discount,
        template_id=terms.template_id,
        autosplit=terms.autosplit,
        calculate_vat=terms.calculate_vat,
        language=terms.language,
        preferred_delivery_date=checks.day(("preferred_delivery_date",), new.preferred_delivery_date),
        pickup_point=kept_point(new.pickup_point, checks),
        tag_ids=_tags(new, facts, sources),
        inherited_tag_ids=_inherited(new, facts),
        price_list_ids=terms.price_list_ids,
        warehouse_ids=tuple(dict.fromkeys(new.warehouse_ids)),
        lines=planned_lines(new.lines, facts, price_list_ids=terms.price_list_ids, checks=checks),
        sources=sources,
    )


def decided_terms(new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source]) -> Terms:
    """Each term as the first who said something about it wants it; `sources` learns who that was."""
    return Terms(
        discount=_discount(new, facts, checks, sources),
        template_id=_template(new, facts, sources),
        autosplit=_autosplit(new, facts, sources),
        calculate_vat=_calculate_vat(new, facts, sources),
        language=_language(new, facts, checks, sources),
        price_list_ids=_price_lists(new, facts, sources),
    )


def _first(term: str, sources: dict[str, Source], *given: tuple[str, T | None]) -> T:
    """The first value that is given; the last one always is."""
    for who, value in given:
        if value is not None:
            sources[term] = (who, "")
            return value
    raise AssertionError(f"nobody knows the {term}")


def _addresses(
    new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source]
) -> tuple[NewAddress, NewAddress]:
    """The order's own, else the customer's defaults, each standing in for the other where one is missing."""
    own = {name: _own_address(name, given, new, facts, checks) for name, given in _given(new).items()}
    customer = facts.customer
    book: dict[str, NewAddress | None] = {"delivery": None, "invoice": None}
    nameless: NewAddress | None = None
    if customer is not None:
        book = {"delivery": customer.delivery, "invoice": customer.invoice}
        nameless = NewAddress(name=customer.name, contact_name=customer.contact_name)
    decided: dict[str, NewAddress] = {}
    for name, other in (("delivery", "invoice"), ("invoice", "delivery")):
        candidates = (
            ("explicit", own[name]),
            ("customer", book[name]),
            ("explicit", own[other]),
            ("customer", book[other]),
            ("customer", nameless),
        )
        found = [(who, address) for who, address in candidates if address is not None]
        if not found:
            checks.problems += [missing((name, "name")), missing((name, "country"))]
        who, decided[name] = found[0] if found else ("default", NewAddress())
        sources[name] = (who, "")
    return decided["delivery"], decided["invoice"]


def _given(new: NewOrder) -> dict[str, NewAddress | None]:
    if new.webshop is None:
        return {"delivery": new.delivery, "invoice": new.invoice}
    person = new.webshop.person
    return {"delivery": new.delivery or person.delivery, "invoice": new.invoice or person.invoice}


def _own_address(
    name: str, given: NewAddress | None, new: NewOrder, facts: OrderFacts, checks: Checks
) -> NewAddress | None:
    """An address of the order itself; without a name the customer's stands in, a guest must say one."""
    if given is None or given.is_empty:
        return None
    stand_in = facts.customer.name if facts.customer else new.webshop.person.name if new.webshop else ""
    cleaned = check_address(given, checks, (name,), name_required=not stand_in)
    if facts.customer is None and new.webshop is None and not given.country.strip():
        checks.add(missing((name, "country")))
    return cleaned._replace(name=cleaned.name or stand_in)


def _contact(
    term: str, new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source], *, limit: int
) -> str:
    text = checks.text((term,), getattr(new, term), limit=limit)
    asks = facts.customer if new.moved is None else None
    of_customer: str = getattr(asks, term) if asks else ""
    return _first(
        term, sources, ("explicit", text or None), ("customer", of_customer or None), ("default", "")
    )


def _remarks(new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source]) -> str:
    """The order's own, then the default order remarks on a new line; never the same lines twice.

    Of remarks of both, the source says how many letters are the order's own.
    """
    own = checks.text(("remarks",), new.remarks, limit=LONGEST_TEXT)
    default = facts.customer.default_order_remarks if facts.customer and new.moved is None else ""
    if not default or has_lines(own, default):
        sources["remarks"] = ("explicit" if own else "default", "")
        return own
    sources["remarks"] = ("both", "", len(own)) if own else ("customer", "")
    return f"{own}\n{default}" if own else default


def has_lines(text: str, lines: str) -> bool:
    """Whether these lines stand in the text, whole and one below the other."""
    within, wanted = ("\n".join(["", *map(str.strip, one.splitlines()), ""]) for one in (text, lines))
    return wanted in within


def _discount(new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source]) -> Decimal:
    given = None
    if new.discount is not None and new.discount != "":
        given = checks.decimal(("discount",), new.discount, low=Decimal(0), high=Decimal(100), step=CENT)
    return _first(
        "discount",
        sources,
        ("explicit", given),
        ("webshop", Decimal(0) if facts.shop_prices_lead else None),
        ("customer", facts.customer.discount if facts.customer and facts.customer.discount else None),
        ("default", Decimal(0)),
    )


def _price_lists(new: NewOrder, facts: OrderFacts, sources: dict[str, Source]) -> tuple[int, ...]:
    explicit = None if new.price_list_ids is None else tuple(sorted(set(new.price_list_ids)))
    return _first(
        "price_lists",
        sources,
        ("explicit", explicit),
        ("webshop", () if facts.shop_prices_lead else None),
        ("customer", facts.price_list_ids or None),
        ("default", ()),
    )


def _template(new: NewOrder, facts: OrderFacts, sources: dict[str, Source]) -> int:
    return _first(
        "template",
        sources,
        ("explicit", new.template_id),
        ("customer", facts.customer.template_id if facts.customer else None),
        ("webshop", facts.webshop.template_id if facts.webshop else None),
        ("account", facts.account.template_id),
    )


def _autosplit(new: NewOrder, facts: OrderFacts, sources: dict[str, Source]) -> bool:
    return _first(
        "autosplit",
        sources,
        ("explicit", new.autosplit),
        ("customer", facts.customer.autosplit if facts.customer else None),
        ("webshop", facts.webshop.autosplit if facts.webshop else None),
        ("account", facts.account.autosplit),
    )


def _calculate_vat(new: NewOrder, facts: OrderFacts, sources: dict[str, Source]) -> bool:
    value = _first(
        "calculate_vat",
        sources,
        ("explicit", new.calculate_vat),
        ("customer", facts.customer.calculate_vat if facts.customer else None),
        ("default", True),
    )
    if new.calculate_vat is not None:
        sources["calculate_vat"] = ("explicit", new.calculate_vat_reason[:200])
    return value


def _language(new: NewOrder, facts: OrderFacts, checks: Checks, sources: dict[str, Source]) -> str:
    explicit = check_language(new.language, checks)
    return _first(
        "language",
        sources,
        ("explicit", explicit or None),
        ("customer", (facts.customer.language or None) if facts.customer else None),
        ("account", facts.account.language),
    )


def _tags(new: NewOrder, facts: OrderFacts, sources: dict[str, Source]) -> tuple[int, ...]:
    """The order's own and the customer's inherited ones, each once."""
    inherited = _of_customer(new, facts)
    who = {(True, True): "both", (True, False): "explicit", (False, True): "customer"}
    sources["tags"] = (who.get((bool(new.tag_ids), bool(inherited)), "default"), "")
    return tuple(dict.fromkeys((*new.tag_ids, *inherited)))


def _inherited(new: NewOrder, facts: OrderFacts) -> tuple[int, ...]:
    """The tags that nobody said on the order itself."""
    return tuple(one for one in _of_customer(new, facts) if one not in new.tag_ids)


def _of_customer(new: NewOrder, facts: OrderFacts) -> tuple[int, ...]:
    return facts.customer.inherited_tag_ids if facts.customer and new.moved is None else ()


def check_ids(new: NewOrder, facts: OrderFacts, checks: Checks) -> None:
    """A problem for every id that names nothing."""
    known = facts.known
    if new.template_id is not None and new.template_id not in known.templates:
        checks.add(unknown_template())
    for place, tag_id in enumerate(new.tag_ids):
        if tag_id not in known.tags:
            checks.add(unknown_tag(("tags", place)))
    for place, list_id in enumerate(new.price_list_ids or ()):
        if list_id not in known.price_lists:
            checks.add(unknown_price_list(_at("price_lists", place)))
    for place, warehouse_id in enumerate(new.warehouse_ids):
        if warehouse_id not in known.warehouses:
            checks.add(unknown_warehouse(_at("warehouses", place)))


def _at(name: str, place: int) -> Place:
    return (name, place)

"""From what a shop tells to an order as we take it in: the rules that hold for all shops. Pure.

Source: the rule for all shops (names, addresses, VAT, languages, masked addresses), domain rules section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.rules import HIGHEST_PRICE, TEXT_LIMITS
from pakhuis.connectors.contract import Options, ShopOrderData, WantedProduct
from pakhuis.connectors.masked import is_masked, usable
from pakhuis.connectors.prices import as_charged, priced
from pakhuis.connectors.prints import whole_of
from pakhuis.connectors.problems import no_invoice_address, no_sku, nothing_told, several_addresses
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine
from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.kernel.countries import EU_COUNTRIES
from pakhuis.kernel.money import CENT, round_half_up
from pakhuis.kernel.numbers import RawNumber, as_decimal, as_whole
from pakhuis.kernel.problem import Problem
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder

LONGEST_BARCODE = TEXT_LIMITS["barcode"]
"""What is longer is no barcode, and an order does not wait for that."""


def drafted(told: Told, options: Options) -> ShopOrderData:
    """The order with everything it tells; what is missing or wrong becomes problems at their place."""
    said = whole_of(told)
    lines = linked([line for line in told.lines if not line.is_nothing], options)
    told = replace(told, lines=lines, email=usable(told.email), stage=_stage_of(told.stage, lines))
    invoice, delivery, problems = _addresses(told)
    if any(one != delivery for one in told.others):
        problems = (*problems, several_addresses())
    calculate_vat, reason = vat_switch(told, delivery or invoice, country=options.country)
    if calculate_vat is not False:
        told = replace(told, lines=as_charged(told.lines))
    person = _person(told, invoice, delivery, options)
    if not any((person.name, person.email, invoice, delivery)):
        problems = (*problems, nothing_told())
    new = NewOrder(
        webshop=FromWebshop(webshop_id=options.webshop_id, external_id=told.external_id, person=person),
        lines=new_lines(told.lines),
        email=told.email,
        phone=told.phone,
        reference=told.number,
        remarks=told.remarks,
        calculate_vat=calculate_vat,
        calculate_vat_reason=reason,
        pickup_point=told.pickup_point,
        expected=told.stage is Stage.EXPECTED,
        allocate=told.stage is Stage.EXPECTED,
    )
    return ShopOrderData(
        external_id=told.external_id,
        status=told.status,
        stage=told.stage,
        modified_at=told.modified_at,
        placed_at=told.placed_at,
        new=new,
        lines=told.lines,
        products=wanted_products(told.lines),
        problems=(*problems, *_without_sku(told.lines)),
        fingerprint=said,
    )


def linked(lines: Sequence[ToldLine], options: Options) -> tuple[ToldLine, ...]:
    """Lines whose shop gives no SKU, with the code of the product that somebody linked them to."""
    return tuple(
        line if line.sku else replace(line, sku=options.links.get(link_key(line), "")) for line in lines
    )


def link_key(line: ToldLine) -> str:
    """By what a thing without SKU is known again: the shop's own id of it, else its name."""
    return (line.key or f"name:{line.name}")[:200]


def new_lines(lines: Sequence[ToldLine]) -> tuple[NewLine, ...]:
    """Order lines with prices excluding VAT, and with what of them is not to be sent any more."""
    found, left = list[NewLine](), {place: (one.delivered, one.cancelled) for place, one in enumerate(lines)}
    for one in priced(lines):
        line, pieces = lines[one.place], max(0, as_whole(one.amount) or 0)
        delivered = min(left[one.place][0], pieces)
        cancelled = min(left[one.place][1], pieces - delivered)
        left[one.place] = (left[one.place][0] - delivered, left[one.place][1] - cancelled)
        found.append(
            NewLine(
                product_code=line.sku,
                amount=one.amount,
                price=one.price,
                name=line.name[:300],
                remarks=line.remarks,
                delivered=delivered,
                cancelled=cancelled,
            )
        )
    return tuple(found)


def _stage_of(stage: Stage, lines: Sequence[ToldLine]) -> Stage:
    """An order of which every piece was taken back is cancelled, whatever its payment says."""
    is_over = bool(lines) and all(line.is_over for line in lines)
    return Stage.CANCELLED if is_over and stage in (Stage.READY, Stage.EXPECTED) else stage


def wanted_products(lines: Sequence[ToldLine]) -> tuple[WantedProduct, ...]:
    """The products that the lines ask for, with what is needed to make those that are not known."""
    prices = {one.place: one.price for one in reversed(priced(lines))}
    return tuple(
        WantedProduct(
            new=NewProduct(
                code=line.sku,
                name=(line.name or line.sku)[:300],
                price=_price_of_product(prices.get(place)),
                barcode=line.barcode if len(line.barcode) <= LONGEST_BARCODE else "",
            ),
            vat_percentage=round_half_up(line.rate)
            if line.rate is not None and 0 <= line.rate <= 100
            else None,
        )
        for place, line in enumerate(lines)
        if line.sku
    )


def vat_switch(told: Told, delivery: NewAddress | None, *, country: str) -> tuple[bool | None, str]:
    """False with the reason when the shop says "exempt", or when VAT plainly was shifted; else no word.

    A shop's "not exempt" is its default and says nothing against what was agreed with the customer; but who
    is exempt and was charged VAT nonetheless, such as before that, pays it on this order.
    """
    if told.exempt:
        return False, told.exempt_reason
    if told.buyer_exempt and told.tax:
        return True, "VAT charged"
    where = delivery.country.upper() if delivery else ""
    is_abroad = where in EU_COUNTRIES and where != country
    has_goods = told.goods is not None and told.goods > Decimal(0)
    if told.vat_number and is_abroad and told.tax == 0 and has_goods:
        return False, f"no VAT charged, {told.vat_number[:60]}, {where}"
    return None, ""


def rate_from(
    tax: Decimal | None, net: Decimal | None, *, told: Decimal | None = None, pieces: RawNumber = 1
) -> Decimal | None:
    """The VAT percentage that this tax on this sum is; None where nothing can be said.

    Tax in cents says little of its rate: 0.21 on 2.29 is 9.17 %, and was 9. The roundest percentage counts
    that comes to it as exactly as it was told, or as `told`, the number that it was worked out from; else the
    one that does so for each of the pieces, as some shops round the tax of one.
    """
    if tax is None or not net or tax < 0 or net < 0 or abs(tax) > net:
        return None
    exact, off = tax * 100 / net, _last_digit(tax if told is None else told) / 2
    rounder = [round_half_up(exact, step=step) for step in (Decimal(1), Decimal("0.1"))]
    for most in (off, off * max(as_whole(pieces) or 1, 1)):
        for rate in rounder:
            if abs(net * rate / 100 - tax) <= most:
                return rate
    return round_half_up(exact, step=CENT)


def _last_digit(told: Decimal) -> Decimal:
    """What the last digit of a number counts for; a cent at most."""
    exponent = told.normalize().as_tuple().exponent
    return min(CENT, Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else CENT


def _addresses(told: Told) -> tuple[NewAddress | None, NewAddress | None, tuple[Problem, ...]]:
    """Invoice and delivery; an empty delivery is the invoice's, an empty invoice a question for a person."""
    invoice, delivery = told.invoice, told.delivery
    if invoice is None and delivery is not None:
        if told.invoice_is_delivery:
            return delivery, delivery, ()
        return None, delivery, (no_invoice_address(),)
    return invoice, delivery or invoice, ()


def _person(
    told: Told, invoice: NewAddress | None, delivery: NewAddress | None, options: Options
) -> ShopPerson:
    company = told.company
    name = company or told.person
    contact = told.person if company else ""
    stand_in = invoice or delivery
    if not name and stand_in is not None:
        name, contact = stand_in.name, stand_in.contact_name
    return ShopPerson(
        external_id=told.customer_id,
        number=told.customer_number,
        name=name,
        contact_name=contact,
        email=told.email,
        phone=told.phone,
        locale=told.locale,
        vat_number=told.vat_number,
        remarks=told.remarks,
        calculate_vat=None if told.buyer_exempt is None else not told.buyer_exempt,
        is_masked=told.is_masked or is_masked(told.email, options.words("masked_domains")),
        invoice=invoice,
        delivery=delivery,
    )


def _without_sku(lines: Sequence[ToldLine]) -> tuple[Problem, ...]:
    return tuple(
        no_sku(("lines", place, "product"), line.name, link_key(line))
        for place, line in enumerate(lines)
        if not line.sku
    )


def _price_of_product(price: RawNumber) -> RawNumber:
    """The price that a product gets which is made for this line; a wrong one is told of at the line."""
    found = as_decimal(price)
    return found if found is not None and 0 <= found <= HIGHEST_PRICE else 0

"""From what a shop charged to prices of a piece excluding VAT, without losing a cent on the order.

VAT here is worked out on the sum of all lines with one percentage (`orders.totals`). So lines that include
VAT are taken together per percentage: the sum excluding VAT is chosen so that with VAT it comes to what was
charged, and is then dealt out over the lines. No sum of whole cents gives some totals (at 21 % about one in
six); then it is the one just below, and `rounding` says what is missing: a cent per percentage at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from pakhuis.connectors.told import ToldLine
from pakhuis.kernel.money import CENT, HUNDRED, PRICE_STEP, round_half_up
from pakhuis.kernel.numbers import RawNumber, as_decimal

ROUNDABLE = Decimal(10) ** 12
"""Above this a number is nonsense: it is handed on as it is, and refused at its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Pieces of a told line at one price excluding VAT."""

    place: int
    amount: RawNumber
    price: RawNumber


def priced(lines: Sequence[ToldLine]) -> list[Priced]:
    """Every line with its price excluding VAT; one that no single price fits to the cent becomes two."""
    sums = _dealt_out(lines)
    found: list[Priced] = []
    for place, line in enumerate(lines):
        amount, total = as_decimal(line.amount), _charged(line)
        if amount is None or total is None or not _is_countable(amount):
            found.append(Priced(place=place, amount=line.amount, price=_plain(line)))
        elif place in sums:
            found += _split(place, int(amount), sums[place])
        elif _says_it(line, int(amount), total):
            found.append(Priced(place=place, amount=line.amount, price=_plain(line)))
        else:
            found += _split(place, int(amount), round_half_up(total))
    return found


def as_charged(lines: Sequence[ToldLine]) -> tuple[ToldLine, ...]:
    """Lines of a shop whose prices include VAT, though it tells them without: by what was charged.

    That is told by what it charged where that cannot be had from its prices without VAT. It counts where the
    VAT of our sum differs from that of its lines: a cent for each piece may lie between; what differs by more
    was charged in another way, and is left as it was told.
    """
    off = {rate for rate, rows in _told_both(lines).items() if _is_off(rows, rate)}
    return tuple(
        replace(line, includes_vat=True, total=line.with_vat)
        if line.rate in off and not line.includes_vat
        else line
        for line in lines
    )


def net_of(gross: Decimal, rate: Decimal) -> Decimal:
    """The highest sum excluding VAT in cents that does not come to more than `gross` with its VAT."""
    net = round_half_up(gross * HUNDRED / (HUNDRED + rate)) + CENT
    while net > 0 and _with_vat(net, rate) > gross:
        net -= CENT
    return net


def rounding(lines: Sequence[ToldLine]) -> Decimal:
    """What the prices of these lines leave of what was charged: never less than nothing."""
    return sum(
        (
            gross - _with_vat(net_of(gross, rate), rate)
            for rate, totals in _by_rate(lines).items()
            if (gross := round_half_up(sum(totals.values(), Decimal(0))))
        ),
        Decimal(0),
    )


def _told_both(lines: Sequence[ToldLine]) -> dict[Decimal, list[ToldLine]]:
    """Lines without VAT in their prices by their rate, where all of a rate tell what they came to with it."""
    groups: dict[Decimal, list[ToldLine]] = defaultdict(list)
    for line in lines:
        if not line.includes_vat and line.rate is not None:
            groups[line.rate].append(line)
    return {rate: rows for rate, rows in groups.items() if all(_tells_both(one) for one in rows)}


def _tells_both(line: ToldLine) -> bool:
    is_sum = line.with_vat is not None and 0 <= line.with_vat < ROUNDABLE
    return is_sum and _charged(line) is not None and _is_countable(as_decimal(line.amount))


def _is_off(rows: Sequence[ToldLine], rate: Decimal) -> bool:
    pieces = sum((as_decimal(one.amount) or Decimal(0) for one in rows), Decimal(0))
    told = [(_charged(one) or Decimal(0), one.with_vat or Decimal(0)) for one in rows]
    net = sum((round_half_up(one) for one, _ in told), Decimal(0))
    gross = round_half_up(sum((one for _, one in told), Decimal(0)))
    differs = 0 < abs(_with_vat(net, rate) - gross) <= pieces * CENT
    return differs and any(_is_inclusive(*one, rate) for one in told)


def _is_inclusive(net: Decimal, gross: Decimal, rate: Decimal) -> bool:
    """Whether a sum with VAT was there first: the one without is no whole cents, or does not make it."""
    is_part_of_cents = _is_cents(gross) and not _is_cents(net)
    return is_part_of_cents or round_half_up(net * (HUNDRED + rate) / HUNDRED) != round_half_up(gross)


def _is_cents(amount: Decimal) -> bool:
    """Whole cents, or as near to them as pieces of 2449.999999 are."""
    return round_half_up(amount, step=PRICE_STEP) == round_half_up(amount)


def _with_vat(net: Decimal, rate: Decimal) -> Decimal:
    return net + round_half_up(net * rate / HUNDRED)


def _by_rate(lines: Sequence[ToldLine]) -> dict[Decimal, dict[int, Decimal]]:
    """What the lines that include VAT cost, by their place, for each known rate."""
    groups: dict[Decimal, dict[int, Decimal]] = defaultdict(dict)
    for place, line in enumerate(lines):
        total, amount = _charged(line), as_decimal(line.amount)
        if line.includes_vat and line.rate is not None and total is not None and _is_countable(amount):
            groups[line.rate][place] = total
    return groups


def _dealt_out(lines: Sequence[ToldLine]) -> dict[int, Decimal]:
    """For lines that include VAT at a known rate: what each comes to excluding VAT, in cents."""
    found: dict[int, Decimal] = {}
    for rate, totals in _by_rate(lines).items():
        exact = {place: total * HUNDRED / (HUNDRED + rate) for place, total in totals.items()}
        net = net_of(round_half_up(sum(totals.values(), Decimal(0))), rate)
        found |= _shares(exact, net)
    return found


def _shares(exact: dict[int, Decimal], net: Decimal) -> dict[int, Decimal]:
    """Whole cents that add up to `net`, each as near to its exact part as can be."""
    shares = {place: part.quantize(CENT, rounding=ROUND_FLOOR) for place, part in exact.items()}
    left = int((net - sum(shares.values(), Decimal(0))) / CENT)
    by_rest = sorted(exact, key=lambda place: exact[place] - shares[place], reverse=True)
    step = CENT if left >= 0 else -CENT
    order = by_rest if left >= 0 else [place for place in reversed(by_rest) if shares[place] > 0]
    for turn in range(abs(left) if order else 0):
        shares[order[turn % len(order)]] += step
    return shares


def _split(place: int, amount: int, total: Decimal) -> list[Priced]:
    """One price where one fits; else the last piece carries what is left."""
    price = round_half_up(total / amount, step=PRICE_STEP)
    if round_half_up(price * amount) == total:
        return [Priced(place=place, amount=amount, price=price)]
    price = (total / amount).quantize(PRICE_STEP, rounding=ROUND_FLOOR)
    many = round_half_up(price * (amount - 1))
    return [
        Priced(place=place, amount=amount - 1, price=price),
        Priced(place=place, amount=1, price=total - many),
    ]


def _charged(line: ToldLine) -> Decimal | None:
    """What the whole line cost; None for nonsense."""
    amount = as_decimal(line.amount)
    listed = as_decimal(line.listed)
    if line.total is not None:
        total = line.total
    elif listed is not None and amount is not None:
        total = listed * amount
    else:
        return None
    return total if 0 <= total < ROUNDABLE else None


def _is_countable(amount: Decimal | None) -> bool:
    return amount is not None and amount == amount.to_integral_value() and 0 < amount < ROUNDABLE


def _says_it(line: ToldLine, amount: int, total: Decimal) -> bool:
    """Whether the listed price, to four decimals, comes to what the line cost."""
    plain = as_decimal(_plain(line))
    return plain is not None and round_half_up(plain * amount) == round_half_up(total)


def _plain(line: ToldLine) -> RawNumber:
    """The price as sent, to four decimals where it is a number."""
    listed, amount = as_decimal(line.listed), as_decimal(line.amount)
    if listed is None and line.total is not None and amount:
        listed = line.total / amount
    if listed is None:
        return line.listed
    return round_half_up(listed, step=PRICE_STEP) if abs(listed) < ROUNDABLE else listed

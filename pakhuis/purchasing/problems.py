"""The ways something about suppliers and purchase orders is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_supplier(path: Place = ("supplier",)) -> Problem:
    return Problem("unknown_supplier", path, gettext_noop("There is no such supplier."))


def retired_supplier() -> Problem:
    return Problem("retired_supplier", ("supplier",), gettext_noop("This supplier is retired."))


def no_supplier() -> Problem:
    text = gettext_noop("Choose a supplier, or write down the name of one.")
    return Problem("missing", ("supplier",), text)


def unknown_language(path: Place, value: str) -> Problem:
    text = gettext_noop("“%(value)s” is not one of the languages nl and en.")
    return Problem("unknown_language", path, text, (("value", value[:20]),))


def no_purchase_lines() -> Problem:
    return Problem("no_lines", ("lines",), gettext_noop("Nothing is on this purchase order yet."))


def too_many_purchase_lines(limit: int) -> Problem:
    text = gettext_noop("A purchase order has at most %(limit)s lines.")
    return Problem("too_many_lines", ("new_lines",), text, (("limit", str(limit)),))


def not_on_this_purchase(path: Place) -> Problem:
    text = gettext_noop("This product is not on this purchase order.")
    return Problem("not_on_purchase", path, text)


def unknown_product(path: Place, code: str) -> Problem:
    text = gettext_noop("There is no product %(code)s.")
    return Problem("unknown_product", path, text, (("code", code[:100]),))


def not_ordered_here(code: str, name: str) -> Problem:
    text = gettext_noop("Not on this purchase order: %(code)s %(name)s.")
    return Problem("not_on_purchase", ("code",), text, (("code", code), ("name", name)))


def received_already(pieces: int, path: Place) -> Problem:
    text = gettext_noop("%(pieces)s pieces of this line are in already.")
    return Problem("received_already", path, text, (("pieces", str(pieces)),))


def goods_came() -> Problem:
    text = gettext_noop("Goods have come in on this purchase order: close it instead.")
    return Problem("received_already", (), text)


def received_meanwhile(pieces: int, path: Place) -> Problem:
    text = gettext_noop("Somebody else has received this meanwhile: %(pieces)s pieces are in now.")
    return Problem("received_meanwhile", path, text, (("pieces", str(pieces)),))


def nothing_arrived() -> Problem:
    return Problem("nothing_received", (), gettext_noop("Nothing was counted."))


def nothing_to_come() -> Problem:
    return Problem("nothing_received", (), gettext_noop("Nothing of this purchase order is still to come."))


def receipt_not_empty(pieces: int) -> Problem:
    text = gettext_noop("%(pieces)s pieces are on this receipt: take them back first, or complete it.")
    return Problem("receipt_not_empty", (), text, (("pieces", str(pieces)),))


def nothing_to_revert(pieces: int, path: Place = ("amount",)) -> Problem:
    text = gettext_noop("At most %(pieces)s pieces can be taken back.")
    return Problem("nothing_to_revert", path, text, (("pieces", str(pieces)),))

"""The ways something about suppliers and purchase orders is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def purchase_number_taken(number: str) -> Problem:
    text = gettext_noop("There is a purchase order %(number)s already.")
    return Problem("purchase_number_taken", ("number",), text, (("number", number),))


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
    return counted_problem(
        "received_already",
        path,
        "%(pieces)s piece of this line is in already.",
        "%(pieces)s pieces of this line are in already.",
        pieces=pieces,
    )


def goods_came() -> Problem:
    text = gettext_noop("Goods have come in on this purchase order: close it instead.")
    return Problem("received_already", (), text)


def received_meanwhile(pieces: int, path: Place) -> Problem:
    return counted_problem(
        "received_meanwhile",
        path,
        "Somebody else has received this meanwhile: %(pieces)s piece is in now.",
        "Somebody else has received this meanwhile: %(pieces)s pieces are in now.",
        pieces=pieces,
    )


def no_status_of_receipt(value: str) -> Problem:
    text = gettext_noop("A receipt is completed, it does not become “%(value)s”.")
    return Problem("unknown_status", ("status",), text, (("value", value[:20]),))


def nothing_arrived() -> Problem:
    return Problem("nothing_received", (), gettext_noop("Nothing was counted."))


def nothing_to_come() -> Problem:
    return Problem("nothing_received", (), gettext_noop("Nothing of this purchase order is still to come."))


def receipt_not_empty(pieces: int) -> Problem:
    return counted_problem(
        "receipt_not_empty",
        (),
        "%(pieces)s piece is on this receipt: take it back first, or complete it.",
        "%(pieces)s pieces are on this receipt: take them back first, or complete it.",
        pieces=pieces,
    )


def nothing_to_revert(pieces: int, path: Place = ("amount",)) -> Problem:
    return counted_problem(
        "nothing_to_revert",
        path,
        "At most %(pieces)s piece can be taken back.",
        "At most %(pieces)s pieces can be taken back.",
        pieces=pieces,
    )

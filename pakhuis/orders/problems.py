"""The ways an order is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def no_lines() -> Problem:
    return Problem("no_lines", ("lines",), gettext_noop("An order needs at least one line."))


def too_many_lines(limit: int) -> Problem:
    text = gettext_noop("An order has at most %(limit)s lines.")
    return Problem("too_many_lines", ("lines",), text, (("limit", str(limit)),))


def too_deep(path: Place, limit: int) -> Problem:
    text = gettext_noop("Things stand in things here: at most %(limit)s levels of them are kept.")
    return Problem("too_deep", path, text, (("limit", str(limit)),))


def unknown_product(path: Place, code: str) -> Problem:
    text = gettext_noop("There is no product %(code)s.")
    return Problem("unknown_product", path, text, (("code", code[:100]),))


def order_number_taken(number: str) -> Problem:
    text = gettext_noop("There is an order %(number)s already.")
    return Problem("order_number_taken", ("number",), text, (("number", number),))


def unknown_customer() -> Problem:
    return Problem("unknown_customer", ("customer",), gettext_noop("There is no such customer."))


def unknown_webshop() -> Problem:
    return Problem("unknown_webshop", ("webshop",), gettext_noop("There is no such webshop."))


def no_warehouse() -> Problem:
    text = gettext_noop("No warehouse can deliver this order: make one that accepts orders.")
    return Problem("no_warehouse", ("warehouses",), text)


def already_picked(pieces: int) -> Problem:
    return counted_problem(
        "already_picked",
        (),
        "%(pieces)s piece is picked or delivered already: this can only be forced.",
        "%(pieces)s pieces are picked or delivered already: this can only be forced.",
        pieces=pieces,
    )


def still_picked(pieces: int) -> Problem:
    return counted_problem(
        "still_picked",
        (),
        "%(pieces)s piece is picked already: put it back first.",
        "%(pieces)s pieces are picked already: put them back first.",
        pieces=pieces,
    )


def nothing_waits() -> Problem:
    return Problem("nothing_waits", (), gettext_noop("No part of this order waits for stock."))


def changed_meanwhile() -> Problem:
    text = gettext_noop("Someone else has changed this order in the meantime.")
    return Problem("changed_meanwhile", (), text)


def order_is_fixed(path: Place, status: str) -> Problem:
    text = gettext_noop("This cannot be changed any more while the status is “%(status)s”.")
    return Problem("order_is_fixed", path, text, (("status", status),))


def lines_are_fixed(status: str) -> Problem:
    text = gettext_noop("Lines can only be changed while an order is expected or a concept.")
    return Problem("lines_are_fixed", ("lines",), text, (("status", status),))


def unknown_line(path: Place) -> Problem:
    return Problem("not_found_line", path, gettext_noop("There is no such line on this order."))


def has_customer() -> Problem:
    return Problem("has_customer", (), gettext_noop("This order has a customer already."))


def unknown_order_field(path: Place) -> Problem:
    return Problem("unknown_order_field", path, gettext_noop("There is no such order field."))


def order_field_kind_fixed() -> Problem:
    text = gettext_noop("The type cannot be changed: orders have values in this field.")
    return Problem("kind_is_fixed", ("kind",), text)


def order_field_in_use() -> Problem:
    text = gettext_noop("Orders have a value in this field: retire it instead.")
    return Problem("order_field_in_use", (), text)


def bad_choice(title: str) -> Problem:
    text = gettext_noop("“%(title)s” holds a semicolon, which stands between several values.")
    return Problem("bad_choice", ("choices",), text, (("title", title),))

"""The ways something about returns is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def unknown_return_status() -> Problem:
    return Problem("unknown_return_status", ("status",), gettext_noop("There is no such status of returns."))


def unknown_reason(path: Place) -> Problem:
    return Problem("unknown_return_reason", path, gettext_noop("There is no such reason."))


def unknown_order() -> Problem:
    return Problem("unknown_order", ("order",), gettext_noop("There is no such order."))


def lines_of_its_order() -> Problem:
    text = gettext_noop("Lines of this return are of its order: take them off before it gets another one.")
    return Problem("lines_of_its_order", ("order",), text)


def other_customer() -> Problem:
    return Problem("other_customer", ("customer",), gettext_noop("This order is of another customer."))


def unknown_order_line(path: Place) -> Problem:
    return Problem("unknown_order_line", path, gettext_noop("This line is not on the order."))


def not_on_this_return(path: Place) -> Problem:
    return Problem("not_on_return", path, gettext_noop("This line is not on the return."))


def more_than_delivered(pieces: int, path: Place) -> Problem:
    return counted_problem(
        "more_than_delivered",
        path,
        "At most %(pieces)s piece of this line was delivered and is not on a return yet.",
        "At most %(pieces)s pieces of this line were delivered and are not on a return yet.",
        pieces=pieces,
    )


def came_back_already(pieces: int, path: Place = ()) -> Problem:
    return counted_problem(
        "came_back_already",
        path,
        "%(pieces)s piece has come back already.",
        "%(pieces)s pieces have come back already.",
        pieces=pieces,
    )


def came_meanwhile(pieces: int, path: Place) -> Problem:
    return counted_problem(
        "received_meanwhile",
        path,
        "Somebody else has received this meanwhile: %(pieces)s piece is in now.",
        "Somebody else has received this meanwhile: %(pieces)s pieces are in now.",
        pieces=pieces,
    )


def too_many_return_lines(limit: int) -> Problem:
    text = gettext_noop("A return has at most %(limit)s lines.")
    return Problem("too_many_lines", ("new_lines",), text, (("limit", str(limit)),))


def nothing_expected(path: Place) -> Problem:
    return Problem("nothing_to_come", path, gettext_noop("Nothing of this line is still expected."))


def nothing_came() -> Problem:
    return Problem("nothing_received", (), gettext_noop("Nothing was counted."))


def one_status_stays() -> Problem:
    text = gettext_noop("This is the status of new returns: make another one that first.")
    return Problem("is_default", ("active",), text)

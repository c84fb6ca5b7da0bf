"""Why something is left where it was, and what a person should know about something that came along."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, counted_problem, gettext_noop


def not_an_account(account: str) -> Problem:
    text = gettext_noop("“%(account)s” is neither the name of a Picqer account nor an address with https.")
    return Problem("not_an_account", ("account",), text, (("account", account[:80]),))


def user_not_moved() -> Problem:
    text = gettext_noop("People are not moved, as passwords cannot be: make them under Settings.")
    return Problem("user_not_moved", (), text)


def is_a_container() -> Problem:
    return Problem("is_a_container", ("type",), gettext_noop("There are no containers here, only locations."))


def not_moved(kind: str, number: str) -> Problem:
    text = gettext_noop("It belongs to %(kind)s %(number)s, which did not come along.")
    return Problem("not_moved", (), text, (("kind", kind), ("number", number[:60])))


def has_own_moves() -> Problem:
    text = gettext_noop("This product has a history of stock here already; its stock is not touched.")
    return Problem("has_own_moves", (), text)


def not_in_stock_terms(amount: str) -> Problem:
    text = gettext_noop("“%(amount)s” pieces cannot lie in a warehouse.")
    return Problem("not_in_stock_terms", ("stock",), text, (("amount", amount[:40]),))


def without_barcode(barcode: str) -> Problem:
    text = gettext_noop("Another product has the barcode %(barcode)s: it came along without.")
    return Problem("without_barcode", ("barcode",), text, (("barcode", barcode[:60]),))


def other_type(kind: str) -> Problem:
    text = gettext_noop("The type “%(kind)s” is not known here: it became a normal product.")
    return Problem("other_type", ("type",), text, (("kind", kind[:40]),))


def other_language(language: str) -> Problem:
    text = gettext_noop("The language “%(language)s” is not spoken here: the account's is used.")
    return Problem("other_language", ("language",), text, (("language", language[:20]),))


def fewer_picked(pieces: int, code: str) -> Problem:
    return counted_problem(
        "fewer_picked",
        (),
        "%(pieces)s piece of %(code)s was picked but not counted here: put it back.",
        "%(pieces)s pieces of %(code)s were picked but not counted here: put them back.",
        pieces=pieces,
        code=code[:100],
    )


def part_of_composition_delivered(pieces: int) -> Problem:
    return counted_problem(
        "part_of_composition_delivered",
        (),
        "%(pieces)s loose part of a composition was delivered; it is counted as not.",
        "%(pieces)s loose parts of a composition were delivered; they are counted as not.",
        pieces=pieces,
    )


def came_in_already() -> Problem:
    return Problem("came_in_already", (), gettext_noop("All of it has come in: nothing more is expected."))


def not_to_be_had(why: str) -> Problem:
    text = gettext_noop("The account does not tell what belongs to it: %(why)s")
    return Problem("not_to_be_had", (), text, (("why", why[:200]),))


def picture_not_fetched(why: str) -> Problem:
    text = gettext_noop("A picture could not be fetched: %(why)s")
    return Problem("picture_not_fetched", (), text, (("why", why[:200]),))

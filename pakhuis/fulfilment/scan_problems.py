"""Why a scan counts nothing, in words short enough for a phone held at arm's length."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, gettext_noop

_PLACE = ("code",)


def nothing_scanned() -> Problem:
    return Problem("missing", _PLACE, gettext_noop("Scan a barcode or type a product code."))


def unknown_code(code: str) -> Problem:
    text = gettext_noop("Unknown: no product has the code “%(code)s”.")
    return Problem("unknown_code", _PLACE, text, (("code", code[:60]),))


def not_on_this_list(code: str, name: str) -> Problem:
    text = gettext_noop("Not on this list: %(code)s %(name)s.")
    return Problem("not_on_this_list", _PLACE, text, (("code", code), ("name", name)))


def nothing_to_count() -> Problem:
    text = gettext_noop("Before the * stands how many pieces: a whole number, 1 or more.")
    return Problem("out_of_range", _PLACE, text)


def complete_already(code: str) -> Problem:
    text = gettext_noop("Already complete: %(code)s.")
    return Problem("complete_already", _PLACE, text, (("code", code),))

"""The ways a rule is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def does_nothing() -> Problem:
    text = gettext_noop("A rule must do something: choose at least one thing it does.")
    return Problem("does_nothing", ("does",), text)


def product_twice(path: Place, code: str) -> Problem:
    text = gettext_noop("Product %(code)s is named twice.")
    return Problem("product_twice", path, text, (("code", code[:100]),))


def too_many_products(limit: int) -> Problem:
    text = gettext_noop("A rule adds at most %(limit)s products.")
    return Problem("too_many_products", ("products",), text, (("limit", str(limit)),))

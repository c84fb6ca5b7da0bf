"""The ways something about the account is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def name_taken(name: str, field: str = "name") -> Problem:
    text = gettext_noop("“%(name)s” is in use already.")
    return Problem("name_taken", (field,), text, (("name", name),))


def bad_color(color: str) -> Problem:
    text = gettext_noop("“%(color)s” is not a colour such as #3366cc.")
    return Problem("bad_color", ("color",), text, (("color", color[:20]),))


def short_password(least: int) -> Problem:
    text = gettext_noop("This password is too short: it needs at least %(least)s characters.")
    return Problem("weak_password", ("password",), text, (("least", str(least)),))


def common_password() -> Problem:
    text = gettext_noop("This password is too common: it is among the first that are guessed.")
    return Problem("weak_password", ("password",), text)


def weak_password(reason: str) -> Problem:
    """What a rule says that somebody else wrote."""
    return Problem("weak_password", ("password",), "%(reason)s", (("reason", reason),))


def unknown_setting(name: str) -> Problem:
    text = gettext_noop("There is no setting “%(name)s”.")
    return Problem("unknown_setting", (name,), text, (("name", name),))


def unknown_template(path: Place = ("template",)) -> Problem:
    return Problem("unknown_template", path, gettext_noop("There is no such template."))


WHERE = {
    "accounts.webshop": gettext_noop("webshops"),
    "catalogue.product": gettext_noop("products"),
    "customers.customer": gettext_noop("customers"),
    "customers.customertag": gettext_noop("customers"),
    "orders.order": gettext_noop("orders"),
    "orders.orderline": gettext_noop("order lines"),
    "orders.orderpricelist": gettext_noop("orders"),
    "orders.ordertag": gettext_noop("orders"),
    "pricing.customerpricelist": gettext_noop("customers"),
    "pricing.pricelistentry": gettext_noop("prices"),
}
"""The tables that point to what can be retired, in words."""


def in_use(where: str) -> Problem:
    """`where` lists words and counts: ``customers: 3, webshops: 1``."""
    text = gettext_noop("This is in use (%(where)s): choose something else there first.")
    return Problem("in_use", (), text, (("where", where),))


def is_default(path: Place = ("active",)) -> Problem:
    text = gettext_noop("This is the default: make another one the default first.")
    return Problem("is_default", path, text)


def last_admin() -> Problem:
    text = gettext_noop("This is the last administrator: make somebody else one first.")
    return Problem("last_admin", ("is_admin",), text)


def not_yours_to_give(path: Place) -> Problem:
    text = gettext_noop("You can only give rights that you have yourself.")
    return Problem("not_yours_to_give", path, text)


def not_yours_to_take(path: Place) -> Problem:
    text = gettext_noop("This person has rights that you do not have: an administrator can change this.")
    return Problem("not_yours_to_take", path, text)


def only_admins(path: Place) -> Problem:
    return Problem("only_admins", path, gettext_noop("Only an administrator may do this."))


def wrong_password() -> Problem:
    return Problem("wrong_password", ("old_password",), gettext_noop("This is not your password."))


def bad_email(path: Place, email: str) -> Problem:
    text = gettext_noop("“%(email)s” is not an e-mail address.")
    return Problem("bad_email", path, text, (("email", email[:100]),))


def unknown_right(path: Place, right: str) -> Problem:
    text = gettext_noop("There is no right “%(right)s”.")
    return Problem("unknown_right", path, text, (("right", right[:40]),))


def bad_setting(name: str, value: object) -> Problem:
    text = gettext_noop("“%(value)s” is not one of the choices.")
    return Problem("bad_setting", (name,), text, (("value", str(value)[:60]),))

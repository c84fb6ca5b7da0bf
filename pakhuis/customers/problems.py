"""The ways something about a customer is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_language(language: str, path: Place = ("language",)) -> Problem:
    text = gettext_noop("“%(language)s” is not a language Pakhuis speaks: nl or en.")
    return Problem("unknown_language", path, text, (("language", language[:35]),))


def unknown_tag(path: Place) -> Problem:
    return Problem("unknown_tag", path, gettext_noop("There is no such tag."))


def number_taken(number: str, *, owner: str) -> Problem:
    text = gettext_noop("Customer number %(number)s belongs to %(owner)s already.")
    return Problem("number_taken", ("number",), text, (("number", number), ("owner", owner)))


def two_defaults(path: Place) -> Problem:
    return Problem("two_defaults", path, gettext_noop("Only one address can be this default."))


def too_many_addresses(limit: int) -> Problem:
    text = gettext_noop("An address book holds at most %(limit)s addresses.")
    return Problem("too_many_addresses", (), text, (("limit", str(limit)),))


def changed_meanwhile() -> Problem:
    text = gettext_noop("Someone else has changed this customer in the meantime.")
    return Problem("changed_meanwhile", (), text)


def erased_already(path: Place = ()) -> Problem:
    return Problem("erased", path, gettext_noop("The data of this person were erased."))


def customer_in_use() -> Problem:
    text = gettext_noop("This customer has orders and cannot be deleted.")
    return Problem("customer_in_use", (), text)


def unknown_own_field(path: Place) -> Problem:
    return Problem("unknown_own_field", path, gettext_noop("There is no such customer field."))


def kind_is_fixed() -> Problem:
    text = gettext_noop("The type cannot be changed: customers have values in this field.")
    return Problem("kind_is_fixed", ("kind",), text)


def choice_in_use(title: str, count: int, path: Place) -> Problem:
    text = gettext_noop("Customers that have “%(title)s”: %(count)s. Stop offering it instead.")
    return Problem("choice_in_use", path, text, (("title", title), ("count", str(count))))


def own_field_in_use(count: int) -> Problem:
    text = gettext_noop("Customers with a value in this field: %(count)s. Retire it instead.")
    return Problem("own_field_in_use", (), text, (("count", str(count)),))


def field_changed_meanwhile() -> Problem:
    text = gettext_noop("Someone else has changed this field, or a customer's value in it, in the meantime.")
    return Problem("changed_meanwhile", (), text)


def register_is_off() -> Problem:
    text = gettext_noop("The account does not ask the register of VAT numbers: switch it on in the settings.")
    return Problem("register_is_off", (), text)


def cannot_be_asked() -> Problem:
    text = gettext_noop("Only well-formed VAT numbers of the European Union can be asked.")
    return Problem("cannot_be_asked", (), text)


def same_customer() -> Problem:
    text = gettext_noop("It is this customer's already.")
    return Problem("same_customer", ("to",), text)


def identity_elsewhere() -> Problem:
    text = gettext_noop("Somebody has moved or unlinked this meanwhile.")
    return Problem("identity_elsewhere", (), text)


def not_one_customer(found: int) -> Problem:
    text = gettext_noop("Customers found by these words: %(found)s. One is wanted.")
    return Problem("not_one_customer", ("to",), text, (("found", str(found)),))


def not_allowed_any_more(name: str) -> Problem:
    text = gettext_noop("%(name)s may not change customers any more.")
    return Problem("not_allowed_any_more", (), text, (("name", name),))

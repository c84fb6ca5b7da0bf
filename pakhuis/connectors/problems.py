"""What can be wrong between Pakhuis and a webshop, in plain words."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def not_json() -> Problem:
    return Problem("malformed", (), gettext_noop("The message is not JSON that can be read."))


def not_an_order() -> Problem:
    return Problem("malformed", (), gettext_noop("The message does not say which order it is about."))


def other_topic(topic: str) -> Problem:
    text = gettext_noop("Messages about “%(topic)s” are not used.")
    return Problem("other_topic", (), text, (("topic", topic[:60]),))


def said_later() -> Problem:
    return Problem("said_later", (), gettext_noop("A later message about this order covers this one."))


def nothing_new() -> Problem:
    return Problem("nothing_new", (), gettext_noop("The shop's order has not changed since it was taken in."))


def not_imported(status: str) -> Problem:
    text = gettext_noop("Orders with the shop's status “%(word)s” are not taken in.")
    return Problem("not_imported", ("status",), text, (("word", status[:60]),))


def for_old_address(path: Place) -> Problem:
    text = gettext_noop("The address is another one: enter this again, so that it goes nowhere by mistake.")
    return Problem("for_old_address", path, text)


def several_addresses() -> Problem:
    text = gettext_noop("This order goes to several addresses: make an order for each of them by hand.")
    return Problem("several_addresses", ("delivery",), text)


def cancelled_too_late() -> Problem:
    text = gettext_noop("The shop has cancelled this order, but it is already being processed here.")
    return Problem("cancelled_too_late", ("status",), text)


def removed_there() -> Problem:
    text = gettext_noop("The shop has removed this order, but it is still open here.")
    return Problem("removed_there", ("status",), text)


def terms_edited() -> Problem:
    text = gettext_noop("Address or remark was changed in the shop; here the order is being processed.")
    return Problem("terms_edited", ("delivery",), text)


def goods_edited() -> Problem:
    text = gettext_noop("The goods were changed in the shop; here the order stays as it was.")
    return Problem("goods_edited", ("lines",), text)


def chosen_edited() -> Problem:
    text = gettext_noop("What was chosen with a product was changed in the shop; here it stays as it was.")
    return Problem("chosen_edited", ("lines",), text)


def sent_there() -> Problem:
    text = gettext_noop("The shop says that this order was sent, but it is still open here.")
    return Problem("sent_there", ("status",), text)


def gone() -> Problem:
    return Problem("gone", (), gettext_noop("The shop does not know this order (any more)."))


def no_sku(path: Place, name: str, key: str = "") -> Problem:
    """`key` is by what the thing is linked to a product."""
    text = gettext_noop("The shop gives no SKU for “%(name)s”: link it to a product, or fill it in there.")
    return Problem("no_sku", path, text, (("name", name[:200]), ("key", key[:200])))


def unknown_code(path: Place, code: str) -> Problem:
    text = gettext_noop("There is no product with the code “%(code)s”.")
    return Problem("unknown_code", path, text, (("code", code[:100]),))


def nothing_told() -> Problem:
    text = gettext_noop("The shop tells nothing about the buyer: no name, no e-mail, no address.")
    return Problem("nothing_told", ("customer",), text)


def no_invoice_address() -> Problem:
    text = gettext_noop("The shop gives a delivery address but no invoice address.")
    return Problem("missing", ("invoice",), text)


def not_live() -> Problem:
    return Problem("not_live", (), gettext_noop("This shop is not live: nothing is told to it."))


def not_connected() -> Problem:
    text = gettext_noop("This webshop is not connected: enter its address and keys.")
    return Problem("not_connected", (), text)


def unreachable(host: str) -> Problem:
    text = gettext_noop("%(host)s cannot be reached. Is the address right, and is the shop up?")
    return Problem("unreachable", ("address",), text, (("host", host[:100]),))


def too_slow(host: str) -> Problem:
    text = gettext_noop("%(host)s did not answer in time.")
    return Problem("too_slow", ("address",), text, (("host", host[:100]),))


def forbidden_address(host: str) -> Problem:
    text = gettext_noop("%(host)s is on a private network, where Pakhuis may not call.")
    return Problem("forbidden_address", ("address",), text, (("host", host[:100]),))


def needs_https(path: Place = ("address",)) -> Problem:
    return Problem("needs_https", path, gettext_noop("The address must begin with https://."))


def bad_address(path: Place = ("address",)) -> Problem:
    text = gettext_noop("This is not the address of a shop, such as https://shop.example.nl.")
    return Problem("bad_address", path, text)


def unknown_choice(path: Place) -> Problem:
    return Problem("unknown_choice", path, gettext_noop("Choose one of these."))


def unknown_time_zone(path: Place) -> Problem:
    text = gettext_noop("This is not a time zone, such as Europe/Amsterdam.")
    return Problem("unknown_time_zone", path, text)


def too_busy() -> Problem:
    text = gettext_noop("The shop wants to be asked less often; it is asked again later.")
    return Problem("too_busy", (), text)


def answers_slowly() -> Problem:
    text = gettext_noop("The shop answers slowly; it is asked for one thing at a time, so that others go on.")
    return Problem("answers_slowly", (), text)


def wrong_keys() -> Problem:
    text = gettext_noop("The shop does not accept these keys, or they may not read orders.")
    return Problem("wrong_keys", ("key",), text)


def not_this_kind(kind: str) -> Problem:
    text = gettext_noop("There is no %(kind)s at this address, or its REST API is switched off.")
    return Problem("not_this_kind", ("address",), text, (("kind", kind),))


def moved(to: str) -> Problem:
    text = gettext_noop("The shop answers from another address: %(to)s. Enter that one.")
    return Problem("moved", ("address",), text, (("to", to[:200]),))


def shop_trouble(status: int) -> Problem:
    text = gettext_noop("The shop has trouble of its own (answer %(status)s).")
    return Problem("shop_trouble", (), text, (("status", str(status)),))


def not_known_there(sku: str) -> Problem:
    text = gettext_noop("The shop has no product with the SKU “%(sku)s”.")
    return Problem("not_known_there", (), text, (("sku", sku[:100]),))


def nothing_to_send() -> Problem:
    text = gettext_noop("The shop's order has nothing left that could be sent.")
    return Problem("nothing_to_send", (), text)


def refused_there(words: str) -> Problem:
    text = gettext_noop("The shop refused it: %(words)s")
    return Problem("refused_there", (), text, (("words", words[:300]),))


def nonsense_answer() -> Problem:
    return Problem("nonsense_answer", (), gettext_noop("The shop answered something that is no order data."))


def broke_off() -> Problem:
    text = gettext_noop("Something went wrong inside Pakhuis; it is tried again, and the log says more.")
    return Problem("broke_off", (), text)


ABOUT_ONE = ("shop_trouble", "nonsense_answer")
"""Trouble that a shop may have with one order and with no other."""


OF_THE_SHOP = {
    "unreachable",
    "too_slow",
    "shop_trouble",
    "nonsense_answer",
    "wrong_keys",
    "moved",
    "not_this_kind",
    "forbidden_address",
    "not_live",
    "broke_off",
}
"""Trouble that is over for everything at once, when it is over."""


def never_ended() -> Problem:
    text = gettext_noop(
        "Each time this was worked on, the worker was killed; it is not tried again by itself, and the log "
        "of the server says more."
    )
    return Problem("never_ended", (), text)


def unknown_kind(kind: str) -> Problem:
    text = gettext_noop("Pakhuis has no connector “%(kind)s”.")
    return Problem("unknown_kind", ("kind",), text, (("kind", kind[:30]),))


def person_erased() -> Problem:
    text = gettext_noop("The personal data of this buyer were erased; an old order does not bring them back.")
    return Problem("person_erased", (), text)

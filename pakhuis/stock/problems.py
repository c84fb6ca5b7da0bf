"""The ways something about stock is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def warehouse_taken(name: str) -> Problem:
    text = gettext_noop("There is a warehouse %(name)s already.")
    return Problem("name_taken", ("name",), text, (("name", name),))


def unknown_warehouse(path: Place = ("warehouse",)) -> Problem:
    return Problem("unknown_warehouse", path, gettext_noop("There is no such warehouse."))


def too_few_pieces(free: int, path: Place = ("change",)) -> Problem:
    return counted_problem(
        "too_few_pieces",
        path,
        "At most %(free)s piece can go: the others are on picklists or reserved.",
        "At most %(free)s pieces can go: the others are on picklists or reserved.",
        free=free,
    )


def nothing_changes(path: Place = ("change",)) -> Problem:
    return Problem("nothing_changes", path, gettext_noop("A change of nothing is no change."))


def too_few_on_location(pieces: int, path: Place = ("location",)) -> Problem:
    return counted_problem(
        "too_few_on_location",
        path,
        "Only %(pieces)s piece lies on this location.",
        "Only %(pieces)s pieces lie on this location.",
        pieces=pieces,
    )


def too_few_unplaced(pieces: int, path: Place = ("location",)) -> Problem:
    return counted_problem(
        "too_few_on_location",
        path,
        "Only %(pieces)s piece lies here without a location.",
        "Only %(pieces)s pieces lie here without a location.",
        pieces=pieces,
    )


def list_is_full(limit: int, path: Place) -> Problem:
    text = gettext_noop("The list holds %(limit)s products: put these on the shelf first, then scan on.")
    return Problem("list_is_full", path, text, (("limit", str(limit)),))


def unknown_location(path: Place = ("location",)) -> Problem:
    return Problem("unknown_location", path, gettext_noop("There is no such location in this warehouse."))


def same_place(path: Place = ("to",)) -> Problem:
    return Problem("same_place", path, gettext_noop("That is where they are already."))


def location_taken(name: str) -> Problem:
    text = gettext_noop("There is a location %(name)s in this warehouse already.")
    return Problem("name_taken", ("name",), text, (("name", name),))


def location_not_empty(pieces: int) -> Problem:
    return counted_problem(
        "location_not_empty",
        (),
        "There is still %(pieces)s piece here: move it first.",
        "There are still %(pieces)s pieces here: move them first.",
        pieces=pieces,
    )


def warehouse_in_use(reserved: int, path: Place = ("active",)) -> Problem:
    return counted_problem(
        "warehouse_in_use",
        path,
        "%(reserved)s piece here is reserved or waited for: deal with that order first.",
        "%(reserved)s pieces here are reserved or waited for: deal with those orders first.",
        reserved=reserved,
    )


def warehouse_not_empty(pieces: int, path: Place = ("active",)) -> Problem:
    return counted_problem(
        "warehouse_not_empty",
        path,
        "There is still %(pieces)s piece here: move it first.",
        "There are still %(pieces)s pieces here: move them first.",
        pieces=pieces,
    )


def warehouse_has_history() -> Problem:
    text = gettext_noop("This warehouse has been used: it can be retired, not removed.")
    return Problem("warehouse_has_history", (), text)


def last_warehouse(path: Place = ("active",)) -> Problem:
    text = gettext_noop("One warehouse must stay that takes orders.")
    return Problem("last_warehouse", path, text)


def retired_warehouse(path: Place = ("warehouse",)) -> Problem:
    return Problem("retired_warehouse", path, gettext_noop("This warehouse is retired."))


def has_parts(path: Place = ("product",)) -> Problem:
    text = gettext_noop("This is a composition: its parts are in stock, not itself.")
    return Problem("has_parts", path, text)


def has_own_stock(path: Place = ("part",)) -> Problem:
    text = gettext_noop("This product has stock or orders of its own, so it cannot become a composition now.")
    return Problem("has_own_stock", path, text)

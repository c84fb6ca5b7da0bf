"""The ways something about a product is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_code(path: Place, code: str) -> Problem:
    text = gettext_noop("There is no product “%(code)s”.")
    return Problem("unknown_code", path, text, (("code", code[:60]),))


def unknown_vat_group(path: Place = ("vat_group",)) -> Problem:
    return Problem("unknown_vat_group", path, gettext_noop("There is no such VAT group."))


def code_taken(code: str) -> Problem:
    text = gettext_noop("Product code %(code)s is in use already.")
    return Problem("code_taken", ("code",), text, (("code", code),))


def barcode_taken(barcode: str, code: str) -> Problem:
    text = gettext_noop("Barcode %(barcode)s is on product %(code)s already.")
    return Problem("barcode_taken", ("barcode",), text, (("barcode", barcode), ("code", code)))


def unknown_tag(path: Place = ("tags",)) -> Problem:
    return Problem("unknown_tag", path, gettext_noop("There is no such tag."))


def unknown_product_field(path: Place) -> Problem:
    return Problem("unknown_product_field", path, gettext_noop("There is no such product field."))


def product_field_kind_fixed() -> Problem:
    text = gettext_noop("The type cannot be changed: products have values in this field.")
    return Problem("kind_is_fixed", ("kind",), text)


def product_field_in_use() -> Problem:
    text = gettext_noop("Products have a value in this field: retire it instead.")
    return Problem("product_field_in_use", (), text)


def part_of_itself(path: Place = ("part",)) -> Problem:
    return Problem("part_of_itself", path, gettext_noop("A product cannot be a part of itself."))


def part_has_parts(code: str, path: Place = ("part",)) -> Problem:
    text = gettext_noop("%(code)s is a composition itself: put its parts in instead.")
    return Problem("nested_composition", path, text, (("code", code),))


def is_part_elsewhere(code: str, path: Place = ("part",)) -> Problem:
    text = gettext_noop("This product is a part of %(code)s, so it cannot have parts itself.")
    return Problem("nested_composition", path, text, (("code", code),))


def vat_group_taken(name: str) -> Problem:
    text = gettext_noop("There is a VAT group %(name)s already.")
    return Problem("name_taken", ("name",), text, (("name", name),))


def percentage_in_use() -> Problem:
    text = gettext_noop("Orders have this percentage already: make a new group, and retire this one.")
    return Problem("percentage_in_use", ("percentage",), text)


def no_standard_vat_group() -> Problem:
    return Problem("no_vat_group", ("vat_group",), gettext_noop("There is no VAT group yet: make one first."))


def no_picture() -> Problem:
    text = gettext_noop("This is no picture that can be kept: JPEG, PNG, GIF or WebP.")
    return Problem("no_picture", ("image",), text)


def picture_too_big(megabytes: int) -> Problem:
    text = gettext_noop("A picture is at most %(limit)s MB.")
    return Problem("picture_too_big", ("image",), text, (("limit", str(megabytes)),))


def picture_too_wide() -> Problem:
    text = gettext_noop("This picture has too many pixels: make it smaller first.")
    return Problem("picture_too_wide", ("image",), text)


def too_many_pictures(limit: int) -> Problem:
    text = gettext_noop("A product has at most %(limit)s pictures.")
    return Problem("too_many_pictures", ("image",), text, (("limit", str(limit)),))

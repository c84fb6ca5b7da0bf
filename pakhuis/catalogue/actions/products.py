"""Products: made by hand or by an order that asks for them, changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.models import Tag
from pakhuis.catalogue.actions.drafting import drafted, groups_in_use
from pakhuis.catalogue.actions.field_values import checked_values, set_values
from pakhuis.catalogue.events import ProductChanged, ProductCreated
from pakhuis.catalogue.field_queries import product_texts
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, ProductTag, VatGroup
from pakhuis.catalogue.problems import barcode_taken, code_taken, unknown_tag, unknown_vat_group
from pakhuis.catalogue.rules import check_product, product_search_text
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean
from pakhuis.ownfields.reading import Texts


def create_product(new: NewProduct, *, by: Actor, now: datetime) -> Product:
    """A new product; all that is wrong with it, a taken code or barcode included, is refused at once."""
    checks = Checks()
    product = drafted(new, checks, groups=groups_in_use(), now=now)
    tags = _tags(new.more, checks, had=())
    own = checked_values(new.more, checks, had={}, by=by)
    checks.problems += _taken(product)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            product.search_text = _found_by(product, own)
            product.save(force_insert=True)
            set_values(product, own, had={})
            ProductTag.objects.bulk_create(ProductTag(product=product, tag=tag) for tag in tags or ())
            record([ProductCreated(id=product.pk, code=product.code)], by=by, now=now)
    except IntegrityError:
        raise Refused(_taken(product) or [code_taken(product.code)]) from None
    return product


@transaction.atomic
def ensure_products(wanted: Sequence[NewProduct], *, by: Actor, now: datetime) -> list[Product]:
    """The product of each wanted code, in their order: the one that exists, else a new one.

    Two who make the same code at once end with one product. Problems stand below ``("products", i)``.
    A barcode that another product has already is left out: an order does not wait for that.
    """
    found = Product.objects.in_bulk([clean(new.code) for new in wanted], field_name="code")
    checks = Checks()
    drafts: dict[str, Product] = {}
    groups = groups_in_use() if any(clean(new.code) not in found for new in wanted) else ()
    for place, new in enumerate(wanted):
        if clean(new.code) not in found and clean(new.code) not in drafts:
            own = Checks()
            drafts[clean(new.code)] = drafted(new, own, groups=groups, now=now)
            checks.problems += [problem.under("products", place) for problem in own.problems]
    checks.refuse_if_any()
    if drafts:
        found |= _made(drafts, by=by, now=now)
    return [found[clean(new.code)] for new in wanted]


def _made(drafts: dict[str, Product], *, by: Actor, now: datetime) -> dict[str, Product]:
    """Insert the drafts in one order for everyone, so that two orders with the same new products cannot
    wait for each other; what clashes by its barcode only goes in without one."""
    Product.objects.bulk_create([drafts[code] for code in sorted(drafts)], ignore_conflicts=True)
    made = Product.objects.in_bulk(list(drafts), field_name="code")
    left = [drafts[code] for code in sorted(drafts) if code not in made]
    if left:
        for one in left:
            one.barcode = ""
            one.search_text = product_search_text(code=one.code, name=one.name, barcode="")
        Product.objects.bulk_create(left, ignore_conflicts=True)
        made = Product.objects.in_bulk(list(drafts), field_name="code")
    new_ones = [one for one in made.values() if one.created_at == now]
    record([ProductCreated(id=one.pk, code=one.code) for one in new_ones], by=by, now=now)
    return made


@transaction.atomic
def update_product(product_id: int, fields: ProductFields, *, by: Actor, now: datetime) -> Product:
    """Change the given fields; the logbook gets what was different, and nothing when nothing was."""
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise Refused([not_found("product")])
    checks = Checks()
    checked = check_product(fields, checks)
    tags = _tags(fields, checks, had=product.product_tags.values_list("tag_id", flat=True))
    had = product_texts([product_id]).get(product_id, {})
    own = checked_values(fields, checks, had=had, by=by)
    if fields.vat_group_id is not NOT_GIVEN:
        if fields.vat_group_id == product.vat_group_id or _is_group(fields.vat_group_id):
            checked["vat_group_id"] = fields.vat_group_id
        else:
            checks.add(unknown_vat_group())
    changes = tuple(
        FieldChange(field=name, old=_told(getattr(product, name)), new=_told(value))
        for name, value in checked.items()
        if getattr(product, name) != value
    )
    for name, value in checked.items():
        setattr(product, name, value)
    checks.problems += _taken(product)
    checks.refuse_if_any()
    changes += set_values(product, own, had=had)
    if changes:
        product.search_text = _found_by(product, {**had, **own})
        _write(product, now=now)
    if tags is not None:
        changes += _retagged(product, tags)
    if changes:
        record([ProductChanged(id=product.pk, changes=changes)], by=by, now=now)
    return product


def _found_by(product: Product, own: Texts) -> str:
    return product_search_text(
        code=product.code,
        name=product.name,
        barcode=product.barcode,
        own=[text for _, text in sorted(own.items())],
    )


def _told(value: Any) -> str:
    return "" if value is None else str(value)


def _write(product: Product, *, now: datetime) -> None:
    product.updated_at = now
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError:
        raise Refused(_taken(product) or [code_taken(product.code)]) from None


def _retagged(product: Product, tags: Sequence[Tag]) -> tuple[FieldChange, ...]:
    """Make these the product's tags; gives the change as titles, nothing when they were so already."""
    old = {one.tag_id: one.tag.title for one in product.product_tags.select_related("tag")}
    new = {one.pk: one.title for one in tags}
    if old == new:
        return ()
    product.product_tags.exclude(tag__in=new).delete()
    ProductTag.objects.bulk_create(ProductTag(product=product, tag_id=pk) for pk in new if pk not in old)
    return (
        FieldChange(field="tags", old=", ".join(sorted(old.values())), new=", ".join(sorted(new.values()))),
    )


def _taken(product: Product) -> list[Problem]:
    """Code and barcode belong to one product each."""
    others = Product.objects.exclude(pk=product.pk)
    problems = []
    if product.code and others.filter(code=product.code).exists():
        problems.append(code_taken(product.code))
    if product.barcode:
        other = others.filter(barcode=product.barcode).values_list("code", flat=True).first()
        if other is not None:
            problems.append(barcode_taken(product.barcode, other))
    return problems


def _tags(fields: ProductFields | None, checks: Checks, *, had: Iterable[int]) -> list[Tag] | None:
    """The tags that were given, of the retired ones those it `had`; None when none were said."""
    if fields is None or fields.tag_ids is NOT_GIVEN:
        return None
    found = choosable(Tag, fields.tag_ids, had=had)
    if len(found) < len(set(fields.tag_ids)):
        checks.add(unknown_tag())
    return list(Tag.objects.filter(pk__in=found).order_by("title"))


def _is_group(group_id: int) -> bool:
    return VatGroup.objects.filter(pk__in=possible_ids([group_id]), active=True).exists()

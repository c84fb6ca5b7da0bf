"""Reading own fields: which there are, what customers have in them, who has a certain value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from pakhuis.bulk.among import Among
from pakhuis.customers.models import Customer, OwnField, OwnValue
from pakhuis.customers.search import having
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.ownfields.values import (
    OwnFieldKind,
    OwnFieldSpec,
    OwnText,
    check_own_value,
    joined,
    value_key,
)

PER_CUSTOMER = 1000
"""More own values than this are never shown of one customer."""


def own_field_specs(*, with_retired: bool = True) -> list[OwnFieldSpec]:
    """Every own field in the account's order (two queries; one where there is none)."""
    fields = OwnField.objects.prefetch_related("choices")
    return [one.as_spec() for one in (fields if with_retired else fields.filter(retired_at=None))]


def own_values_of(customer_ids: Collection[int]) -> Mapping[int, Mapping[int, tuple[OwnText, ...]]]:
    """Per customer and field what was filled in, in one query."""
    found: dict[int, dict[int, tuple[OwnText, ...]]] = defaultdict(lambda: defaultdict(tuple))
    rows = OwnValue.objects.filter(Among("customer_id", customer_ids)).order_by(
        "customer_id", "field_id", "place"
    )
    for customer_id, field_id, choice_id, text, title in rows.values_list(
        "customer_id", "field_id", "choice_id", "text", "choice__title"
    ):
        value = OwnText(text=title if choice_id else text, choice_id=choice_id)
        found[customer_id][field_id] += (value,)
    return found


def with_own_value(rows: QuerySet[Customer], field_id: int, wanted: str) -> QuerySet[Customer]:
    """Those of `rows` with this in an own field: the filter of overview and export.

    Of a text or a choice its beginning, without regard to case; numbers, dates, yes and no as people write
    them in the field itself. Empty finds everybody; an unknown field or value finds nobody.
    """
    if not wanted.strip():
        return rows
    field = OwnField.objects.filter(pk=field_id).first() if 0 < field_id <= HIGHEST_ID else None
    if field is None:
        return rows.none()
    asked = _asked(field.as_spec(), wanted)
    if asked is None:
        return rows.none()
    return having(rows, OwnValue.objects.filter(asked, field_id=field_id))


def _asked(spec: OwnFieldSpec, wanted: str) -> Q | None:
    """The condition on values of this field; None when nothing can have been filled in that is `wanted`."""
    key = value_key(wanted)
    if spec.has_choices:
        ids = [one.id for one in spec.choices if value_key(one.title).startswith(key)]
        return Q(choice_id__in=ids) if ids else None
    if spec.kind in (OwnFieldKind.TEXT, OwnFieldKind.LONG_TEXT):
        return _begins(key)
    checks = Checks()
    stored = check_own_value(spec, wanted, checks, ())
    return None if checks.problems else Q(key=value_key(joined(stored)))


def _begins(key: str) -> Q:
    """A beginning that both engines find by the index: SQLite's LIKE does not use it, a range does."""
    beginning = Q(key__startswith=key)
    if connection.vendor == "sqlite":
        beginning &= Q(key__gte=key, key__lt=key + chr(0x10FFFF))
    return beginning


def missing_something(required: Collection[int]) -> Q:
    """The condition of a customer without a value in one of these fields."""
    condition = Q(pk__in=())
    for field_id in required:
        condition |= Q(~Exists(OwnValue.objects.filter(customer=OuterRef("pk"), field_id=field_id)))
    return condition

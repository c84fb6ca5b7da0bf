"""Filling in own fields of a customer, in the transaction that writes the customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, connection, transaction

from pakhuis.customers.models import Customer, OwnValue
from pakhuis.customers.problems import field_changed_meanwhile, unknown_own_field
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Refused
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.problems import retired_own_field
from pakhuis.ownfields.values import (
    OwnFieldSpec,
    OwnText,
    check_own_value,
    check_required,
    joined,
    value_key,
)

Values = Mapping[int, tuple[OwnText, ...]]
OWN = "own:"
"""Begins the name of an own field among the fields of a customer: ``own:12``."""


def check_own_fields(
    given: Iterable[GivenOwnValue],
    specs: Sequence[OwnFieldSpec],
    checks: Checks,
    *,
    had: Values,
    by: Actor,
) -> Values:
    """What is to stand in the fields that were given; problems at ``("own_fields", id)``.

    That a required field is filled in is asked of people only; of everyone else the customer is incomplete.
    """
    known = {spec.id: spec for spec in specs}
    wanted: dict[int, tuple[OwnText, ...]] = {}
    for one in given:
        path = ("own_fields", one.field_id)
        spec = known.get(one.field_id)
        if spec is None:
            checks.add(unknown_own_field(path))
        elif spec.is_retired:
            checks.add(retired_own_field(spec.title, path))
        else:
            mine = [value.choice_id for value in had.get(spec.id, ()) if value.choice_id]
            wanted[spec.id] = check_own_value(spec, one.value, checks, path, had=mine)
    if by.kind is ActorKind.PERSON:
        wrong = {problem.path[1] for problem in checks.problems if problem.path[:1] == ("own_fields",)}
        check_required([one for one in specs if one.id not in wrong], filled({**had, **wanted}), checks)
    return wanted


def filled(values: Values) -> set[int]:
    """The fields in which something stands."""
    return {field_id for field_id, texts in values.items() if texts}


def set_own_values(customer: Customer, wanted: Values, *, had: Values) -> list[FieldChange]:
    """Bring the rows to `wanted`; a field that is not in it stays as it is."""
    changed = {field_id: texts for field_id, texts in wanted.items() if texts != had.get(field_id, ())}
    gone = [field_id for field_id in changed if had.get(field_id)]
    if gone:
        OwnValue.objects.filter(customer=customer, field_id__in=gone).delete()
    write_own_rows(
        [row for field_id, texts in changed.items() for row in own_rows(customer, field_id, texts)]
    )
    return [
        FieldChange(field=f"{OWN}{field_id}", old=joined(had.get(field_id, ())), new=joined(texts))
        for field_id, texts in changed.items()
    ]


def write_own_rows(rows: Sequence[OwnValue]) -> None:
    """Insert values; refused when a field or choice of theirs went away at this very moment.

    PostgreSQL would say so only at the commit, where nobody listens; SQLite has one writer at a time.
    """
    if not rows:
        return
    try:
        with transaction.atomic():
            OwnValue.objects.bulk_create(rows)
            if connection.vendor == "postgresql":
                connection.check_constraints()
    except IntegrityError:
        raise Refused([field_changed_meanwhile()]) from None


def own_rows(customer: Customer, field_id: int, texts: Iterable[OwnText]) -> list[OwnValue]:
    """The rows for the values of one field, not yet written."""
    return [
        OwnValue(
            customer=customer,
            field_id=field_id,
            place=place,
            choice_id=one.choice_id,
            text="" if one.choice_id else one.text,
            key="" if one.choice_id else value_key(one.text),
        )
        for place, one in enumerate(texts)
    ]

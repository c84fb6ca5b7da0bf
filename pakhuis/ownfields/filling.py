"""Filling in own fields: what was given is checked, and brought to the rows that hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Place, Problem
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.models import AccountField
from pakhuis.ownfields.problems import retired_own_field
from pakhuis.ownfields.reading import Texts, spec_of
from pakhuis.ownfields.values import check_own_value, check_required, joined

UnknownField = Callable[[Place], Problem]


def checked_texts(
    given: Iterable[GivenOwnValue],
    fields: Sequence[AccountField],
    checks: Checks,
    *,
    had: Texts,
    by: Actor,
    unknown: UnknownField,
) -> Mapping[int, str]:
    """What is to stand in the fields that were given; problems at ``("own_fields", id)``.

    That a required field is filled in is asked of people only.
    """
    known = {one.pk: one for one in fields}
    wanted: dict[int, str] = {}
    for one in given:
        field = known.get(one.field_id)
        path = ("own_fields", one.field_id)
        if field is None:
            checks.add(unknown(path))
        elif field.is_retired:
            checks.add(retired_own_field(field.title, path))
        else:
            spec = spec_of(field, had.get(field.pk, ""))
            kept = [choice.id for choice in spec.choices if choice.is_retired]
            wanted[field.pk] = joined(check_own_value(spec, one.value, checks, path, had=kept))
    if by.kind is ActorKind.PERSON:
        _ask_for_required(fields, {**had, **wanted}, checks)
    return wanted


def _ask_for_required(fields: Iterable[AccountField], texts: Texts, checks: Checks) -> None:
    wrong = {problem.path[1] for problem in checks.problems if problem.path[:1] == ("own_fields",)}
    filled = {pk for pk, text in texts.items() if text}
    check_required([spec_of(one) for one in fields if one.pk not in wrong], filled, checks)


def changed_texts(wanted: Texts, *, had: Texts) -> dict[int, str]:
    """Those of `wanted` that say something else than stands there."""
    return {pk: text for pk, text in wanted.items() if text != had.get(pk, "")}

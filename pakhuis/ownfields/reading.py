"""Own fields as the rules and forms read them, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pakhuis.ownfields.models import AccountField
from pakhuis.ownfields.values import (
    CHOICE_KINDS,
    SEPARATOR,
    Choice,
    OwnFieldKind,
    OwnFieldSpec,
    OwnText,
)
from pakhuis.ownfields.words import own_text

F = TypeVar("F", bound=AccountField)
Texts = Mapping[int, str]
"""What stands in the fields of one thing, by id of the field."""


def all_fields(model: type[F]) -> list[F]:
    """Every field of this sort, in the account's order (one query)."""
    return list(model._default_manager.order_by("position", "id"))


def spec_of(field: AccountField, text: str = "") -> OwnFieldSpec:
    """The field as the rules read it; a choice that is offered no more stays possible where it stands."""
    offered = [Choice(id=place, title=title) for place, title in enumerate(field.choices, start=1)]
    kept = [one for one in titles_in(field, text) if one not in field.choices]
    old = [
        Choice(id=place, title=title, is_retired=True)
        for place, title in enumerate(kept, start=len(offered) + 1)
    ]
    return OwnFieldSpec(
        id=field.pk,
        title=field.title,
        kind=OwnFieldKind(field.kind),
        is_required=field.required,
        is_retired=field.is_retired,
        choices=(*offered, *old),
    )


def titles_in(field: AccountField, text: str) -> list[str]:
    """The choices that a stored text names; none for a field without choices."""
    if not text or field.kind not in CHOICE_KINDS:
        return []
    return text.split(SEPARATOR) if field.kind == OwnFieldKind.MULTIPLE else [text]


def standing_values(field: AccountField, text: str) -> tuple[OwnText, ...]:
    """What stands in a field, value by value."""
    spec = spec_of(field, text)
    if not spec.has_choices:
        return (OwnText(text=text),) if text else ()
    ids = {one.title: one.id for one in spec.choices}
    return tuple(OwnText(text=title, choice_id=ids[title]) for title in titles_in(field, text))


def in_words(fields: Iterable[AccountField], texts: Texts) -> list[tuple[str, str]]:
    """Title and value of those fields that are filled in, in the language of the moment."""
    return [
        (one.title, own_text(spec_of(one, texts[one.pk]), standing_values(one, texts[one.pk])))
        for one in fields
        if one.pk in texts
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFields:
    """The fields in use that are to be seen somewhere, and what stands in them on some things."""

    fields: Sequence[AccountField]
    texts: Mapping[int, Texts]

    def of(self, thing_id: int) -> list[tuple[str, str]]:
        """Title and value of those that are filled in on this thing, in the language of the moment."""
        return in_words(self.fields, self.texts.get(thing_id, {}))


def to_fill_in(
    fields: Iterable[AccountField], texts: Texts
) -> tuple[list[OwnFieldSpec], dict[int, tuple[OwnText, ...]]]:
    """What a form asks: the fields in use as the rules read them, and what stands in each."""
    asked = [one for one in fields if not one.is_retired]
    specs = [spec_of(one, texts.get(one.pk, "")) for one in asked]
    return specs, {one.pk: standing_values(one, texts.get(one.pk, "")) for one in asked}

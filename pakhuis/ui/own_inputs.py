"""Own fields on a form: an input for each kind, and what was entered in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import get_decimal_symbol
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.values import OwnFieldKind, OwnFieldSpec, OwnText
from pakhuis.ui.choices import Choices

INPUTS = {
    OwnFieldKind.TEXT: "text",
    OwnFieldKind.LONG_TEXT: "textarea",
    OwnFieldKind.NUMBER: "number",
    OwnFieldKind.DATE: "date",
    OwnFieldKind.YES_NO: "select",
    OwnFieldKind.RADIO: "radios",
    OwnFieldKind.SELECT: "select",
    OwnFieldKind.MULTIPLE: "checks",
}
NOTHING = ("", "—")


@dataclass(frozen=True, slots=True)
class OwnInput:
    """One own field as a form shows it; `place` is where its problems stand."""

    name: str
    place: str
    label: str
    kind: str
    is_required: bool
    options: Choices


def own_inputs(specs: Iterable[OwnFieldSpec], values: Mapping[int, Sequence[OwnText]]) -> list[OwnInput]:
    """An input for every field in use; a retired choice is shown to who has it."""
    return [
        OwnInput(
            name=f"own.{spec.id}",
            place=f"own_fields.{spec.id}",
            label=spec.title,
            kind=INPUTS[spec.kind],
            is_required=spec.is_required,
            options=_options(spec, {one.choice_id for one in values.get(spec.id, ())}),
        )
        for spec in specs
        if not spec.is_retired
    ]


def _options(spec: OwnFieldSpec, had: set[int | None]) -> Choices:
    if spec.kind is OwnFieldKind.YES_NO:
        return [NOTHING, ("yes", _("Yes")), ("no", _("No"))]
    titles = [(one.title, one.title) for one in spec.choices if not one.is_retired or one.id in had]
    return titles if spec.kind is OwnFieldKind.MULTIPLE else [NOTHING, *titles]


def own_initial(
    specs: Iterable[OwnFieldSpec], values: Mapping[int, Sequence[OwnText]]
) -> dict[str, str | list[str]]:
    """What stands in the fields, by the names of the inputs."""
    initial: dict[str, str | list[str]] = {}
    for spec in specs:
        texts = [_in_field(spec, one.text) for one in values.get(spec.id, ())]
        is_several = spec.kind is OwnFieldKind.MULTIPLE
        initial[f"own.{spec.id}"] = texts if is_several else "".join(texts)
    return initial


def _in_field(spec: OwnFieldSpec, text: str) -> str:
    """A value as it stands in its field: a number with the reader's decimal sign."""
    if spec.kind is not OwnFieldKind.NUMBER:
        return text
    return text.replace(".", get_decimal_symbol(get_language() or "nl"))


def own_entered(specs: Iterable[OwnFieldSpec], values: QueryDict) -> tuple[GivenOwnValue, ...]:
    """Everything that was entered; a field that is not on the form counts as emptied."""
    return tuple(
        GivenOwnValue(
            field_id=spec.id,
            value=tuple(values.getlist(f"own.{spec.id}"))
            if spec.has_choices
            else values.get(f"own.{spec.id}", ""),
        )
        for spec in specs
        if not spec.is_retired
    )

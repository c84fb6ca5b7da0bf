"""Who wrote each field of a customer last, and when: in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pakhuis.accounts.models import ApiKey, User, Webshop
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import ActorKind
from pakhuis.ui.words import ACTOR


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a field came from: ``webshop`` Bierwinkel, on a day that older rows do not know."""

    kind: Any
    label: str
    at: datetime | None


def _names(model: Any, name: Callable[[Any], str]) -> Callable[[Iterable[int]], dict[int, str]]:
    return lambda ids: {pk: name(one) for pk, one in model._default_manager.in_bulk(list(ids)).items()}


LABELS: Mapping[str, Callable[[Iterable[int]], dict[int, str]]] = {
    ActorKind.PERSON: _names(User, lambda one: str(one.full_name)),
    ActorKind.API_KEY: _names(ApiKey, lambda one: str(one.name)),
    ActorKind.WEBSHOP: _names(Webshop, lambda one: str(one.name)),
}
"""How the names of actors are looked up: one query for each kind that occurs."""


def sources_of(customer: Customer) -> dict[str, Source]:
    """The last source of every field that somebody has written."""
    parsed = {field: _parsed(source) for field, source in customer.field_sources.items()}
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in parsed.values():
        ids[kind].add(pk)
    labels = {kind: LABELS[kind](some) for kind, some in ids.items() if kind in LABELS}
    return {
        field: Source(
            kind=ACTOR.get(kind, kind),
            label=_label(kind, pk, labels.get(kind, {})),
            at=_moment(customer.field_dates.get(field)),
        )
        for field, (kind, pk) in parsed.items()
    }


def _label(kind: str, pk: int, names: Mapping[int, str]) -> str:
    """The name, or the number where there is none (a run of an import), or nothing for Pakhuis itself."""
    if kind == ActorKind.SYSTEM:
        return ""
    return names.get(pk, str(pk))


def _parsed(source: str) -> tuple[str, int]:
    kind, _colon, pk = str(source).partition(":")
    return kind, int(pk) if pk.isascii() and pk.isdigit() else 0


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None

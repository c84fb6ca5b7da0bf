"""Who does something: every action is told, every fact remembers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of actor acted; the order of trust of customer fields reads it."""

    PERSON = "person"
    API_KEY = "api_key"
    IMPORT_RUN = "import_run"
    WEBSHOP = "webshop"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, API key, import run, webshop or Pakhuis itself, with the name to show in a logbook."""

    kind: ActorKind
    id: int | None
    label: str

    def __post_init__(self) -> None:
        if (self.id is None) != (self.kind is ActorKind.SYSTEM):
            raise ValueError("every actor but the system has an id, the system has none")


SYSTEM = Actor(ActorKind.SYSTEM, None, "Pakhuis")

"""Facts about mails. They stand in the logbook of the order they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEvent(Event):
    """Something about a mail of this order; `mail` is its kind."""

    kind: ClassVar[str] = "order"
    mail: str
    mail_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(MailEvent):
    """The mail server took it."""

    name: ClassVar[str] = "order.mail_sent"
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailNotSent(MailEvent):
    """It was not sent, for good; `problems` say why."""

    name: ClassVar[str] = "order.mail_not_sent"
    problems: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAskedAgain(MailEvent):
    """Somebody asked to send it (again)."""

    name: ClassVar[str] = "order.mail_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCancelled(MailEvent):
    """Somebody stopped it before it was sent."""

    name: ClassVar[str] = "order.mail_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTextsChanged(Event):
    """The texts of a mail of a template were written anew."""

    name: ClassVar[str] = "template.texts_changed"
    kind: ClassVar[str] = "template"
    label: str
    changes: tuple[FieldChange, ...]

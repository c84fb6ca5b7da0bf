"""Facts about the account: who may come in, and how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent(Event):
    """Something that happened to the account; `label` names what it happened to."""

    kind: ClassVar[str] = "account"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCreated(AccountEvent):
    name: ClassVar[str] = "user.created"
    kind: ClassVar[str] = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChanged(AccountEvent):
    name: ClassVar[str] = "user.changed"
    kind: ClassVar[str] = "user"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(AccountEvent):
    name: ClassVar[str] = "user.password_changed"
    kind: ClassVar[str] = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyCreated(AccountEvent):
    name: ClassVar[str] = "api_key.created"
    kind: ClassVar[str] = "api_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyChanged(AccountEvent):
    name: ClassVar[str] = "api_key.changed"
    kind: ClassVar[str] = "api_key"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRevoked(AccountEvent):
    name: ClassVar[str] = "api_key.revoked"
    kind: ClassVar[str] = "api_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebshopCreated(AccountEvent):
    name: ClassVar[str] = "webshop.created"
    kind: ClassVar[str] = "webshop"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebshopChanged(AccountEvent):
    name: ClassVar[str] = "webshop.changed"
    kind: ClassVar[str] = "webshop"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(AccountEvent):
    name: ClassVar[str] = "settings.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCreated(AccountEvent):
    name: ClassVar[str] = "tag.created"
    kind: ClassVar[str] = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCreated(AccountEvent):
    name: ClassVar[str] = "template.created"
    kind: ClassVar[str] = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChanged(AccountEvent):
    name: ClassVar[str] = "tag.changed"
    kind: ClassVar[str] = "tag"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged(AccountEvent):
    name: ClassVar[str] = "template.changed"
    kind: ClassVar[str] = "template"
    changes: tuple[FieldChange, ...]

"""The settings that a connector declares: the form, the checks and the storage follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pakhuis.kernel.problem import gettext_noop


class FieldKind(StrEnum):
    """How a setting is entered and kept; a secret is encrypted and never shown again."""

    TEXT = "text"
    SECRET = "password"  # noqa: S105 - the kind of field on a form
    CHOICE = "select"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingField:
    """One setting of a kind of shop; texts are English and translated where they are shown."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


def address(*, hint: str = "", default: str = "https://") -> SettingField:
    """Where the shop is reached; every connector has one."""
    label = gettext_noop("Address of the shop")
    return SettingField(name="address", label=label, hint=hint, default=default)


def secret(name: str, label: str, *, hint: str = "", required: bool = True) -> SettingField:
    return SettingField(name=name, label=label, kind=FieldKind.SECRET, hint=hint, required=required)


def webhook_secret(*, hint: str = "", required: bool = True) -> SettingField:
    """What the shop signs its messages with."""
    hint = hint or gettext_noop("The same as in the shop's webhooks: a long random text.")
    return secret("webhook_secret", gettext_noop("Webhook secret"), hint=hint, required=required)


def ping_secret() -> SettingField:
    """What a small module in the shop signs with, where the shop itself sends no messages."""
    hint = gettext_noop("What a module in the shop signs its messages with; empty where there is none.")
    return webhook_secret(hint=hint, required=False)


def unpaid(*, hint: str = "") -> SettingField:
    """What to do with orders that the buyer has not paid yet."""
    choices = (
        ("leave", gettext_noop("Leave them aside until they are paid")),
        ("expect", gettext_noop("Take them in as expected, and set goods aside")),
        ("take", gettext_noop("Take them in like paid ones")),
    )
    label = gettext_noop("Orders that are not paid yet")
    return SettingField(
        name="unpaid", label=label, kind=FieldKind.CHOICE, choices=choices, default="leave", hint=hint
    )


def words(name: str, label: str, *, hint: str = "", default: str = "") -> SettingField:
    """Several words with commas, none needed."""
    return SettingField(name=name, label=label, hint=hint, default=default, required=False)


def check(name: str, label: str, *, hint: str = "", default: str = "") -> SettingField:
    return SettingField(
        name=name, label=label, kind=FieldKind.CHECK, hint=hint, default=default, required=False
    )


def vat_fields(*, hint: str = "") -> SettingField:
    """Where a plug-in keeps the VAT number; the user names it."""
    hint = hint or gettext_noop("The usual names are known already.")
    return words("vat_fields", gettext_noop("Fields that hold the VAT number, with commas"), hint=hint)


def remark_fields() -> SettingField:
    return words("remark_fields", gettext_noop("Fields that hold a remark of the buyer, with commas"))


def language_fields() -> SettingField:
    return words("language_fields", gettext_noop("Fields that hold the buyer's language, with commas"))


def time_zone() -> SettingField:
    """For shops that tell the time on their own clock."""
    label = gettext_noop("Time zone of the shop")
    return SettingField(name="time_zone", label=label, default="Europe/Amsterdam")


COMMON = (
    words(
        "masked_domains",
        gettext_noop("Domains whose e-mail addresses are not the buyer's own, with commas"),
        hint=gettext_noop("They never recognise a customer. The large marketplaces are known already."),
    ),
)
"""What every kind of shop has besides its own."""
PING_HELP = gettext_noop(
    "This kind of shop sends no messages by itself: orders are found by asking. A small module may post "
    "the order's id here to be quicker; the guide for this shop says how."
)

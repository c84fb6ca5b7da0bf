"""The pages under *Instellingen*: one entry each, in the order they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhuis.accounts.rights import Right


@dataclass(frozen=True, slots=True)
class Section:
    """A page of settings; shown to those who have the right."""

    view: str
    label: Any
    about: Any
    right: Right = Right.SETTINGS_CHANGE


SECTIONS: tuple[Section, ...] = (
    Section("own-fields", _("Customer fields"), _("Fields of your own on every customer.")),
    Section(
        "webshops",
        _("Webshops"),
        _("Linked shops, and what each may decide."),
        Right.WEBSHOPS_CHANGE,
    ),
    Section("hooks", _("Webhooks"), _("Other programs that hear of what happens here.")),
)

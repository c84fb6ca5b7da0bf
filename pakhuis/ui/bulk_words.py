"""The words for a change on many customers, and for how far it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

BULK_DEED: dict[str, Any] = {
    "tag": _("Put a tag on"),
    "untag": _("Take a tag off"),
    "add_list": _("Add a price list"),
    "remove_list": _("Take a price list away"),
    "archive": _("Archive"),
    "unarchive": _("Show again"),
}
DEED_STATE: dict[str, Any] = {
    "running": _("In progress"),
    "done": _("Done"),
    "stopped": _("Stopped"),
    "refused": _("Refused"),
}

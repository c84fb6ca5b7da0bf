"""What can be chosen in forms, in the reader's language."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.kernel.countries import COUNTRY_CODES
from pakhuis.ui.words import LANGUAGE

Choices = list[tuple[str, str]]
NEAR = ("NL", "BE", "DE")
"""Countries that stand first."""


def country_choices() -> Choices:
    """Every country by its name, the near ones first."""
    names = Locale.parse(get_language() or "nl").territories
    sorted_codes = sorted(COUNTRY_CODES - set(NEAR), key=lambda code: str(names.get(code, code)))
    return [(code, str(names.get(code, code))) for code in (*NEAR, *sorted_codes)]


def language_choices() -> Choices:
    return [(code, str(LANGUAGE[code])) for code in LANGUAGES]


def three_way_choices(empty: str) -> Choices:
    """On, off, or as set elsewhere."""
    return [("", empty), ("yes", _("On")), ("no", _("Off"))]

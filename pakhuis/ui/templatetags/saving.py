"""The form around fields that are saved together, and what every such form sends along."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pakhuis.ui.both_versions import differences
from pakhuis.ui.entered import Entered, Shown

register = template.Library()


@register.simple_block_tag(takes_context=True)
def saving(
    context: template.Context,
    content: SafeString,
    entered: Entered,
    *,
    action: str = "",
    also: str = "",
    autocomplete: str = "",
) -> SafeString:
    """The fields between this and ``endsaving`` as a form that Ctrl+Enter saves, with its mark.

    Where a colleague was first, both versions stand above it, in the words of the fields that it shows.
    `also` is a second class for its looks.
    """
    return render_to_string(
        "ui/parts/saving.html",
        {
            "content": content,
            "mark": entered.mark,
            "is_late": entered.theirs is not None,
            "rows": differences(entered) if entered.theirs is not None else [],
            "action": action,
            "also": also,
            "autocomplete": autocomplete,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.simple_tag
def shows(
    entered: Entered, name: str, label: str, *, kind: str = "text", row: str = "", code: object = ""
) -> str:
    """Notes a field that a template writes out itself, for telling both versions."""
    entered.shown.append(Shown(name=name, label=label, kind=kind, row=row, code=str(code)))
    return ""

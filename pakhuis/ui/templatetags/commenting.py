"""The comments on a thing, wherever its page wants to show them."""

from __future__ import annotations

from typing import Any

from django import template

from pakhuis.ui.commenting import comments_of

register = template.Library()


@register.inclusion_tag("ui/parts/comments.html", takes_context=True)
def comments_on(context: template.RequestContext, kind: str, subject_id: int) -> dict[str, Any]:
    """Its comments and the form for a new one; at most three queries."""
    request = context["request"]
    return {**comments_of(request, kind, subject_id), "request": request, "csrf_token": context["csrf_token"]}

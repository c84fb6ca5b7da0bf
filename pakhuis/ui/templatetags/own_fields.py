"""What stands in own fields of the products on a page."""

from __future__ import annotations

from django import template

from pakhuis.ownfields.reading import ShownFields

register = template.Library()


@register.simple_tag
def own_told(told: ShownFields, thing_id: int) -> list[tuple[str, str]]:
    """Title and value of what is to be seen of this thing; nothing is asked of the database."""
    return told.of(thing_id)

"""PrestaShop's XML as plain values; only ever read by a parser that refuses entities and outside files."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

DEEPEST = 50


def parsed(body: bytes) -> dict[str, Any] | None:
    """What stands below ``<prestashop>``: texts, mappings, lists of what comes twice; None for no XML."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    value = _value(root, depth=0)
    return value if root.tag == "prestashop" and isinstance(value, dict) else None


def _value(element: Element, *, depth: int) -> Any:
    if len(element) == 0 or depth > DEEPEST:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _value(child, depth=depth + 1)
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found


def several(value: Any) -> list[dict[str, Any]]:
    """What may stand there once or several times, as a list."""
    rows = value if isinstance(value, list) else [value]
    return [one for one in rows if isinstance(one, dict)]

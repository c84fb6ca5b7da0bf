"""PrestaShop's XML as plain values; only ever read by a parser that refuses entities and outside files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

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


def changed(body: bytes, fields: Mapping[str, str]) -> bytes | None:
    """A thing as the shop sent it, with other values in these fields; None for what is no such thing."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    if root.tag != "prestashop" or not len(root):
        return None
    for name, value in fields.items():
        place = root[0].find(name)
        (SubElement(root[0], name) if place is None else place).text = value
    return bytes(tostring(root, encoding="utf-8"))


def written(kind: str, fields: Mapping[str, str]) -> bytes:
    """A new thing for the shop."""
    root = Element("prestashop")
    thing = SubElement(root, kind)
    for name, value in fields.items():
        SubElement(thing, name).text = value
    return bytes(tostring(root, encoding="utf-8"))


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

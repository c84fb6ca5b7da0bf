"""The API's own pages: every route and field, out of the same schema that programs read. Needs no script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.api.api import api
from pakhuis.api.described.notation import Schema, Thing
from pakhuis.api.described.openapi import operations
from pakhuis.api.described.routes import THINGS


def page(request: HttpRequest) -> HttpResponse:
    """All routes by group, then all things with their fields."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, method, operation in operations(schema):
        entry = {"path": path, "method": method, **_of_operation(operation)}
        groups.setdefault(operation.get("tags", ["other"])[0], []).append(entry)
    things = [{"name": one.name, "fields": _fields(one)} for one in THINGS]
    context = {
        "groups": sorted(groups.items()),
        "things": things,
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/docs.html", context)


def _of_operation(operation: dict[str, Any]) -> dict[str, Any]:
    answers = operation["responses"]
    good = next((code for code in answers if str(code).startswith("2")), "200")
    content = answers.get(good, {}).get("content", {})
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "about": operation.get("description", ""),
        "filters": [one for one in operation.get("parameters", []) if one["in"] == "query"],
        "status": good,
        "answer": _told(content.get("application/json", {}).get("schema", {})),
        "body": _told(body),
    }


def _fields(thing: Thing) -> list[dict[str, Any]]:
    return [
        {"name": name, "told": _told(one.schema), "about": one.about, "access": str(one.access)}
        for name, one in thing.fields.items()
    ]


def _told(schema: Schema) -> dict[str, str]:
    """A type in a few words, with the thing it points to."""
    if not schema:
        return {}
    if "$ref" in schema:
        return {"word": schema["$ref"].rsplit("/", 1)[1], "thing": schema["$ref"].rsplit("/", 1)[1]}
    if schema.get("type") in ("array", ["array", "null"]):
        item = _told(schema.get("items", {}))
        return {**item, "word": f"list of {item.get('word', 'anything')}"}
    if "anyOf" in schema:
        parts = [_told(one) for one in schema["anyOf"]]
        words = list(dict.fromkeys(part["word"] for part in parts))
        return {**next((part for part in parts if "thing" in part), {}), "word": " or ".join(words)}
    if isinstance(schema.get("additionalProperties"), dict):
        item = _told(schema["additionalProperties"])
        return {**item, "word": f"object of {item.get('word', 'anything')} by title"}
    kind = schema.get("type", "anything")
    return {"word": " or ".join(kind) if isinstance(kind, list) else str(kind)}

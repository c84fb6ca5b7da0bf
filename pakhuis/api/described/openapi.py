"""OpenAPI 3.1 out of the table of routes, laid over what the framework knows by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pakhuis.api.described.notation import Route, Schema
from pakhuis.api.described.reference import PROBLEM
from pakhuis.api.described.routes import QUERY, ROUTES, THINGS

ERROR: Schema = {
    "type": "object",
    "properties": {
        "error": {"const": True, "description": "Always true."},
        "error_code": {"type": "integer", "description": "Picqer's number for the first problem."},
        "error_message": {"type": "string", "description": "All problems in words."},
        "errors": {"type": "array", "items": PROBLEM.ref, "description": "Every problem with its place."},
    },
    "required": ["error", "error_code", "error_message"],
    "additionalProperties": False,
}
REFUSALS = {
    "400": "The body cannot be done: `errors` says why and where.",
    "401": "No key, or none that works.",
    "403": "This key may not do this.",
    "404": "There is nothing with this id.",
    "413": "The body is too large.",
    "422": "The `Idempotency-Key` was used for another request.",
    "429": "Too many requests this minute.",
}
WORDS = {200: "Done.", 201: "Made.", 204: "Done; there is nothing to say."}


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """The framework's schema with fields, filters, bodies and errors of every described route."""
    things = schema.setdefault("components", {}).setdefault("schemas", {})
    things["Error"] = ERROR
    for thing in THINGS:
        things[thing.name] = thing.answer_schema()
        things[f"{thing.name}Body"] = thing.body_schema()
    for path, method, operation in operations(schema):
        route = _route(path, method)
        if route is not None:
            _describe(operation, route, method=method)
    return schema


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation: path, method, and what is said of it."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _route(path: str, method: str) -> Route | None:
    """The described route of a path, which may have the API's address in front."""
    start = path.find("/v1/")
    return ROUTES.get((path[start + 3 :] if start >= 0 else path, method))


def _describe(operation: dict[str, Any], route: Route, *, method: str) -> None:
    answer: dict[str, Any] = {"description": WORDS[route.status]}
    answer_schema = route.answer_schema()
    if answer_schema is not None:
        answer["content"] = {"application/json": {"schema": answer_schema}}
    operation["responses"] = {str(route.status): answer}
    for status, words in REFUSALS.items():
        operation["responses"][status] = {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
    for name in route.query:
        about = {"name": name, "in": "query", "required": False, "description": QUERY[name]}
        operation.setdefault("parameters", []).append({**about, "schema": {"type": "string"}})
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": route.body.body_ref}},
        }
    else:
        operation.pop("requestBody", None)
    if method == "POST":
        operation.setdefault("parameters", []).append(IDEMPOTENCY)
    if route.about:
        operation["description"] = route.about


IDEMPOTENCY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your own name for this request: sent again with the same body it is done once.",
    "schema": {"type": "string", "maxLength": 255},
}

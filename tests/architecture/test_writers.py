"""Models are written in the `actions` of their own package and nowhere else."""

from __future__ import annotations

import ast

from django.apps import apps

from tests.architecture.source import ROOT, Module, modules

WRITING = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "get_or_create",
    "update_or_create",
    "add",
    "remove",
    "clear",
    "set",
}
NO_MODELS = ("router", "cache")
"""Names whose `delete` and `set` touch no model."""
ALWAYS_A_WRITE = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALLOWED: dict[str, str] = {
    "pakhuis.journal.lines": "writes the lines of whichever door calls it, and knows no table",
    "pakhuis.config.left_running": "makes tasks of django-tasks-db ready again, which has no door for it",
    "pakhuis.config.task_table": "revives and tidies tasks of django-tasks-db, which has no door for it",
}
"""Modules that may write although they are no `actions`, with the reason."""


def model_names() -> dict[str, str]:
    """Name of each model of ours and its package."""
    return {
        model.__name__: model._meta.app_label
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.startswith("pakhuis.")
    }


def is_action(module: Module) -> bool:
    return "actions" in module.name.split(".")


def writes(module: Module, owners: dict[str, str]) -> list[str]:
    """Writing calls of a module on our models: ``Order.objects.filter(…).update(…)``, ``order.save()``."""
    found = []
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        text = ast.unparse(node.func.value)
        if node.func.attr not in WRITING or text in NO_MODELS:
            continue
        root = text.split(".")[0].split("(")[0]
        through_manager = ".objects" in text or "._default_manager" in text or "._base_manager" in text
        is_instance = node.func.attr in ("save", "delete") and "form" not in text and "session" not in text
        if through_manager or node.func.attr in ALWAYS_A_WRITE or is_instance:
            found.append(f"{module.name}:{node.lineno} {text}.{node.func.attr} ({owners.get(root, '?')})")
    return found


def foreign_writes(module: Module, owners: dict[str, str]) -> list[str]:
    """Writes of an `actions` module to another package's models, by the model's name."""
    return [one for one in writes(module, owners) if not one.endswith((f"({module.package})", "(?)"))]


def test_only_actions_write() -> None:
    owners = model_names()
    found = [
        one
        for module in modules()
        if not is_action(module) and module.name not in ALLOWED
        for one in writes(module, owners)
    ]
    assert found == []


def test_actions_write_their_own_models_only() -> None:
    owners = model_names()
    found = [one for module in modules() if is_action(module) for one in foreign_writes(module, owners)]
    assert found == []


def test_planted_writes_are_seen() -> None:
    owners = model_names()
    assert owners["Order"] == "orders"
    view = Module("pakhuis.ui.views", "def f(pk):\n    Order.objects.filter(pk=pk).update(status='x')\n")
    instance = Module("pakhuis.api.routes", "def f(order):\n    order.save()\n")
    bulk = Module("pakhuis.connectors.tasks", "def f(rows):\n    Customer.objects.bulk_create(rows)\n")
    foreign = Module("pakhuis.fulfilment.actions.x", "def f():\n    Order.objects.create()\n")
    assert all(len(writes(one, owners)) == 1 for one in (view, instance, bulk))
    assert len(foreign_writes(foreign, owners)) == 1


def test_orders_are_made_at_one_place() -> None:
    """The one door: nothing but the writer behind `place_order` constructs an order."""
    makers = [
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Order", "Order.objects.create")
    ]
    assert makers == ["pakhuis.orders.actions.writing"]


def unbounded_updates(module: Module) -> list[str]:
    """`bulk_update` of any number of rows: its statement has values for each, and databases bound them."""
    return [
        f"{module.name}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "bulk_update"
        and "batch_size" not in {one.arg for one in node.keywords}
    ]


def test_no_statement_grows_with_the_rows_it_updates() -> None:
    paths = sorted((ROOT / "pakhuis").glob("*/migrations/*.py"))
    migrations = [Module(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    assert [one for module in (*modules(), *migrations) for one in unbounded_updates(module)] == []
    planted = Module("pakhuis.orders.actions.x", "def f(rows):\n    Order.objects.bulk_update(rows, ['a'])\n")
    assert unbounded_updates(planted) == ["pakhuis.orders.actions.x:2"]

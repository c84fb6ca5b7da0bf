"""The import contract and the direction of foreign keys: everything leans one way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture.source import ROOT

LAYERS = (
    ("kernel",),
    ("journal", "outside"),
    ("accounts",),
    ("comments",),
    ("catalogue", "customers"),
    ("pricing", "stock"),
    ("orders",),
    ("fulfilment",),
    ("connectors", "hooks", "imports", "migrating", "papers", "purchasing", "returns"),
    ("privacy",),
    ("ui", "api"),
    ("config",),
)
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def wrong_way_keys(links: Iterable[tuple[str, str, str]]) -> list[str]:
    """Links (from package, field, to package) that point up or sideways."""
    return [
        f"{start}.{field} -> {end}"
        for start, field, end in links
        if start != end and not HEIGHT[end] < HEIGHT[start]
    ]


def foreign_keys(models: Iterable[type[Model]]) -> list[tuple[str, str, str]]:
    return [
        (model._meta.app_label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label)
        for model in models
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and getattr(field, "remote_field", None)
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label in HEIGHT
    ]


@pytest.mark.once
def test_packages_import_only_what_stands_below_them() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.once
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("pakhuis/customers/queries.py", "from pakhuis.orders import rules as planted"),
        ("pakhuis/pricing/queries.py", "from pakhuis.stock import models as planted"),
        ("pakhuis/orders/rules.py", "from django.db import models as planted"),
    ],
)
def test_a_planted_import_is_seen(tmp_path: Path, file: str, line: str) -> None:
    for source in (ROOT / "pakhuis").rglob("*.py"):
        copy = tmp_path / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    with (tmp_path / file).open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")
    command = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from importlinter.cli import lint_imports"
    done = subprocess.run(
        [sys.executable, "-c", f"{command}; sys.exit(lint_imports(no_cache=True))"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_foreign_keys_point_down() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in HEIGHT]
    links = foreign_keys(ours)
    assert ("orders", "Order.customer", "customers") in links
    assert wrong_way_keys(links) == []


def test_a_planted_key_is_seen() -> None:
    assert wrong_way_keys([("customers", "Customer.order", "orders")]) == [
        "customers.Customer.order -> orders"
    ]
    assert wrong_way_keys([("pricing", "PriceList.level", "stock")]) == ["pricing.PriceList.level -> stock"]

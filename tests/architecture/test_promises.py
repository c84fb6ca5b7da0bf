"""Promises that are kept by the database, the documents and the repository."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model

from pakhuis.api.api import api
from pakhuis.config.demo import LOGINS
from tests.architecture.source import ROOT, Module, modules

STATUS_NAMES = {"status", "state", "kind", "right", "language", "actor_kind", "vat_state"}
KEEPS_ITSELF = (
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.PositiveBigIntegerField,
)
"""Django gives these a check constraint of their own: never below zero."""


def unconstrained(ours: Iterable[type[Model]]) -> list[str]:
    """Numeric and status columns that no constraint speaks of."""
    found = []
    for model in ours:
        spoken = " ".join(
            str(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)
        )
        for field in model._meta.concrete_fields:
            if field.primary_key or field.is_relation or isinstance(field, KEEPS_ITSELF):
                continue
            is_number = isinstance(
                field, models.DecimalField | models.IntegerField | models.FloatField | models.DurationField
            )
            is_status = isinstance(field, models.CharField) and field.name in STATUS_NAMES
            if (is_number or is_status) and not re.search(rf"'{field.name}(__\w+)?'", spoken):
                found.append(f"{model.__name__}.{field.name}")
    return found


def registry_addresses(files: dict[str, str]) -> list[str]:
    """Files that name a package index or a place on somebody's machine."""
    pattern = re.compile(
        r"--(extra-)?index-url|find-links|registry\s*=\s*[\"']http|[\"']resolved[\"']\s*:\s*[\"']http|/root/|/home/\w"
    )
    return [name for name, text in files.items() if pattern.search(text)]


def environment_readers(source: list[Module]) -> list[str]:
    """Modules outside `config` that read the environment."""
    return [
        one.name
        for one in source
        if one.package != "config"
        and re.search(r"os\.(environ|getenv)|\benv\.(str|int|bool|list)\(", one.text)
    ]


def tracked_files() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                files[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return files


def test_every_number_and_status_is_constrained() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("pakhuis.")]
    assert len(ours) > 20
    assert unconstrained(ours) == []


def test_an_unconstrained_column_is_seen() -> None:
    class Planted(models.Model):
        status = models.CharField(max_length=5)
        price = models.DecimalField(max_digits=5, decimal_places=2)

        class Meta:
            app_label = "architecture"

        def __str__(self) -> str:
            return self.status

    assert unconstrained([Planted]) == ["Planted.status", "Planted.price"]


@pytest.mark.once
def test_no_address_of_an_index_or_machine_is_committed() -> None:
    files = {
        name: text for name, text in tracked_files().items() if name != "tests/architecture/test_promises.py"
    }
    assert len(files) > 100
    assert registry_addresses(files) == []
    planted = "--" + "index-url elsewhere"
    assert registry_addresses({"x": planted}) == ["x"]


@pytest.mark.once
def test_locks_carry_versions_and_hashes() -> None:
    for name in ("base", "dev"):
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        named = [entry for entry in entries if "==" in entry]
        assert len(named) > 15
        assert [entry for entry in named if "--hash=sha256:" not in entry] == []


def test_only_config_reads_the_environment() -> None:
    assert environment_readers(modules()) == []
    planted = Module("pakhuis.orders.x", "import os\nos.environ['A']\n")
    assert environment_readers([planted]) == ["pakhuis.orders.x"]


@pytest.mark.once
def test_every_setting_is_documented() -> None:
    settings = (ROOT / "pakhuis/config/settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    documented = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert len(names) > 8
    assert [name for name in sorted(names) if f"`{name}`" not in documented] == []
    told = set(re.findall(r"`((?:PAKHUIS|DATABASE)_[A-Z_]+)`", documented))
    assert sorted(told - names) == []


@pytest.mark.once
def test_the_package_data_is_told() -> None:
    """Templates, styles and translations are shipped: a wheel without them would start and show nothing."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = {path.suffix for path in (ROOT / "pakhuis").rglob("*") if path.is_file()}
    for suffix in wanted - {".py", ".pyc"}:
        assert f"**/*{suffix}" in text, json.dumps(sorted(wanted))


@pytest.mark.once
def test_every_route_of_the_api_is_documented() -> None:
    documented = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    told = set()
    for row in re.findall(r"^\| (`/.+?) \| ([A-Z ]+?) \|", documented, flags=re.MULTILINE):
        told |= {(path, method) for path in re.findall(r"`(.+?)`", row[0]) for method in row[1].split()}
    routes = {
        (path, method.upper())
        for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items()
        for method in methods
    }
    assert len(routes) > 20
    assert told == routes


@pytest.mark.once
def test_every_page_a_document_points_to_is_there() -> None:
    broken = []
    for file in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            if not (file.parent / target).exists():
                broken.append(f"{file.relative_to(ROOT)}: {target}")
    assert broken == []


@pytest.mark.once
def test_the_readme_tells_the_real_commands_and_logins() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 start.py demo" in readme
    assert "python3 start.py test" in readme
    for name, password, _ in LOGINS:
        assert f"| `{name}` | `{password}` |" in readme
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version in changes


LOCKED_WHOLE = {"pakhuis.orders.actions.order_fields", "pakhuis.fulfilment.actions.shipping_settings"}
"""They delete rows after looking whether anything points to them: nobody may begin to meanwhile."""


def whole_locks(source: Iterable[Module]) -> list[str]:
    """Rows that are locked so that nobody can point to them: whoever inserts such a row would wait."""
    return [
        f"{one.name}:{node.lineno}"
        for one in source
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {given.arg for given in node.keywords}
    ]


def test_orders_and_picklists_are_locked_so_that_others_may_point_to_them() -> None:
    ours = [one for one in modules() if one.package in ("orders", "fulfilment")]
    assert whole_locks(one for one in ours if one.name not in LOCKED_WHOLE) == []
    planted = Module("pakhuis.orders.x", "Order.objects.select_for_update(skip_locked=True).get(pk=1)")
    assert whole_locks([planted]) == ["pakhuis.orders.x:1"]

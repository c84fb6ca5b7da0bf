"""The migrations end in one place per app, and say the same as the models: two who add one meet here."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_the_migrations_of_each_app_end_in_one() -> None:
    """Of two that came at once, the later one is renamed and built on the other."""
    assert MigrationLoader(None).detect_conflicts() == {}


def test_a_planted_second_end_is_seen() -> None:
    loader = MigrationLoader(None)
    first, planted = ("orders", "0001_initial"), ("orders", "0002_planted")
    loader.graph.add_node(planted, Migration("0002_planted", "orders"))
    loader.graph.add_dependency(None, planted, first)
    assert "0002_planted" in loader.detect_conflicts()["orders"]


def test_the_migrations_say_what_the_models_say() -> None:
    loader = MigrationLoader(None)
    seen = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    with translation.override(None):  # as `makemigrations` does: names of models are compared as they stand
        assert seen.changes(graph=loader.graph) == {}

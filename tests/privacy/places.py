"""Where a word stands, whatever the table: for proving that nothing of a person is left."""

from __future__ import annotations

import json
from datetime import timedelta

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from tests.factories import MOMENT

SECRET_WORD = "Zwanenhals"
"""Stands in every text of the person, so that wherever it is left it is seen."""
LONG_AGO = MOMENT - timedelta(days=8 * 366)


def places_of(word: str) -> set[str]:
    """Every column of every table in which the word still stands."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("pakhuis."):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                values = model._default_manager.values_list(field.attname, flat=True)
                if any(word.lower() in json.dumps(value, default=str).lower() for value in values):
                    found.add(f"{model._meta.label}.{field.name}")
    return found

"""A list is read from its beginning by whoever goes on, as it may have become shorter."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def begin_anew(apps: Any, _: Any) -> None:
    """The lists of orders are read in another order now: who goes on begins with the first."""
    apps.get_model("migrating", "MovingStep").objects.update(turn=0)


class Migration(migrations.Migration):
    dependencies = [("migrating", "0003_no_names")]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.RemoveField(model_name="movingstep", name="offset"),
    ]

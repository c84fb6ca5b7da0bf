"""Indexes by which a worker finds what was left running and what ended: django-tasks-db has none for these."""

from django.db import migrations

NAMES = {"tasks_by_start": "started_at", "tasks_by_end": "finished_at"}


class Migration(migrations.Migration):
    initial = True
    dependencies = [("django_tasks_database", "0021_conditional_partial_index_ordering")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX IF NOT EXISTS {name} ON django_tasks_database_dbtaskresult (status, {column})",
            f"DROP INDEX IF EXISTS {name}",
        )
        for name, column in NAMES.items()
    ]

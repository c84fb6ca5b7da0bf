"""An index by which it is found whether a task waits for a certain message or telling.

PostgreSQL has it of these two kinds only: what other tasks are about may be longer than its indexes take.
SQLite takes any length, and does not see that a kind is one of two.
"""

from django.db import migrations

NAME = "tasks_by_subject"
KINDS = "task_path IN ('pakhuis.connectors.tasks.take_in', 'pakhuis.connectors.tasks.tell')"
BY = {
    "postgresql": ("(args_kwargs #>> '{args,0}')", f"status = 'READY' AND {KINDS}"),
    "sqlite": ("CAST(json_extract(args_kwargs, '$.args[0]') AS TEXT)", "status = 'READY'"),
}


def make(_apps, editor):
    subject, condition = BY[editor.connection.vendor]
    editor.execute(
        f"CREATE INDEX IF NOT EXISTS {NAME} ON django_tasks_database_dbtaskresult (task_path, {subject}) "
        f"WHERE {condition}"
    )


def drop(_apps, editor):
    editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("config", "0001_indexes_of_tasks")]
    operations = [migrations.RunPython(make, drop)]

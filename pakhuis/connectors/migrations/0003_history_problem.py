"""Why old orders could not be asked for, as a problem that is told in the reader's language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors", "0002_history_parts")]

    operations = [
        migrations.RemoveField(model_name="connection", name="history_problem"),
        migrations.AddField(
            model_name="connection",
            name="history_problem",
            field=models.JSONField(null=True, help_text="why it could not be asked"),
        ),
    ]

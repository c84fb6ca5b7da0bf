"""Why a shop could not be asked, as a problem that is told in the reader's language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="webshop", name="poll_problem"),
        migrations.AddField(
            model_name="webshop",
            name="poll_problem",
            field=models.JSONField(null=True, help_text="why it could not be asked"),
        ),
    ]

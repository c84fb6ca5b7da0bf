"""Who had an import carried out, and who had it undone: not always whoever chose the file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField("importrun", "begun_by", models.JSONField(default=list, help_text="kind, id, label")),
        migrations.AddField("importrun", "undone_by", models.JSONField(default=list, help_text="kind, id, label")),
    ]

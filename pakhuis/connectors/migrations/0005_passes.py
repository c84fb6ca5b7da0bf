"""How far the reading of what changed has come, and rest for silent shops."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors", "0004_lease_of_messages")]

    operations = [
        migrations.AddField(
            model_name="connection", name="quiet_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="connection", name="silences", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="connection", name="poll_began_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="connection", name="poll_since", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="connection", name="poll_start", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            model_name="connection", name="poll_asked", field=models.JSONField(default=list)
        ),
    ]

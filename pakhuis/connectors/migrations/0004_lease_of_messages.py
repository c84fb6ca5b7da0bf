"""Until when somebody works on a message; what a failure set stays the time of the next try."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors", "0003_history_problem")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="leased_until",
            field=models.DateTimeField(null=True),
        ),
    ]

"""Whose turn it is to do what only one is to do at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_picking_by_hand")]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="turn_name_given")
                ]
            },
        ),
    ]

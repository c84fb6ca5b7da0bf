import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_orders_have_a_template"),
    ]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="accounts.template"
            ),
        ),
    ]

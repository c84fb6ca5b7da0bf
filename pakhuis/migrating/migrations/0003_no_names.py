"""Labels of customers had their names, which nobody erased."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("migrating", "MovedThing").objects.filter(resource="customers").update(label="")


class Migration(migrations.Migration):

    dependencies = [
        ('migrating', '0002_purchases'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]

"""Greek VAT numbers begin with EL in the European register, which was never asked about those with GR."""

from typing import Any

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Substr


def as_the_register(apps: Any, _: Any) -> None:
    greek = apps.get_model("customers", "Customer").objects.filter(
        vat_number__startswith="GR", vat_state="shape_ok"
    )
    greek.update(vat_number=Concat(Value("EL"), Substr("vat_number", 3)), doubles_due=True)


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_in_use'),
    ]

    operations = [
        migrations.RunPython(as_the_register, migrations.RunPython.noop, elidable=True),
    ]

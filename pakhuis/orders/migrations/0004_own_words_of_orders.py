from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef

from pakhuis.bulk.writing import update_rows

OF_CUSTOMER = ("customer", "both")
OVER = ("completed", "cancelled")
AT_ONCE = 5_000


def tell_apart(apps: Any, _: Any) -> None:
    """What open orders took from their customer, as far as the customer still says it."""
    tags, of_customers = apps.get_model("orders", "OrderTag"), apps.get_model("customers", "CustomerTag")
    inherited = of_customers.objects.filter(
        customer_id=OuterRef("order__customer_id"), tag_id=OuterRef("tag_id"), tag__inherit=True
    )
    open_orders = apps.get_model("orders", "Order").objects.exclude(status__in=OVER)
    for who in OF_CUSTOMER:
        taken = tags.objects.filter(order__in=open_orders.filter(sources__tags__0=who).values("pk"))
        taken.filter(Exists(inherited)).update(is_inherited=True)
    both = open_orders.filter(sources__remarks__0="both").order_by("pk")
    asked = both.values_list("pk", "remarks", "sources", "customer__default_order_remarks")
    last = 0
    while some := list(asked.filter(pk__gt=last)[:AT_ONCE]):
        told = []
        for last, remarks, sources, default in some:
            own = remarks.removesuffix(default or "").rstrip("\n")
            told.append(({**sources, "remarks": ["both", "", len(own)]}, last))
        update_rows(open_orders.model, ["sources"], told)


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0004_forget_left_merges'),
        ('orders', '0003_order_shows_status'),
    ]

    operations = [
        migrations.AddField(
            model_name='ordertag',
            name='is_inherited',
            field=models.BooleanField(default=False, help_text='from the customer, not said on the order'),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef

OF_CUSTOMER = ("customer", "both")
OVER = ("completed", "cancelled")


def tell_apart(apps: Any, _: Any) -> None:
    """What open orders took from their customer, as far as the customer still says it."""
    tags, of_customers = apps.get_model("orders", "OrderTag"), apps.get_model("customers", "CustomerTag")
    inherited = of_customers.objects.filter(
        customer_id=OuterRef("order__customer_id"), tag_id=OuterRef("tag_id"), tag__inherit=True
    )
    open_orders = apps.get_model("orders", "Order").objects.exclude(status__in=OVER)
    for who in OF_CUSTOMER:
        taken = tags.objects.filter(order__in=open_orders.filter(sources__tags__0=who).values("pk"))
        tags.objects.filter(pk__in=list(taken.filter(Exists(inherited)).values_list("pk", flat=True))).update(
            is_inherited=True
        )
    for order in open_orders.filter(sources__remarks__0="both").select_related("customer").iterator():
        default = order.customer.default_order_remarks if order.customer else ""
        own = order.remarks.removesuffix(default).rstrip("\n")
        order.sources["remarks"] = ["both", "", len(own)]
        order.save(update_fields=["sources"])


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

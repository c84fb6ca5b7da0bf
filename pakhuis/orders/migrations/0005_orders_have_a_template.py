"""Orders of an account that never had a default template get one: clients count on every order having it."""

from django.db import migrations

NAMES = {"nl": "Standaard"}


def give(apps, schema_editor):
    """The default template, made where there is none, for all orders without any."""
    orders = apps.get_model("orders", "Order").objects.filter(template=None)
    if not orders.exists():
        return
    templates = apps.get_model("accounts", "Template").objects
    default = templates.filter(is_default=True).first()
    if default is None:
        settings = apps.get_model("accounts", "AccountSettings").objects.filter(pk=1).first()
        name = NAMES.get(settings.language if settings else "nl", "Standard")
        taken = set(templates.values_list("name", flat=True))
        free = next(
            one for one in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if one not in taken
        )
        default = templates.create(name=free, is_default=True)
    orders.update(template=default)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_picking_by_hand"),
        ("orders", "0004_own_words_of_orders"),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop, elidable=True),
    ]

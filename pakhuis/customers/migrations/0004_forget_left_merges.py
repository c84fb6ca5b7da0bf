"""Records of merges whose person was erased or deleted at several removes, where only the last one was emptied."""

from django.db import migrations


def forget(apps, schema_editor):
    """Follow each merge up to where it ended: emptied when that one was erased, removed when it is gone."""
    merge = apps.get_model("customers", "Merge")
    customers = dict(apps.get_model("customers", "Customer").objects.values_list("pk", "erased_at"))
    up = dict(merge.objects.filter(undone_at=None).values_list("loser_id", "winner_id"))
    for one in list(merge.objects.filter(undone_at=None, erased_at=None).only("winner_id")):
        top = one.winner_id
        while top in up:
            top = up[top]
        if top not in customers:
            one.delete()
        elif customers[top] is not None:
            merge.objects.filter(pk=one.pk).update(record={}, erased_at=customers[top])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_by_language'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_picking_by_hand'),
        ('customers', '0002_bulkdeed'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['language', 'name_key', 'id'], name='customer_by_language'),
        ),
    ]

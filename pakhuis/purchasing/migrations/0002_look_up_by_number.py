from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('purchasing', '0001_initial'),
        ('stock', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(condition=models.Q(('supplier_order_number', ''), _negated=True), fields=['supplier_order_number'], name='purchase_by_number_at_supplier'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('customers', '0001_initial'),
        ('orders', '0001_initial'),
        ('returns', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='return',
            index=models.Index(condition=models.Q(('tracking_code', ''), _negated=True), fields=['tracking_code'], name='return_by_tracking_code'),
        ),
    ]

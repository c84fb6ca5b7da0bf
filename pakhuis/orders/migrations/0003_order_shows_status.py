from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0002_rules_ask_order_fields'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='shows_status',
            field=models.BooleanField(default=True, help_text='whoever has the address sees how it stands'),
        ),
    ]

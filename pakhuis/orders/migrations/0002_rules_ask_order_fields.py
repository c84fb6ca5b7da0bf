import pakhuis.orders.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='orderrulecondition',
            name='orderrulecondition_what_known',
        ),
        migrations.AddConstraint(
            model_name='orderrulecondition',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', (pakhuis.orders.conditions.What['WEBSHOP'], pakhuis.orders.conditions.What['COUNTRY'], pakhuis.orders.conditions.What['ZIPCODE'], pakhuis.orders.conditions.What['LANGUAGE'], pakhuis.orders.conditions.What['TAGS'], pakhuis.orders.conditions.What['PRODUCTS'], pakhuis.orders.conditions.What['PRODUCT_TAGS'], pakhuis.orders.conditions.What['TOTAL'], pakhuis.orders.conditions.What['PIECES'], pakhuis.orders.conditions.What['WEIGHT'], pakhuis.orders.conditions.What['REMARKS'], pakhuis.orders.conditions.What['WISHED_DAY'], pakhuis.orders.conditions.What['ORDER_FIELDS'], pakhuis.orders.conditions.What['WAREHOUSE'], pakhuis.orders.conditions.What['LOCATION']))), name='orderrulecondition_what_known'),
        ),
    ]

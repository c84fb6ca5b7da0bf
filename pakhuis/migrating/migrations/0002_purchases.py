import pakhuis.migrating.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('migrating', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='movedthing',
            name='movedthing_resource_known',
        ),
        migrations.RemoveConstraint(
            model_name='movingstep',
            name='movingstep_resource_known',
        ),
        migrations.AddConstraint(
            model_name='movedthing',
            constraint=models.CheckConstraint(condition=models.Q(('resource__in', (pakhuis.migrating.states.Resource['VAT_GROUPS'], pakhuis.migrating.states.Resource['TAGS'], pakhuis.migrating.states.Resource['TEMPLATES'], pakhuis.migrating.states.Resource['PRICE_LISTS'], pakhuis.migrating.states.Resource['WAREHOUSES'], pakhuis.migrating.states.Resource['LOCATIONS'], pakhuis.migrating.states.Resource['CUSTOMER_FIELDS'], pakhuis.migrating.states.Resource['ORDER_FIELDS'], pakhuis.migrating.states.Resource['PRODUCT_FIELDS'], pakhuis.migrating.states.Resource['USERS'], pakhuis.migrating.states.Resource['SUPPLIERS'], pakhuis.migrating.states.Resource['PRODUCTS'], pakhuis.migrating.states.Resource['PRICES'], pakhuis.migrating.states.Resource['STOCK'], pakhuis.migrating.states.Resource['PARTS'], pakhuis.migrating.states.Resource['PLACES'], pakhuis.migrating.states.Resource['PICTURES'], pakhuis.migrating.states.Resource['CUSTOMERS'], pakhuis.migrating.states.Resource['ORDERS'], pakhuis.migrating.states.Resource['PROCESSING'], pakhuis.migrating.states.Resource['PURCHASES'], pakhuis.migrating.states.Resource['COMMENTS']))), name='movedthing_resource_known'),
        ),
        migrations.AddConstraint(
            model_name='movingstep',
            constraint=models.CheckConstraint(condition=models.Q(('resource__in', (pakhuis.migrating.states.Resource['VAT_GROUPS'], pakhuis.migrating.states.Resource['TAGS'], pakhuis.migrating.states.Resource['TEMPLATES'], pakhuis.migrating.states.Resource['PRICE_LISTS'], pakhuis.migrating.states.Resource['WAREHOUSES'], pakhuis.migrating.states.Resource['LOCATIONS'], pakhuis.migrating.states.Resource['CUSTOMER_FIELDS'], pakhuis.migrating.states.Resource['ORDER_FIELDS'], pakhuis.migrating.states.Resource['PRODUCT_FIELDS'], pakhuis.migrating.states.Resource['USERS'], pakhuis.migrating.states.Resource['SUPPLIERS'], pakhuis.migrating.states.Resource['PRODUCTS'], pakhuis.migrating.states.Resource['PRICES'], pakhuis.migrating.states.Resource['STOCK'], pakhuis.migrating.states.Resource['PARTS'], pakhuis.migrating.states.Resource['PLACES'], pakhuis.migrating.states.Resource['PICTURES'], pakhuis.migrating.states.Resource['CUSTOMERS'], pakhuis.migrating.states.Resource['ORDERS'], pakhuis.migrating.states.Resource['PROCESSING'], pakhuis.migrating.states.Resource['PURCHASES'], pakhuis.migrating.states.Resource['COMMENTS']))), name='movingstep_resource_known'),
        ),
    ]

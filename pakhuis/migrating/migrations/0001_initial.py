import django.db.models.deletion
import pakhuis.migrating.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SourceAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=200, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='MovingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='migrating.sourceaccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('source',), name='movingrun_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='MovedThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource', models.CharField(max_length=20)),
                ('key', models.CharField(help_text='its id at the source, or several with : between them', max_length=80)),
                ('label', models.CharField(blank=True, default='', help_text='as people know it', max_length=200)),
                ('outcome', models.CharField(max_length=10)),
                ('target_id', models.PositiveBigIntegerField(null=True)),
                ('amount', models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ('notes', models.JSONField(default=list)),
                ('detail', models.JSONField(default=dict)),
                ('made_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='made', to='migrating.movingrun')),
                ('seen_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='migrating.movingrun')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='things', to='migrating.sourceaccount')),
            ],
            options={
                'indexes': [models.Index(fields=['seen_in', 'resource', 'outcome'], name='movedthing_of_run')],
                'constraints': [models.UniqueConstraint(fields=('source', 'resource', 'key'), name='movedthing_once'), models.CheckConstraint(condition=models.Q(('resource__in', (pakhuis.migrating.states.Resource['VAT_GROUPS'], pakhuis.migrating.states.Resource['TAGS'], pakhuis.migrating.states.Resource['TEMPLATES'], pakhuis.migrating.states.Resource['PRICE_LISTS'], pakhuis.migrating.states.Resource['WAREHOUSES'], pakhuis.migrating.states.Resource['LOCATIONS'], pakhuis.migrating.states.Resource['CUSTOMER_FIELDS'], pakhuis.migrating.states.Resource['ORDER_FIELDS'], pakhuis.migrating.states.Resource['PRODUCT_FIELDS'], pakhuis.migrating.states.Resource['USERS'], pakhuis.migrating.states.Resource['SUPPLIERS'], pakhuis.migrating.states.Resource['PRODUCTS'], pakhuis.migrating.states.Resource['PRICES'], pakhuis.migrating.states.Resource['STOCK'], pakhuis.migrating.states.Resource['PARTS'], pakhuis.migrating.states.Resource['PLACES'], pakhuis.migrating.states.Resource['PICTURES'], pakhuis.migrating.states.Resource['CUSTOMERS'], pakhuis.migrating.states.Resource['ORDERS'], pakhuis.migrating.states.Resource['PROCESSING'], pakhuis.migrating.states.Resource['COMMENTS']))), name='movedthing_resource_known'), models.CheckConstraint(condition=models.Q(('outcome__in', (pakhuis.migrating.states.Outcome['MADE'], pakhuis.migrating.states.Outcome['EXISTING'], pakhuis.migrating.states.Outcome['LEFT']))), name='movedthing_outcome_known'), models.CheckConstraint(condition=models.Q(('amount__range', (-1000000000000000000, 1000000000000000000))), name='movedthing_amount'), models.CheckConstraint(condition=models.Q(('outcome', pakhuis.migrating.states.Outcome['LEFT']), ('target_id__isnull', False), _connector='OR'), name='movedthing_is_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='MovingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource', models.CharField(max_length=20)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('offset', models.PositiveBigIntegerField(default=0)),
                ('read', models.PositiveIntegerField(default=0)),
                ('total', models.DecimalField(decimal_places=4, default=0, max_digits=24)),
                ('is_done', models.BooleanField(default=False)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='migrating.movingrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'resource'), name='movingstep_once'), models.CheckConstraint(condition=models.Q(('resource__in', (pakhuis.migrating.states.Resource['VAT_GROUPS'], pakhuis.migrating.states.Resource['TAGS'], pakhuis.migrating.states.Resource['TEMPLATES'], pakhuis.migrating.states.Resource['PRICE_LISTS'], pakhuis.migrating.states.Resource['WAREHOUSES'], pakhuis.migrating.states.Resource['LOCATIONS'], pakhuis.migrating.states.Resource['CUSTOMER_FIELDS'], pakhuis.migrating.states.Resource['ORDER_FIELDS'], pakhuis.migrating.states.Resource['PRODUCT_FIELDS'], pakhuis.migrating.states.Resource['USERS'], pakhuis.migrating.states.Resource['SUPPLIERS'], pakhuis.migrating.states.Resource['PRODUCTS'], pakhuis.migrating.states.Resource['PRICES'], pakhuis.migrating.states.Resource['STOCK'], pakhuis.migrating.states.Resource['PARTS'], pakhuis.migrating.states.Resource['PLACES'], pakhuis.migrating.states.Resource['PICTURES'], pakhuis.migrating.states.Resource['CUSTOMERS'], pakhuis.migrating.states.Resource['ORDERS'], pakhuis.migrating.states.Resource['PROCESSING'], pakhuis.migrating.states.Resource['COMMENTS']))), name='movingstep_resource_known'), models.CheckConstraint(condition=models.Q(('total__range', (-1000000000000000000, 1000000000000000000))), name='movingstep_total')],
            },
        ),
    ]

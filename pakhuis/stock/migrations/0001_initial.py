import django.db.models.deletion
import django.db.models.expressions
import pakhuis.kernel.actor
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StockCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('at', models.DateTimeField()),
                ('found', models.JSONField(default=list)),
            ],
            options={
                'ordering': ('-day',),
            },
        ),
        migrations.CreateModel(
            name='Warehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('priority', models.PositiveIntegerField(default=1)),
                ('accepts_orders', models.BooleanField(default=True)),
                ('counts_for_general_stock', models.BooleanField(default=True)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('priority', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('pick', 'Pick'), ('bulk', 'Bulk')], default='pick', max_length=4)),
                ('pick_order', models.PositiveIntegerField(default=0)),
                ('remarks', models.CharField(blank=True, default='', max_length=500)),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['warehouse', 'pick_order', 'name'], name='location_round'), models.Index(fields=['name', 'id'], name='location_by_name')],
                'constraints': [models.UniqueConstraint(fields=('warehouse', 'name'), name='location_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='location_name_given'), models.CheckConstraint(condition=models.Q(('kind__in', ['pick', 'bulk'])), name='location_kind')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('receipt', 'Receipt'), ('delivery', 'Delivery'), ('transfer', 'Transfer'), ('return', 'Return')], default='correction', max_length=10)),
                ('change', models.IntegerField()),
                ('on_hand_after', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.PositiveBigIntegerField(null=True)),
                ('actor_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_moves', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_moves', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['product', 'id'], name='stockmove_by_product'), models.Index(fields=['warehouse', 'id'], name='stockmove_by_warehouse'), models.Index(fields=['kind', 'id'], name='stockmove_by_kind'), models.Index(fields=['at'], name='stockmove_by_time'), models.Index(fields=['actor_kind', 'actor_id', 'id'], name='stockmove_by_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('change', 0), _negated=True), name='stockmove_changes'), models.CheckConstraint(condition=models.Q(('kind__in', ['correction', 'receipt', 'delivery', 'transfer', 'return'])), name='stockmove_kind'), models.CheckConstraint(condition=models.Q(('actor_kind__in', (pakhuis.kernel.actor.ActorKind['PERSON'], pakhuis.kernel.actor.ActorKind['API_KEY'], pakhuis.kernel.actor.ActorKind['IMPORT_RUN'], pakhuis.kernel.actor.ActorKind['WEBSHOP'], pakhuis.kernel.actor.ActorKind['SYSTEM']))), name='stockmove_actor')],
            },
        ),
        migrations.CreateModel(
            name='StockLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.PositiveIntegerField(default=0)),
                ('located', models.PositiveIntegerField(default=0)),
                ('picking', models.PositiveIntegerField(default=0)),
                ('held', models.PositiveIntegerField(default=0)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('allocated', models.PositiveIntegerField(default=0)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_levels', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_levels', to='stock.warehouse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'warehouse'), name='stocklevel_once'), models.CheckConstraint(condition=models.Q(('on_hand__gte', django.db.models.expressions.CombinedExpression(models.F('picking'), '+', models.F('held')))), name='stocklevel_never_oversold'), models.CheckConstraint(condition=models.Q(('on_hand__gte', models.F('located'))), name='stocklevel_located')],
            },
        ),
        migrations.CreateModel(
            name='LocationStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.PositiveIntegerField(default=0)),
                ('preferred', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock', to='stock.location')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='location_stock', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='location_stock', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['product', 'warehouse'], name='locationstock_of_product')],
                'constraints': [models.UniqueConstraint(fields=('product', 'location'), name='locationstock_once'), models.UniqueConstraint(condition=models.Q(('preferred', True)), fields=('product', 'warehouse'), name='locationstock_one_preferred')],
            },
        ),
        migrations.CreateModel(
            name='LocationMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location_name', models.CharField(max_length=60)),
                ('change', models.IntegerField()),
                ('on_hand_after', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('is_movement', models.BooleanField(help_text='from place to place: the warehouse has as much as before')),
                ('is_other_half', models.BooleanField(default=False, help_text='where goods of a movement came, when where they left has a row too')),
                ('actor_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('contra_location', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contra_moves', to='stock.location')),
                ('location', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moves', to='stock.location')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='location_moves', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='location_moves', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['product', 'id'], name='locationmove_by_product'), models.Index(fields=['location', 'id'], name='locationmove_by_location'), models.Index(fields=['at'], name='locationmove_by_time'), models.Index(condition=models.Q(('is_movement', True), ('is_other_half', False)), fields=['id'], name='movement_by_id'), models.Index(condition=models.Q(('is_movement', True), ('is_other_half', False)), fields=['warehouse', 'id'], name='movement_in_warehouse')],
                'constraints': [models.CheckConstraint(condition=models.Q(('change', 0), _negated=True), name='locationmove_changes'), models.CheckConstraint(condition=models.Q(('is_other_half', False), models.Q(('change__gt', 0), ('is_movement', True)), _connector='OR'), name='locationmove_other_half')],
            },
        ),
    ]

import django.db.models.deletion
import django.db.models.functions.text
import pakhuis.fulfilment.carriers
import pakhuis.fulfilment.states
import pakhuis.orders.conditions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_initial'),
        ('customers', '0001_initial'),
        ('orders', '0001_initial'),
        ('stock', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippingProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('active', models.BooleanField(default=True)),
                ('is_standard', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('provider', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='shippingprofile_name_given'), models.UniqueConstraint(condition=models.Q(('is_standard', True)), fields=('is_standard',), name='shippingprofile_one_standard')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(default=pakhuis.fulfilment.states.BatchKind['NORMAL'], max_length=10)),
                ('status', models.CharField(default=pakhuis.fulfilment.states.BatchStatus['OPEN'], max_length=10)),
                ('completed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_batches', to=settings.AUTH_USER_MODEL)),
                ('completed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='completed_batches', to=settings.AUTH_USER_MODEL)),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='batch_by_status'), models.Index(fields=['warehouse', '-id'], name='batch_of_warehouse')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', (pakhuis.fulfilment.states.BatchStatus['OPEN'], pakhuis.fulfilment.states.BatchStatus['COMPLETED'], pakhuis.fulfilment.states.BatchStatus['CANCELLED']))), name='batch_status_known'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.fulfilment.states.BatchKind['NORMAL'], pakhuis.fulfilment.states.BatchKind['SINGLES']))), name='batch_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='BatchPreset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('position', models.PositiveIntegerField()),
                ('active', models.BooleanField(default=True)),
                ('kind', models.CharField(default=pakhuis.fulfilment.states.BatchKind['NORMAL'], max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batch_presets', to='stock.warehouse')),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='batchpreset_title_given'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.fulfilment.states.BatchKind['NORMAL'], pakhuis.fulfilment.states.BatchKind['SINGLES']))), name='batchpreset_kind_known'), models.CheckConstraint(condition=models.Q(('count__range', (1, 60))), name='batchpreset_count')],
            },
        ),
        migrations.CreateModel(
            name='BatchPresetCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('how', models.CharField(max_length=20)),
                ('values', models.JSONField(default=list)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='fulfilment.batchpreset')),
            ],
            options={
                'ordering': ('id',),
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('rule', 'what'), name='batchpresetcondition_once'), models.CheckConstraint(condition=models.Q(('what__in', (pakhuis.orders.conditions.What['WEBSHOP'], pakhuis.orders.conditions.What['COUNTRY'], pakhuis.orders.conditions.What['ZIPCODE'], pakhuis.orders.conditions.What['LANGUAGE'], pakhuis.orders.conditions.What['TAGS'], pakhuis.orders.conditions.What['PRODUCTS'], pakhuis.orders.conditions.What['PRODUCT_TAGS'], pakhuis.orders.conditions.What['TOTAL'], pakhuis.orders.conditions.What['PIECES'], pakhuis.orders.conditions.What['WEIGHT'], pakhuis.orders.conditions.What['REMARKS'], pakhuis.orders.conditions.What['WISHED_DAY'], pakhuis.orders.conditions.What['WAREHOUSE'], pakhuis.orders.conditions.What['LOCATION']))), name='batchpresetcondition_what_known'), models.CheckConstraint(condition=models.Q(('how__in', (pakhuis.orders.conditions.How['ONE_OF'], pakhuis.orders.conditions.How['NONE_OF'], pakhuis.orders.conditions.How['ALL_OF'], pakhuis.orders.conditions.How['NOT_ALL_OF'], pakhuis.orders.conditions.How['ONLY'], pakhuis.orders.conditions.How['BETWEEN'], pakhuis.orders.conditions.How['GIVEN'], pakhuis.orders.conditions.How['NOT_GIVEN']))), name='batchpresetcondition_how_known')],
            },
        ),
        migrations.CreateModel(
            name='Packaging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('barcode', models.CharField(blank=True, default='', max_length=60)),
                ('length', models.PositiveIntegerField(default=0)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='packaging_name_given')],
            },
        ),
        migrations.CreateModel(
            name='Picklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('status', models.CharField(default=pakhuis.fulfilment.states.PicklistStatus['NEW'], max_length=10)),
                ('urgent', models.BooleanField(default=False)),
                ('rank', models.PositiveIntegerField()),
                ('snoozed_until', models.DateTimeField(null=True)),
                ('paused_reason', models.CharField(blank=True, default='', max_length=200)),
                ('box', models.PositiveIntegerField(null=True)),
                ('invoiced', models.BooleanField(default=False)),
                ('paused_from', models.CharField(blank=True, default='', help_text='where it stood when its order was paused', max_length=10)),
                ('closed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_picklists', to=settings.AUTH_USER_MODEL)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picklists', to='fulfilment.batch')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='closed_picklists', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='picklists', to='customers.customer')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='picklists', to='orders.order')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='picklists', to='stock.warehouse')),
                ('shipping_profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picklists', to='fulfilment.shippingprofile')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', (pakhuis.fulfilment.states.PicklistStatus['NEW'], pakhuis.fulfilment.states.PicklistStatus['PAUSED'], pakhuis.fulfilment.states.PicklistStatus['SNOOZED']))), fields=['warehouse', 'rank', 'id'], name='picklist_queue_of_warehouse'), models.Index(condition=models.Q(('status__in', (pakhuis.fulfilment.states.PicklistStatus['NEW'], pakhuis.fulfilment.states.PicklistStatus['PAUSED'], pakhuis.fulfilment.states.PicklistStatus['SNOOZED']))), fields=['rank', 'id'], name='picklist_queue_of_all'), models.Index(condition=models.Q(('status__in', (pakhuis.fulfilment.states.PicklistStatus['NEW'], pakhuis.fulfilment.states.PicklistStatus['PAUSED'], pakhuis.fulfilment.states.PicklistStatus['SNOOZED']))), fields=['assigned_to', 'rank', 'id'], name='picklist_queue_of_person'), models.Index(fields=['closed_at'], name='picklist_by_closed'), models.Index(fields=['created_at'], name='picklist_by_created'), models.Index(fields=['customer', 'id'], name='picklist_of_customer'), models.Index(fields=['status', '-id'], name='picklist_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', (pakhuis.fulfilment.states.PicklistStatus['NEW'], pakhuis.fulfilment.states.PicklistStatus['PAUSED'], pakhuis.fulfilment.states.PicklistStatus['SNOOZED'], pakhuis.fulfilment.states.PicklistStatus['CLOSED'], pakhuis.fulfilment.states.PicklistStatus['CANCELLED']))), name='picklist_status_known'), models.CheckConstraint(condition=models.Q(('paused_from', ''), models.Q(('paused_from__in', (pakhuis.fulfilment.states.PicklistStatus['NEW'], pakhuis.fulfilment.states.PicklistStatus['SNOOZED'])), ('status', pakhuis.fulfilment.states.PicklistStatus['PAUSED'])), _connector='OR'), name='picklist_paused_from'), models.CheckConstraint(condition=models.Q(models.Q(('rank__lt', 10000000), ('urgent', True)), models.Q(('rank__gte', 10000000), ('urgent', False)), _connector='OR'), name='picklist_urgent_first'), models.CheckConstraint(condition=models.Q(models.Q(('status', pakhuis.fulfilment.states.PicklistStatus['SNOOZED']), _negated=True), ('snoozed_until__isnull', False), _connector='OR'), name='picklist_snoozed_until_when'), models.UniqueConstraint(fields=('batch', 'box'), name='picklist_box_once')],
            },
        ),
        migrations.CreateModel(
            name='PickingContainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('picklist', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='container', to='fulfilment.picklist')),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='pickingcontainer_name_given'), models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='pickingcontainer_name_without_case')],
            },
        ),
        migrations.CreateModel(
            name='PicklistLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('picked', models.PositiveIntegerField(default=0)),
                ('allocation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='picklist_line', to='orders.allocation')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='picklist_lines', to='orders.orderline')),
                ('picklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='fulfilment.picklist')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='picklist_lines', to='catalogue.product')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='picklistline_amount'), models.CheckConstraint(condition=models.Q(('amount__gte', models.F('picked'))), name='picklistline_picked')],
            },
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.UUIDField()),
                ('pieces', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picks', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='fulfilment.picklistline')),
            ],
            options={
                'indexes': [models.Index(fields=['line', '-id'], name='pick_of_line')],
                'constraints': [models.CheckConstraint(condition=models.Q(('pieces', 0), _negated=True), name='pick_of_something')],
            },
        ),
        migrations.CreateModel(
            name='PicklistRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('position', models.PositiveIntegerField()),
                ('active', models.BooleanField(default=True)),
                ('urgent', models.BooleanField(default=False)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picklist_rules', to=settings.AUTH_USER_MODEL)),
                ('shipping_profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picklist_rules', to='fulfilment.shippingprofile')),
            ],
            options={
                'ordering': ('position', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='picklistrule_title_given')],
            },
        ),
        migrations.CreateModel(
            name='PicklistRuleCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('how', models.CharField(max_length=20)),
                ('values', models.JSONField(default=list)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='fulfilment.picklistrule')),
            ],
            options={
                'ordering': ('id',),
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('rule', 'what'), name='picklistrulecondition_once'), models.CheckConstraint(condition=models.Q(('what__in', (pakhuis.orders.conditions.What['WEBSHOP'], pakhuis.orders.conditions.What['COUNTRY'], pakhuis.orders.conditions.What['ZIPCODE'], pakhuis.orders.conditions.What['LANGUAGE'], pakhuis.orders.conditions.What['TAGS'], pakhuis.orders.conditions.What['PRODUCTS'], pakhuis.orders.conditions.What['PRODUCT_TAGS'], pakhuis.orders.conditions.What['TOTAL'], pakhuis.orders.conditions.What['PIECES'], pakhuis.orders.conditions.What['WEIGHT'], pakhuis.orders.conditions.What['REMARKS'], pakhuis.orders.conditions.What['WISHED_DAY'], pakhuis.orders.conditions.What['WAREHOUSE'], pakhuis.orders.conditions.What['LOCATION']))), name='picklistrulecondition_what_known'), models.CheckConstraint(condition=models.Q(('how__in', (pakhuis.orders.conditions.How['ONE_OF'], pakhuis.orders.conditions.How['NONE_OF'], pakhuis.orders.conditions.How['ALL_OF'], pakhuis.orders.conditions.How['NOT_ALL_OF'], pakhuis.orders.conditions.How['ONLY'], pakhuis.orders.conditions.How['BETWEEN'], pakhuis.orders.conditions.How['GIVEN'], pakhuis.orders.conditions.How['NOT_GIVEN']))), name='picklistrulecondition_how_known')],
            },
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider_name', models.CharField(blank=True, default='', max_length=100)),
                ('profile_name', models.CharField(blank=True, default='', max_length=100)),
                ('weight', models.PositiveIntegerField(help_text='grams, when it was weighed', null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shipments', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='orders.order')),
                ('picklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='fulfilment.picklist')),
                ('profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shipments', to='fulfilment.shippingprofile')),
            ],
            options={
                'indexes': [models.Index(fields=['picklist', 'id'], name='shipment_of_picklist'), models.Index(fields=['order', 'id'], name='shipment_of_order'), models.Index(fields=['created_at'], name='shipment_by_created')],
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveIntegerField(help_text='grams, when it was weighed', null=True)),
                ('tracking_code', models.CharField(blank=True, default='', max_length=100)),
                ('tracking_url', models.CharField(blank=True, default='', max_length=500)),
                ('packaging', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parcels', to='fulfilment.packaging')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='fulfilment.shipment')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['tracking_code'], name='parcel_by_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(('tracking_url', ''), ('tracking_url__startswith', 'https://'), _connector='OR'), name='parcel_only_https')],
            },
        ),
        migrations.CreateModel(
            name='ShippingProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('carrier', models.CharField(default=pakhuis.fulfilment.carriers.Carrier['OTHER'], max_length=20)),
                ('tracking_pattern', models.CharField(blank=True, default='', max_length=300)),
                ('active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='shippingprovider_name_given'), models.CheckConstraint(condition=models.Q(('carrier__in', (pakhuis.fulfilment.carriers.Carrier['POSTNL'], pakhuis.fulfilment.carriers.Carrier['DHL'], pakhuis.fulfilment.carriers.Carrier['DPD'], pakhuis.fulfilment.carriers.Carrier['GLS'], pakhuis.fulfilment.carriers.Carrier['UPS'], pakhuis.fulfilment.carriers.Carrier['BPOST'], pakhuis.fulfilment.carriers.Carrier['FEDEX'], pakhuis.fulfilment.carriers.Carrier['OTHER']))), name='shippingprovider_carrier'), models.CheckConstraint(condition=models.Q(('tracking_pattern', ''), ('tracking_pattern__startswith', 'https://'), _connector='OR'), name='shippingprovider_only_https')],
            },
        ),
        migrations.AddField(
            model_name='shippingprofile',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='fulfilment.shippingprovider'),
        ),
        migrations.AddField(
            model_name='shipment',
            name='provider',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shipments', to='fulfilment.shippingprovider'),
        ),
        migrations.CreateModel(
            name='ShippingWish',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shipping_wish', serialize=False, to='orders.order')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='fulfilment.shippingprofile')),
            ],
        ),
        migrations.AddConstraint(
            model_name='shippingprofile',
            constraint=models.UniqueConstraint(fields=('provider', 'name'), name='shippingprofile_once'),
        ),
    ]

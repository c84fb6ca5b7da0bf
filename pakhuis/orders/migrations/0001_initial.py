import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pakhuis.orders.conditions
import pakhuis.orders.states
import pakhuis.ownfields.values
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('customers', '0001_initial'),
        ('pricing', '0001_initial'),
        ('stock', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('status', models.CharField(default=pakhuis.orders.states.OrderStatus['CONCEPT'], max_length=12)),
                ('external_id', models.CharField(blank=True, default='', max_length=100)),
                ('reference', models.CharField(blank=True, default='', max_length=200)),
                ('delivery_name', models.CharField(max_length=300)),
                ('delivery_contact_name', models.CharField(blank=True, default='', max_length=300)),
                ('delivery_line1', models.CharField(blank=True, default='', max_length=300)),
                ('delivery_line2', models.CharField(blank=True, default='', max_length=300)),
                ('delivery_zipcode', models.CharField(blank=True, default='', max_length=30)),
                ('delivery_city', models.CharField(blank=True, default='', max_length=120)),
                ('delivery_region', models.CharField(blank=True, default='', max_length=120)),
                ('delivery_country', models.CharField(blank=True, default='', max_length=2)),
                ('invoice_name', models.CharField(max_length=300)),
                ('invoice_contact_name', models.CharField(blank=True, default='', max_length=300)),
                ('invoice_line1', models.CharField(blank=True, default='', max_length=300)),
                ('invoice_line2', models.CharField(blank=True, default='', max_length=300)),
                ('invoice_zipcode', models.CharField(blank=True, default='', max_length=30)),
                ('invoice_city', models.CharField(blank=True, default='', max_length=120)),
                ('invoice_region', models.CharField(blank=True, default='', max_length=120)),
                ('invoice_country', models.CharField(blank=True, default='', max_length=2)),
                ('email', models.CharField(blank=True, default='', max_length=320)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ('autosplit', models.BooleanField()),
                ('calculate_vat', models.BooleanField()),
                ('language', models.CharField(max_length=2)),
                ('remarks', models.TextField(blank=True, default='', help_text='printed on picklist and packing slip')),
                ('preferred_delivery_date', models.DateField(null=True)),
                ('sources', models.JSONField(default=dict, help_text='term: [source, detail]')),
                ('invoiced', models.BooleanField(default=False, help_text='elsewhere already: links to bookkeeping skip it')),
                ('pickup_point', models.JSONField(help_text='of a carrier, as the client sent it', null=True)),
                ('pause_reason', models.CharField(blank=True, default='', max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_by', models.CharField(default='', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('processed_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(help_text='when names and addresses were blanked', null=True)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='customers.customer')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='accounts.template')),
                ('webshop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='accounts.webshop')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-id'], name='order_of_customer'), models.Index(condition=models.Q(('customer__isnull', False)), fields=['customer', 'created_at', 'status', 'discount'], name='order_figures_of_customer'), models.Index(fields=['status', '-id'], name='order_by_status'), models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference'], name='order_by_reference'), models.Index(fields=['created_at'], name='order_by_created'), models.Index(fields=['updated_at', 'id'], name='order_by_updated'), models.Index(condition=models.Q(('preferred_delivery_date__isnull', False)), fields=['preferred_delivery_date', 'id'], name='order_by_wished_day'), models.Index(condition=models.Q(('webshop__isnull', False)), fields=['webshop', '-id'], name='order_by_webshop'), models.Index(django.db.models.functions.text.Upper('email'), condition=models.Q(('email', ''), _negated=True), name='order_by_email')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', (pakhuis.orders.states.OrderStatus['EXPECTED'], pakhuis.orders.states.OrderStatus['CONCEPT'], pakhuis.orders.states.OrderStatus['PROCESSING'], pakhuis.orders.states.OrderStatus['PAUSED'], pakhuis.orders.states.OrderStatus['COMPLETED'], pakhuis.orders.states.OrderStatus['CANCELLED']))), name='order_status_known'), models.CheckConstraint(condition=models.Q(('delivery_name', ''), _negated=True), name='order_delivery_name_given'), models.CheckConstraint(condition=models.Q(('invoice_name', ''), _negated=True), name='order_invoice_name_given'), models.CheckConstraint(condition=models.Q(('discount__range', (0, 100))), name='order_discount'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='order_language_known'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='order_version'), models.CheckConstraint(condition=models.Q(('pause_reason', ''), ('status', pakhuis.orders.states.OrderStatus['PAUSED']), _connector='OR'), name='order_paused_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('external_id', ''), ('webshop', None)), models.Q(('webshop__isnull', False), models.Q(('external_id', ''), _negated=True)), _connector='OR'), name='order_external_id_of_webshop'), models.UniqueConstraint(condition=models.Q(('webshop__isnull', False)), fields=('webshop', 'external_id'), name='order_once_per_webshop')],
            },
        ),
        migrations.CreateModel(
            name='OrderField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=20)),
                ('required', models.BooleanField(default=False, help_text='of people; others may leave it out')),
                ('choices', models.JSONField(default=list)),
                ('position', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('on_picklist', models.BooleanField(default=False)),
                ('on_portal', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('position', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='orderfield_title_given'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.ownfields.values.OwnFieldKind['TEXT'], pakhuis.ownfields.values.OwnFieldKind['LONG_TEXT'], pakhuis.ownfields.values.OwnFieldKind['NUMBER'], pakhuis.ownfields.values.OwnFieldKind['DATE'], pakhuis.ownfields.values.OwnFieldKind['YES_NO'], pakhuis.ownfields.values.OwnFieldKind['RADIO'], pakhuis.ownfields.values.OwnFieldKind['SELECT'], pakhuis.ownfields.values.OwnFieldKind['MULTIPLE']))), name='orderfield_kind_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('title'), name='orderfield_title_without_case')],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(blank=True, help_text='empty: an own line', max_length=100)),
                ('name', models.CharField(max_length=300)),
                ('remarks', models.TextField(blank=True, default='')),
                ('amount', models.PositiveIntegerField()),
                ('amount_cancelled', models.PositiveIntegerField(default=0)),
                ('amount_delivered', models.PositiveIntegerField(default=0)),
                ('price', models.DecimalField(decimal_places=4, max_digits=14)),
                ('base_price', models.DecimalField(decimal_places=4, help_text="the product's own", max_digits=14)),
                ('price_source', models.JSONField(default=list, help_text='[source, detail]')),
                ('weight', models.PositiveIntegerField(default=0)),
                ('part_amount', models.PositiveIntegerField(default=1, help_text='pieces in each composition')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order')),
                ('part_of', models.ForeignKey(help_text='the line of the composition', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='orders.orderline')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='catalogue.product')),
                ('vat_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='catalogue.vatgroup')),
            ],
            options={
                'ordering': ('order_id', 'position'),
                'constraints': [models.UniqueConstraint(fields=('order', 'position'), name='orderline_position_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='orderline_amount'), models.CheckConstraint(condition=models.Q(('part_amount__gte', 1)), name='orderline_part_amount'), models.CheckConstraint(condition=models.Q(('amount__gte', django.db.models.expressions.CombinedExpression(models.F('amount_cancelled'), '+', models.F('amount_delivered')))), name='orderline_never_delivered_twice'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='orderline_price'), models.CheckConstraint(condition=models.Q(('base_price__gte', 0)), name='orderline_base_price'), models.CheckConstraint(condition=models.Q(('product__isnull', False), models.Q(('code', ''), models.Q(('name', ''), _negated=True)), _connector='OR'), name='orderline_own_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Backorder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('available', models.PositiveIntegerField(default=0)),
                ('priority', models.IntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'Open'), ('released', 'Released'), ('cancelled', 'Cancelled')], default='open', max_length=10)),
                ('ordered_at', models.DateTimeField(help_text='when the order was made: the older is served first')),
                ('expected_on', models.DateField(help_text='when the goods are thought to come', null=True)),
                ('created_at', models.DateTimeField()),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='backorders', to='customers.customer')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='backorders', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='backorders', to='stock.warehouse')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backorders', to='orders.order')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backorders', to='orders.orderline')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['product', 'priority', 'ordered_at', 'id'], name='backorder_queue'), models.Index(condition=models.Q(('state', 'open')), fields=['customer', 'id'], name='backorder_of_customer'), models.Index(condition=models.Q(('state', 'open')), fields=['id'], name='backorder_open'), models.Index(condition=models.Q(('state', 'open')), fields=['ordered_at', 'id'], name='backorder_by_age'), models.Index(condition=models.Q(('state', 'open')), fields=['warehouse', 'ordered_at', 'id'], name='backorder_by_warehouse'), models.Index(condition=models.Q(('state', 'open')), fields=['expected_on', 'id'], name='backorder_by_expected')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', models.F('available'))), name='backorder_available'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'released', 'cancelled'])), name='backorder_state'), models.CheckConstraint(condition=models.Q(('priority__range', (-1000000000, 1000000000))), name='backorder_priority'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 1), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('amount', 0)), _connector='OR'), name='backorder_open_waits')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('set_aside', 'Set Aside'), ('picking', 'Picking'), ('delivered', 'Delivered'), ('released', 'Released')], max_length=10)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='catalogue.product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='stock.warehouse')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='orders.order')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='orders.orderline')),
            ],
            options={
                'indexes': [models.Index(fields=['order', 'state'], name='allocation_of_order'), models.Index(fields=['product', 'warehouse', 'state'], name='allocation_of_product')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='allocation_amount'), models.CheckConstraint(condition=models.Q(('state__in', ['set_aside', 'picking', 'delivered', 'released'])), name='allocation_state')],
            },
        ),
        migrations.CreateModel(
            name='OrderPriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='order_price_lists', to='orders.order')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_price_lists', to='pricing.pricelist')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'price_list'), name='orderpricelist_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('position', models.PositiveIntegerField()),
                ('active', models.BooleanField(default=True)),
                ('pause_reason', models.CharField(blank=True, default='', help_text='empty: not paused', max_length=200)),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_rules', to='accounts.template')),
            ],
            options={
                'ordering': ('position', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='orderrule_title_given')],
            },
        ),
        migrations.CreateModel(
            name='OrderRuleCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('how', models.CharField(max_length=20)),
                ('values', models.JSONField(default=list)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='orders.orderrule')),
            ],
            options={
                'ordering': ('id',),
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('rule', 'what'), name='orderrulecondition_once'), models.CheckConstraint(condition=models.Q(('what__in', (pakhuis.orders.conditions.What['WEBSHOP'], pakhuis.orders.conditions.What['COUNTRY'], pakhuis.orders.conditions.What['ZIPCODE'], pakhuis.orders.conditions.What['LANGUAGE'], pakhuis.orders.conditions.What['TAGS'], pakhuis.orders.conditions.What['PRODUCTS'], pakhuis.orders.conditions.What['PRODUCT_TAGS'], pakhuis.orders.conditions.What['TOTAL'], pakhuis.orders.conditions.What['PIECES'], pakhuis.orders.conditions.What['WEIGHT'], pakhuis.orders.conditions.What['REMARKS'], pakhuis.orders.conditions.What['WISHED_DAY'], pakhuis.orders.conditions.What['WAREHOUSE'], pakhuis.orders.conditions.What['LOCATION']))), name='orderrulecondition_what_known'), models.CheckConstraint(condition=models.Q(('how__in', (pakhuis.orders.conditions.How['ONE_OF'], pakhuis.orders.conditions.How['NONE_OF'], pakhuis.orders.conditions.How['ALL_OF'], pakhuis.orders.conditions.How['NOT_ALL_OF'], pakhuis.orders.conditions.How['ONLY'], pakhuis.orders.conditions.How['BETWEEN'], pakhuis.orders.conditions.How['GIVEN'], pakhuis.orders.conditions.How['NOT_GIVEN']))), name='orderrulecondition_how_known')],
            },
        ),
        migrations.CreateModel(
            name='OrderRuleProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('price', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_rules', to='catalogue.product')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='orders.orderrule')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('rule', 'product'), name='orderruleproduct_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='orderruleproduct_amount'), models.CheckConstraint(condition=models.Q(('price', None), ('price__gte', 0), _connector='OR'), name='orderruleproduct_price')],
            },
        ),
        migrations.CreateModel(
            name='OrderRuleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='orders.orderrule')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_rules', to='accounts.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'tag'), name='orderruletag_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderRuleWarehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warehouses', to='orders.orderrule')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_rules', to='stock.warehouse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'warehouse'), name='orderrulewarehouse_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='order_tags', to='orders.order')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_tags', to='accounts.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'tag'), name='ordertag_once')],
            },
        ),
        migrations.AddField(
            model_name='order',
            name='tags',
            field=models.ManyToManyField(related_name='orders', through='orders.OrderTag', to='accounts.tag'),
        ),
        migrations.CreateModel(
            name='OrderWarehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='order_warehouses', to='orders.order')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_warehouses', to='stock.warehouse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'warehouse'), name='orderwarehouse_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderFieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='orders.orderfield')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'field'), name='orderfieldvalue_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='orderfieldvalue_given')],
            },
        ),
    ]

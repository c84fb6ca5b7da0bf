import django.db.models.deletion
import pakhuis.purchasing.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('catalogue', '0001_initial'),
        ('stock', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('supplier_name', models.CharField(max_length=200)),
                ('supplier_order_number', models.CharField(blank=True, default='', max_length=100)),
                ('status', models.CharField(default=pakhuis.purchasing.states.PurchaseStatus['CONCEPT'], max_length=10)),
                ('remarks', models.TextField(blank=True, default='')),
                ('language', models.CharField(default='nl', max_length=2)),
                ('expected_on', models.DateField(help_text='of lines that say nothing else', null=True)),
                ('purchased_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('completed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='purchases_completed', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='purchases_made', to=settings.AUTH_USER_MODEL)),
                ('purchased_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='purchases_ordered', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='accounts.template')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='purchase_by_status'), models.Index(fields=['warehouse', '-id'], name='purchase_of_warehouse'), models.Index(fields=['updated_at', 'id'], name='purchase_by_update')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', (pakhuis.purchasing.states.PurchaseStatus['CONCEPT'], pakhuis.purchasing.states.PurchaseStatus['PURCHASED'], pakhuis.purchasing.states.PurchaseStatus['RECEIVED'], pakhuis.purchasing.states.PurchaseStatus['CANCELLED']))), name='purchase_status'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='purchase_language_known')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=100)),
                ('supplier_code', models.CharField(blank=True, default='', max_length=100)),
                ('name', models.CharField(max_length=300)),
                ('price', models.DecimalField(decimal_places=4, default=0, max_digits=14)),
                ('amount', models.PositiveIntegerField()),
                ('received', models.PositiveIntegerField(default=0)),
                ('expected_on', models.DateField(help_text='empty: that of the order', null=True)),
                ('weight', models.PositiveIntegerField(default=0)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_lines', to='catalogue.product')),
                ('vat_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_lines', to='catalogue.vatgroup')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='purchasing.purchaseorder')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='purchaseline_amount'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='purchaseline_price')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('status', models.CharField(default=pakhuis.purchasing.states.ReceiptStatus['PROCESSING'], max_length=10)),
                ('remarks', models.TextField(blank=True, default='')),
                ('completed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('completed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='receipts_completed', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='purchasing.purchaseorder')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='receipt_by_status'), models.Index(fields=['order', '-id'], name='receipt_of_order'), models.Index(fields=['updated_at', 'id'], name='receipt_by_update'), models.Index(fields=['completed_at', 'id'], name='receipt_by_completion')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', (pakhuis.purchasing.states.ReceiptStatus['PROCESSING'], pakhuis.purchasing.states.ReceiptStatus['COMPLETED']))), name='receipt_status')],
            },
        ),
        migrations.CreateModel(
            name='ReceivedGoods',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('reverted', models.PositiveIntegerField(default=0)),
                ('actor_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goods', to='purchasing.purchaseline')),
                ('location', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='received_goods', to='stock.location')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goods', to='purchasing.receipt')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='receivedgoods_amount'), models.CheckConstraint(condition=models.Q(('amount__gte', models.F('reverted'))), name='receivedgoods_reverted')],
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('contact_name', models.CharField(blank=True, default='', max_length=200)),
                ('line1', models.CharField(blank=True, default='', max_length=200)),
                ('line2', models.CharField(blank=True, default='', max_length=200)),
                ('zipcode', models.CharField(blank=True, default='', max_length=20)),
                ('city', models.CharField(blank=True, default='', max_length=100)),
                ('region', models.CharField(blank=True, default='', max_length=100)),
                ('country', models.CharField(blank=True, default='', max_length=2)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('email', models.CharField(blank=True, default='', max_length=254)),
                ('remarks', models.TextField(blank=True, default='')),
                ('language', models.CharField(default='nl', max_length=2)),
                ('active', models.BooleanField(default=True)),
                ('search_text', models.TextField(default='')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suppliers', to='accounts.template')),
            ],
            options={
                'indexes': [models.Index(fields=['active', 'name', 'id'], name='supplier_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='supplier_name_given'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='supplier_language_known')],
            },
        ),
        migrations.AddField(
            model_name='purchaseorder',
            name='supplier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='purchasing.supplier'),
        ),
        migrations.CreateModel(
            name='SupplierProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, default='', max_length=100)),
                ('price', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ('order_quantity', models.PositiveIntegerField(default=1)),
                ('preferred', models.BooleanField(default=False, help_text='the one supplier a product is named after')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suppliers', to='catalogue.product')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='purchasing.supplier')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('preferred', True)), fields=['supplier', 'product'], name='supplierproduct_preferred')],
                'constraints': [models.UniqueConstraint(fields=('supplier', 'product'), name='supplierproduct_once'), models.UniqueConstraint(condition=models.Q(('preferred', True)), fields=('product',), name='supplierproduct_one_preferred'), models.CheckConstraint(condition=models.Q(('price', None), ('price__gte', 0), _connector='OR'), name='supplierproduct_price'), models.CheckConstraint(condition=models.Q(('order_quantity__gte', 1)), name='supplierproduct_quantity')],
            },
        ),
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(fields=['supplier', '-id'], name='purchase_of_supplier'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('supplier_name', ''), _negated=True), name='purchase_supplier_named'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('customers', '0001_initial'),
        ('orders', '0001_initial'),
        ('stock', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReturnReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='returnreason_name_given')],
            },
        ),
        migrations.CreateModel(
            name='ReturnStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('color', models.CharField(default='#64748b', max_length=7)),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_default', models.BooleanField(default=False)),
                ('ends', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='returnstatus_name_given'), models.CheckConstraint(condition=models.Q(('is_default', False), ('active', True), _connector='OR'), name='returnstatus_default_is_active'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='returnstatus_one_default')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
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
                ('language', models.CharField(default='nl', max_length=2)),
                ('reference', models.CharField(blank=True, default='', max_length=200)),
                ('tracking_code', models.CharField(blank=True, default='', max_length=100)),
                ('remarks', models.TextField(blank=True, default='')),
                ('received_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='customers.customer')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.order')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='accounts.template')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='returns.returnstatus')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='return_by_status'), models.Index(fields=['customer', '-id'], name='return_of_customer'), models.Index(fields=['order', '-id'], name='return_of_order'), models.Index(fields=['updated_at', 'id'], name='return_by_update'), models.Index(fields=['created_at', 'id'], name='return_by_creation'), models.Index(fields=['email', 'id'], name='return_by_email')],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='return_language_known')],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=300)),
                ('price', models.DecimalField(decimal_places=4, default=0, max_digits=14)),
                ('amount', models.PositiveIntegerField()),
                ('returned', models.PositiveIntegerField(default=0)),
                ('broken', models.PositiveIntegerField(default=0)),
                ('order_line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='return_lines', to='orders.orderline')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='returns.return')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='return_lines', to='catalogue.product')),
                ('warehouse', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='return_lines', to='stock.warehouse')),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='returns.returnreason')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='returnline_amount'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='returnline_price')],
            },
        ),
    ]

import django.db.models.deletion
import django.db.models.functions.text
import pakhuis.fragments.index
import pakhuis.ownfields.values
from pakhuis.fragments.index import prepare, take_down
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(prepare('catalogue', 'catalogue_product'), take_down('catalogue')),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=100, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('price', models.DecimalField(decimal_places=4, default=0, max_digits=14)),
                ('cost_price', models.DecimalField(decimal_places=4, default=0, help_text='what a piece in stock is worth', max_digits=14)),
                ('barcode', models.CharField(blank=True, default='', max_length=60)),
                ('supplier_code', models.CharField(blank=True, default='', max_length=100)),
                ('description', models.TextField(blank=True, default='')),
                ('weight', models.PositiveIntegerField(default=0)),
                ('length', models.PositiveIntegerField(null=True)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('delivery_days', models.PositiveIntegerField(null=True)),
                ('minimum_purchase', models.PositiveIntegerField(default=1)),
                ('purchase_multiple', models.PositiveIntegerField(default=1)),
                ('hs_code', models.CharField(blank=True, default='', max_length=20)),
                ('country_of_origin', models.CharField(blank=True, default='', max_length=2)),
                ('active', models.BooleanField(default=True)),
                ('search_text', pakhuis.fragments.index.SearchTextField(default='')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['active', 'code'], name='product_by_active'), models.Index(fields=['updated_at', 'id'], name='product_by_update'), models.Index(django.db.models.functions.text.Upper('code'), name='product_by_code_any_case'), pakhuis.fragments.index.FragmentIndex(fields=['search_text'], name='product_fragments')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='product_code_given'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='product_name_given'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='product_price'), models.CheckConstraint(condition=models.Q(('cost_price__gte', 0)), name='product_cost_price'), models.CheckConstraint(condition=models.Q(('minimum_purchase__gte', 1)), name='product_minimum_purchase'), models.CheckConstraint(condition=models.Q(('purchase_multiple__gte', 1)), name='product_purchase_multiple'), models.UniqueConstraint(condition=models.Q(('barcode', ''), _negated=True), fields=('barcode',), name='product_barcode_once')],
            },
        ),
        migrations.CreateModel(
            name='ProductField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=20)),
                ('required', models.BooleanField(default=False, help_text='of people; others may leave it out')),
                ('choices', models.JSONField(default=list)),
                ('position', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('on_picklist', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('position', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='productfield_title_given'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.ownfields.values.OwnFieldKind['TEXT'], pakhuis.ownfields.values.OwnFieldKind['LONG_TEXT'], pakhuis.ownfields.values.OwnFieldKind['NUMBER'], pakhuis.ownfields.values.OwnFieldKind['DATE'], pakhuis.ownfields.values.OwnFieldKind['YES_NO'], pakhuis.ownfields.values.OwnFieldKind['RADIO'], pakhuis.ownfields.values.OwnFieldKind['SELECT'], pakhuis.ownfields.values.OwnFieldKind['MULTIPLE']))), name='productfield_kind_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('title'), name='productfield_title_without_case')],
            },
        ),
        migrations.CreateModel(
            name='ProductTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_tags', to='catalogue.product')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='product_tags', to='accounts.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'tag'), name='producttag_once')],
            },
        ),
        migrations.AddField(
            model_name='product',
            name='tags',
            field=models.ManyToManyField(related_name='products', through='catalogue.ProductTag', to='accounts.tag'),
        ),
        migrations.CreateModel(
            name='VatGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('percentage', models.DecimalField(decimal_places=2, max_digits=5)),
                ('is_standard', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True, help_text='else retired: kept where it is, chosen no more')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('is_standard', False), ('active', True), _connector='OR'), name='vatgroup_standard_is_active'), models.CheckConstraint(condition=models.Q(('percentage__range', (0, 100))), name='vatgroup_percentage'), models.UniqueConstraint(condition=models.Q(('is_standard', True)), fields=('is_standard',), name='vatgroup_one_standard')],
            },
        ),
        migrations.AddField(
            model_name='product',
            name='vat_group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.vatgroup'),
        ),
        migrations.CreateModel(
            name='ProductFieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='catalogue.productfield')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='catalogue.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'field'), name='productfieldvalue_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='productfieldvalue_given')],
            },
        ),
        migrations.CreateModel(
            name='ProductImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=60, unique=True)),
                ('content_type', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='catalogue.product')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('content_type__in', ('image/jpeg', 'image/png', 'image/gif', 'image/webp'))), name='productimage_type_known')],
            },
        ),
        migrations.CreateModel(
            name='ProductPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField(default=1)),
                ('main', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='catalogue.product')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='part_of', to='catalogue.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('main', 'part'), name='productpart_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='productpart_amount'), models.CheckConstraint(condition=models.Q(('main', models.F('part')), _negated=True), name='productpart_not_itself')],
            },
        ),
    ]

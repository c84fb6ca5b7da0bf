import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import pakhuis.customers.models.searching
import pakhuis.customers.vat
import pakhuis.fragments.index
import pakhuis.kernel.actor
import pakhuis.ownfields.values
from pakhuis.fragments.index import prepare, take_down
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(prepare('customers', 'customers_customer'), take_down('customers')),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, default='', max_length=60)),
                ('number_key', models.CharField(max_length=120, null=True, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('name_key', pakhuis.customers.models.searching.FoldedField(default='', help_text='to sort by, and to begin with', max_length=100)),
                ('contact_name', models.CharField(blank=True, default='', max_length=300)),
                ('email', models.CharField(blank=True, default='', max_length=320)),
                ('email_key', models.CharField(blank=True, default='', max_length=640)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('phone_key', models.CharField(blank=True, default='', max_length=60)),
                ('language', models.CharField(max_length=2)),
                ('locale', models.CharField(blank=True, default='', help_text='as a shop gave it', max_length=35)),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ('autosplit', models.BooleanField(null=True)),
                ('calculate_vat', models.BooleanField(default=True)),
                ('vat_number', models.CharField(blank=True, default='', max_length=60)),
                ('vat_state', models.CharField(default=pakhuis.customers.vat.VatState['UNKNOWN'], max_length=20)),
                ('vat_checked_at', models.DateTimeField(help_text='when the state was found', null=True)),
                ('vat_ask_at', models.DateTimeField(help_text='when the register is asked next', null=True)),
                ('vat_tries', models.PositiveSmallIntegerField(default=0, help_text='in a row without an answer')),
                ('remarks', models.TextField(blank=True, default='', help_text='internal')),
                ('default_order_remarks', models.TextField(blank=True, default='', help_text='on every new order')),
                ('field_sources', models.JSONField(default=dict, help_text='field: kind and id of who wrote it last')),
                ('field_dates', models.JSONField(default=dict, help_text='field: when that was')),
                ('made_by', models.CharField(default=pakhuis.kernel.actor.ActorKind['PERSON'], max_length=20)),
                ('is_incomplete', models.BooleanField(default=False, help_text='a required own field is empty')),
                ('archived_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(help_text="when this person's data were blanked", null=True)),
                ('last_order_at', models.DateTimeField(null=True)),
                ('doubles_due', models.BooleanField(default=True, help_text='to be compared with the others')),
                ('search_text', pakhuis.fragments.index.SearchTextField(default='')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='customers', to='accounts.template')),
            ],
            options={
                'indexes': [models.Index(fields=['email_key'], name='customer_email'), models.Index(condition=models.Q(('is_incomplete', True)), fields=['name_key', 'id'], name='customer_incomplete_by_name'), models.Index(condition=models.Q(('vat_ask_at__isnull', False)), fields=['vat_ask_at'], name='customer_vat_to_ask'), models.Index(fields=['name_key', 'id'], name='customer_by_name'), pakhuis.customers.models.searching.NewestFirstIndex(fields=['last_order_at'], name='customer_by_last_order'), models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key'], name='customer_phone'), models.Index(condition=models.Q(('vat_number', ''), _negated=True), fields=['vat_number'], name='customer_vat_number'), models.Index(condition=models.Q(('archived_at__isnull', False)), fields=['name_key', 'id'], name='customer_archived_by_name'), models.Index(condition=models.Q(('doubles_due', True)), fields=['id'], name='customer_doubles_due'), pakhuis.fragments.index.FragmentIndex(fields=['search_text'], name='customer_fragments')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='customer_name_given'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('number_key', None)), models.Q(models.Q(('number', ''), _negated=True), ('number_key__isnull', False)), _connector='OR'), name='customer_number_key'), models.CheckConstraint(condition=models.Q(('discount__range', (0, 100))), name='customer_discount'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='customer_language_known'), models.CheckConstraint(condition=models.Q(('vat_state__in', (pakhuis.customers.vat.VatState['UNKNOWN'], pakhuis.customers.vat.VatState['SHAPE_OK'], pakhuis.customers.vat.VatState['WRONG_SHAPE'], pakhuis.customers.vat.VatState['VALID'], pakhuis.customers.vat.VatState['NOT_REGISTERED'], pakhuis.customers.vat.VatState['UNREACHABLE']))), name='customer_vat_state'), models.CheckConstraint(condition=models.Q(('made_by__in', (pakhuis.kernel.actor.ActorKind['PERSON'], pakhuis.kernel.actor.ActorKind['API_KEY'], pakhuis.kernel.actor.ActorKind['IMPORT_RUN'], pakhuis.kernel.actor.ActorKind['WEBSHOP'], pakhuis.kernel.actor.ActorKind['SYSTEM']))), name='customer_made_by')],
            },
        ),
        migrations.CreateModel(
            name='CustomerTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_key', pakhuis.customers.models.searching.FoldedField(default='', max_length=100)),
                ('number_key', models.CharField(max_length=120, null=True)),
                ('last_order_at', models.DateTimeField(null=True)),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='customer_tags', to='customers.customer')),
                ('tag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='customer_tags', to='accounts.tag')),
            ],
            options={
                'indexes': [models.Index(fields=['tag', 'customer'], name='customertag_by_age'), models.Index(fields=['tag', 'name_key', 'customer'], name='customertag_by_name'), models.Index(fields=['tag', 'number_key', 'customer'], name='customertag_by_number'), pakhuis.customers.models.searching.NewestFirstIndex(fields=['tag', 'last_order_at', 'customer'], name='customertag_by_last_order')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'tag'), name='customertag_once')],
            },
        ),
        migrations.AddField(
            model_name='customer',
            name='tags',
            field=models.ManyToManyField(related_name='customers', through='customers.CustomerTag', to='accounts.tag'),
        ),
        migrations.CreateModel(
            name='ErasedIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('shop_id', 'Shop Id'), ('email', 'Email')], max_length=10)),
                ('digest', models.CharField(max_length=64)),
                ('erased_at', models.DateTimeField()),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erased_identities', to='accounts.webshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('webshop', 'kind', 'digest'), name='erasedidentity_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['shop_id', 'email'])), name='erasedidentity_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='LikelyDouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', models.JSONField(default=list, help_text='codes: email, phone, vat_number, postcode, name')),
                ('weight', models.PositiveSmallIntegerField()),
                ('found_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(null=True)),
                ('judged_by', models.CharField(blank=True, default='', max_length=200)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubles_after', to='customers.customer')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubles_before', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('judged_at', None)), fields=['-weight', 'id'], name='double_queue')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='double_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='double_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('winner_id', models.PositiveBigIntegerField()),
                ('loser_id', models.PositiveBigIntegerField()),
                ('record', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('merged_by', models.CharField(max_length=200)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, default='', max_length=200)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['winner_id', '-id'], name='merge_of_winner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('winner_id', models.F('loser_id')), _negated=True), name='merge_of_two'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('loser_id',), name='merge_goes_up_once')],
            },
        ),
        migrations.CreateModel(
            name='CustomerAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, default='', max_length=60)),
                ('number_key', models.CharField(max_length=120, null=True, unique=True)),
                ('email', models.CharField(blank=True, default='', max_length=320)),
                ('email_key', models.CharField(blank=True, default='', max_length=640)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='customers.customer')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='customers.merge')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('email_key', ''), _negated=True), fields=['email_key'], name='alias_email')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('number_key', None)), models.Q(models.Q(('number', ''), _negated=True), ('number_key__isnull', False)), _connector='OR'), name='alias_number_key'), models.CheckConstraint(condition=models.Q(('email_key', ''), ('number', ''), _negated=True), name='alias_says_something')],
            },
        ),
        migrations.CreateModel(
            name='OwnField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=20)),
                ('required', models.BooleanField(default=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='ownfield_title_given'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.ownfields.values.OwnFieldKind['TEXT'], pakhuis.ownfields.values.OwnFieldKind['LONG_TEXT'], pakhuis.ownfields.values.OwnFieldKind['NUMBER'], pakhuis.ownfields.values.OwnFieldKind['DATE'], pakhuis.ownfields.values.OwnFieldKind['YES_NO'], pakhuis.ownfields.values.OwnFieldKind['RADIO'], pakhuis.ownfields.values.OwnFieldKind['SELECT'], pakhuis.ownfields.values.OwnFieldKind['MULTIPLE']))), name='ownfield_kind_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('title'), name='ownfield_title_without_case')],
            },
        ),
        migrations.CreateModel(
            name='OwnFieldChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('position', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='customers.ownfield')),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='ownchoice_title_given'), models.UniqueConstraint(models.F('field'), django.db.models.functions.text.Lower('title'), name='ownchoice_title_without_case')],
            },
        ),
        migrations.CreateModel(
            name='OwnValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField(blank=True, default='')),
                ('key', models.CharField(blank=True, default='', max_length=200)),
                ('choice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='customers.ownfieldchoice')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_values', to='customers.customer')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='customers.ownfield')),
            ],
            options={
                'ordering': ('field', 'place'),
                'indexes': [models.Index(fields=['field', 'key', 'customer'], name='ownvalue_by_key', opclasses=('int8_ops', 'varchar_pattern_ops', 'int8_ops')), models.Index(fields=['choice', 'customer'], name='ownvalue_by_choice')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'field', 'place'), name='ownvalue_once_at_place'), models.UniqueConstraint(fields=('customer', 'choice'), name='ownvalue_choice_once'), models.CheckConstraint(condition=models.Q(models.Q(('choice', None), models.Q(('text', ''), _negated=True)), models.Q(('choice__isnull', False), ('key', ''), ('text', '')), _connector='OR'), name='ownvalue_text_or_choice')],
            },
        ),
        migrations.CreateModel(
            name='VatCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60)),
                ('state', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, default='', help_text='why it is unreachable', max_length=60)),
                ('request_id', models.CharField(blank=True, default='', max_length=100)),
                ('name', models.CharField(blank=True, default='', max_length=300)),
                ('address', models.TextField(blank=True, default='')),
                ('raw', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vat_checks', to='customers.customer')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['customer', '-id'], name='vatcheck_of_customer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.customers.vat.VatState['VALID'], pakhuis.customers.vat.VatState['NOT_REGISTERED'], pakhuis.customers.vat.VatState['UNREACHABLE']))), name='vatcheck_state_known'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='vatcheck_number_given')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('contact_name', models.CharField(blank=True, default='', max_length=300)),
                ('line1', models.CharField(blank=True, default='', max_length=300)),
                ('line2', models.CharField(blank=True, default='', max_length=300)),
                ('zipcode', models.CharField(blank=True, default='', max_length=30)),
                ('city', models.CharField(blank=True, default='', max_length=120)),
                ('region', models.CharField(blank=True, default='', max_length=120)),
                ('country', models.CharField(blank=True, default='', max_length=2)),
                ('is_default_invoice', models.BooleanField(default=False)),
                ('is_default_delivery', models.BooleanField(default=False)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.customer')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='address_name_given'), models.UniqueConstraint(condition=models.Q(('is_default_invoice', True)), fields=('customer',), name='address_one_default_invoice'), models.UniqueConstraint(condition=models.Q(('is_default_delivery', True)), fields=('customer',), name='address_one_default_delivery')],
            },
        ),
        migrations.CreateModel(
            name='CustomerIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('shop_id', 'Shop Id'), ('email', 'Email')], max_length=10)),
                ('value', models.CharField(max_length=640)),
                ('since', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='customers.customer')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='accounts.webshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('webshop', 'kind', 'value'), name='identity_once'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='identity_value_given'), models.CheckConstraint(condition=models.Q(('kind__in', ['shop_id', 'email'])), name='identity_kind_known')],
            },
        ),
    ]

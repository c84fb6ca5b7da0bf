import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pakhuis.accounts.rights
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('start', models.CharField(help_text='first characters, to recognise it by', max_length=12)),
                ('digest', models.CharField(help_text='SHA-256 of the key, in hex', max_length=64, unique=True)),
                ('can_write', models.BooleanField(default=True)),
                ('has_all_rights', models.BooleanField(default=True, help_text='else only those in its rows')),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('series', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('last', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('language', models.CharField(blank=True, default='', max_length=2)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_username_without_case'), models.CheckConstraint(condition=models.Q(('language__in', ('', 'nl', 'en'))), name='user_language_known')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccountSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('company_name', models.CharField(default='Pakhuis', max_length=100)),
                ('company_address', models.TextField(blank=True, default='')),
                ('company_email', models.CharField(blank=True, default='', max_length=254)),
                ('company_phone', models.CharField(blank=True, default='', max_length=60)),
                ('country', models.CharField(default='NL', max_length=2)),
                ('language', models.CharField(default='nl', max_length=2)),
                ('time_zone', models.CharField(default='Europe/Amsterdam', max_length=60)),
                ('autosplit', models.BooleanField(default=True)),
                ('processes_backorders_itself', models.BooleanField(default=False)),
                ('numbers_customers', models.BooleanField(default=False)),
                ('customer_number_prefix', models.CharField(blank=True, default='', max_length=20)),
                ('customer_number_digits', models.PositiveSmallIntegerField(default=5)),
                ('shows_status_pages', models.BooleanField(default=True, help_text="whoever has the address of an order's status page may see it")),
                ('asks_vat_register', models.BooleanField(default=False, help_text='VIES, of the European Union')),
                ('order_number_prefix', models.CharField(blank=True, default='O', max_length=20)),
                ('order_number_year', models.BooleanField(default=True)),
                ('order_number_separator', models.CharField(blank=True, default='-', max_length=3)),
                ('order_number_digits', models.PositiveSmallIntegerField(default=4)),
                ('order_number_first', models.PositiveIntegerField(default=1001)),
                ('picklist_number_prefix', models.CharField(blank=True, default='P', max_length=20)),
                ('picklist_number_year', models.BooleanField(default=True)),
                ('picklist_number_separator', models.CharField(blank=True, default='-', max_length=3)),
                ('picklist_number_digits', models.PositiveSmallIntegerField(default=4)),
                ('picklist_number_first', models.PositiveIntegerField(default=1001)),
                ('numbers_may_meet', models.BooleanField(default=False, help_text='a format was changed: a new number is looked up before it is used')),
                ('legal_period_years', models.PositiveSmallIntegerField(default=7, help_text='orders younger than this keep names and addresses when a customer is erased')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='settings_one_row'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='settings_language_known'), models.CheckConstraint(condition=models.Q(('legal_period_years__range', (0, 30))), name='settings_legal_period'), models.CheckConstraint(condition=models.Q(('customer_number_digits__range', (1, 18))), name='settings_number_digits'), models.CheckConstraint(condition=models.Q(('order_number_digits__range', (1, 12)), ('order_number_first__gte', 1)), name='settings_order_numbers'), models.CheckConstraint(condition=models.Q(('picklist_number_digits__range', (1, 12)), ('picklist_number_first__gte', 1)), name='settings_picklist_numbers')],
            },
        ),
        migrations.CreateModel(
            name='ApiKeyRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(max_length=40)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to='accounts.apikey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'right'), name='apikeyright_once'), models.CheckConstraint(condition=models.Q(('right__in', (pakhuis.accounts.rights.Right['CUSTOMERS_SEE'], pakhuis.accounts.rights.Right['CUSTOMERS_CHANGE'], pakhuis.accounts.rights.Right['CUSTOMERS_IMPORT'], pakhuis.accounts.rights.Right['CUSTOMERS_EXPORT'], pakhuis.accounts.rights.Right['CUSTOMERS_MERGE'], pakhuis.accounts.rights.Right['CUSTOMERS_ERASE'], pakhuis.accounts.rights.Right['ORDERS_SEE'], pakhuis.accounts.rights.Right['ORDERS_CHANGE'], pakhuis.accounts.rights.Right['PICKLISTS_WORK'], pakhuis.accounts.rights.Right['PRODUCTS_SEE'], pakhuis.accounts.rights.Right['PRODUCTS_CHANGE'], pakhuis.accounts.rights.Right['PRICES_CHANGE'], pakhuis.accounts.rights.Right['STOCK_CHANGE'], pakhuis.accounts.rights.Right['PURCHASING_WORK'], pakhuis.accounts.rights.Right['WEBSHOPS_CHANGE'], pakhuis.accounts.rights.Right['USERS_CHANGE'], pakhuis.accounts.rights.Right['SETTINGS_CHANGE']))), name='apikeyright_known')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='the header Idempotency-Key', max_length=255)),
                ('digest', models.CharField(help_text='SHA-256 of path and body, in hex', max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_answers', to='accounts.apikey')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='keptanswer_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='keptanswer_name_given'), models.CheckConstraint(condition=models.Q(('status__range', (200, 499))), name='keptanswer_status'), models.UniqueConstraint(fields=('key', 'name'), name='keptanswer_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60)),
                ('color', models.CharField(default='#6b7280', help_text='#rrggbb', max_length=7)),
                ('inherit', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True, help_text='else retired: kept where it is, chosen no more')),
            ],
            options={
                'ordering': ('title',),
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('title'), condition=models.Q(('active', True)), name='tag_title_without_case_in_use')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('is_default', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True, help_text='else retired: kept where it is, chosen no more')),
                ('color', models.CharField(blank=True, default='', help_text='#rrggbb, on top of the status page; empty: ours', max_length=7)),
                ('sender_name', models.CharField(blank=True, default='', help_text='empty: the company', max_length=100)),
                ('reply_to', models.CharField(blank=True, default='', max_length=254)),
                ('confirms_orders', models.BooleanField(default=False)),
                ('announces_shipments', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('is_default', False), ('active', True), _connector='OR'), name='template_default_is_active'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='template_one_default')],
            },
        ),
        migrations.CreateModel(
            name='UserRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(max_length=40)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'right'), name='userright_once'), models.CheckConstraint(condition=models.Q(('right__in', (pakhuis.accounts.rights.Right['CUSTOMERS_SEE'], pakhuis.accounts.rights.Right['CUSTOMERS_CHANGE'], pakhuis.accounts.rights.Right['CUSTOMERS_IMPORT'], pakhuis.accounts.rights.Right['CUSTOMERS_EXPORT'], pakhuis.accounts.rights.Right['CUSTOMERS_MERGE'], pakhuis.accounts.rights.Right['CUSTOMERS_ERASE'], pakhuis.accounts.rights.Right['ORDERS_SEE'], pakhuis.accounts.rights.Right['ORDERS_CHANGE'], pakhuis.accounts.rights.Right['PICKLISTS_WORK'], pakhuis.accounts.rights.Right['PRODUCTS_SEE'], pakhuis.accounts.rights.Right['PRODUCTS_CHANGE'], pakhuis.accounts.rights.Right['PRICES_CHANGE'], pakhuis.accounts.rights.Right['STOCK_CHANGE'], pakhuis.accounts.rights.Right['PURCHASING_WORK'], pakhuis.accounts.rights.Right['WEBSHOPS_CHANGE'], pakhuis.accounts.rights.Right['USERS_CHANGE'], pakhuis.accounts.rights.Right['SETTINGS_CHANGE']))), name='userright_known')],
            },
        ),
        migrations.CreateModel(
            name='Webshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('kind', models.CharField(help_text="the connector's name, such as woocommerce", max_length=30)),
                ('active', models.BooleanField(default=True)),
                ('processes_orders', models.BooleanField(default=True, help_text='else they stay concept')),
                ('our_prices_lead', models.BooleanField(default=False, help_text="else the shop's prices do")),
                ('autosplit', models.BooleanField(help_text="empty: the customer's, else the account's", null=True)),
                ('matches_customer_id', models.BooleanField(default=True)),
                ('matches_customer_number', models.BooleanField(default=True)),
                ('matches_shop_email', models.BooleanField(default=True)),
                ('matches_any_email', models.BooleanField(default=True)),
                ('makes_guest_customers', models.BooleanField(default=True)),
                ('makes_customers', models.BooleanField(default=True)),
                ('last_webhook_at', models.DateTimeField(null=True)),
                ('last_poll_at', models.DateTimeField(null=True)),
                ('next_poll_at', models.DateTimeField(null=True)),
                ('poll_problem', models.TextField(blank=True, default='')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webshops', to='accounts.template')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='webshop_kind_given')],
            },
        ),
    ]

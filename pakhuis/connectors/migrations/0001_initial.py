import django.core.serializers.json
import django.db.models.deletion
import pakhuis.connectors.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=300)),
                ('secrets', models.JSONField(default=dict, help_text='name: encrypted')),
                ('choices', models.JSONField(default=dict, help_text='name: value, as the connector declares them')),
                ('poll_minutes', models.PositiveSmallIntegerField(default=10)),
                ('is_live', models.BooleanField(default=False)),
                ('live_since', models.DateTimeField(null=True)),
                ('follows_paid', models.BooleanField(default=True, help_text='paid makes expected into processing')),
                ('tells_stock', models.BooleanField(default=True)),
                ('tells_shipments', models.BooleanField(default=True)),
                ('looked_for_due_at', models.DateTimeField(null=True)),
                ('window_from', models.DateTimeField(null=True)),
                ('window_calls', models.PositiveIntegerField(default=0)),
                ('looked_back_at', models.DateTimeField(null=True)),
                ('history_since', models.DateTimeField(null=True)),
                ('history_start', models.TextField(blank=True, default='')),
                ('history_done_at', models.DateTimeField(null=True)),
                ('history_count', models.PositiveIntegerField(default=0)),
                ('history_problem', models.TextField(blank=True, default='')),
                ('webshop', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='connection', to='accounts.webshop')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('address', ''), _negated=True), name='connection_address_given'), models.CheckConstraint(condition=models.Q(('poll_minutes__range', (1, 1440))), name='connection_poll_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(max_length=10)),
                ('key', models.CharField(help_text="the shop's own name for this message", max_length=200, null=True)),
                ('topic', models.CharField(blank=True, default='', max_length=60)),
                ('external_id', models.CharField(blank=True, default='', max_length=100)),
                ('body', models.TextField(blank=True, default='')),
                ('state', models.CharField(default=pakhuis.connectors.states.DeliveryState['RECEIVED'], max_length=10)),
                ('problems', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('received_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='orders.order')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='accounts.webshop')),
            ],
            options={
                'indexes': [models.Index(fields=['webshop', '-id'], name='delivery_of_webshop'), models.Index(fields=['state', 'next_try_at'], name='delivery_due'), models.Index(fields=['webshop', 'external_id', 'state'], name='delivery_of_order'), models.Index(fields=['received_at'], name='delivery_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.connectors.states.DeliveryState['RECEIVED'], pakhuis.connectors.states.DeliveryState['DONE'], pakhuis.connectors.states.DeliveryState['WAITING'], pakhuis.connectors.states.DeliveryState['REFUSED'], pakhuis.connectors.states.DeliveryState['IGNORED'], pakhuis.connectors.states.DeliveryState['MALFORMED'], pakhuis.connectors.states.DeliveryState['FAILED']))), name='delivery_state_known'), models.CheckConstraint(condition=models.Q(('route__in', (pakhuis.connectors.states.Route['WEBHOOK'], pakhuis.connectors.states.Route['POLL'], pakhuis.connectors.states.Route['HISTORY']))), name='delivery_route_known'), models.UniqueConstraint(fields=('webshop', 'key'), name='delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problem', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('seen_by', models.CharField(blank=True, default='', max_length=200)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shop_notices', to='orders.order')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='accounts.webshop')),
            ],
            options={
                'indexes': [models.Index(fields=['webshop', '-id'], name='notice_of_webshop'), models.Index(condition=models.Q(('seen_at', None)), fields=['-id'], name='notice_unseen')],
            },
        ),
        migrations.CreateModel(
            name='ProductLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text="the shop's own id of it, else its name", max_length=200)),
                ('label', models.CharField(max_length=200)),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shop_links', to='catalogue.product')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='product_links', to='accounts.webshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('webshop', 'key'), name='productlink_once'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='productlink_key_given')],
            },
        ),
        migrations.CreateModel(
            name='ShopOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=100)),
                ('modified_at', models.DateTimeField(null=True)),
                ('goods_print', models.CharField(blank=True, default='', max_length=64)),
                ('terms_print', models.CharField(blank=True, default='', max_length=64)),
                ('whole_print', models.CharField(blank=True, default='', max_length=64)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shop_orders', to='orders.order')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shop_orders', to='accounts.webshop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('webshop', 'external_id'), name='shoporder_once'), models.CheckConstraint(condition=models.Q(('external_id', ''), _negated=True), name='shoporder_external_id_given')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(help_text='the product or the shipment', max_length=100)),
                ('content', models.JSONField(default=dict)),
                ('state', models.CharField(default=pakhuis.connectors.states.TellState['DUE'], max_length=10)),
                ('problems', models.JSONField(default=list)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('told_free', models.PositiveIntegerField(help_text='the free stock that was told last', null=True)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='orders.order')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='catalogue.product')),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='accounts.webshop')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_at'], name='telling_due')],
                'constraints': [models.UniqueConstraint(fields=('webshop', 'kind', 'key'), name='telling_once'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.connectors.states.TellKind['SHIPMENT'], pakhuis.connectors.states.TellKind['STOCK']))), name='telling_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.connectors.states.TellState['DUE'], pakhuis.connectors.states.TellState['DONE'], pakhuis.connectors.states.TellState['FAILED']))), name='telling_state_known'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='telling_key_given')],
            },
        ),
    ]

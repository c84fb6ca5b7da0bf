import django.db.models.deletion
import pakhuis.customers.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(max_length=20)),
                ('choice_id', models.PositiveBigIntegerField(null=True)),
                ('query', models.TextField(blank=True, default='')),
                ('state', models.CharField(default=pakhuis.customers.states.DeedState['WORKING'], max_length=10)),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('highest', models.PositiveBigIntegerField()),
                ('changed', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list, help_text='why it was refused')),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_deeds', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ('tag', 'untag', 'add_list', 'remove_list', 'archive', 'unarchive'))), name='bulkdeed_deed_known'), models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.customers.states.DeedState['WORKING'], pakhuis.customers.states.DeedState['DONE'], pakhuis.customers.states.DeedState['STOPPED'], pakhuis.customers.states.DeedState['REFUSED']))), name='bulkdeed_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state', pakhuis.customers.states.DeedState['WORKING'])), models.Q(models.Q(('state', pakhuis.customers.states.DeedState['WORKING']), _negated=True), ('finished_at__isnull', False), ('query', '')), _connector='OR'), name='bulkdeed_over_or_not')],
            },
        ),
    ]

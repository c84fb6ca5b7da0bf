import django.core.serializers.json
import django.db.models.deletion
import pakhuis.hooks.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('event', models.CharField(max_length=60)),
                ('address', models.CharField(max_length=500)),
                ('secret', models.TextField(blank=True, default='', help_text='encrypted')),
                ('active', models.BooleanField(default=True)),
                ('off_because', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='empty: by a person')),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('active', True)), fields=['event'], name='hook_of_event')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='hook_name_given'), models.UniqueConstraint(condition=models.Q(('active', True)), fields=('event', 'address'), name='hook_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=60)),
                ('fact_id', models.PositiveBigIntegerField()),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('happened_at', models.DateTimeField()),
                ('state', models.CharField(default=pakhuis.hooks.states.MessageState['WAITING'], max_length=10)),
                ('body', models.TextField(blank=True, default='')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(null=True)),
                ('answer_status', models.PositiveSmallIntegerField(null=True)),
                ('answer', models.TextField(blank=True, default='')),
                ('problems', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('finished_at', models.DateTimeField(null=True)),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='hooks.hook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', pakhuis.hooks.states.MessageState['WAITING'])), fields=['next_try_at', 'id'], name='message_due'), models.Index(condition=models.Q(('state', pakhuis.hooks.states.MessageState['WAITING'])), fields=['hook', 'subject_kind', 'subject_id', 'id'], name='message_of_subject'), models.Index(fields=['hook', '-id'], name='message_of_hook'), models.Index(fields=['finished_at'], name='message_by_end'), models.Index(condition=models.Q(('state', pakhuis.hooks.states.MessageState['FAILED'])), fields=['hook', 'finished_at'], name='message_given_up')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.hooks.states.MessageState['WAITING'], pakhuis.hooks.states.MessageState['SENT'], pakhuis.hooks.states.MessageState['FAILED'], pakhuis.hooks.states.MessageState['DROPPED']))), name='message_state_known'), models.UniqueConstraint(fields=('hook', 'event', 'fact_id', 'subject_kind', 'subject_id'), name='message_once')],
            },
        ),
    ]

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import pakhuis.imports.states
import pakhuis.kernel.actor
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('file', models.CharField(blank=True, default='', max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('options', models.JSONField(default=dict, help_text='encoding, delimiter, sheet, header row as chosen')),
                ('understood', models.JSONField(default=dict, help_text='what was found in the file, with its first rows')),
                ('mapping', models.JSONField(default=dict, help_text='target per column, fixed values')),
                ('duplicates', models.CharField(default=pakhuis.imports.states.Duplicates['SUPPLEMENT'], max_length=12)),
                ('state', models.CharField(default=pakhuis.imports.states.RunState['UPLOADED'], max_length=12)),
                ('is_stored', models.BooleanField(default=False, help_text='all rows of the file are rows here')),
                ('total', models.PositiveIntegerField(default=0)),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('read', models.PositiveIntegerField(default=0)),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('ignored', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('reversed', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('impossible', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='about the whole file')),
                ('by_column', models.JSONField(default=dict, help_text='column: how many rows were refused for it')),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.PositiveBigIntegerField(null=True)),
                ('actor_label', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('touched_at', models.DateTimeField(help_text='when a worker last did something; an old one is revived')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'touched_at'], name='import_to_revive')],
                'constraints': [models.CheckConstraint(condition=models.Q(('read', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('created'), '+', models.F('changed')), '+', models.F('unchanged')), '+', models.F('ignored')), '+', models.F('refused')))), name='import_counts_add_up'), models.CheckConstraint(condition=models.Q(('read__lte', models.F('total'))), name='import_reads_what_is_there'), models.CheckConstraint(condition=models.Q(('subject__in', (pakhuis.imports.states.Subject['CUSTOMERS'], pakhuis.imports.states.Subject['PRODUCTS'], pakhuis.imports.states.Subject['PRICES']))), name='import_subject_known'), models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.imports.states.RunState['UPLOADED'], pakhuis.imports.states.RunState['TRYING'], pakhuis.imports.states.RunState['TRIED'], pakhuis.imports.states.RunState['RUNNING'], pakhuis.imports.states.RunState['STOPPED'], pakhuis.imports.states.RunState['DONE'], pakhuis.imports.states.RunState['FAILED'], pakhuis.imports.states.RunState['UNDOING'], pakhuis.imports.states.RunState['UNDONE']))), name='import_state_known'), models.CheckConstraint(condition=models.Q(('duplicates__in', (pakhuis.imports.states.Duplicates['SUPPLEMENT'], pakhuis.imports.states.Duplicates['FILL'], pakhuis.imports.states.Duplicates['IGNORE']))), name='import_duplicates'), models.CheckConstraint(condition=models.Q(('actor_kind__in', (pakhuis.kernel.actor.ActorKind['PERSON'], pakhuis.kernel.actor.ActorKind['API_KEY'], pakhuis.kernel.actor.ActorKind['IMPORT_RUN'], pakhuis.kernel.actor.ActorKind['WEBSHOP'], pakhuis.kernel.actor.ActorKind['SYSTEM']))), name='import_actor_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='RememberedMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20)),
                ('headers_key', models.CharField(help_text='digest of the headers', max_length=64)),
                ('mapping', models.JSONField(default=dict)),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'headers_key'), name='rememberedmapping_once'), models.CheckConstraint(condition=models.Q(('subject__in', (pakhuis.imports.states.Subject['CUSTOMERS'], pakhuis.imports.states.Subject['PRODUCTS'], pakhuis.imports.states.Subject['PRICES']))), name='rememberedmapping_subject')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=list)),
                ('mark', models.CharField(blank=True, default='', help_text='totals, header, joined, wide', max_length=12)),
                ('key', models.CharField(blank=True, default='', max_length=250)),
                ('outcome', models.CharField(default=pakhuis.imports.states.Outcome['PENDING'], max_length=12)),
                ('problems', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('changes', models.JSONField(default=list)),
                ('subject_id', models.PositiveBigIntegerField(null=True)),
                ('subject_label', models.CharField(blank=True, default='', help_text='its number or code', max_length=150)),
                ('heap', models.CharField(default=pakhuis.imports.states.Heap['NONE'], max_length=12)),
                ('heap_reasons', models.JSONField(default=list)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'outcome', 'number'], name='importrow_by_outcome'), models.Index(condition=models.Q(('key', ''), _negated=True), fields=['run', 'key'], name='importrow_by_key'), models.Index(condition=models.Q(('heap', pakhuis.imports.states.Heap['NONE']), _negated=True), fields=['run', 'heap', 'number'], name='importrow_by_heap')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='importrow_once'), models.CheckConstraint(condition=models.Q(('outcome__in', (pakhuis.imports.states.Outcome['PENDING'], pakhuis.imports.states.Outcome['CREATED'], pakhuis.imports.states.Outcome['CHANGED'], pakhuis.imports.states.Outcome['UNCHANGED'], pakhuis.imports.states.Outcome['IGNORED'], pakhuis.imports.states.Outcome['REFUSED']))), name='importrow_outcome'), models.CheckConstraint(condition=models.Q(('heap__in', (pakhuis.imports.states.Heap['NONE'], pakhuis.imports.states.Heap['REVERSED'], pakhuis.imports.states.Heap['KEPT'], pakhuis.imports.states.Heap['IMPOSSIBLE']))), name='importrow_heap')],
            },
        ),
    ]

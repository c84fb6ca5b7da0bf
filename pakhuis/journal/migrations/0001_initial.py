import django.core.serializers.json
import pakhuis.kernel.actor
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.PositiveBigIntegerField(null=True)),
                ('actor_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-id'], name='fact_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='fact_name_given'), models.CheckConstraint(condition=models.Q(('actor_kind__in', (pakhuis.kernel.actor.ActorKind['PERSON'], pakhuis.kernel.actor.ActorKind['API_KEY'], pakhuis.kernel.actor.ActorKind['IMPORT_RUN'], pakhuis.kernel.actor.ActorKind['WEBSHOP'], pakhuis.kernel.actor.ActorKind['SYSTEM']))), name='fact_actor_known')],
            },
        ),
    ]

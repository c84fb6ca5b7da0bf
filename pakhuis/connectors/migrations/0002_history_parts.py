import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('connectors', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='connection',
            name='history_read_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='HistoryPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lane', models.PositiveSmallIntegerField()),
                ('orders', models.TextField(help_text='a JSON list')),
                ('fetched_at', models.DateTimeField()),
                ('taken_until', models.DateTimeField(null=True)),
                ('webshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history_parts', to='accounts.webshop')),
            ],
            options={
                'indexes': [models.Index(fields=['webshop', 'lane', 'id'], name='historypart_next')],
                'constraints': [models.CheckConstraint(condition=models.Q(('lane__lt', 64)), name='historypart_lane')],
            },
        ),
    ]

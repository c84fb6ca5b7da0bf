import django.db.models.deletion
import pakhuis.kernel.actor
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('body', models.TextField()),
                ('actor_kind', models.CharField(max_length=20)),
                ('author_label', models.CharField(max_length=200)),
                ('show_at_related', models.BooleanField(default=False, help_text='as a client asked for')),
                ('created_at', models.DateTimeField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-id'], name='comment_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject_kind', ''), _negated=True), name='comment_subject_given'), models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='comment_body_given'), models.CheckConstraint(condition=models.Q(('actor_kind__in', (pakhuis.kernel.actor.ActorKind['PERSON'], pakhuis.kernel.actor.ActorKind['API_KEY'], pakhuis.kernel.actor.ActorKind['IMPORT_RUN'], pakhuis.kernel.actor.ActorKind['WEBSHOP'], pakhuis.kernel.actor.ActorKind['SYSTEM']))), name='comment_actor_known')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('read_at', models.DateTimeField(null=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='comments.comment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-id'], name='mention_of_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='mention_unread')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'user'), name='mention_once')],
            },
        ),
    ]

import django.db.models.deletion
import pakhuis.papers.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('fulfilment', '0001_initial'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(default=pakhuis.papers.kinds.MailState['WAITING'], max_length=10)),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('by_hand', models.BooleanField(default=False, help_text='whatever the template says')),
                ('problem', models.JSONField(default=list, help_text='why it was not sent, as stored problems')),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='orders.order')),
                ('picklist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='fulfilment.picklist')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', (pakhuis.papers.kinds.MailState['WAITING'], pakhuis.papers.kinds.MailState['SENDING']))), fields=['due_at'], name='mail_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.papers.kinds.MailKind['CONFIRMATION'], pakhuis.papers.kinds.MailKind['SHIPPING']))), name='mail_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', (pakhuis.papers.kinds.MailState['WAITING'], pakhuis.papers.kinds.MailState['SENDING'], pakhuis.papers.kinds.MailState['SENT'], pakhuis.papers.kinds.MailState['FAILED'], pakhuis.papers.kinds.MailState['UNSURE'], pakhuis.papers.kinds.MailState['NOT_SENT'], pakhuis.papers.kinds.MailState['CANCELLED']))), name='mail_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', pakhuis.papers.kinds.MailKind['CONFIRMATION']), ('picklist', None)), models.Q(('kind', pakhuis.papers.kinds.MailKind['SHIPPING']), ('picklist__isnull', False)), _connector='OR'), name='mail_picklist_of_notice'), models.UniqueConstraint(condition=models.Q(('kind', pakhuis.papers.kinds.MailKind['CONFIRMATION'])), fields=('order',), name='mail_one_confirmation'), models.UniqueConstraint(condition=models.Q(('kind', pakhuis.papers.kinds.MailKind['SHIPPING'])), fields=('picklist',), name='mail_one_notice')],
            },
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=2)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_texts', to='accounts.template')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('template', 'kind', 'language'), name='mailtext_once'), models.CheckConstraint(condition=models.Q(('kind__in', (pakhuis.papers.kinds.MailKind['CONFIRMATION'], pakhuis.papers.kinds.MailKind['SHIPPING']))), name='mailtext_kind_known'), models.CheckConstraint(condition=models.Q(('language__in', ('nl', 'en'))), name='mailtext_language_known')],
            },
        ),
    ]

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='vatgroup',
            name='name',
            field=models.CharField(max_length=60),
        ),
        migrations.AddConstraint(
            model_name='vatgroup',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='vatgroup_name_without_case'),
        ),
    ]

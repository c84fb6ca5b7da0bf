import pakhuis.fragments.index
from django.db import migrations, models
from django.db.models.functions import Upper
from pakhuis.fragments.index import fill, prepare, take_down


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_pictures'),
    ]

    operations = [
        migrations.RunPython(prepare('catalogue', 'catalogue_product'), take_down('catalogue')),
        migrations.AlterField(
            model_name='product',
            name='search_text',
            field=pakhuis.fragments.index.SearchTextField(default=''),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(Upper('code'), name='product_by_code_any_case'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=pakhuis.fragments.index.FragmentIndex(fields=['search_text'], name='product_fragments'),
        ),
        migrations.RunPython(fill('catalogue'), migrations.RunPython.noop),
    ]

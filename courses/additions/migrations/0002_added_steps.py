import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drop the tables of additions as they were published: they stand beside courses' now."""

    dependencies = [
        ('additions', '0001_initial'),
        ('content', '0008_fill_steps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='additionfile',
            name='addition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='content.additionversion'),
        ),
        migrations.DeleteModel(
            name='AddedLesson',
        ),
        migrations.DeleteModel(
            name='AdditionVersion',
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the table of frozen lessons, which are steps now."""

    dependencies = [
        ('content', '0008_fill_steps'),
    ]

    operations = [
        migrations.DeleteModel(
            name='LessonVersion',
        ),
    ]

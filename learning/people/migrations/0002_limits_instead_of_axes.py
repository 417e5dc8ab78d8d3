"""Attempts are counted in rows of our own; what django-axes kept of people goes."""

from __future__ import annotations

from django.db import migrations, models

# Its tables hold addresses of people and of machines, and nothing would delete them any more.
FORGET_AXES = """
DROP TABLE IF EXISTS axes_accessattemptexpiration;
DROP TABLE IF EXISTS axes_accessattempt;
DROP TABLE IF EXISTS axes_accessfailurelog;
DROP TABLE IF EXISTS axes_accesslog;
DELETE FROM django_migrations WHERE app = 'axes';
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("waits_until", models.DateTimeField()),
                ("forgotten_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "attempts counted",
                "verbose_name_plural": "attempts counted",
            },
        ),
        migrations.RunSQL(FORGET_AXES, migrations.RunSQL.noop),
    ]

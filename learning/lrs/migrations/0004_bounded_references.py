"""What bounded references need; the indexes are made beside running writers."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("lrs", "0003_credential_limits"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoreClock",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("read_until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="store_clock_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinksDue",
            fields=[
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="links_due",
                        serialize=False,
                        to="lrs.statement",
                    ),
                ),
                ("after", models.BigIntegerField(default=0)),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
        # How often a row was tried is known where it is set aside (learning.sweeps).
        migrations.RemoveField(model_name="projectiondue", name="attempts"),
        AddIndexConcurrently(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("refers_to__isnull", False)),
                fields=["refers_to", "seq"],
                name="statement_refers_to_seq",
            ),
        ),
        RemoveIndexConcurrently(model_name="statement", name="statement_refers_to"),
        AddIndexConcurrently(
            model_name="statementlink",
            index=models.Index(fields=["statement"], name="statementlink_statement"),
        ),
    ]

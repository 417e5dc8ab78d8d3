"""Index what is there with folded words, as everything registered from now on is."""

from django.db import migrations

from learning.catalogue.indexing import index_values


def index(apps, schema_editor):
    Activity = apps.get_model("catalogue", "Activity")
    for activity in Activity.objects.prefetch_related("outcomes").iterator(chunk_size=100):
        Activity.objects.filter(pk=activity.pk).update(
            **index_values(
                title=activity.title,
                summary=activity.summary,
                outcomes=[outcome.text for outcome in activity.outcomes.order_by("position")],
                body=activity.body,
                language=activity.language,
            )
        )


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_search_words_and_vain_searches'),
    ]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]

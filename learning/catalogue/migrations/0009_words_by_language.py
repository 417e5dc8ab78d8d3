"""Words and names by language in one field, in the place of a column for each language."""

from django.db import migrations, models

# What there was, and by which language it goes now.
WORDS = {"english": "en", "welsh": "cy"}


def gather(apps, schema_editor):
    SearchWords = apps.get_model("catalogue", "SearchWords")
    for entry in SearchWords.objects.iterator():
        words = {
            language: getattr(entry, column)
            for column, language in WORDS.items()
            if getattr(entry, column)
        }
        # By a query: what is saved would count as changed now.
        SearchWords.objects.filter(pk=entry.pk).update(words=words)
    Topic = apps.get_model("catalogue", "Topic")
    for topic in Topic.objects.exclude(name_cy="").iterator():
        Topic.objects.filter(pk=topic.pk).update(names={"cy": topic.name_cy})


def spread(apps, schema_editor):
    SearchWords = apps.get_model("catalogue", "SearchWords")
    for entry in SearchWords.objects.iterator():
        SearchWords.objects.filter(pk=entry.pk).update(
            **{column: entry.words.get(language, "") for column, language in WORDS.items()}
        )
    Topic = apps.get_model("catalogue", "Topic")
    for topic in Topic.objects.iterator():
        Topic.objects.filter(pk=topic.pk).update(name_cy=topic.names.get("cy", ""))


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0008_searches_without_results"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchwords",
            name="words",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Lines of words by language, such as en or cy (languages.base).",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="names",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By other language, such as cy (languages.base).",
            ),
        ),
        migrations.RunPython(gather, spread),
        migrations.RemoveField(model_name="searchwords", name="english"),
        migrations.RemoveField(model_name="searchwords", name="welsh"),
        migrations.RemoveField(model_name="topic", name="name_cy"),
    ]

from typing import Any

from django.db import migrations

# The names of the languages there were, as Wagtail shows them.
NAMES = {"en-gb": "English", "en": "English", "cy": "Welsh"}


def name_them(apps: Any, schema_editor: Any) -> None:
    """Call the roots of the tree "English courses", where nobody has called them something else."""
    pages = apps.get_model("pages", "LibraryPage").objects.filter(title="Library")
    for page in pages.select_related("locale"):
        name = NAMES.get(page.locale.language_code)
        if name:
            page.title = page.draft_title = f"{name} courses"
            page.save(update_fields=["title", "draft_title"])


class Migration(migrations.Migration):
    dependencies = [
        ('pages', '0002_information_about_the_service'),
    ]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]

from django.db import migrations, models


def _rename(apps, before, after):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="catalogue", codename=before
    )
    permissions.update(codename=after)


def rename(apps, schema_editor):
    _rename(apps, "view_vainsearch", "view_searchwithoutresults")


def rename_back(apps, schema_editor):
    _rename(apps, "view_searchwithoutresults", "view_vainsearch")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_kinds_come_from_their_rooms"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RemoveConstraint("VainSearch", "vain_search_once_a_day"),
        migrations.RenameModel("VainSearch", "SearchWithoutResults"),
        migrations.AddConstraint(
            "SearchWithoutResults",
            models.UniqueConstraint(fields=["day", "words"], name="search_without_results_once"),
        ),
        # Groups point at the row, so that the people who could see them still can.
        migrations.RunPython(rename, rename_back),
    ]

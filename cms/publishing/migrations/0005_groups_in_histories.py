from django.db import migrations


def know_groups_by_their_keys(apps, schema_editor):
    """Say in histories which group it was by its key; its name changes with the department's."""
    Entry = apps.get_model("wagtailcore", "ModelLogEntry")
    groups = dict(apps.get_model("auth", "Group").objects.values_list("name", "pk"))
    entries = Entry.objects.filter(
        action__in=["publishing.membership_granted", "publishing.membership_ended"]
    )
    for entry in entries.iterator():
        if "group_id" not in entry.data and entry.data.get("group") in groups:
            entry.data["group_id"] = groups[entry.data["group"]]
            entry.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0004_provided_departments'),
    ]

    operations = [
        migrations.RunPython(know_groups_by_their_keys, migrations.RunPython.noop),
    ]

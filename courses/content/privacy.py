"""Personal data of this room: who answers for a course, and who published it."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

for table, path, purpose in (
    ("content.CoursePage", "course_owner", _("To know who answers for what a course says")),
    ("content.CourseVersion", "published_by", _("To know who published what learners read")),
    ("wagtail_localize.StringTranslation", "last_translated_by", _("To know who translated what")),
    ("wagtail_localize.SegmentOverride", "last_translated_by", _("To know who translated what")),
    ("content.WordImport", "imported_by", _("To know who brought a document into a course")),
):
    declare(
        table,
        app="courses.content",
        person=path,
        link=Link.MENTIONS,
        purpose=purpose,
        retention=_("As long as the course"),
        on_erase=OnErase.UNLINK,
    )

"""Personal data of this room, and of the Wagtail admin: who wrote, approved and published what."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import WHILE_EMPLOYED, lasting
from learning.privacy.registry import Link, OnErase, declare

APP = "cms.publishing"
WHO_DID_WHAT = _("To know who wrote, approved and published what learners read")
WHILE_EDITING = _("To keep two editors from overwriting each other")
AS_PAGE = _("As long as the page")
WHILE_EDITED = _("A day, and then until somebody next edits a page")

for table, path in (
    ("publishing.Approval", "approved_by"),
    ("publishing.Approval", "seen_by"),
    ("wagtailcore.Page", "owner"),
    ("wagtailcore.Revision", "user"),
    ("wagtailcore.PageLogEntry", "user"),
    ("wagtailcore.ModelLogEntry", "user"),
    ("wagtailcore.WorkflowState", "requested_by"),
    ("wagtailcore.TaskState", "finished_by"),
    ("wagtailcore.Comment", "user"),
    ("wagtailcore.Comment", "resolved_by"),
    ("wagtailcore.CommentReply", "user"),
):
    declare(
        table,
        app=APP,
        person=path,
        link=Link.MENTIONS,
        purpose=WHO_DID_WHAT,
        retention=AS_PAGE,
        on_erase=OnErase.UNLINK,
    )
declare(
    "wagtailcore.Page",
    app=APP,
    person="locked_by",
    link=Link.MENTIONS,
    purpose=WHILE_EDITING,
    retention=_("Until the page is unlocked"),
    on_erase=OnErase.UNLINK,
)
declare(
    "wagtailcore.ModelLogEntry",
    app=APP,
    person="object_id",
    link=Link.OPAQUE,
    purpose=_("To know who was in a group of editors or had a role, from when and until when"),
    retention=lasting(_("{period} after the role ended"), settings.ROLES_KEPT_DAYS * 24 * 60 * 60),
    on_erase=OnErase.REPLACE,
)
for table, purpose, retention in (
    ("wagtailadmin.EditingSession", WHILE_EDITING, WHILE_EDITED),
    ("wagtailadmin.FormState", WHILE_EDITING, WHILE_EDITED),
    (
        "wagtailcore.PageSubscription",
        _("To tell an editor of comments on a page"),
        AS_PAGE,
    ),
    (
        "wagtailusers.UserProfile",
        _("To show the editor’s pages as the person prefers them"),
        WHILE_EMPLOYED,
    ),
):
    declare(
        table,
        app=APP,
        person="user",
        purpose=purpose,
        retention=retention,
        on_erase=OnErase.DELETE,
    )

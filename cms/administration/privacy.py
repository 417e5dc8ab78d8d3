"""Personal data of this room: who tried whether the service works."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

APP = "cms.administration"
KEPT = _("As long as the service runs")

for table, path in (
    ("administration.MailTrial", "sent_by"),
    ("administration.MailTrial", "confirmed_by"),
    ("administration.BackupTrial", "recorded_by"),
):
    declare(
        table,
        app=APP,
        person=path,
        link=Link.MENTIONS,
        purpose=_("To know who saw that emails arrive and that a backup can be restored"),
        retention=KEPT,
        on_erase=OnErase.UNLINK,
    )
declare(
    "administration.MailTrial",
    app=APP,
    person="address",
    link=Link.BY_ADDRESS,
    purpose=_("To know where a test email was sent"),
    retention=KEPT,
    on_erase=OnErase.DELETE,
)

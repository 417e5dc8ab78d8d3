"""Personal data of the store: pseudonyms, and what was stated about them."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

APP = "learning.lrs"
RECORD = _("To keep what the person learnt, wherever they learnt it")
AS_RECORD = _("As long as the record of learning; a statement is never changed")

declare(
    "lrs.Actor",
    app=APP,
    person="",
    purpose=_("To state what somebody did without saying who they are"),
    retention=AS_RECORD,
    on_erase=OnErase.UNLINK,
)
declare(
    "lrs.Actor",
    app=APP,
    person="same_as",
    purpose=_("To count what a partner states under another name for the same person"),
    retention=AS_RECORD,
    on_erase=OnErase.UNLINK,
)
for table, path in (
    ("lrs.Statement", "actor"),
    ("lrs.StatementLink", "statement__actor"),
    ("lrs.ProjectionDue", "statement__actor"),
    ("lrs.StatementFile", "statement__actor"),
):
    declare(
        table,
        app=APP,
        person=path,
        purpose=RECORD,
        retention=AS_RECORD,
        on_erase=OnErase.UNLINK,
    )
declare(
    "lrs.Document",
    app=APP,
    person="agent",
    purpose=_("To let a course or a partner’s system go on where the person stopped"),
    retention=_("Until the system that stored it deletes it, or the person is erased"),
    on_erase=OnErase.DELETE,
)
declare(
    "lrs.Statement",
    app=APP,
    person="authority",
    link=Link.MENTIONS,
    purpose=_("To know who vouches for a statement"),
    retention=AS_RECORD,
    on_erase=OnErase.UNLINK,
)
declare(
    "lrs.Credential",
    app=APP,
    person="authority",
    link=Link.MENTIONS,
    purpose=_("To know for whom a system speaks"),
    retention=_("While the key is in use, and 1 year after"),
    on_erase=OnErase.UNLINK,
)

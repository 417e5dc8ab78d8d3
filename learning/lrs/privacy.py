"""Personal data of the store: pseudonyms, and what was stated about them."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import RECORD_OF_LEARNING
from learning.privacy.registry import Link, OnErase, declare

APP = "learning.lrs"
RECORD = _("To keep what the person learnt, wherever they learnt it")
AS_RECORD = RECORD_OF_LEARNING

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
    ("lrs.LinksDue", "statement__actor"),
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
    retention=_("Until the system that stored it, or your organisation, deletes it"),
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
    retention=_("As long as what was stored with the key"),
    on_erase=OnErase.UNLINK,
)

"""Personal data of this room: who said what an organisation promises."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

for path in ("said_by", "ended_by"):
    declare(
        "rights.UsePromise",
        app="learning.rights",
        person=path,
        link=Link.MENTIONS,
        purpose=_("To know who said what an organisation promises about learning data"),
        retention=_("As long as it is known what was promised when"),
        on_erase=OnErase.UNLINK,
    )

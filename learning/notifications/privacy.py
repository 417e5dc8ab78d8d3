"""Personal data of this room."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

APP = "learning.notifications"
PURPOSE = _("To send the person a mail, once, and to know that it was sent")
RETENTION = format_lazy(
    _("The words until they are sent; that it was sent, for {days} days"),
    days=settings.MAIL_KEPT_DAYS,
)

declare(
    "notifications.Mail",
    app=APP,
    person="person",
    purpose=PURPOSE,
    retention=RETENTION,
    on_erase=OnErase.DELETE,
)
declare(
    "notifications.Mail",
    app=APP,
    person="address",
    link=Link.BY_ADDRESS,
    purpose=PURPOSE,
    retention=RETENTION,
    on_erase=OnErase.DELETE,
)

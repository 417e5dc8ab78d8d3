"""Personal data of this room: what people typed into a form that was not saved."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import period
from learning.privacy.registry import OnErase, declare

declare(
    "returning.KeptForm",
    app="learning.returning",
    person="person",
    purpose=_("To give people back what they typed when it could not be saved"),
    retention=period(settings.KEPT_FORM_SECONDS),
    on_erase=OnErase.DELETE,
)

"""Personal data of this room: what each person did, under their pseudonym."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import RECORD_OF_LEARNING
from learning.privacy.registry import OnErase, declare

for table, purpose in (
    ("records.Registration", _("To know what the person is going through, and since when")),
    ("records.Record", _("To show the person, and in part their manager, what they did")),
):
    declare(
        table,
        app="learning.records",
        person="actor",
        purpose=purpose,
        retention=RECORD_OF_LEARNING,
        on_erase=OnErase.UNLINK,
    )

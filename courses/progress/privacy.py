"""Personal data of this room: where a person is in a course, under their pseudonym."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.periods import RECORD_OF_LEARNING
from learning.privacy.registry import OnErase, declare

declare(
    "progress.CourseRegistration",
    app="courses.progress",
    person="registration__actor",
    purpose=_("To go on where the person stopped, on any device"),
    retention=RECORD_OF_LEARNING,
    on_erase=OnErase.UNLINK,
)

"""Personal data of this room: who published what a department added to a course."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

declare(
    "content.AdditionVersion",
    app="courses.additions",
    person="published_by",
    link=Link.MENTIONS,
    purpose=_("To know who published what learners read"),
    retention=_("As long as the addition"),
    on_erase=OnErase.UNLINK,
)

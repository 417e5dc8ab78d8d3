"""The access of learners to the files that the versions they may open show."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from courses.content.models import FrozenFile
from learning.catalogue.selectors import visible_activities


def readers_of_a_version(*, path: str, user: Any) -> bool:
    """Tell whether a version that ``user`` may open, or has started, shows the file at ``path``."""
    may_open = Q(course__current=True, course__activity__in=visible_activities(user))
    if user.actor_id is not None:
        # Asked for nobody, the outer join would answer for every version nobody has started.
        may_open |= Q(course__registrations__registration__actor=user.actor_id)
    return FrozenFile.objects.filter(path=path).filter(may_open).exists()

"""The access to files of an addition: for the people of its department, and for its editors."""

from __future__ import annotations

from typing import Any

from courses.additions.models import AdditionFile
from courses.additions.selectors import additions_known_to


def readers_of_an_addition(*, path: str, user: Any) -> bool:
    """Tell whether an addition that ``user`` gets, or is told of as an editor, shows the file."""
    above = user.organisation.lineage if user.organisation else []
    shown = AdditionFile.objects.filter(path=path, addition__current=True)
    if shown.filter(addition__organisation__in=above).exists():
        return True
    return (
        user.has_perm("wagtailadmin.access_admin")
        and shown.filter(addition__in=additions_known_to(user).values("pk")).exists()
    )

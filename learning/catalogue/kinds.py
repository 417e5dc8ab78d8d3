"""The kinds of thing there are to learn, as the rooms that own them name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.core.signals import setting_changed

from learning.seams.named import seam


@dataclass(frozen=True)
class ActivityKind:
    """One kind of thing to learn; ``ACTIVITY_KINDS`` names a function that returns it.

    ``name`` is what entries store and the API says, at most 20 characters; it never changes.
    ``label`` names it for people. Learners open an entry below ``path``, which is a part of an
    address such as "courses".
    """

    name: str
    label: object
    path: str

    def address(self, slug: str) -> str:
        """Return the address where a learner opens the entry ``slug``."""
        return f"/{self.path}/{slug}/"


@lru_cache(maxsize=1)
def activity_kinds() -> dict[str, ActivityKind]:
    """Return the kinds that there are here by name, in the order of the setting."""
    found = [kind() for kind in seam("ACTIVITY_KINDS")]
    return {kind.name: kind for kind in found}


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting == "ACTIVITY_KINDS":
        activity_kinds.cache_clear()


setting_changed.connect(_forget, dispatch_uid="learning.catalogue.kinds")

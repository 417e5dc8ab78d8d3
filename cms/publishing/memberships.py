"""Groups as a kind of right: the departments they belong to, giving and ending memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import GroupPagePermission, ModelLogEntry

from cms.pages.models import DepartmentPage
from cms.publishing.models import EditorsGroup
from learning.people.models import User
from learning.people.rights import Held, Right

ENDED = "publishing.membership_ended"
GRANTED = "publishing.membership_granted"


def _held(people: Sequence[int]) -> Iterator[Held]:
    """Yield the memberships of ``people`` in groups, editors' groups and others."""
    found = list(
        User.groups.through.objects.filter(user__in=people).values_list("pk", "user", "group")
    )
    paths = _organisations_of({group for _pk, _person, group in found})
    for pk, person, group in found:
        yield Held(person, pk, tuple(paths[group]))


def _organisations_of(groups: set[int]) -> dict[int, list[str]]:
    """Return the paths of the organisations in whose parts of the tree each group works.

    By its pages and not by its name: names follow the organisation's, and groups that were made
    by hand for a department are found as well. A group for the whole tree belongs to none.
    """
    if not groups:
        return {}
    departments = list(DepartmentPage.objects.values_list("path", "organisation__path"))
    found: dict[int, list[str]] = defaultdict(list)
    pages = GroupPagePermission.objects.filter(group__in=groups)
    for group, page in pages.values_list("group", "page__path").distinct():
        found[group] += [above for path, above in departments if page.startswith(path)]
    return found


def join_group(*, person: User, group: Group, by: User | None, now: datetime) -> bool:
    """Put somebody into a group, and write it into their history; tell whether it is new."""
    _membership, new = User.groups.through.objects.get_or_create(user=person, group=group)
    if new:
        _write_down(GRANTED, [(person.pk, person.full_name, group.pk, group.name)], by=by, now=now)
    return new


def end_membership(*, person: User, group: Group, by: User | None, now: datetime) -> bool:
    """Take somebody out of a group, and write it into their history; tell whether they were in."""
    return bool(_take_out(_MEMBERSHIPS.filter(user=person, group=group), by=by, now=now))


def end_memberships(groups: QuerySet[EditorsGroup], *, by: User | None, now: datetime) -> None:
    """Take everybody out of groups of editors."""
    _take_out(_MEMBERSHIPS.filter(group__in=groups.values("group")), by=by, now=now)


_MEMBERSHIPS = User.groups.through.objects


def _end(rights: Sequence[Held], *, now: datetime) -> None:
    _take_out(_MEMBERSHIPS.filter(pk__in=[held.key for held in rights]), by=None, now=now)


def _take_out(ending: QuerySet[Any], *, by: User | None, now: datetime) -> int:
    """Take people out of groups, and write it into the history of each."""
    fields = ("user", "user__full_name", "group", "group__name")
    told = list(ending.order_by("pk").values_list(*fields))
    _write_down(ENDED, told, by=by, now=now)
    # Whatever their number, one statement: nothing hangs on a membership, nor hears of its end.
    ending._raw_delete(ending.db)
    return len(told)


def _write_down(
    action: str, told: Sequence[tuple[int, str, int, str]], *, by: User | None, now: datetime
) -> None:
    """Record who joined or left which group; names change, so it is known by its key too."""
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=str(person),
                label=name,
                action=action,
                timestamp=now,
                user=by,
                data={"group": group, "group_id": key},
            )
            for person, name, key, group in told
        ]
    )


def histories(action: str) -> QuerySet[ModelLogEntry]:
    """Return the history entries about ``action``.

    Each with ``member`` and ``of_group``: the keys of the person and of the group, as texts.
    """
    return ModelLogEntry.objects.filter(action=action).annotate(
        member=F("object_id"), of_group=KeyTextTransform("group_id", "data")
    )


class MembershipEnded(LogFormatter):
    """The sentence in the history of a person that they left a group."""

    label: str | Promise = gettext_lazy("Take out of a group")

    def format_message(self, log_entry: Any) -> str:
        return _("No longer in the group “%(group)s”") % {"group": log_entry.data.get("group", "")}


class MembershipGranted(LogFormatter):
    """The sentence in the history of a person that they were put into a group."""

    label: str | Promise = gettext_lazy("Put into a group")

    def format_message(self, log_entry: Any) -> str:
        return _("Put into the group “%(group)s”") % {"group": log_entry.data.get("group", "")}


memberships = Right(_held, _end)

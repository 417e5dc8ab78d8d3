"""Entries in histories: of organisations, and of people who were given a role."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry

from learning.people.models import Role, User

PROVIDED = "administration.provided"
CREATED = "administration.created"
RENAMED = "administration.renamed"
MOVED = "administration.moved"
MERGED = "administration.merged"
CLOSED = "administration.closed"
OPENED = "administration.opened"
LAST_DAY = "administration.last_day"
# What each says with its data: the name of what it is about stands beside it already.
SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    PROVIDED: (gettext_lazy("Let write courses"), gettext_lazy("Can write courses")),
    CREATED: (gettext_lazy("Add"), gettext_lazy("Added")),
    RENAMED: (
        gettext_lazy("Rename"),
        gettext_lazy("Renamed from “%(before)s” to “%(after)s”"),
    ),
    MOVED: (gettext_lazy("Move"), gettext_lazy("Moved from “%(before)s” to “%(after)s”")),
    MERGED: (gettext_lazy("Merge"), gettext_lazy("Merged into “%(after)s”")),
    CLOSED: (gettext_lazy("Close"), gettext_lazy("Closed")),
    OPENED: (gettext_lazy("Reopen"), gettext_lazy("Reopened")),
    LAST_DAY: (
        gettext_lazy("Change the last day of a role"),
        gettext_lazy("Last day of “%(role)s” for “%(organisation)s”: %(after)s"),
    ),
}


def write_down(
    instance: Any, action: str, *, by: User, now: datetime, **data: Any
) -> ModelLogEntry:
    """Write into the history of ``instance`` what ``by`` did."""
    return log(instance=instance, action=action, user=by, data=data, timestamp=now)


def day_in_words(day: str) -> str:
    """Return the day of a history, "2026-11-30" or "" for none, as people write it."""
    return date_format(date.fromisoformat(day)) if day else ""


class Sentence(LogFormatter):
    """The sentence that a history shows for an entry, with the entry's data put in."""

    action = ""

    def format_message(self, log_entry: Any) -> str:
        data = dict.fromkeys(("before", "after", "role", "organisation"), "") | log_entry.data
        if self.action == LAST_DAY:
            data["after"] = day_in_words(data["after"])
        data["after"] = data["after"] or _("none")
        data["role"] = dict(Role.choices).get(data["role"], data["role"])
        return str(SENTENCES[self.action][1]) % data


def register(actions: LogActionRegistry) -> None:
    """Register the name and the sentence of every action with Wagtail."""
    for action, (label, _message) in SENTENCES.items():
        actions.register_action(action)(
            type("Sentence", (Sentence,), {"label": label, "action": action})
        )

"""Keeping decisions to the version that was open to decide on, not one saved meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page, Revision

from cms.publishing.models import ReviewTask

# The buttons of the editor that approve, refuse or publish.
DECISIONS = frozenset({"action-publish", "action-workflow-action"})


def decides(sent: Mapping[str, str]) -> bool:
    """Tell whether a form of the editor was sent with a button that decides on a review."""
    return bool(DECISIONS & sent.keys())


def is_older(sent: Mapping[str, str], latest: Revision) -> bool:
    """Tell whether a form of the editor was opened, or saved by itself, before ``latest`` was.

    One that does not say which revision it shows is taken for a new one, as Wagtail does.
    """
    if saved := sent.get("overwrite_revision_id"):
        return saved != str(latest.pk)
    if loaded := sent.get("loaded_revision_id"):
        when = sent.get("loaded_revision_created_at")
        return loaded != str(latest.pk) or when != latest.created_at.isoformat()
    return False


def review_what_is_open(page: Page, latest: Revision, user: Any) -> None:
    """Make the review of ``page``, if ``user`` may decide it, one of the draft that is open.

    It began with what was submitted; drafts saved since then are what the editor shows.
    """
    state = page.current_workflow_task_state
    task = state.task.specific if state else None
    if isinstance(task, ReviewTask) and task.get_actions(page, user):
        state.revision = latest
        state.save(update_fields=["revision"])


def comment_in(sent: Mapping[str, str]) -> str:
    """Return the comment that came with a decision; an empty one where there is none to read."""
    try:
        told = json.loads(sent.get("workflow-action-extra-data") or "{}")
    except ValueError:
        return ""
    return str(told.get("comment") or "") if isinstance(told, dict) else ""

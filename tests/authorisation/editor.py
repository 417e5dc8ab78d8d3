"""What a browser sends to the Wagtail editor, put together from a page as it is."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PageViewRestriction, Revision, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.content.models import CoursePage, LessonPage


def course_form(page: CoursePage, **changes: Any) -> dict[str, Any]:
    """Return the form of a course as its latest draft fills it, with ``changes``."""
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return nested_form_data(
        {
            "title": draft.title,
            "slug": draft.slug,
            "seo_title": "",
            "search_description": "",
            "summary": draft.summary,
            "topic": draft.topic_id,
            "level": draft.level,
            "scope": draft.scope_id or "",
            "outcomes": streamfield([("outcome", str(one.value)) for one in draft.outcomes]),
            "steps": streamfield(
                [
                    (step.block_type, _without_nothing(step.get_prep_value()["value"]))
                    for step in draft.steps
                ]
            ),
            "lessons_shown": ",".join(
                str(step.value["lesson"].pk) for step in draft.steps if step.value.get("lesson")
            ),
            "course_owner": draft.course_owner_id or "",
            "review_date": draft.review_date.isoformat(),
            "accessibility_notes": draft.accessibility_notes,
            "comments": inline_formset([]),
            **changes,
        }
    )


def _without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    return {name: "" if part is None else part for name, part in value.items()}


def unchanged_form(page: CoursePage) -> dict[str, Any]:
    """Return the form of a course in which nobody has changed a word."""
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    form = course_form(page, reach=draft.reach)
    for name in ("outcomes", "steps"):
        for number, block in enumerate(getattr(draft, name)):
            form[f"{name}-{number}-id"] = block.id
    return form


def lesson_form(page: LessonPage, **changes: Any) -> dict[str, Any]:
    """Return the form of a lesson with a single text."""
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "",
            "minutes": 10,
            "body": streamfield([("text", '{"blocks": [], "entityMap": {}}')]),
            "comments": inline_formset([]),
            **changes,
        }
    )


def everything() -> tuple[Any, ...]:
    """Return a fingerprint of the whole tree: what only the right people may change."""
    return (
        list(
            Page.objects.order_by("pk").values_list(
                "pk", "live", "title", "draft_title", "latest_revision", "live_revision", "path",
                "locked",
            )
        ),
        list(WorkflowState.objects.order_by("pk").values_list("pk", "status")),
        list(PageViewRestriction.objects.values_list("pk", "page")),
        Revision.objects.filter(approved_go_live_at__isnull=False).count(),
    )  # fmt: skip

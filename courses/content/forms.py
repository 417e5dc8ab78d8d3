"""Forms of the editor that only courses have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.publishing.selectors import editors
from cms.snippets.access import usable
from cms.snippets.models import SharedContent
from courses.content.shared_content import shared_in

REVIEW_AFTER = timedelta(days=365)


class CoursePageForm(WagtailAdminPageForm):
    """The form of a course; a new one begins with its author as owner and a review in a year."""

    data: QueryDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["course_owner"] = getattr(self.for_user, "pk", None)
            self.initial["review_date"] = localdate() + REVIEW_AFTER
        if "reach" in self.fields:
            self.fields["reach"].required = False  # a form without it leaves it as it is
        if self.is_bound:
            shown = self.data.get("lessons_shown", "").split(",")
            self.instance.lessons_shown = {int(key) for key in shown if key.isdecimal()}
        if self.is_bound and "course_owner" in self.fields:
            self._keep_owners_to_editors()

    def _keep_owners_to_editors(self) -> None:
        # The chooser offers editors only. A number sent without it would be answered with the
        # name of the person who has it, so it is put back to what it was.
        name, before = self.add_prefix("course_owner"), self.instance.course_owner_id
        sent = str(self.data.get(name) or "")
        if sent and not (sent.isdecimal() and editors(also=before).filter(pk=sent).exists()):
            changed = self.data.copy()
            changed[name] = before or ""
            self.data = changed


class LessonPageForm(WagtailAdminPageForm):
    """The form of a lesson, which takes only content shared with its author, or there before.

    The chooser offers nothing else, but a number can be typed, and a preview would show it.
    """

    def clean_body(self) -> Any:
        body = self.cleaned_data["body"]
        before = self.instance.body.get_prep_value() if self.instance.pk else []
        known = {snippet.uid for snippet in shared_in(before)}
        for snippet in shared_in(body.get_prep_value()):
            if snippet.uid not in known and not self._may_use(snippet):
                raise ValidationError(
                    _(
                        "Choose shared content and glossary terms of your own department, or "
                        "everybody’s."
                    )
                )
        return body

    def _may_use(self, snippet: SharedContent) -> bool:
        return usable(self.for_user, type(snippet)).filter(pk=snippet.pk).exists()

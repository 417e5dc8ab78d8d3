"""A translation says all that its original says, as it says it now."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.publishing.faults import Fault
from courses.content.checking.drafts import CourseDraft
from courses.content.translation.courses import progress_of


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield each page of a translation that lacks texts, or has texts that are out of date."""
    progress = progress_of(draft.page)
    for page in progress.pages if progress else ():
        if page.missing:
            yield Fault(
                ngettext(
                    "%(num)s text of “%(title)s” is not translated, or has changed in the "
                    "original.",
                    "%(num)s texts of “%(title)s” are not translated, or have changed in the "
                    "original.",
                    page.missing,
                )
                % {"num": page.missing, "title": page.page.title},
                fix=_("Open the page, translate them, and send the translation for review."),
                page_id=page.page.pk,
            )

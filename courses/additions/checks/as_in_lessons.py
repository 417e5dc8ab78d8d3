"""The lessons of an addition keep the rules that hold for the lessons of a course.

Links lead somewhere, questions can be answered, files belong to the department that shows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from cms.publishing.faults import Fault
from courses.additions.drafts import AdditionDraft
from courses.content.checks import broken_links, files_of_others, right_answers


def faults(draft: AdditionDraft) -> Iterator[Fault]:
    """Yield what the checks of a course's lessons find."""
    for check in (broken_links, files_of_others, right_answers):
        yield from check.faults(draft)

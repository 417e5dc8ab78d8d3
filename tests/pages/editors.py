"""What we add to the editor: each page of ours, or with a part of ours, and work to show on it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from courses.content.importing import import_word
from courses.content.knowledge_checks import Check
from courses.content.models import CoursePage
from courses.progress.feedback import give_feedback
from courses.progress.services import answer_check
from learning.catalogue.models import Topic, VainSearch
from learning.people.models import User
from learning.people.visibility import SMALLEST_GROUP
from tests.factories.courses import Writing, draft_course, started
from tests.factories.people import PersonFactory
from tests.factories.word import Words

TAKEN = "something-1"
REPORTS = "/cms-admin/reports"
COURSE = "working-with-data-in-government"
WHOLE = "main .nice-padding"
LISTED = "#listing-results"
REPORT = "main"


@dataclass(frozen=True)
class EditorsPage:
    """A page of the editor; ``ours`` is the part that is not Wagtail's, ``seen`` what it shows."""

    name: str
    address: str
    seen: str
    ours: str = WHOLE
    who: str = "author"


PAGES = [
    EditorsPage("start page, drafts", "/cms-admin/", "Say for whom", "#my-courses"),
    EditorsPage("start page, in use", "/cms-admin/", "Hardest question", "#live-courses"),
    EditorsPage("courses in use", f"{REPORTS}/courses-in-use/", "Working with data", LISTED),
    EditorsPage("questions", f"{REPORTS}/questions-in-lessons/", "What of Lesson 1?", LISTED),
    EditorsPage("what people say", f"{REPORTS}/what-people-say/", "Too long.", LISTED),
    EditorsPage("additions", f"{REPORTS}/additions-to-courses/", "What departments have", REPORT),
    EditorsPage("searches in vain", f"{REPORTS}/searches-in-vain/", "beekeeping", LISTED),
    EditorsPage("translations", "/cms-admin/courses/{translated}/translations/", "Cymraeg"),
    EditorsPage("import from Word", "/cms-admin/word/import/{department}/", "Word document"),
    EditorsPage("imported from Word", "/cms-admin/word/{imported}/", "For you to check"),
    EditorsPage("before publishing", "/cms-admin/pages/{draft}/before-publishing/", "To mend"),
    EditorsPage(
        "who gets a change", "/cms-admin/pages/{live}/edit/", "In this lesson now",
        "#panel-child-content-who_gets_this_change-section",
    ),
    EditorsPage(
        "lessons of a course", "/cms-admin/pages/{live}/edit/", "Add a lesson",
        "#panel-child-content-lessons-section",
    ),
    EditorsPage("keys", "/cms-admin/keys/", "A partner", LISTED, "admin"),
    EditorsPage("a new key", "/cms-admin/keys/create/", "Key", WHOLE, "admin"),
]  # fmt: skip


def work(writing: Writing) -> dict[str, str]:
    """Leave something on every page, and return what their addresses are filled with."""
    people, department = writing.cast, writing.department.page
    draft = draft_course(writing, title="Refused", slug="refused")
    draft.get_workflow().start(draft, people.author)
    state = CoursePage.objects.get(pk=draft.pk).current_workflow_task_state
    state.task.specific.on_action(state, people.reviewer, "reject", comment="Say for whom.")
    live = CoursePage.objects.get(slug=COURSE)
    CoursePage.objects.filter(pk=live.pk).update(
        review_date=timezone.localdate() - timedelta(days=1)
    )
    for _number in range(SMALLEST_GROUP):
        _taken_by(PersonFactory(organisation=people.team))
    words = Words()
    words.title("Reading a register")
    words.lesson("What it holds")
    words.picture("")
    record = import_word(
        file=words.saved(), file_name="register.docx", department=department,
        topic=Topic.objects.first(), user=people.author, token=uuid4(),
    ).record  # fmt: skip
    VainSearch.objects.create(
        day=timezone.localdate(), words="beekeeping", times=20, loosely=0, places=0xFF
    )
    call_command("create_lrs_credential", "A partner", "--scope", "state", stdout=io.StringIO())
    return {
        "department": str(department.pk),
        "draft": str(record.course_id),
        "imported": str(record.pk),
        "live": str(live.pk),
        "translated": str(CoursePage.objects.get(slug="something-2").pk),
    }


def _taken_by(person: User) -> None:
    """Answer a question wrongly, and say what one thinks of the course."""
    progress = started(person, TAKEN)
    step = progress.steps[0]
    check = next(Check.from_json(part["check"]) for part in step.lesson.body if "check" in part)
    now = timezone.now()
    wrong = [option.key for option in check.options if not option.correct]
    answer_check(
        person=person, progress=progress, step=step, check=check, answer=wrong, previous="", now=now
    )
    give_feedback(person=person, progress=progress, usefulness=2, comment="Too long.", now=now)

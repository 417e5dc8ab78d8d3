"""What we add to the editor: each page of ours, or with a part of ours, and work to show on it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from cms.administration.trials import record_backup, send_test_mail
from cms.publishing.models import EditorsGroup
from courses.content.knowledge.checks import Check
from courses.content.models import CoursePage
from courses.content.word.importing import import_word
from courses.progress.feedback import give_feedback
from courses.progress.services import answer_check
from learning.catalogue.models import SearchWithoutResults, Topic
from learning.people.models import User
from learning.people.small_numbers import SMALLEST_GROUP
from learning.sweeps.claims import set_aside
from tests.factories.courses import Writing, body_of, draft_course, started
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


DEPARTMENTS = "/cms-admin/departments"
SETTING_UP = "/cms-admin/setting-up"
OURS = "#administration"
ADMINISTRATION = [
    EditorsPage("start page, checklist", "/cms-admin/", "Emails arrive", "#checklist", "admin"),
    EditorsPage("start page, own part", "/cms-admin/", "You are", "#own-part", "ld-lead"),
    EditorsPage("checklist", f"{SETTING_UP}/", "A backup was tested", OURS, "admin"),
    EditorsPage("test email", f"{SETTING_UP}/email/", "waits to be sent", OURS, "admin"),
    EditorsPage(
        "test email arrived", f"{SETTING_UP}/email/{{mail}}/", "Yes, it arrived", OURS, "admin"
    ),
    EditorsPage("restored backup", f"{SETTING_UP}/backup/", "All there.", OURS, "admin"),
    EditorsPage("name of the service", f"{SETTING_UP}/name/", "Welsh", OURS, "admin"),
    EditorsPage("departments", f"{DEPARTMENTS}/", "Policy", LISTED, "ld-lead"),
    EditorsPage("a department", f"{DEPARTMENTS}/{{dps}}/", "Editors", OURS, "ld-lead"),
    EditorsPage("a team", f"{DEPARTMENTS}/{{team}}/", "Let it write courses", OURS, "ld-lead"),
    EditorsPage("a new department", f"{DEPARTMENTS}/add/", "Code", OURS, "admin"),
    EditorsPage("rename", f"{DEPARTMENTS}/{{team}}/rename/", "Name", OURS, "ld-lead"),
    EditorsPage("move, where", f"{DEPARTMENTS}/{{team}}/move/", "Choose one", OURS, "admin"),
    EditorsPage(
        "move, confirm", f"{DEPARTMENTS}/{{team}}/move/?organisation={{dps}}", "Move department",
        OURS, "admin",
    ),
    EditorsPage(
        "merge, confirm", f"{DEPARTMENTS}/{{team}}/merge/?organisation={{dps}}", "They end", OURS,
        "ld-lead",
    ),
    EditorsPage("close", f"{DEPARTMENTS}/{{team}}/close/", "Merge it into", OURS, "ld-lead"),
    EditorsPage("roles", "/cms-admin/roles/", "L&D lead", LISTED, "ld-lead"),
    EditorsPage("a role", "/cms-admin/roles/{role}/", "Given by", OURS, "ld-lead"),
    EditorsPage("last day", "/cms-admin/roles/{role}/last-day/", "Last day", OURS, "ld-lead"),
    EditorsPage("end a role", "/cms-admin/roles/{role}/end/", "End role", OURS, "ld-lead"),
    EditorsPage(
        "a role, for whom", "/cms-admin/roles/grant/?organisation={dps}&who=beth", "Beth Lloyd",
        OURS, "ld-lead",
    ),
    EditorsPage(
        "a role, which", "/cms-admin/roles/grant/?organisation={dps}&person={beth}", "Last day",
        OURS, "ld-lead",
    ),
    EditorsPage("editors", "/cms-admin/editors/", "Alex Chen", LISTED, "ld-lead"),
    EditorsPage(
        "an editor", "/cms-admin/editors/grant/?organisation={dps}&person={beth}", "Publisher",
        OURS, "ld-lead",
    ),
    EditorsPage(
        "end an editor", "/cms-admin/editors/{group}/{author}/end/", "Remove editor", OURS,
        "ld-lead",
    ),
    EditorsPage("invitations", "/cms-admin/invitations/", "Not invited yet", "main", "ld-lead"),
]  # fmt: skip
PAGES = [
    EditorsPage("start page, drafts", "/cms-admin/", "Say for whom", "#my-courses"),
    EditorsPage("start page, in use", "/cms-admin/", "Hardest question", "#live-courses"),
    EditorsPage("courses in use", f"{REPORTS}/courses-in-use/", "Working with data", LISTED),
    EditorsPage("questions", f"{REPORTS}/questions-in-lessons/", "What of Lesson 1?", LISTED),
    EditorsPage("what people say", f"{REPORTS}/what-people-say/", "Too long.", LISTED),
    EditorsPage("additions", f"{REPORTS}/additions-to-courses/", "What departments have", REPORT),
    EditorsPage("no results", f"{REPORTS}/searches-without-results/", "beekeeping", LISTED),
    EditorsPage("translations", "/cms-admin/courses/{translated}/translations/", "Cymraeg"),
    EditorsPage("import from Word", "/cms-admin/word/import/{department}/", "Word document"),
    EditorsPage("imported from Word", "/cms-admin/word/{imported}/", "For you to check"),
    EditorsPage("before publishing", "/cms-admin/pages/{draft}/before-publishing/", "Must fix"),
    EditorsPage(
        "who gets a change", "/cms-admin/pages/{live}/edit/", "In this lesson now",
        "#panel-child-content-who_gets_this_change-section",
    ),
    EditorsPage(
        "lessons of a course", "/cms-admin/pages/{live}/edit/", "Add a lesson",
        "#panel-child-content-lessons-section",
    ),
    EditorsPage("work that failed", f"{REPORTS}/work-that-failed/", "KeyError", REPORT, "admin"),
    EditorsPage("start page of a lead", "/cms-admin/", "Learning in", "#lead", "ld-lead"),
    EditorsPage("promises", "/cms-admin/promises/", "Cardiff", WHOLE, "ld-lead"),
    EditorsPage("one promise", "/cms-admin/promises/{leading}/", "Remove this", WHOLE, "ld-lead"),
    EditorsPage("the service's promise", "/cms-admin/promises/service/", "Save", WHOLE, "admin"),
    *ADMINISTRATION,
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
    set_aside("publish", "1", KeyError("slug"), now=timezone.now())
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
    SearchWithoutResults.objects.create(
        day=timezone.localdate(), words="beekeeping", times=20, loosely=0, places=0xFF
    )
    call_command("create_lrs_credential", "A partner", "--scope", "state", stdout=io.StringIO())
    return {
        **_decided(writing),
        "department": str(department.pk),
        "draft": str(record.course_id),
        "imported": str(record.pk),
        "leading": str(people.department.pk),
        "live": str(live.pk),
        "translated": str(CoursePage.objects.get(slug="something-2").pk),
    }


def _decided(writing: Writing) -> dict[str, str]:
    """Leave something on every page about departments and setting up."""
    people, now = writing.cast, timezone.now()
    trial = send_test_mail(by=people.admin, address="a@demo.example", now=now)
    today = timezone.localdate(now)
    record_backup(by=people.admin, tried_on=today, found="All there.", now=now)
    group = EditorsGroup.objects.get(department__organisation=people.department, kind="authors")
    return {
        "mail": str(trial.token),
        "dps": str(people.department.pk),
        "team": str(people.team.pk),
        "role": str(people.ld_lead.role_grants.get().pk),
        "beth": str(User.objects.get(email="beth.lloyd@demo.example").public_id),
        "group": str(group.pk),
        "author": str(people.author.pk),
    }


def _taken_by(person: User) -> None:
    """Answer a question wrongly, and say what one thinks of the course."""
    progress = started(person, TAKEN)
    step = progress.steps[0]
    check = next(Check.from_json(part["check"]) for part in body_of(step) if "check" in part)
    now = timezone.now()
    wrong = [option.key for option in check.options if not option.correct]
    answer_check(
        person=person, progress=progress, step=step, check=check, answer=wrong, previous="", now=now
    )
    give_feedback(person=person, progress=progress, usefulness=2, comment="Too long.", now=now)

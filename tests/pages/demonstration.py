"""The demonstration, loaded for tests, and the addresses that depend on what was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from courses.additions.demonstration import load_additions
from courses.content.knowledge.checks import Check
from courses.content.models import Step
from courses.progress.demonstration import load_people, load_progress
from courses.progress.leaving import leave_course
from courses.progress.selectors import course_progress
from courses.progress.services import answer_check
from learning.lrs.models import Statement
from learning.people import codes
from learning.people.invitations import token_for
from learning.people.limits import Limit
from learning.people.models import LimitCount, Organisation, User
from learning.records.models import Record
from learning.returning.services import keep_form
from learning.returning.unsaved import Why, address_with_note
from learning.xapi import verbs
from tests.factories.courses import (
    Writing,
    body_of,
    complete_lessons,
    draft_course,
    publish,
    published_course,
    started,
    translated_by_machine,
    writing_department,
)
from tests.factories.people import Cast
from tests.factories.step_kinds import EXTERNAL, with_step
from tests.pages.cases import COURSE, LESSONS, WITH_A_CODE, WITH_A_LATE_CODE, Case

PASSWORD = "learn-at-your-own-pace"
BACKEND = "learning.people.backends.EmployedBackend"


@dataclass(frozen=True)
class Demonstration:
    """What the addresses of cases are filled with."""

    names: dict[str, str]

    def address(self, case: Case) -> str:
        return case.address.format(**self.names)


@dataclass(frozen=True)
class Standing:
    """The demonstration behind a server that many tests look at and none changes for another.

    ``sessions`` are the cookies of those who are signed in, by login: what a test itself writes
    is rolled back, and the server never sees it.
    """

    browser: Browser
    base: str
    demo: Demonstration
    sessions: Mapping[str, str]


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@demo.example")


def load() -> Demonstration:
    """Load people, the courses and progress; invite one person, lock another one out."""
    now = timezone.now()
    load_people(password=PASSWORD, now=now)
    call_command(
        "import_course_files", organisation="DPS", owner="author@demo.example", verbosity=0
    )
    load_additions()
    load_progress(now=now)
    newcomer = User.objects.create_user(
        "newcomer@demo.example", full_name="New Comer", joined_on=now.date()
    )
    invited = User.objects.create_user(
        "invited@demo.example", full_name="In Vited", joined_on=now.date()
    )
    arriving = User.objects.create_user(
        "arriving@demo.example", full_name="Ar Riving", joined_on=now.date()
    )
    mentor = person("mentor")
    User.objects.filter(pk__in=[mentor.pk, newcomer.pk]).update(last_login=now)
    for _wrong_password in range(settings.SIGN_IN_LIMITS["password-account"]["most"]):
        Limit("password-account", "email locked@demo.example").take()
    # Longer than a minute, for pages are visited one after the other.
    LimitCount.objects.update(waits_until=timezone.now() + timedelta(hours=1))
    writing = writers()
    for number in (1, 2):
        course = published_course(
            writing, title=f"Something else {number}", slug=f"something-{number}"
        )
    translated_by_machine(course)
    elsewhere = draft_course(writing, title="With another provider", slug="with-another-provider")
    publish(with_step(elsewhere, EXTERNAL))
    started(person("beth.lloyd"), "with-another-provider", now)
    started(person("beth.lloyd"), "something-2-cy", now)
    complete_lessons(person("beth.lloyd"), "something-2-cy", 1, 2, now=now)
    left = started(person("beth.lloyd"), "something-1", now)
    leave_course(person=person("beth.lloyd"), progress=left, now=now)
    gone = User.objects.create_user("gone@demo.example", full_name="Go Ne", is_active=False)
    _answer_often(mentor, "working-with-data-in-government")
    record = Record.objects.get(
        actor=mentor.actor_id, activity__activity__kind="course", completed_at__isnull=False
    )
    statement = Statement.objects.filter(
        actor=mentor.actor_id, verb__iri=verbs.COMPLETED.iri
    ).first()
    return Demonstration(
        {
            "welcome": token_for(invited),
            "used": token_for(mentor),
            "closed": token_for(gone),
            "unsaved": _unsaved_answer(person("manager")),
            "unsaved_words": _unsaved(
                mentor,
                f"{COURSE}/feedback/",
                f"{COURSE}/feedback/",
                [("usefulness", "3"), ("comment", "Words that were kept")],
            ),
            "arriving": token_for(arriving),
            "record": str(record.pk),
            "statement": str(statement.id),
            "added": str(Step.objects.get(addition__isnull=False).key),
        }
    )


def _answer_often(learner: User, slug: str) -> None:
    """Answer one knowledge check until the statements of the course fill more than one page."""
    progress = course_progress(learner, slug)
    step = progress.steps[0]
    check = next(Check.from_json(part["check"]) for part in body_of(step) if "check" in part)
    for number in range(12):
        answer_check(
            person=learner,
            progress=progress,
            step=step,
            check=check,
            answer=[option.key for option in check.options if option.correct],
            previous=str(number),
            now=timezone.now(),
        )


def _unsaved_answer(learner: User) -> str:
    """Return the page of a lesson whose answer came after the end of the session."""
    progress = course_progress(learner, COURSE.rsplit("/", 1)[-1])
    step = progress.step_at(LESSONS[3])
    check = next(Check.from_json(part["check"]) for part in body_of(step) if "check" in part)
    page = f"{COURSE}/{LESSONS[3]}/"
    return _unsaved(learner, page, f"{page}checks/{check.key}/", [("answer", check.options[0].key)])


def _unsaved(learner: User, page: str, sent_to: str, fields: list[tuple[str, str]]) -> str:
    kept = keep_form(person=learner, address=sent_to, fields=fields, now=timezone.now())
    return address_with_note(page, sent_to=sent_to, why=Why.ENDED, person=learner, kept=kept.pk)


def writers() -> Writing:
    """Return the department that writes, so that there is more than the one course."""
    units = {unit.code: unit for unit in Organisation.objects.all()}
    people = {
        name: person(name.replace("_", "-"))
        for name in (
            "learner", "manager", "senior_manager", "author", "reviewer", "publisher", "ld_lead",
            "coordinator", "mentor", "outsider", "dpo", "admin",
        )
    }  # fmt: skip
    return writing_department(
        Cast(
            department=units["DPS"],
            team=units["DPS-CARDIFF"],
            other_department=units["RRA"],
            **people,
        )
    )


def client_of(login: str, language: str = "en-gb") -> Client:
    """Return a browser without a screen, signed in as ``login`` unless that is ""."""
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = language
    if login in (WITH_A_CODE, WITH_A_LATE_CODE):
        client.post("/sign-in/", {"email": f"{len(login)}@demo.example"})
        session = client.session
        session[codes.KEY]["at"] -= 20 * 60 if login == WITH_A_LATE_CODE else 0
        session.save()
    elif login:
        client.force_login(person(login), backend=BACKEND)
    return client

"""Where a person is in a course: what the course page, the player and the panels show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from courses.additions.models import AddedLesson, AdditionVersion
from courses.content.identifiers import check_iri
from courses.content.models import CourseVersion, LessonVersion
from courses.progress.models import CourseRegistration
from learning.catalogue.models import Activity, ActivityKind
from learning.catalogue.selectors import activity_formerly_at, visible_activities
from learning.people.models import User
from learning.records.models import Record

# What full-text search reads: a whole course in words, which no list of courses shows.
HEAVY_OF_AN_ACTIVITY = ("version__activity__body", "version__activity__search")


class StepStatus(StrEnum):
    """How far one step is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"


class CourseNotFound(LookupError):
    """Raised for a course that does not exist, or not for this person: the two look alike."""


class LessonNotFound(LookupError):
    """Raised for an address that names no lesson of the version the person is on."""


@dataclass(frozen=True, kw_only=True)
class LessonTaken:
    """How far this person is in a lesson."""

    status: StepStatus
    completed_at: datetime | None

    @property
    def is_completed(self) -> bool:
        return self.status is StepStatus.COMPLETED


@dataclass(frozen=True, kw_only=True)
class Step(LessonTaken):
    """One step of a course, as this person has it."""

    lesson: LessonVersion
    number: int

    @property
    def version(self) -> CourseVersion:
        """What the lesson was published with."""
        return self.lesson.course


@dataclass(frozen=True, kw_only=True)
class AddedStep(LessonTaken):
    """A lesson that a department has added to a course, as this person has it."""

    lesson: AddedLesson

    @property
    def version(self) -> AdditionVersion:
        """What the lesson was published with."""
        return self.lesson.addition


def how_far(record: Record | None) -> dict[str, Any]:
    """Return what a record of a lesson, or the lack of one, says for ``LessonTaken``."""
    if record and record.completed_at:
        return {"status": StepStatus.COMPLETED, "completed_at": record.completed_at}
    begun = record is not None and record.initialized_at is not None
    status = StepStatus.IN_PROGRESS if begun else StepStatus.NOT_STARTED
    return {"status": status, "completed_at": None}


@dataclass(frozen=True)
class CourseProgress:
    """A course and how far this person is in it; ``registration`` is None before they start.

    ``records`` are all that the registration has, of lessons, of answers and of lessons that were
    added, by the key of the activity.
    """

    activity: Activity
    version: CourseVersion
    registration: CourseRegistration | None
    steps: tuple[Step, ...]
    completed_at: datetime | None
    records: Mapping[int, Record] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """The number of steps completed."""
        return sum(step.is_completed for step in self.steps)

    @property
    def percent(self) -> int:
        """The share of steps completed, 0 to 100, never 100 before the last one."""
        return self.done * 100 // len(self.steps) if self.steps else 0

    @property
    def minutes_left(self) -> int:
        """The minutes of the steps not yet completed."""
        return sum(step.lesson.minutes for step in self.steps if not step.is_completed)

    @property
    def next_step(self) -> Step:
        """Where "Continue" leads: the step last opened, or else the first that is not done."""
        if self.registration and self.registration.step:
            for step in self.steps:
                if step.lesson.step == self.registration.step and not step.is_completed:
                    return step
        return next((step for step in self.steps if not step.is_completed), self.steps[0])

    def step_at(self, slug: str) -> Step:
        """Return the step with the address ``slug``, or that has it in another version.

        A lesson's own address comes first, then the one it was published at last. Raises
        LessonNotFound.
        """
        for step in self.steps:
            if step.lesson.slug == slug:
                return step
        elsewhere = (
            LessonVersion.objects.filter(course__activity=self.activity, slug=slug)
            .order_by("-course__number")
            .values_list("step", flat=True)
        )
        for moved in elsewhere:
            for step in self.steps:
                if step.lesson.step == moved:
                    return step
        raise LessonNotFound(slug)

    def after(self, step: Step) -> Step | None:
        """Return the step that follows ``step`` in order."""
        return self.steps[step.number] if step.number < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """Return the step that stands before ``step`` in order."""
        return self.steps[step.number - 2] if step.number > 1 else None


def course_progress(viewer: User, slug: str) -> CourseProgress:
    """Return the course at ``slug`` as ``viewer`` has it, in at most five queries.

    An address that the course had before finds it too, for two queries more, where no other
    course has it now; ``activity.slug`` is the one it has. Whoever has started keeps their
    version, also after the course is withdrawn or given to another department. Raises
    CourseNotFound for everything the viewer may not open.
    """
    registration = (
        CourseRegistration.objects.filter(
            registration__actor=viewer.actor_id,
            registration__activity__kind=ActivityKind.COURSE,
            registration__activity__slug=slug,
            registration__closed_at__isnull=True,
        )
        .select_related("version__activity__topic", "version__activity__term", "registration")
        .first()
    )
    if registration:
        taken = registration.version
        return _progress(taken, registration, _records([registration]), _lessons(taken))
    version = (
        CourseVersion.objects.filter(
            current=True,
            activity__in=visible_activities(viewer).filter(kind=ActivityKind.COURSE, slug=slug),
        )
        .select_related("activity__topic", "activity__term")
        .first()
    )
    if version is None:
        moved = activity_formerly_at(kind=ActivityKind.COURSE, slug=slug)
        if moved is None:
            raise CourseNotFound(slug)
        return course_progress(viewer, moved.slug)
    return _progress(version, None, {}, _lessons(version))


def _lessons(version: CourseVersion) -> Iterable[LessonVersion]:
    # With their names in statements, which the player needs; lists of courses do without.
    return version.lessons.select_related("term")


def courses_of(viewer: User) -> list[CourseProgress]:
    """Return every course the viewer has started, the last opened first, in three queries.

    The words of courses and lessons stay in the database: whole lessons are for the player.
    """
    registrations = list(
        CourseRegistration.objects.filter(
            registration__actor=viewer.actor_id, registration__closed_at__isnull=True
        )
        .select_related("version__activity", "registration")
        .prefetch_related(
            Prefetch("version__lessons", LessonVersion.objects.defer("body", "raw")),
        )
        .defer("version__raw", *HEAVY_OF_AN_ACTIVITY)
        .order_by("-opened_at", "-registration__started_at")
    )
    records = _records(registrations)
    return [
        _progress(registration.version, registration, records) for registration in registrations
    ]


def answers_in(progress: CourseProgress, step: Step | AddedStep) -> dict[str, Record]:
    """Return the viewer's latest answers in one lesson by the key of the check."""
    checks = {
        check_iri(step.lesson.term.iri, segment["check"]["key"]): segment["check"]["key"]
        for segment in step.lesson.body
        if "check" in segment
    }
    return {
        checks[record.activity.iri]: record
        for record in progress.records.values()
        if record.activity.iri in checks
    }


Records = Mapping[UUID, Mapping[int, Record]]


def _records(registrations: Iterable[CourseRegistration]) -> Records:
    found: dict[UUID, dict[int, Record]] = defaultdict(dict)
    for record in (
        Record.objects.filter(registration__in=[one.pk for one in registrations])
        .select_related("activity")
        .defer("activity__definition")
    ):
        found[record.registration][record.activity_id] = record  # type: ignore[index]
    return found


def _progress(
    version: CourseVersion,
    registration: CourseRegistration | None,
    records: Records,
    lessons: Iterable[LessonVersion] | None = None,
) -> CourseProgress:
    own = records.get(registration.pk, {}) if registration else {}
    lessons = version.lessons.all() if lessons is None else lessons
    steps = [
        Step(lesson=lesson, number=number, **how_far(own.get(lesson.term_id)))
        for number, lesson in enumerate(lessons, start=1)
    ]
    course = own.get(version.activity.term_id)
    return CourseProgress(
        activity=version.activity,
        version=version,
        registration=registration,
        steps=tuple(steps),
        completed_at=course.completed_at if course else None,
        records=own,
    )

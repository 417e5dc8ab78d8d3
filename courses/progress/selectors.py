"""The progress of a person in a course, for the course page, the player and the panels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from cms.steps.contract import DoneBy, StepKind
from cms.steps.kinds import kind_named
from courses.content.course_kind import COURSE
from courses.content.models import AdditionVersion, CourseVersion, Step
from courses.progress.models import CourseRegistration
from learning.catalogue.models import Activity
from learning.catalogue.selectors import activity_formerly_at, visible_activities
from learning.people.models import User
from learning.records.models import Record

# What full-text search reads: a whole course in words, which no list of courses shows.
HEAVY_OF_AN_ACTIVITY = ("version__activity__body", "version__activity__search")


class StepStatus(StrEnum):
    """The status of one step."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"


class CourseNotFound(LookupError):
    """Raised for a course that does not exist, or not for this person: the two look alike."""


class StepNotFound(LookupError):
    """Raised for an address that names no step of the version the person is on."""


@dataclass(frozen=True, kw_only=True)
class TakenStep:
    """One step of a course, or of what a department added to it, as this person has it.

    ``number`` counts the steps of a course from 1; what was added to it has none.
    """

    frozen: Step
    number: int | None
    status: StepStatus
    done_at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_added(self) -> bool:
        """True where a department has added it: it changes neither the place nor the version."""
        return self.number is None

    @property
    def key(self) -> UUID:
        return self.frozen.key

    @property
    def slug(self) -> str:
        return self.frozen.slug

    @property
    def title(self) -> str:
        return self.frozen.title

    @property
    def minutes(self) -> int:
        return self.frozen.minutes

    @property
    def kind(self) -> StepKind:
        """The kind of step, which answers for it."""
        return kind_named(self.frozen.kind)

    @property
    def is_completed_by_hand(self) -> bool:
        """True where the learner says that it is completed: its kind is here and has a form."""
        return self.frozen.done_by == DoneBy.COMPLETED and "button" in self.kind.done_words()

    @property
    def version(self) -> CourseVersion | AdditionVersion:
        """The version of a course, or of an addition, that it was published with."""
        return self.frozen.version


def taken_step(step: Step, record: Record | None, *, number: int | None) -> TakenStep:
    """Return a step as a person has it, with their ``record`` of it or None."""
    done_at = DoneBy(step.done_by).done_at(record)
    if done_at:
        status = StepStatus.COMPLETED
    elif record is not None and record.initialized_at is not None:
        status = StepStatus.IN_PROGRESS
    else:
        status = StepStatus.NOT_STARTED
    return TakenStep(frozen=step, number=number, status=status, done_at=done_at)


@dataclass(frozen=True)
class CourseProgress:
    """A course and how far this person is in it; ``registration`` is None before they start.

    ``records`` are all that the registration has, of steps, of answers and of steps that were
    added, by the key of the activity. ``done``, ``percent`` and ``minutes_left`` are of the steps
    that count.
    """

    activity: Activity
    version: CourseVersion
    registration: CourseRegistration | None
    steps: tuple[TakenStep, ...]
    completed_at: datetime | None
    records: Mapping[int, Record] = field(default_factory=dict)

    @cached_property
    def counted(self) -> tuple[TakenStep, ...]:
        """The steps that finish the course."""
        return tuple(step for step in self.steps if step.frozen.required)

    @property
    def done(self) -> int:
        """The number of steps done."""
        return sum(step.is_done for step in self.counted)

    @property
    def percent(self) -> int:
        """The share of steps done, 0 to 100, never 100 before the last one."""
        return self.done * 100 // len(self.counted) if self.counted else 0

    @property
    def minutes_left(self) -> int:
        """The minutes of the steps not yet done."""
        return sum(step.minutes for step in self.counted if not step.is_done)

    @property
    def next_step(self) -> TakenStep:
        """The step after "Continue": the one last opened, or else the first that is not done."""
        if self.registration and self.registration.step:
            for step in self.steps:
                if step.key == self.registration.step and not step.is_done:
                    return step
        open_steps = (step for step in self.counted if not step.is_done)
        return next(open_steps, None) or next(
            (step for step in self.steps if not step.is_done), self.steps[0]
        )

    def step_at(self, slug: str) -> TakenStep:
        """Return the step with the address ``slug``, or that has it in another version.

        A step's own address comes first, then the one it was published at last. Raises
        StepNotFound.
        """
        for step in self.steps:
            if step.slug == slug:
                return step
        elsewhere = (
            Step.objects.filter(course__activity=self.activity, slug=slug)
            .order_by("-course__number")
            .values_list("key", flat=True)
        )
        for moved in elsewhere:
            if (step_here := self.step_named(moved)) is not None:
                return step_here
        raise StepNotFound(slug)

    def step_named(self, key: UUID) -> TakenStep | None:
        """Return the step ``key``; None where this version has it not."""
        return next((step for step in self.steps if step.key == key), None)

    def after(self, step: TakenStep) -> TakenStep | None:
        """Return the step of the course that follows ``step`` in order."""
        if step.number is None or step.number >= len(self.steps):
            return None
        return self.steps[step.number]

    def before(self, step: TakenStep) -> TakenStep | None:
        """Return the step of the course that stands before ``step`` in order."""
        return self.steps[step.number - 2] if step.number is not None and step.number > 1 else None


def course_progress(viewer: User, slug: str) -> CourseProgress:
    """Return the course at ``slug`` as ``viewer`` has it, in at most five queries.

    An address that the course had before finds it too, for two queries more, where no other
    course has it now; ``activity.slug`` is the one it has. Anyone who has started keeps their
    version, also after the course is withdrawn or given to another department. Raises
    CourseNotFound for everything the viewer may not open.
    """
    registration = (
        CourseRegistration.objects.filter(
            registration__actor=viewer.actor_id,
            registration__activity__kind=COURSE.name,
            registration__activity__slug=slug,
            registration__closed_at__isnull=True,
        )
        .select_related("version__activity__topic", "version__activity__term", "registration")
        .first()
    )
    if registration:
        taken = registration.version
        return _progress(taken, registration, _records([registration]), _steps(taken))
    version = (
        CourseVersion.objects.filter(
            current=True,
            activity__in=visible_activities(viewer).filter(kind=COURSE.name, slug=slug),
        )
        .select_related("activity__topic", "activity__term")
        .first()
    )
    if version is None:
        moved = activity_formerly_at(kind=COURSE.name, slug=slug)
        if moved is None:
            raise CourseNotFound(slug)
        return course_progress(viewer, moved.slug)
    return _progress(version, None, {}, _steps(version))


def progress_now(progress: CourseProgress, taken: CourseRegistration) -> CourseProgress:
    """Return ``progress`` as it is after a change of ``taken``, its registration, or of records.

    One query, for the records; two more where another version has begun.
    """
    version: CourseVersion = progress.version
    steps: Iterable[Step] = [step.frozen for step in progress.steps]
    if taken.version_id != version.pk:
        version = CourseVersion.objects.select_related("activity__topic", "activity__term").get(
            pk=taken.version_id
        )
        steps = _steps(version)
    return _progress(version, taken, _records([taken]), steps)


def _steps(version: CourseVersion) -> Iterable[Step]:
    # With their names in statements, which the player needs; lists of courses do without.
    return version.steps.select_related("term")


def courses_of(viewer: User) -> list[CourseProgress]:
    """Return every course the viewer has started, the last opened first, in three queries.

    The words of courses stay in the database: they are for the player.
    """
    registrations = list(
        CourseRegistration.objects.filter(
            registration__actor=viewer.actor_id, registration__closed_at__isnull=True
        )
        .select_related("version__activity", "registration")
        .prefetch_related("version__steps")
        .defer("version__raw", *HEAVY_OF_AN_ACTIVITY)
        .order_by("-opened_at", "-registration__started_at")
    )
    records = _records(registrations)
    return [
        _progress(registration.version, registration, records) for registration in registrations
    ]


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
    steps: Iterable[Step] | None = None,
) -> CourseProgress:
    own = records.get(registration.pk, {}) if registration else {}
    steps = version.steps.all() if steps is None else steps
    course = own.get(version.activity.term_id)
    return CourseProgress(
        activity=version.activity,
        version=version,
        registration=registration,
        steps=tuple(
            taken_step(step, own.get(step.term_id), number=number)
            for number, step in enumerate(steps, start=1)
        ),
        completed_at=course.completed_at if course else None,
        records=own,
    )

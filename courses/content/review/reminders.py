"""Reminders of review dates that come or have passed: to the owner, or to who can publish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import GroupPagePermission

from courses.content.models import CoursePage
from learning.notifications.services import queued_before
from learning.people.emails import Email, email_to, queue_emails
from learning.people.models import User
from learning.sweeps.rows import EachRow

# The first email comes in time to plan the review, and then one a month until there is a new date.
SOON = timedelta(days=30)


def reviews_due(*, on: date) -> QuerySet[CoursePage]:
    """Return the published courses that are to be reviewed by ``on``, the longest due first."""
    return (
        CoursePage.objects.live()
        .filter(alias_of__isnull=True, review_date__lte=on)
        .select_related("course_owner")
        .order_by("review_date")
    )


def _untold(now: datetime) -> list[int]:
    """Return the courses that are to be reviewed soon, and nobody has been told of this month.

    The key of the first email about a course says that they were queued. Asked every second: two
    queries, without the lessons, see that all have been told.
    """
    today = timezone.localdate(now)
    courses = reviews_due(on=today + SOON).defer("steps", "outcomes", "lesson_revisions")
    wanted = {_key(course, today, 0): course.pk for course in courses}
    told = queued_before(wanted)
    return [course for key, course in wanted.items() if key not in told]


def _remind(key: int, *, now: datetime) -> bool | None:
    """Write to the owner of a course; where they have left, to those who may publish it.

    None where there is nobody to write to.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        course = (
            reviews_due(on=today + SOON)
            .select_for_update(skip_locked=True, of=("self",))
            .filter(pk=key)
            .first()
        )
        if course is None:
            return False
        emails = [
            _email(person, course, key=_key(course, today, number), today=today)
            for number, person in enumerate(_who_answers_for(course, today))
        ]
        queue_emails(emails)
        return True if emails else None


# 30 days before the review, on the day, and each 30 days after.
remind_of_reviews = EachRow(
    "remind-owners", gettext_lazy("Reminding owners of courses"), _untold, _remind
)


def _months_late(course: CoursePage, today: date) -> int:
    """Return by how many times thirty days the review is late; less than 0 before its day."""
    return (today - course.review_date).days // SOON.days if course.review_date else 0


def _key(course: CoursePage, today: date, number: int) -> str:
    """Return the key of one of the emails about a review; another date or owner has others."""
    months, owner = _months_late(course, today), course.course_owner_id
    return f"course-review:{course.pk}:{course.review_date}:{months}:{owner}:{number}"


def _who_answers_for(course: CoursePage, today: date) -> Iterable[User]:
    owner = course.course_owner
    if owner is not None and owner.may_sign_in(today):
        return [owner]
    publishing = GroupPagePermission.objects.filter(
        page__in=course.get_ancestors(inclusive=True), permission__codename="publish_page"
    )
    able = User.objects.able_to_sign_in(today).filter(groups__in=publishing.values("group"))
    return able.order_by("pk").distinct()


def _email(person: User, course: CoursePage, *, key: str, today: date) -> Email:
    with translation.override(person.preferred_language):
        named = {
            "title": course.title,
            "date": date_format(course.review_date or today, "DATE_FORMAT"),
        }
        if _months_late(course, today) < 0:
            subject = _("Review soon: %(title)s") % named
            words = _("“%(title)s” is to be reviewed by %(date)s.") % named
        else:
            subject = _("Review due: %(title)s") % named
            words = _("“%(title)s” was to be reviewed by %(date)s.") % named
        address = reverse("wagtailadmin_pages:edit", args=[course.pk])
        return email_to(
            person,
            kind="course-review",
            key=key,
            subject=subject,
            paragraphs=[
                words,
                _(
                    "Read it as a learner. Is it all still true? Do the links still work? "
                    "Then change what needs it, give it a new review date, and publish it:"
                ),
                settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address,
            ],
        )

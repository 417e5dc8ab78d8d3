"""Courses whose review date comes or has passed: their owners are told, or who can publish them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission

from courses.content.models import CoursePage
from learning.notifications.services import queued_before
from learning.people.letters import Letter, letter_to, post
from learning.people.models import User

# The first letter comes in time to plan the review, and then one a month until there is a new date.
SOON = timedelta(days=30)


def reviews_due(*, on: date) -> QuerySet[CoursePage]:
    """Return the published courses that are to be reviewed by ``on``, the longest due first."""
    return (
        CoursePage.objects.live()
        .filter(alias_of__isnull=True, review_date__lte=on)
        .select_related("course_owner")
        .order_by("review_date")
    )


def remind_of_reviews(*, now: datetime) -> int:
    """Write to the owner of each course 30 days before its review, on the day, and each 30 days.

    Where the owner has left, whoever may publish the course gets the letter. Returns the number
    of letters queued; the key of each makes a second one impossible.
    """
    today = timezone.localdate(now)
    # Asked every second: two queries, without the lessons, see that all have been told.
    courses = reviews_due(on=today + SOON).defer("steps", "outcomes", "lesson_revisions")
    wanted = {_key(course, today, 0): course for course in courses}
    told = queued_before(wanted)
    letters = [
        _letter(person, course, key=_key(course, today, number), today=today)
        for key, course in wanted.items()
        if key not in told
        for number, person in enumerate(_who_answers_for(course, today))
    ]
    post(letters)
    return len(letters)


def _months_late(course: CoursePage, today: date) -> int:
    """Return how many times thirty days the review is late; less than 0 before its day."""
    return (today - course.review_date).days // SOON.days if course.review_date else 0


def _key(course: CoursePage, today: date, number: int) -> str:
    """Name one of the letters about a review; another date or owner is another matter."""
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


def _letter(person: User, course: CoursePage, *, key: str, today: date) -> Letter:
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
        return letter_to(
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

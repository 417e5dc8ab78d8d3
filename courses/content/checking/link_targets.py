"""The targets that links of a course may lead to, asked for once for all links together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.media.models import LibraryDocument
from cms.publishing.markup import Link
from courses.content.addresses import RESERVED_ADDRESSES
from courses.content.checking.drafts import RenderedDraft
from courses.content.course_kind import COURSE
from courses.content.models import CoursePage, LessonPage, Step
from learning.catalogue.models import Activity, FormerAddress

OF_A_COURSE = re.compile(rf"/{COURSE.path}/([-\w]+)(?:/([-\w]+))?/?")


@dataclass(frozen=True)
class Targets:
    """The targets that exist: pages and documents by key, courses with their lessons by address."""

    pages: Collection[int]
    documents: Collection[int]
    courses: dict[str, set[str]]

    def has_course(self, path: str) -> bool:
        """Tell whether learners can open ``path``, an address below ``/courses/``."""
        found = OF_A_COURSE.fullmatch(path)
        if found is None or found[1] not in self.courses:
            return False
        return not found[2] or found[2] in self.courses[found[1]] | RESERVED_ADDRESSES


def path_of(address: str) -> str | None:
    """Return the path of an address inside this service; None for one that leads elsewhere.

    ValueError for what cannot be read as an address.
    """
    parts = urlsplit(address)
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    if parts.netloc and parts.netloc.lower() != own.lower():
        return None
    if parts.scheme not in ("", "http", "https") or not (parts.netloc or address.startswith("/")):
        return None
    return unquote(parts.path) or "/"


def look_up(draft: RenderedDraft, links: Iterable[Link]) -> Targets:
    """Return the targets that exist among those of ``links``, in five queries at most."""
    chosen: dict[str, set[int]] = {"page": set(), "document": set()}
    addresses: set[str] = set()
    for link in links:
        kind = link.attributes.get("linktype", "")
        if kind in chosen:
            chosen[kind].add(link.chosen)
        elif not kind and (found := OF_A_COURSE.fullmatch(_path(link.address))):
            addresses.add(found[1])
    documents = (
        LibraryDocument.objects.filter(pk__in=chosen["document"]).values_list("pk", flat=True)
        if chosen["document"]
        else []
    )
    own = set(draft.own_pages)
    courses = _courses(addresses - draft.own_addresses.keys()) if addresses else {}
    courses |= draft.own_addresses
    return Targets(own | _open_pages(chosen["page"] - own), set(documents), courses)


def _path(address: str) -> str:
    try:
        return path_of(address) or ""
    except ValueError:
        return ""


def _open_pages(keys: Collection[int]) -> set[int]:
    """Return those of ``keys`` that are courses, or lessons of courses, which learners can open."""
    if not keys:
        return set()
    kinds = ContentType.objects.get_for_models(CoursePage, LessonPage)
    found = Page.objects.filter(
        pk__in=keys, live=True, alias_of__isnull=True, content_type__in=kinds.values()
    ).values_list("pk", "path", "content_type")
    lessons = {
        key: path[: -Page.steplen] for key, path, kind in found if kind == kinds[LessonPage].pk
    }
    live = set(
        Page.objects.live().filter(path__in=set(lessons.values())).values_list("path", flat=True)
        if lessons
        else []
    )
    return {key for key, _path, _kind in found if key not in lessons or lessons[key] in live}


def _courses(slugs: Collection[str]) -> dict[str, set[str]]:
    """Return the courses that are offered at ``slugs``, or were before they moved."""
    if not slugs:
        return {}
    now = Activity.objects.filter(kind=COURSE.name, slug__in=slugs, offered=True)
    before = FormerAddress.objects.filter(kind=COURSE.name, slug__in=slugs, activity__offered=True)
    at = {
        **dict(before.values_list("slug", "activity")),
        **dict(now.values_list("slug", "pk")),
    }
    lessons: dict[int, set[str]] = {activity: set() for activity in at.values()}
    # A lesson's former addresses lead to it as well.
    steps = Step.objects.filter(course__activity__in=lessons)
    for activity, slug in steps.values_list("course__activity", "slug").distinct():
        lessons[activity].add(slug)
    return {slug: lessons[activity] for slug, activity in at.items()}

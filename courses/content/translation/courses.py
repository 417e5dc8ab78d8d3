"""A course in another language: made with wagtail-localize, for all of its pages together.

wagtail-localize keeps the texts of one page apart, in segments, and puts them together again in
the other language. A course and its lessons are one unit of review and publication, so they are
also one unit of translation: begun, brought up to date, and sent for review together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, Model, OuterRef, Q
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.strings import validate_translation_links

from cms.blocks.sanitiser import translated
from cms.publishing.departments import provide_department_in
from cms.steps.kinds import kind_named
from courses.content.drafts import steps_of
from courses.content.models import CoursePage, LessonPage
from learning.people.models import User


class NotToBeTranslated(Exception):
    """Raised for translating what is not published, or is a translation itself."""


@dataclass(frozen=True)
class PageProgress:
    """The progress of translating one page: ``done`` of ``total`` texts.

    A text that has changed in the original is not done: it has to be translated again.
    """

    page: Page
    total: int
    done: int

    @property
    def missing(self) -> int:
        """The texts that are not translated, or no longer say what the original says."""
        return self.total - self.done


@dataclass(frozen=True)
class CourseTranslation:
    """A course in one other language, with each of its pages."""

    locale: Locale
    course: CoursePage
    pages: tuple[PageProgress, ...]

    @property
    def awaits_reviewer(self) -> bool:
        """True where learners have it as a machine made it."""
        return self.course.versions.filter(current=True, awaits_reviewer=True).exists()

    @property
    def missing(self) -> int:
        return sum(page.missing for page in self.pages)

    @property
    def total(self) -> int:
        return sum(page.total for page in self.pages)


def may_be_translated(course: CoursePage) -> bool:
    """Tell whether ``course`` is an original that learners have."""
    return course.live and not course.alias_of_id and not is_translation(course)


def is_translation(course: CoursePage) -> bool:
    """Tell whether ``course`` is kept as the translation of another."""
    return Translation.objects.filter(
        source__object_id=course.translation_key, target_locale=course.locale_id, enabled=True
    ).exists()


@transaction.atomic
def begin_translation(*, course: CoursePage, locale: Locale, user: User | None) -> CoursePage:
    """Make a draft of ``course`` in ``locale``, with what is translated so far; return it.

    Again changes nothing but brings the draft up to date. Raises NotToBeTranslated.
    """
    if not may_be_translated(course) or locale == course.locale:
        raise NotToBeTranslated(course.title)
    provide_department_in(locale, course.get_parent().specific)
    for page in _pages_of(course):
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.get_or_create(source=source, target_locale=locale)
    return bring_up_to_date(course=course, locale=locale, user=user)


@transaction.atomic
def bring_up_to_date(*, course: CoursePage, locale: Locale, user: User | None) -> CoursePage:
    """Put what is translated into the draft in ``locale``; what is not stays as in the original."""
    pages = list(_pages_of(course))
    kept = {
        translation.source.object_id: translation
        for translation in Translation.objects.filter(
            source__object_id__in=[page.translation_key for page in pages],
            target_locale=locale,
        ).select_related("source", "target_locale")
    }
    for page in pages:  # the course first, for its lessons stand below it
        # A lesson that joined an import before anybody published that has no translation yet.
        if page.translation_key in kept:
            kept[page.translation_key].save_target(user=user, publish=False)
    # What was copied names the lessons of the original, in its order; here are their translations.
    translated = CoursePage.objects.get(translation_key=course.translation_key, locale=locale)
    draft = translated.get_latest_revision_as_object()
    draft.lesson_revisions = {}
    original = course if course.first_published_at else course.get_latest_revision_as_object()
    own = {str(step.id): step for step in draft.steps}
    draft.steps = steps_of(
        draft.steps,
        (
            (step.block_type, value, step.id)
            for step in original.steps
            if (
                value := kind_named(step.block_type).translated(step, own.get(str(step.id)), locale)
            )
            is not None
        ),
    )
    draft.save_revision(user=user)
    return CoursePage.objects.get(pk=translated.pk)


def translations_of(course: CoursePage) -> list[CourseTranslation]:
    """Return ``course`` in each other language it is translated into, and how far that is."""
    found = []
    pages = list(_pages_of(course))
    for locale in Locale.objects.exclude(pk=course.locale_id):
        in_locale = CoursePage.objects.filter(
            translation_key=course.translation_key, locale=locale
        ).first()
        if in_locale and is_translation(in_locale):
            found.append(CourseTranslation(locale, in_locale, tuple(_progress(pages, locale))))
    return found


def progress_of(course: CoursePage) -> CourseTranslation | None:
    """Return the progress of ``course``, which is a translation; None where it is none."""
    original = original_of(course)
    if original is None:
        return None
    pages = _progress(list(_pages_of(original)), course.locale)
    return CourseTranslation(course.locale, course, tuple(pages))


def original_of(course: CoursePage) -> CoursePage | None:
    """Return the course that ``course`` is a translation of; None where it is none."""
    translation = (
        Translation.objects.filter(
            source__object_id=course.translation_key, target_locale=course.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )
    if translation is None:
        return None
    return CoursePage.objects.filter(
        translation_key=course.translation_key, locale=translation.source.locale_id
    ).first()


def follow_the_original(*, page: Page, version: Model) -> None:
    """Read the texts of a course again that is published anew: what changed is to be translated.

    Called by the gate, in the publishing transaction. A translation that is live stays as it is.
    """
    if (
        not isinstance(page, CoursePage)
        or not TranslationSource.objects.filter(
            object_id=page.translation_key, locale=page.locale_id
        ).exists()
    ):
        return
    locales = {translation.locale for translation in translations_of(page)}
    for one in _pages_of(page):
        source, _created = TranslationSource.update_or_create_from_instance(one)
        for locale in locales:
            Translation.objects.get_or_create(source=source, target_locale=locale)


def _pages_of(course: CoursePage) -> Iterator[Page]:
    yield course
    lessons = LessonPage.objects.child_of(course)
    # What was imported is translated before anybody has published it here.
    yield from lessons.live() if course.first_published_at else lessons


def take_over(translation: Translation, texts: Mapping[str, str], *, tool: str = "") -> None:
    """Fill in what is not translated yet: from ``texts``, by the original's words.

    Where ``texts`` has none, what the same words became elsewhere in this page is taken.
    """
    of_this_page = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    known = dict(of_this_page.values_list("translation_of__data", "data"))
    done = set(of_this_page.values_list("translation_of", "context"))
    segments = StringSegment.objects.filter(source=translation.source).select_related("string")
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=segment.string,
            locale=translation.target_locale,
            context_id=segment.context_id,
            data=translated(words),
            has_error=not _links_are_of(segment.string.data, words),
            translation_type="machine" if tool else "manual",
            tool_name=tool,
            updated_at=timezone.now(),
        )
        for segment in segments
        if (segment.string_id, segment.context_id) not in done
        and (words := texts.get(segment.string.data) or known.get(segment.string.data))
    )


def _links_are_of(original: str, words: str) -> bool:
    """Tell whether each link in a translation is one of the original's, as saving one asks."""
    try:
        validate_translation_links(original, words)
    except ValueError:
        return False
    return True


def _progress(pages: list[Page], locale: Locale) -> Iterator[PageProgress]:
    """Yield the progress of each of ``pages`` in ``locale``, in a constant number of queries."""
    known = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=locale,
        has_error=False,
    )
    keys = [page.translation_key for page in pages]
    counted = {
        key: (total, done)
        for key, total, done in StringSegment.objects.filter(
            source__object__in=keys,
            source__locale=pages[0].locale_id,
            source__translations__target_locale=locale,
        )
        .annotate(known=Exists(known))
        .values_list("source__object")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(known=True)))
    }
    translated = Page.objects.filter(translation_key__in=keys, locale=locale).specific()
    by_key = {page.translation_key: page for page in translated}
    for key in keys:
        if key in counted and key in by_key:
            yield PageProgress(by_key[key], *counted[key])

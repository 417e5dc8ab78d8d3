"""Translations that come with a course's files: ``translations/cy.po`` beside ``course.yaml``.

Each entry is a text of the course and what it says in the other language. No human reviewer has
approved them here, so learners are told that one is awaited (``CourseVersion.awaits_reviewer``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import polib
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from cms.publishing.models import Approval, ApprovalBasis
from courses.content.files.importing import Outcome
from courses.content.models import CoursePage
from courses.content.translation.courses import (
    begin_translation,
    bring_up_to_date,
    may_be_translated,
    progress_of,
    take_over,
)
from learning.people.models import User

TOOL = "shipped with the course"
FOLDER = "translations"


class UnusableTranslation(ValueError):
    """Raised for a file that cannot be read, or lacks texts of the course; says which."""


def shipped_languages(folder: Path) -> list[str]:
    """Return the languages that the course in ``folder`` is translated into by a file."""
    known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    return sorted(path.stem for path in (folder / FOLDER).glob("*.po") if path.stem in known)


@transaction.atomic
def import_translation(*, course: CoursePage, folder: Path, language: str, owner: User) -> Outcome:
    """Translate ``course``, a published original, by its file and publish that; again is a no-op.

    What somebody translated or changed here is kept. Raises UnusableTranslation where a text is
    missing, and PublishRefused; then nothing has changed.
    """
    path = folder / FOLDER / f"{language}.po"
    locale = Locale.objects.get_or_create(language_code=language)[0]
    digest = hashlib.sha256(course.source_digest.encode() + path.read_bytes()).hexdigest()
    before = CoursePage.objects.filter(
        translation_key=course.translation_key, locale=locale
    ).first()
    if before is not None:
        if before.source_digest == digest and before.live:
            return Outcome.UNCHANGED
        loaded = Approval.objects.filter(
            revision=before.latest_revision, basis=ApprovalBasis.LOADED
        ).exists()
        if before.latest_revision_id != before.live_revision_id or not loaded:
            return Outcome.EDITED_HERE
    if not may_be_translated(course):
        raise UnusableTranslation(f"{course.title} is not a published original.")
    draft = begin_translation(course=course, locale=locale, user=owner)
    _fill_in(course, locale, _texts(path))
    progress = progress_of(draft)
    short = [one for one in progress.pages if one.missing] if progress else []
    if short:
        where = ", ".join(f"{one.page.title} ({one.missing})" for one in short)
        raise UnusableTranslation(f"{path}: texts are missing, in {where}.")
    draft = bring_up_to_date(course=course, locale=locale, user=owner)
    latest = draft.get_latest_revision_as_object()
    latest.source_digest = digest
    revision = latest.save_revision(user=owner)
    Approval.objects.create(revision=revision, basis=ApprovalBasis.LOADED)
    revision.publish(log_action=True)
    return Outcome.UPDATED if before else Outcome.CREATED


def _fill_in(course: CoursePage, locale: Locale, texts: dict[str, str]) -> None:
    keys = [course.translation_key]
    keys += course.get_children().values_list("translation_key", flat=True)
    StringTranslation.objects.filter(
        locale=locale, context__object__in=keys, tool_name=TOOL
    ).delete()
    for translation in Translation.objects.filter(
        source__object__in=keys, target_locale=locale
    ).select_related("source", "target_locale"):
        take_over(translation, texts, tool=TOOL)


def _texts(path: Path) -> dict[str, str]:
    try:
        return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}
    except (OSError, ValueError, UnicodeDecodeError) as fault:
        raise UnusableTranslation(f"{path}: {fault}") from fault

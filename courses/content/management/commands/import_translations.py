"""The command that loads the translations that come with courses written as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from cms.publishing.gate import PublishRefused
from courses.content.files.reading import CourseFileError, read_course
from courses.content.files.translations import (
    UnusableTranslation,
    import_translation,
    shipped_languages,
)
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage


class Command(BaseCommand):
    """The command ``import_translations``: it translates loaded courses; again changes nothing."""

    help = "Load the translations of courses that were loaded with import_course_files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folders"] or sorted(
            path.parent for path in STARTER.glob("*/course.yaml")
        )
        for folder in folders:
            try:
                course = read_course(folder)
            except CourseFileError as fault:
                raise CommandError(str(fault)) from fault
            page = CoursePage.objects.filter(
                translation_key=course.id,
                locale__in=Locale.objects.filter(language_code__startswith=course.language),
            ).first()
            if page is None:
                raise CommandError(f"{folder}: load the course first, with import_course_files.")
            for language in shipped_languages(folder):
                try:
                    outcome = import_translation(
                        course=page, folder=folder, language=language, owner=page.owner
                    )
                except (PublishRefused, UnusableTranslation) as fault:
                    raise CommandError(str(fault)) from fault
                if options["verbosity"]:
                    self.stdout.write(f"{course.title} ({language}): {outcome}")

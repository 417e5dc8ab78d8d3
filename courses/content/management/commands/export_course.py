"""The command that writes a course into an archive that another installation can import."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.content.exchange.exporting import export_course, may_be_exported
from courses.content.exchange.refusals import ArchiveRefused
from courses.content.exchange.sentences import sentence
from courses.content.models import CoursePage


class Command(BaseCommand):
    """The command ``export_course``: the latest draft of a course with all that belongs to it."""

    help = "Write the latest draft of a course, with its files and translations, to an archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the address of the course: my-course")
        parser.add_argument("--to", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        course = CoursePage.objects.filter(slug=options["slug"], alias_of__isnull=True).first()
        if course is None:
            raise CommandError(f"There is no course with the address {options['slug']}.")
        if not may_be_exported(course):
            raise CommandError("This is a translation. Export the course that it translates.")
        target: Path = options["to"]
        unfinished = target.with_name(f"{target.name}.unfinished")
        try:
            # Under its name only when it is whole.
            with unfinished.open("wb") as file:
                export_course(course=course, to=file, user=None)
            os.replace(unfinished, target)
        except ArchiveRefused as refused:
            raise CommandError(sentence(refused)) from refused
        except OSError as fault:
            raise CommandError(f"{target}: {fault.strerror or fault}") from fault
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{course.title}: {target}")

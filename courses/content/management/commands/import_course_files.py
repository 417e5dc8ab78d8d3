"""The command that loads the starter courses, or courses of one's own, from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from cms.publishing.departments import provide_department
from cms.publishing.gate import PublishRefused
from courses.content.files.importing import import_folder
from courses.content.files.reading import CourseFileError, read_course
from courses.content.topics import provide_topics
from learning.catalogue.models import Topic
from learning.people.models import Organisation, User

# A course that can be read and still not be stored, by the same rules as in the editor.
REFUSALS = (
    Locale.DoesNotExist, OSError, PublishRefused, Topic.DoesNotExist, ValidationError,
)  # fmt: skip
STARTER = Path(__file__).resolve().parents[2] / "starter"


class Command(BaseCommand):
    """The command ``import_course_files``: it loads courses from folders; again changes nothing."""

    help = "Load courses from folders (the starter courses unless folders are named)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)
        parser.add_argument("--organisation", help="code of the organisation that owns them")
        parser.add_argument("--owner", help="email of the person who answers for them")
        parser.add_argument(
            "--overwrite", action="store_true", help="also courses that were edited here since"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folders"] or sorted(
            path.parent for path in STARTER.glob("*/course.yaml")
        )
        organisation = _organisation(options["organisation"])
        owner = _owner(options["owner"])
        provide_topics()
        department = provide_department(organisation=organisation)
        for folder in folders:
            try:
                course = read_course(folder)
                outcome = import_folder(
                    course=course,
                    department=department.page,
                    owner=owner,
                    overwrite=options["overwrite"],
                )
            except CourseFileError as fault:
                raise CommandError(str(fault)) from fault
            except REFUSALS as fault:
                raise CommandError(f"{folder}: {_in_words(fault)}") from fault
            self.stdout.write(f"{course.title}: {outcome}")


def _in_words(fault: Exception) -> str:
    if isinstance(fault, Topic.DoesNotExist):
        return "the topic is not one of " + ", ".join(Topic.objects.values_list("slug", flat=True))
    if isinstance(fault, Locale.DoesNotExist):
        return "the language is not one of " + ", ".join(
            Locale.objects.values_list("language_code", flat=True)
        )
    return str(fault)


def _organisation(code: str | None) -> Organisation:
    found = Organisation.objects.filter(code=code).first() if code else None
    found = found or (None if code else Organisation.objects.open().filter(parent=None).first())
    if found is None:
        raise CommandError("Name an organisation that exists with --organisation CODE.")
    if found.closed_at is not None:
        raise CommandError(f"{found.code} is closed. Open it again, or name another organisation.")
    return found


def _owner(email: str | None) -> User:
    people = (
        User.objects.filter(email__iexact=email) if email else User.objects.filter(is_staff=True)
    )
    owner = people.order_by("pk").first()
    if owner is None:
        raise CommandError("Name a person who exists with --owner EMAIL.")
    return owner

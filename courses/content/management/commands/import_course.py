"""The command that makes a draft of a course that another installation exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from cms.pages.models import DepartmentPage
from courses.content.exchange.importing import import_archive
from courses.content.exchange.refusals import ArchiveRefused
from courses.content.exchange.sentences import sentence, told
from learning.people.models import User


class Command(BaseCommand):
    """The command ``import_course``: an archive becomes a draft; nothing is published."""

    help = "Make a draft of the course in an archive that export_course, or the editor, wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--into", required=True, help="the department: the address or path of its page"
        )
        parser.add_argument("--by", required=True, help="email of the person who imports it")

    def handle(self, *args: Any, **options: Any) -> None:
        department = _department(options["into"])
        user = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if user is None:
            raise CommandError("Name a person who exists with --by EMAIL.")
        if not department.permissions_for_user(user).can_add_subpage():
            raise CommandError(f"{options['by']} may not add courses to {department.title}.")
        try:
            with options["file"].open("rb") as file:
                imported = import_archive(file=file, department=department, user=user)
        except ArchiveRefused as refused:
            raise CommandError(sentence(refused)) from refused
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror or fault}") from fault
        self.stdout.write(f"{imported.course.title}: a draft at {imported.course.slug}")
        for words in told(imported.notes):
            self.stdout.write(words)


def _department(named: str) -> DepartmentPage:
    path = f"/{named.strip('/')}/"
    found = list(DepartmentPage.objects.filter(Q(slug=named) | Q(url_path=path)))
    # The same department in another language has the same address; courses begin in the first.
    found.sort(key=lambda page: page.path)
    if not found:
        raise CommandError(f"There is no department with the address {named}.")
    return found[0]

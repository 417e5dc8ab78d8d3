"""The command that loads the demonstration: an organisation, its people, the starter courses."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courses.additions.demonstration import load_additions
from courses.progress.demonstration import CAST, DOMAIN, load_people, load_progress

DEFAULT_PASSWORD = "learn-at-your-own-pace"  # noqa: S105 - printed on purpose, demonstration only


class Command(BaseCommand):
    """The command ``load_demo``: it loads the demonstration; again changes nothing."""

    help = "Load the demonstration organisation, its people and the starter courses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--not-embedded",
            action="store_true",
            help="load it although this is not the embedded database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION and not options["not_embedded"]:
            raise CommandError(
                "These are people with a known password. To load them into this database all the "
                "same, add --not-embedded."
            )
        password = os.environ.get("DEMO_PASSWORD", DEFAULT_PASSWORD)
        now = timezone.now()
        load_people(password=password, now=now)
        call_command(
            "import_course_files",
            organisation="DPS",
            owner=f"author@{DOMAIN}",
            stdout=self.stdout,
        )
        load_additions()
        load_progress(now=now)
        self.stdout.write("")
        self.stdout.write("Who can sign in:")
        for person in CAST:
            address = f"{person.login}@{DOMAIN}"
            self.stdout.write(f"  {address:<30} {person.name}, {person.part}")
        self.stdout.write(f"Password for all of them: {password}")

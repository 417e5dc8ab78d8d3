"""``manage.py check_content``: find what was saved or frozen with markup that no page may show."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from cms.blocks.looking_back import hostile_content


class Command(BaseCommand):
    """The command ``check_content``: it lists what it finds and what to do, and exits with 1."""

    help = (
        "Find saved and frozen content with markup that the sanitiser takes away. "
        "Exits with 1 where there is any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rewrite",
            action="store_true",
            help="take it away everywhere, earlier versions included; words all stay",
        )

    def handle(self, *args: Any, rewrite: bool = False, **options: Any) -> None:
        number = 0
        for found in hostile_content():
            number += 1
            self.stdout.write(found.place)
            if rewrite:
                found.rewrite()
        if not number:
            self.stdout.write("Nothing found.")
        elif rewrite:
            self.stdout.write(f"{number} rewritten.")
        else:
            raise CommandError(
                f"{number} found. Learners are shown them without it. Look at who wrote them, then "
                "save and publish each again, or run this again with --rewrite, which also "
                "reaches earlier versions that somebody still takes."
            )

"""The command that looks into a copy restored from a backup, and records that it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.administration.restored import NotWhole, compare
from cms.administration.trials import record_backup


class Command(BaseCommand):
    """The command ``try_backup``: it compares a restored copy with this database."""

    help = (
        "Look into a database that was restored from a backup. It must hold people, records and "
        "the same migrations as this one; what was found is recorded for the checklist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the address of the restored database, and the folder of its uploads."""
        parser.add_argument("url", metavar="DATABASE_URL", help="of the restored copy")
        parser.add_argument(
            "--media", type=Path, metavar="FOLDER", help="the folder of uploads, restored too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare the copy with this database, print what was found, and record it."""
        now = timezone.now()
        try:
            found = compare(options["url"], media=options["media"])
        except NotWhole as error:
            raise CommandError(f"{error} Nothing was recorded.") from error
        record_backup(by=None, tried_on=timezone.localdate(now), found=found, now=now)
        self.stdout.write(f"The copy is whole: {found}")

"""The command that brings people in from an HR export.

docs/how-to/import-people.md describes the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.people.hr_table import Fault, UnusableFile
from learning.people.imports import import_people

SHOWN = 100
LARGEST = 200 * 1024 * 1024


class Command(BaseCommand):
    help = "Create and update people, organisations and reporting lines from an HR export (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Check everything and change nothing."
        )
        parser.add_argument(
            "--allow-many-leavers",
            action="store_true",
            help="Go on even when more than half of the people would leave.",
        )

        parser.add_argument(
            "--strict",
            action="store_true",
            help="Change nothing when a row names a manager who is not in the file.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if path.stat().st_size > LARGEST:
                raise CommandError(_("The file is larger than 200 MB. Nothing was changed."))
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(
                _("The file %(path)s cannot be read: %(reason)s.")
                % {"path": path, "reason": error.strerror}
            ) from error
        try:
            summary = import_people(
                content=content,
                now=timezone.now(),
                dry_run=options["dry_run"],
                allow_many_leavers=options["allow_many_leavers"],
                strict=options["strict"],
            )
        except UnusableFile as error:
            raise CommandError(self._in_words(error)) from error
        for line in [*summary.notes, *summary.in_words()]:
            self.stdout.write(line)
        aside = len(summary.set_aside)
        if aside:
            self.stderr.write(
                ngettext(
                    "%(n)d row was set aside; the person stays as they were:",
                    "%(n)d rows were set aside; these people stay as they were:",
                    aside,
                )
                % {"n": aside}
            )
            self.stderr.write("\n".join(_shown(summary.set_aside)))
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was changed."))

    def _in_words(self, error: UnusableFile) -> str:
        return "\n".join([*_shown(error.faults), _("Nothing was changed.")])


def _shown(faults: list[Fault]) -> list[str]:
    """Return a line for each fault, and how many more there are than can be shown."""
    lines = [str(fault) for fault in faults[:SHOWN]]
    more = len(faults) - SHOWN
    if more > 0:
        lines.append(ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more})
    return lines

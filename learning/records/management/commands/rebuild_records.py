"""The command that replays the store into records, and into all else that follows from it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.lrs.replaying import replay

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Build anew from the statements all that follows from them: records, finished courses. "
        "With --check only tell differences."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a record differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        people, done = replay(now=timezone.now(), check=check)
        for difference in done.differences[:SHOWN]:
            self.stdout.write(difference)
        if check and done.differences:
            raise CommandError(f"{len(done.differences)} records differ from the store.")
        fixed = "" if check else f", {len(done.differences)} fixed"
        self.stdout.write(f"{people} actors, {done.rows} records{fixed}.")

"""Replay the store into the records."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from learning.records.services import rebuild

SHOWN = 20


class Command(BaseCommand):
    help = "Build every record anew from the statements; with --check only tell differences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a record differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        done = rebuild(check=check)
        for difference in done.differences[:SHOWN]:
            self.stdout.write(difference)
        if check and done.differences:
            raise CommandError(f"{len(done.differences)} records differ from the store.")
        mended = "" if check else f", {len(done.differences)} mended"
        self.stdout.write(f"{done.people} actors, {done.records} records{mended}.")

"""``manage.py sweep``: do the work that is due."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from learning.config.sweeps import Sweeper


class Command(BaseCommand):
    """The command ``sweep``: the functions in SWEEPS, once, or for ever beside the server."""

    help = "Do the work that is due: mails, exports, reminders and whatever else is in SWEEPS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options --forever, and --once with the name of one sweep."""
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--forever", action="store_true", help="go on until told to stop")
        how.add_argument("--once", metavar="NAME", help="run this one sweep, once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the sweeps.

        :raises CommandError: for a name that is not in SWEEPS, or when a sweep run once failed.
        """
        names = [options["once"]] if options["once"] else settings.SWEEPS
        try:
            sweeper = Sweeper(names)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if options["forever"]:
            self._run_until_told(sweeper)
            return
        done = sweeper.run_round()
        if sweeper.failed:
            raise CommandError("A sweep failed; the log above says why.")
        self.stdout.write(f"{done} rows done.")

    def _run_until_told(self, sweeper: Sweeper) -> None:
        """Run for ever; SIGINT and SIGTERM end it after the sweep that is running."""

        def stop(number: int, frame: FrameType | None) -> None:
            sweeper.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        sweeper.run_forever()

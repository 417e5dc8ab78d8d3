"""Publish what is due, by hand: the same as the sweep does every second or so."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from cms.publishing.sweeps import expire_due, publish_due


class Command(WagtailCommand):
    """Wagtail's command, which one refused page would end for all others."""

    help = "Publish the pages whose time has come, and take down those past their end."

    def handle(self, *args: Any, **options: Any) -> None:
        """Let the sweep do the pages, and Wagtail whatever else can be scheduled."""
        if not options["dryrun"]:
            for sweep in (publish_due, expire_due):
                while sweep(now=timezone.now()):
                    pass
        super().handle(*args, **options)

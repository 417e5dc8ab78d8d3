"""The command that publishes what is due, by hand: as the sweep does every second or so."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from cms.publishing.sweeps import expire_due, publish_due


class Command(WagtailCommand):
    """The command ``publish_scheduled``; one refused page would stop all others in Wagtail's."""

    help = "Publish the pages whose time has come, and take down those past their end."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and take down pages as the sweep does, then let Wagtail do the rest."""
        if not options["dryrun"]:
            for sweep in (publish_due, expire_due):
                while sweep(now=timezone.now()):
                    pass
        super().handle(*args, **options)

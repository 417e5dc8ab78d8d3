"""The command that prints which personal data is kept, why, for how long, and what erasing does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from learning.privacy.registry import declarations


class Command(BaseCommand):
    help = "Print the declared personal data as a Markdown table, for a record of processing."

    def handle(self, *args: Any, **options: Any) -> None:
        columns = [_("Table"), _("Tie"), _("Purpose"), _("Kept"), _("On erasure"), _("Room")]
        self.stdout.write(f"| {' | '.join(columns)} |")
        self.stdout.write("|---" * len(columns) + "|")
        for found in declarations():
            cells = [
                f"`{found.model}`",
                f"{found.link.value} (`{found.person or 'id'}`)",
                found.purpose,
                found.retention,
                found.on_erase.value,
                found.app,
            ]
            self.stdout.write(f"| {' | '.join(str(cell) for cell in cells)} |")

"""The command that creates a key for a system that reads or writes statements."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.lrs.credentials import RequestLimit, create_credential
from learning.lrs.models import Scope
from learning.lrs.sources import is_prefix


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2027-03-31") from error


def _prefix(text: str) -> str:
    if not is_prefix(text):
        raise ArgumentTypeError(
            f"{text!r} is not an IRI prefix such as https://partner.example/courses/"
        )
    return text


def _limit(text: str) -> int | None:
    if text == "none":
        return None
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text!r} is neither a number above 0 nor 'none'")
    return int(text)


class Command(BaseCommand):
    help = (
        "Create a key for the statements API. The secret is shown once. A key with --activities "
        "is trusted: its statements move records of the activities under that IRI prefix."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Whose key it is, such as the name of the system.")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=Scope.values,
            help="What it may do; give it several times for several scopes.",
        )
        parser.add_argument("--activities", type=_prefix, metavar="PREFIX")
        parser.add_argument(
            "--expires", type=_day, metavar="DATE", help="The last day on which it works."
        )
        parser.add_argument(
            "--requests-per-minute",
            type=_limit,
            default=RequestLimit.DEFAULT,
            metavar="N",
            help="How often it may be used in a minute, or 'none'; else the setting says.",
        )

    def handle(
        self,
        *args: Any,
        name: str,
        scope: list[str],
        activities: str | None,
        expires: date | None,
        requests_per_minute: int | RequestLimit | None,
        **options: Any,
    ) -> None:
        end = None
        if expires is not None:
            end = timezone.make_aware(datetime.combine(expires, time.max))
            if end <= timezone.now():
                raise CommandError("The key would have expired already.")
        try:
            new = create_credential(
                name=name,
                scopes=[Scope(each) for each in scope],
                activities=activities or "",
                expires_at=end,
                requests_per_minute=requests_per_minute,
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Created a key for {name}. The secret is not kept and not shown again.")
        self.stdout.write(f"key: {new.credential.key}")
        self.stdout.write(f"secret: {new.secret}")

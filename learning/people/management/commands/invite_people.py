"""The command that invites people who have never signed in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.people.invitations import NotToBeInvited, invite, own_path
from learning.people.models import User


class Command(BaseCommand):
    help = "Queue invitations to people who work here and have never signed in."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--email", nargs="+", metavar="ADDRESS", help="Invite these people.")
        who.add_argument(
            "--all-new", action="store_true", help="Invite everybody who was not invited yet."
        )
        parser.add_argument(
            "--next", default="", metavar="PATH", help="Where the link leads, such as a course."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["next"] and not own_path(options["next"]):
            raise CommandError(_("The path must begin with / and stay within this service."))
        if options["all_new"]:
            people = list(
                User.objects.able_to_sign_in(timezone.localdate(now))
                .never_signed_in()
                .filter(invited_at__isnull=True)
            )
        else:
            people = self._named(options["email"])
        try:
            invited = invite(people=people, now=now, next_path=options["next"])
        except NotToBeInvited as error:
            raise CommandError(
                _("%(email)s has signed in before, or does not work here. Nobody was invited.")
                % {"email": error}
            ) from error
        self.stdout.write(
            ngettext(
                "%(n)d invitation is on its way.",
                "%(n)d invitations are on their way.",
                len(invited),
            )
            % {"n": len(invited)}
        )
        if before := len(people) - len(invited):
            self.stdout.write(
                ngettext(
                    "%(n)d person has had one today, and gets no second one.",
                    "%(n)d people have had one today, and get no second one.",
                    before,
                )
                % {"n": before}
            )

    def _named(self, addresses: list[str]) -> list[User]:
        wanted = {address.strip().lower() for address in addresses}
        people = list(User.objects.filter(email__in=wanted))
        missing = wanted - {person.email.lower() for person in people}
        if missing:
            raise CommandError(
                _("Nobody has the address %(addresses)s. Nobody was invited.")
                % {"addresses": ", ".join(sorted(missing))}
            )
        return people

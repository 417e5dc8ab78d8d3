"""The command that sets up the service: name, departments, first administrator, L&D leads."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.administration.setting_up import (
    CannotSetUp,
    SetUpSoFar,
    Somebody,
    Wanted,
    set_up,
    set_up_so_far,
)
from learning.config.service_name import current_names, is_decided_by_the_environment


class Command(BaseCommand):
    """The command ``set_up``: it makes what is named and not there yet; again changes nothing."""

    help = (
        "Set up the service: its name, departments that write courses, the first administrator and "
        "the L&D leads. What is not named is asked for where there is a terminal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add an option for each part, most of them to be given more than once."""
        person = "“NAME <EMAIL>”"
        parser.add_argument("--service-name", metavar="NAME", help="what the service is called")
        parser.add_argument(
            "--service-name-in",
            action="append",
            default=[],
            metavar="LANGUAGE=NAME",
            help="what it is called in another language, such as cy=…",
        )
        parser.add_argument(
            "--administrator", action="append", default=[], metavar=person,
            help="somebody who looks after the whole service",
        )  # fmt: skip
        parser.add_argument(
            "--department", action="append", default=[], metavar="CODE=NAME",
            help="a department that writes courses, by the code that HR files use",
        )  # fmt: skip
        parser.add_argument(
            "--ld-lead", action="append", default=[], metavar=f"CODE={person}",
            help="who leads learning and development in a department",
        )  # fmt: skip
        parser.add_argument(
            "--no-input",
            action="store_true",
            help="ask nothing, whether or not there is a terminal",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the options, ask for what is missing, and set up the service."""
        now = timezone.now()
        try:
            wanted = self._wanted(options)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if sys.stdin.isatty() and not options["no_input"]:
            Questions(wanted, set_up_so_far(now), self.stdout.write).ask()
        if wanted == Wanted():
            raise CommandError(
                "Nothing to set up was named. Try manage.py set_up --help, or run it in a terminal."
            )
        try:
            told = set_up(wanted, now=now)
        except CannotSetUp as error:
            raise CommandError("\n".join([*error.faults, "Nothing was changed."])) from error
        for line in told:
            self.stdout.write(line)

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        names = {}
        if options["service_name"]:
            names[""] = options["service_name"]
        for text in options["service_name_in"]:
            language, name = _halves(text)
            if language not in dict(settings.LANGUAGES) or not name:
                known = ", ".join(dict(settings.LANGUAGES))
                raise ValueError(f"{text!r} is no name in a language ({known}).")
            names[language] = name
        if names and "" not in names:
            names[""] = current_names()[""]
        departments = dict(_halves(text) for text in options["department"])
        leads = [_lead(text, departments) for text in options["ld_lead"]]
        people = [Somebody.read(text) for text in options["administrator"]]
        return Wanted(people, departments, leads, names)


def _halves(text: str) -> tuple[str, str]:
    first, _equals, second = text.partition("=")
    return first.strip(), second.strip()


def _lead(text: str, departments: dict[str, str]) -> tuple[str, Somebody]:
    code, person = _halves(text)
    if not person:
        if len(departments) != 1:
            raise ValueError(f"{text!r} does not say of which department: CODE=NAME <EMAIL>.")
        [code], person = departments, text
    return code, Somebody.read(person)


class Questions:
    """The questions for each part not named and not there; an empty answer leaves it out."""

    def __init__(self, wanted: Wanted, there: SetUpSoFar, say: Callable[[str], Any]) -> None:
        self.wanted, self.there, self.say = wanted, there, say

    def ask(self) -> None:
        """Ask for everything that is missing."""
        self._name()
        self._departments()
        self._administrator()
        self._leads()

    def _name(self) -> None:
        if self.wanted.names or is_decided_by_the_environment():
            return
        now = current_names()[""]
        if name := self._answer(f"What is the service called? [{now}] "):
            self.wanted.names = {"": name}

    def _departments(self) -> None:
        if self.wanted.departments or self.there.departments:
            return
        while code := self._answer("Code of a department that writes courses (empty: none): "):
            self.wanted.departments[code] = self._answer(f"What is {code} called? ")

    def _administrator(self) -> None:
        if self.wanted.administrators or self.there.administrators:
            return
        if person := self._person("First administrator"):
            self.wanted.administrators.append(person)

    def _leads(self) -> None:
        if self.wanted.leads:
            return
        there = {one.code: one.name for one in self.there.without_lead}
        for code, name in {**there, **self.wanted.departments}.items():
            if person := self._person(f"L&D lead of {name or code}"):
                self.wanted.leads.append((code, person))

    def _person(self, what: str) -> Somebody | None:
        while answer := self._answer(f"{what}, as Full Name <email> (empty: none): "):
            try:
                return Somebody.read(answer)
            except ValueError as error:
                self.say(str(error))
        return None

    def _answer(self, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            self.say("")
            return ""

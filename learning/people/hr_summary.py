"""The result of an HR import, in sentences. Reads no database."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import ngettext

from learning.people.hr_file import HrFile
from learning.people.hr_plan import Plan
from learning.people.hr_table import Fault


@dataclass(frozen=True)
class ImportSummary:
    """The numbers of people that an import touched, and what to know about the file."""

    joined: int = 0
    returned: int = 0
    changed: int = 0
    left: int = 0
    unchanged: int = 0
    organisations: int = 0
    notes: list[str] = field(default_factory=list)
    set_aside: list[Fault] = field(default_factory=list)

    def in_words(self) -> list[str]:
        """Return one sentence for each number."""
        return [
            ngettext("%(n)d person joined.", "%(n)d people joined.", self.joined)
            % {"n": self.joined},
            ngettext("%(n)d person came back.", "%(n)d people came back.", self.returned)
            % {"n": self.returned},
            ngettext("%(n)d person changed.", "%(n)d people changed.", self.changed)
            % {"n": self.changed},
            ngettext("%(n)d person left.", "%(n)d people left.", self.left) % {"n": self.left},
            ngettext("%(n)d person is unchanged.", "%(n)d people are unchanged.", self.unchanged)
            % {"n": self.unchanged},
            ngettext(
                "%(n)d organisation is new or changed.",
                "%(n)d organisations are new or changed.",
                self.organisations,
            )
            % {"n": self.organisations},
        ]


def who_stays_out(file: HrFile, plan: Plan) -> list[str]:
    """Return a note that a file without leaving dates brings nobody back who left by one."""
    if "left_on" in file.columns or not plan.stay_out:
        return []
    return [
        ngettext(
            "%(n)d person in the file has a leaving date that has passed, and stays out: the file "
            "has no column left_on. With one, an empty cell brings them back.",
            "%(n)d people in the file have leaving dates that have passed, and stay out: the file "
            "has no column left_on. With one, an empty cell brings them back.",
            plan.stay_out,
        )
        % {"n": plan.stay_out}
    ]

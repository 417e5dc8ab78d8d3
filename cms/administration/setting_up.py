"""Setting up an empty database, until somebody can go on in the browser.

Running it again changes nothing. What it says is English, like all that ``manage.py`` prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cms.administration.naming import name_service
from cms.administration.selectors import without_lead
from cms.publishing.departments import DepartmentIsClosed, provide_department
from cms.publishing.models import ProvidedDepartment
from learning.config.service_name import is_decided_by_the_environment
from learning.people.invitations import invite, token_for
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import create_organisation, hold_the_tree
from learning.people.roles import grant_role
from learning.people.sign_in import find_person

# The key of the lock that lets one of these run at a time.
LOCK = int.from_bytes(b"set up", "big")


class CannotSetUp(Exception):
    """Raised with every fault there is; nothing was changed then."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as they are named on a command line: ``Jo Bennett <jo@department.example>``."""

    email: str
    name: str = ""

    @classmethod
    def read(cls, text: str) -> Somebody:
        """Read a name and an address, or an address alone. ValueError for neither."""
        name, email = parseaddr(text.strip())
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValueError(f"{text!r} is no email address.") from error
        return cls(email.lower(), name.strip())


@dataclass
class Wanted:
    """The parts of the service that are wanted; ``leads`` are by the code of their department."""

    administrators: list[Somebody] = field(default_factory=list)
    departments: dict[str, str] = field(default_factory=dict)
    leads: list[tuple[str, Somebody]] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SetUpSoFar:
    """The parts of the service that are there already."""

    administrators: list[str]
    departments: list[Organisation]
    without_lead: list[Organisation]


def set_up_so_far(now: datetime) -> SetUpSoFar:
    """Return the parts of the service that are there already."""
    today = timezone.localdate(now)
    able = User.objects.able_to_sign_in(today)
    provided = ProvidedDepartment.objects.values("organisation")
    departments = list(Organisation.objects.open().filter(pk__in=provided).order_by("code"))
    return SetUpSoFar(
        administrators=list(able.filter(is_superuser=True).values_list("full_name", flat=True)),
        departments=departments,
        without_lead=without_lead(departments, today),
    )


@transaction.atomic
def set_up(wanted: Wanted, *, now: datetime) -> list[str]:
    """Make what is wanted and not there yet; return in words what was done, and what is next.

    All or nothing, and one at a time: a second one waits and finds it done. Raises CannotSetUp.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    hold_the_tree()
    if faults := list(_faults(wanted, now)):
        raise CannotSetUp(faults)
    told: list[str] = []
    if wanted.names:
        changed = name_service(wanted.names)
        name = wanted.names.get("", "")
        told.append(f"Service name: {name or 'as it was'}{'' if changed else ' (as before)'}.")
    for code, name in wanted.departments.items():
        told.append(_provide(code, name))
    for somebody in wanted.administrators:
        told += _administrator(somebody)
    for code, somebody in wanted.leads:
        told += _lead(code, somebody, now)
    return told


def _faults(wanted: Wanted, now: datetime) -> Iterator[str]:
    if wanted.names and is_decided_by_the_environment():
        yield "The environment names the service (SERVICE_NAME). Change it there."
    known = {one.code: one for one in Organisation.objects.all()}
    for code, name in wanted.departments.items():
        if code not in known and not name:
            yield f"There is no organisation {code} yet. Give its name too: {code}=NAME."
        if code in known and known[code].closed_at:
            yield f"{code} is closed. Open it in the Wagtail admin first."
    for code, _somebody in wanted.leads:
        provided = ProvidedDepartment.objects.filter(organisation__code=code).exists()
        if code not in wanted.departments and not provided:
            yield f"{code} is no department that writes courses. Name it with --department too."
    today = timezone.localdate(now)
    for somebody in [*wanted.administrators, *(one for _code, one in wanted.leads)]:
        person = find_person(somebody.email)
        if person is None and not somebody.name:
            yield (
                f"Nobody has the address {somebody.email} yet. Give the name too:"
                f" “Full Name <{somebody.email}>”."
            )
        if person is not None and not person.may_sign_in(today):
            yield f"{somebody.email} belongs to somebody who has left or cannot sign in."


def _provide(code: str, name: str) -> str:
    found = Organisation.objects.filter(code=code).first()
    found = found or create_organisation(code=code, name=name)
    before = ProvidedDepartment.objects.filter(organisation=found).exists()
    try:
        provide_department(organisation=found)
    except DepartmentIsClosed as error:  # its parts were asked about; it may be merged by now
        raise CannotSetUp([f"{code} is closed."]) from error
    return f"Department {found.name} ({code}): {'as before' if before else 'can write courses'}."


def _administrator(somebody: Somebody) -> list[str]:
    person = find_person(somebody.email)
    if person is None:
        person = User.objects.create_superuser(somebody.email, full_name=somebody.name)
        did = "added"
    elif person.is_superuser:
        did = "as before"
    else:
        User.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
        did = "is an administrator now"
    told = [f"Administrator {person.full_name} ({person.email}): {did}."]
    if person.last_login is None:
        path = reverse("people:welcome", args=[token_for(person)])
        days = settings.INVITATION_DAYS
        told += [
            f"  To sign in for the first time, open this link. It works once, for {days} days:",
            f"  {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}?next=/cms-admin/",
        ]
    return told


def _lead(code: str, somebody: Somebody, now: datetime) -> list[str]:
    department = Organisation.objects.get(code=code)
    person = find_person(somebody.email)
    if person is None:
        person = User.objects.create_user(
            somebody.email, full_name=somebody.name, organisation=department
        )
    current = RoleGrant.objects.current(timezone.localdate(now)).filter(
        person=person, role=Role.LD_LEAD, organisation=department
    )
    before = current.exists()
    grant_role(person=person, role=Role.LD_LEAD, organisation=department, now=now)
    did = "as before" if before else "leads its learning and development"
    told = [f"L&D lead {person.full_name} ({person.email}) of {code}: {did}."]
    if person.last_login is None and person.invited_at is None:
        invite(people=[person], now=now, next_path="/cms-admin/")
        told.append("  An invitation by email is on its way.")
    return told

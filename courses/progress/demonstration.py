"""The demonstration organisation: who works there, and what some of them have done so far.

Made with the services that everybody else uses, so it holds nothing a real installation could
not; loading it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cms.pages.services import let_edit_information
from cms.publishing.departments import provide_department
from courses.content.course_kind import COURSE
from courses.progress import services
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from learning.people.models import Organisation, Role, User
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role
from learning.rights.selectors import history_of
from learning.rights.services import make_promise

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Unit:
    """An organisation of the demonstration and the one above it."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Person:
    """A person of the demonstration; ``part`` is what they are there to show."""

    login: str
    name: str
    unit: str
    grade: str
    profession: str
    manager: str = ""
    part: str = ""
    language: str = "en-gb"


UNITS = [
    Unit("GOV", "Government of Example"),
    Unit("DPS", "Department for Public Services", "GOV"),
    Unit("DPS-OPS", "Operations", "DPS"),
    Unit("DPS-CARDIFF", "Customer support, Cardiff", "DPS-OPS"),
    Unit("DPS-POLICY", "Policy", "DPS"),
    Unit("DPS-LD", "Learning and development", "DPS"),
    Unit("RRA", "Records and Revenue Agency", "GOV"),
    Unit("RRA-FIELD", "Field services", "RRA"),
]

CAST = [
    Person("senior-manager", "Gwen Morris", "DPS-OPS", "Grade 6", "Operational delivery", "",
           "manages managers"),
    Person("manager", "Priya Nair", "DPS-CARDIFF", "Senior executive officer",
           "Operational delivery", "senior-manager", "manages the learner"),
    Person("learner", "Sam Okafor", "DPS-CARDIFF", "Executive officer", "Operational delivery",
           "manager", "takes courses"),
    Person("author", "Alex Chen", "DPS-LD", "Higher executive officer", "Human resources",
           "ld-lead", "writes courses"),
    Person("reviewer", "Catrin Hughes", "DPS-LD", "Senior executive officer", "Human resources",
           "ld-lead", "reviews courses", "cy"),
    Person("publisher", "Tom Ashworth", "DPS-LD", "Grade 7", "Human resources", "ld-lead",
           "publishes courses"),
    Person("ld-lead", "Fatima Rahman", "DPS-LD", "Grade 6", "Human resources", "",
           "leads learning and development"),
    Person("coordinator", "Ieuan Price", "DPS-LD", "Higher executive officer",
           "Human resources", "ld-lead", "coordinates mentoring", "cy"),
    Person("mentor", "Grace Mensah", "DPS-POLICY", "Grade 7", "Policy", "", "can teach others"),
    Person("outsider", "Daniel Kowalski", "RRA-FIELD", "Administrative officer",
           "Operational delivery", "", "works in another department"),
    Person("dpo", "Ruth Feldman", "DPS", "Grade 7", "Legal", "", "protects personal data"),
    Person("admin", "Jo Bennett", "DPS-LD", "Senior executive officer", "Digital and data", "",
           "looks after the service"),
]  # fmt: skip

COLLEAGUES = [
    Person("nia.evans", "Nia Evans", "DPS-CARDIFF", "Administrative officer",
           "Operational delivery", "manager", language="cy"),
    Person("omar.aziz", "Omar Aziz", "DPS-CARDIFF", "Executive officer",
           "Operational delivery", "manager"),
    Person("beth.lloyd", "Beth Lloyd", "DPS-CARDIFF", "Executive officer",
           "Operational delivery", "manager", language="cy"),
    Person("kofi.boateng", "Kofi Boateng", "DPS-CARDIFF", "Administrative officer",
           "Operational delivery", "manager"),
    Person("helen.wright", "Helen Wright", "DPS-POLICY", "Senior executive officer", "Policy",
           "mentor"),
    Person("yusuf.demir", "Yusuf Demir", "DPS-POLICY", "Higher executive officer", "Policy",
           "mentor"),
    Person("rhian.powell", "Rhian Powell", "RRA-FIELD", "Executive officer",
           "Operational delivery", "outsider", language="cy"),
    Person("li.zhang", "Li Zhang", "RRA-FIELD", "Administrative officer",
           "Operational delivery", "outsider"),
]  # fmt: skip

GROUPS = {
    "author": "DPS: authors",
    "reviewer": "DPS: reviewers",
    "publisher": "DPS: publishers",
}
ROLES = {"ld-lead": Role.LD_LEAD, "dpo": Role.DPO, "coordinator": Role.COORDINATOR}

# What the department promises about learning data.
PROMISE = {
    "en-gb": (
        "Learning that you choose is not used for pay, performance or discipline. Required "
        "learning is different: if you do not complete it, your manager may ask you why."
    ),
    "cy": (
        "Nid yw dysgu rydych yn ei ddewis yn cael ei ddefnyddio ar gyfer cyflog, perfformiad na "
        "disgyblu. Mae dysgu gofynnol yn wahanol: os na fyddwch yn ei gwblhau, gall eich rheolwr "
        "ofyn pam."
    ),
}

DATA = "working-with-data-in-government"
CYBER = "cyber-security-at-your-desk"
AI = "using-ai-well-at-work"

# How many lessons of each course each has completed: a team is never all at one place. Who is
# not named here has begun nothing, ``learner`` among them: the first step is theirs to take.
PROGRESS = {
    DATA: {"mentor": 6, "omar.aziz": 6, "manager": 3, "nia.evans": 2, "helen.wright": 1},
    CYBER: {"beth.lloyd": 6, "kofi.boateng": 4, "rhian.powell": 2},
    AI: {"yusuf.demir": 6, "helen.wright": 2, "li.zhang": 1},
}


def load_people(*, password: str, now: datetime) -> list[User]:
    """Load organisations and people; passwords are set only for people made now."""
    units: dict[str, Organisation] = {}
    for unit in UNITS:
        found = Organisation.objects.filter(code=unit.code).first()
        units[unit.code] = found or create_organisation(
            code=unit.code, name=unit.name, parent=units.get(unit.parent)
        )
    people: dict[str, User] = {}
    made: list[int] = []
    for number, person in enumerate([*CAST, *COLLEAGUES], start=1001):
        email = f"{person.login}@{DOMAIN}"
        if known := User.objects.filter(email=email).first():
            people[person.login] = known
            continue
        people[person.login] = User.objects.create_user(
            email,
            full_name=person.name,
            staff_number=f"D{number}",
            organisation=units[person.unit],
            grade=person.grade,
            profession=person.profession,
            preferred_language=person.language if person.part == "" else "en-gb",
            joined_on=now.date(),
        )
        made.append(people[person.login].pk)
    if made:
        # Hashing is slow on purpose: once for all of them, for they share the one password.
        User.objects.filter(pk__in=made).update(password=make_password(password))
    for person in [*CAST, *COLLEAGUES]:
        if person.manager:
            User.objects.filter(pk=people[person.login].pk, manager=None).update(
                manager=people[person.manager]
            )
    provide_department(organisation=units["DPS"])
    provide_department(organisation=units["RRA"])
    for login, group in GROUPS.items():
        people[login].groups.add(Group.objects.get(name=group))
    for login, role in ROLES.items():
        grant_role(
            person=people[login],
            role=role,
            organisation=units["DPS"],
            granted_by=None,
            now=now,
        )
    User.objects.filter(pk=people["admin"].pk).update(is_staff=True, is_superuser=True)
    let_edit_information(people["ld-lead"])
    if not history_of(units["DPS"]).exists():
        make_promise(
            organisation=units["DPS"], texts=PROMISE, by=people["ld-lead"], now=now, seen=None
        )
    return list(people.values())


def load_progress(*, now: datetime) -> None:
    """Take some people through the starter courses, a lesson a day; those who started are left.

    A course that is no longer offered here is left out.
    """
    courses = Activity.objects.filter(kind=COURSE.name, offered=True)
    for slug in courses.filter(slug__in=PROGRESS).order_by("pk").values_list("slug", flat=True):
        for login, lessons in PROGRESS[slug].items():
            person = User.objects.get(email=f"{login}@{DOMAIN}")
            _take(person=person, slug=slug, lessons=lessons, now=now)


def _take(*, person: User, slug: str, lessons: int, now: datetime) -> None:
    if course_progress(person, slug).registration:
        return
    day = now - timedelta(days=lessons + 3)
    services.start_course(person=person, progress=course_progress(person, slug), now=day)
    for number in range(lessons):
        progress = course_progress(person, slug)
        if number >= len(progress.steps):
            break
        step = progress.steps[number]
        moment = day + timedelta(days=number)
        services.open_step(person=person, progress=progress, step=step, now=moment)
        services.complete_step(
            person=person, progress=progress, step=step, now=moment + timedelta(minutes=12)
        )

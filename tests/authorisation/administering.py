"""What is administered, and everything that somebody may try: who may is said in the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from cms.administration.models import BackupTrial, MailTrial
from cms.administration.trials import send_test_mail
from cms.publishing.departments import provide_department
from cms.publishing.models import EditorsGroup
from learning.config.models import ServiceName
from learning.notifications.models import Mail
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import create_organisation, move_organisation
from learning.people.roles import grant_role
from tests.authorisation.editor import everything
from tests.authorisation.world import World
from tests.factories.people import PersonFactory


class Scene:
    """What the table asks about: a government, an own department in it, and another one."""

    def __init__(self, world: World) -> None:
        people = world.people
        self.world = world
        self.top = create_organisation(code="GOV", name="Government")
        for one in (people.department, people.other_department):
            move_organisation(organisation=one, parent=self.top)
        self.own = Organisation.objects.get(pk=people.department.pk)
        self.team = Organisation.objects.get(pk=people.team.pk)
        self.other = Organisation.objects.get(pk=people.other_department.pk)
        self.sub = create_organisation(code="OTHER-SUB", name="Below the other", parent=self.other)
        self.shut = create_organisation(code="SHUT", name="Shut", parent=self.own)
        self.unit = create_organisation(code="UNIT", name="Unit", parent=self.own)
        self.gone = create_organisation(code="GONE", name="Gone", parent=self.own)
        now = timezone.now()
        Organisation.objects.filter(pk=self.shut.pk).update(closed_at=now)
        Organisation.objects.filter(pk=self.gone.pk).update(closed_at=now, merged_into=self.other)
        provide_department(organisation=self.own)
        provide_department(organisation=self.other)
        self.lead, self.admin = people.ld_lead, people.admin
        self.inside = PersonFactory(email="inside@demo.example", organisation=self.team)
        self.outside = PersonFactory(email="outside@demo.example", organisation=self.other)
        # Somebody else has said for how long.
        self.last_day = timezone.localdate(now) + timedelta(days=10)
        RoleGrant.objects.filter(person=people.ld_lead).update(until=self.last_day)
        self.leads_role = RoleGrant.objects.get(person=people.ld_lead, ended_at=None)
        self.dpos_role = RoleGrant.objects.get(person=people.dpo, ended_at=None)
        self.others_role = grant_role(
            person=self.outside, role=Role.COORDINATOR, organisation=self.other
        )
        self.sent = send_test_mail(by=self.admin, address="a@demo.example", now=now)

    def authors(self, organisation: Organisation) -> EditorsGroup:
        return EditorsGroup.objects.get(department__organisation=organisation, kind="authors")

    def address(self, name: str, thing: str) -> str:
        """Return the address that a line of the table is about."""
        if thing == "-":
            return reverse(f"administration:{name}")
        args: dict[str, list[Any]] = {
            "own": [self.own.pk], "team": [self.team.pk], "top": [self.top.pk],
            "other": [self.other.pk], "shut": [self.shut.pk], "gone": [self.gone.pk],
            "none": [10**9],
        }  # fmt: skip
        if name.startswith("role"):
            args = {
                "lead": [self.leads_role.pk], "dpo": [self.dpos_role.pk],
                "other": [self.others_role.pk],
            }  # fmt: skip
        elif name == "editor_end":
            author = self.world.people.author.pk
            args = {
                "own": [self.authors(self.own).pk, author],
                "other": [self.authors(self.other).pk, self.world.rival.pk],
                "swap": [self.authors(self.own).pk, self.world.rival.pk],
            }
        elif name == "mail_arrived":
            args = {"sent": [self.sent.token], "none": [uuid4()]}
        return reverse(f"administration:{name}", args=args[thing])


def standing() -> tuple[Any, ...]:
    """Return a fingerprint of all that is decided here."""
    return (
        everything(),
        list(
            Organisation.objects.order_by("pk").values_list(
                "name", "code", "path", "name_kept", "place_kept", "closed_at", "merged_into"
            )
        ),
        list(
            RoleGrant.objects.order_by("pk").values_list(
                "person", "role", "organisation", "until", "ended_at"
            )
        ),
        list(User.groups.through.objects.order_by("pk").values_list("user", "group")),
        list(User.objects.order_by("pk").values_list("organisation", "invited_at", "is_superuser")),
        list(Group.objects.order_by("pk").values_list("name")),
        list(Collection.objects.order_by("pk").values_list("name", "path")),
        list(MailTrial.objects.values_list("token", "confirmed_at")),
        list(ServiceName.objects.values_list("language", "name")),
        BackupTrial.objects.count(),
        Mail.objects.count(),
    )


Act = tuple[str, dict[str, Any]]


def acts(scene: Scene) -> dict[str, Act]:
    """Return what no L&D lead may do, and an administrator may, by what it is."""
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    later = (scene.last_day + timedelta(days=1)).isoformat()

    def at(name: str, *args: Any, **asked: Any) -> str:
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        return f"{reverse(f'administration:{name}', args=args)}?{query}"

    def grant(place: Organisation, person: User, role: str) -> Act:
        address = at("grant", organisation=place.pk, person=person.public_id)
        return address, {"role": role, "until": tomorrow}

    def edit(place: Organisation, person: User) -> Act:
        address = at("editor_grant", organisation=place.pk, person=person.public_id)
        return address, {"kinds": ["authors", "publishers"]}

    own, team, other, top = scene.own, scene.team, scene.other, scene.top
    others_authors = scene.authors(other)
    return {
        "a role above": grant(top, scene.inside, "ld_lead"),
        "a role above, to oneself": grant(top, scene.lead, "ld_lead"),
        "a role beside": grant(other, scene.inside, "ld_lead"),
        "a role beside, to oneself": grant(other, scene.lead, "coordinator"),
        "a role below what is beside": grant(scene.sub, scene.lead, "ld_lead"),
        "a role here for somebody elsewhere": grant(own, scene.outside, "ld_lead"),
        "a data protection officer": grant(own, scene.inside, "dpo"),
        "a data protection officer of a team": grant(team, scene.lead, "dpo"),
        "an editor beside": edit(other, scene.inside),
        "an editor beside, oneself": edit(other, scene.lead),
        "an editor here from elsewhere": edit(own, scene.outside),
        "the end of a role beside": (at("role_end", scene.others_role.pk), {}),
        "the end of a data protection officer": (at("role_end", scene.dpos_role.pk), {}),
        "the last day of a role beside": (
            at("role_last_day", scene.others_role.pk), {"until": tomorrow},
        ),
        "the last day of a data protection officer": (
            at("role_last_day", scene.dpos_role.pk), {"until": tomorrow},
        ),
        "one's own role without an end": (
            at("role_last_day", scene.leads_role.pk), {"until": ""},
        ),
        "a later last day of one's own role": (
            at("role_last_day", scene.leads_role.pk), {"until": later},
        ),
        "a role below for longer, to oneself": (
            grant(team, scene.lead, "ld_lead")[0], {"role": "ld_lead", "until": later},
        ),
        "a role below without an end, to oneself": (
            grant(team, scene.lead, "coordinator")[0], {"role": "coordinator", "until": ""},
        ),
        "the end of an editor beside": (
            at("editor_end", others_authors.pk, scene.world.rival.pk), {},
        ),
        "a name beside": (at("department_rename", other.pk), {"name": "Ours", "code": other.code}),
        "a name above": (at("department_rename", top.pk), {"name": "Ours", "code": "GOV"}),
        "a code of one's own": (
            at("department_rename", own.pk), {"name": own.name, "code": "NEXT-AGENCY"},
        ),
        "letting write beside": (at("department", scene.sub.pk), {}),
        "a new department": (
            at("department_add"), {"name": "New", "code": "NEW", "writes": "on"},
        ),
        "a new department below one's own": (
            at("department_add", organisation=own.pk), {"name": "New", "code": "NEW"},
        ),
        "moving one's own part": (at("department_move", own.pk, organisation=other.pk), {}),
        "moving one's own part to the top": (at("department_move", own.pk, top=1), {}),
        "moving a team out": (at("department_move", team.pk, organisation=other.pk), {}),
        "moving a team to the top": (at("department_move", team.pk, top=1), {}),
        "moving in what is beside": (at("department_move", scene.sub.pk, organisation=own.pk), {}),
        "merging one's own part": (
            at("department_merge", own.pk, organisation=other.pk), {"rights": "keep"},
        ),
        "merging a team out": (
            at("department_merge", team.pk, organisation=other.pk), {"rights": "keep"},
        ),
        "merging in what is beside": (
            at("department_merge", scene.sub.pk, organisation=own.pk), {"rights": "end"},
        ),
        "closing what is beside": (at("department_close", scene.sub.pk), {"courses": "down"}),
        "opening what was merged elsewhere": (at("department_open", scene.gone.pk), {}),
        "inviting somebody elsewhere": (at("invitations_send", who=scene.outside.pk), {}),
        "a test email": (at("test_mail"), {"address": "a@demo.example"}),
        "that a test email arrived": (at("mail_arrived", scene.sent.token), {}),
        "a backup": (at("backup"), {"tried_on": timezone.localdate().isoformat()}),
        "a name of the service": (at("service_name"), {"name": "Mine"}),
    }  # fmt: skip


def own_acts(scene: Scene) -> dict[str, Act]:
    """Return what an L&D lead may do, within their part."""

    def at(name: str, *args: Any, **asked: Any) -> str:
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        return f"{reverse(f'administration:{name}', args=args)}?{query}"

    own, team, inside = scene.own, scene.team, scene.inside
    kept = {"organisation": own.pk, "person": inside.public_id}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    author = scene.world.people.author
    return {
        "an L&D lead": (at("grant", **kept), {"role": "ld_lead"}),
        "a coordinator of a team until tomorrow": (
            at("grant", organisation=team.pk, person=inside.public_id),
            {"role": "coordinator", "until": tomorrow},
        ),
        "an editor": (at("editor_grant", **kept), {"kinds": ["authors"]}),
        "the end of an editor": (at("editor_end", scene.authors(own).pk, author.pk), {}),
        "one's own last day": (at("role_last_day", scene.leads_role.pk), {"until": tomorrow}),
        "a coordinator of a team, oneself, for as long as one leads": (
            at("grant", organisation=team.pk, person=scene.lead.public_id),
            {"role": "coordinator", "until": scene.last_day.isoformat()},
        ),
        "the end of one's own role": (at("role_end", scene.leads_role.pk), {}),
        "a name": (at("department_rename", own.pk), {"name": "Another name", "keep": "on"}),
        "letting a team write": (at("department", team.pk), {}),
        "moving a team": (at("department_move", team.pk, organisation=scene.unit.pk), {}),
        "merging a team into the department": (
            at("department_merge", team.pk, organisation=own.pk), {"rights": "keep"},
        ),
        "opening what is closed": (at("department_open", scene.shut.pk), {}),
        "inviting": (at("invitations_send", who=inside.pk), {}),
    }  # fmt: skip

"""What an L&D lead cannot bring about by what is theirs to do: moves, merges, searches."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from cms.publishing.departments import provide_department
from learning.people.models import Organisation, Role, RoleGrant
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role
from tests.authorisation.administering import Scene
from tests.authorisation.world import undone

pytestmark = pytest.mark.django_db


def test_a_lead_cannot_keep_a_team_where_an_hr_file_would_move_it(scene: Scene) -> None:
    client = scene.world.client("ld_lead")
    with undone():
        below = create_organisation(code="BELOW", name="Below", parent=scene.own)
        address = reverse("administration:department_move", args=[below.pk])
        client.post(f"{address}?organisation={scene.team.pk}", {"keep": "on"})
        moved = Organisation.objects.get(pk=below.pk)
        assert moved.parent == scene.team
        assert not moved.place_kept


@pytest.mark.parametrize(("role", "keeps_all"), [("ld_lead", False), ("admin", True)])
def test_merging_gives_on_only_what_its_doer_could_give(
    scene: Scene, role: str, keeps_all: bool
) -> None:
    """Or a lead would name a data protection officer of the whole by way of a team."""
    with undone():
        provide_department(organisation=scene.team)
        for person, what in (
            (scene.inside, Role.COORDINATOR), (scene.inside, Role.DPO),
            (scene.outside, Role.COORDINATOR),
        ):  # fmt: skip
            grant_role(person=person, role=what, organisation=scene.team)
        for person in (scene.inside, scene.outside):
            person.groups.add(scene.authors(scene.team).group)
        address = reverse("administration:department_merge", args=[scene.team.pk])
        answer = scene.world.client(role).post(
            f"{address}?organisation={scene.own.pk}", {"rights": "keep"}
        )
        assert answer.status_code == 302
        held = RoleGrant.objects.filter(organisation=scene.own, ended_at=None)
        given = set(
            held.filter(person__in=[scene.inside, scene.outside]).values_list("person", "role")
        )
        kept = {(scene.inside.pk, "coordinator")}
        more = {(scene.inside.pk, "dpo"), (scene.outside.pk, "coordinator")}
        assert given == (kept | more if keeps_all else kept)
        writing = scene.authors(scene.own).group.user_set
        assert writing.filter(pk=scene.inside.pk).exists()
        assert writing.filter(pk=scene.outside.pk).exists() is keeps_all


def test_merging_does_not_let_a_lead_lead_for_longer(scene: Scene) -> None:
    with undone():
        grant_role(person=scene.lead, role=Role.LD_LEAD, organisation=scene.team)
        grant_role(person=scene.lead, role=Role.COORDINATOR, organisation=scene.team)
        address = reverse("administration:department_merge", args=[scene.team.pk])
        scene.world.client("ld_lead").post(
            f"{address}?organisation={scene.own.pk}", {"rights": "keep"}
        )
        held = RoleGrant.objects.filter(person=scene.lead, ended_at=None)
        assert set(held.values_list("role", "organisation", "until")) == {
            ("ld_lead", scene.own.pk, scene.last_day),
            ("coordinator", scene.own.pk, scene.last_day),
        }


def test_a_lead_is_told_why_their_own_role_cannot_last_longer(scene: Scene) -> None:
    client, asked = scene.world.client("ld_lead"), {"role": "ld_lead", "until": ""}
    given = f"?organisation={scene.team.pk}&person={scene.lead.public_id}"
    for address in (
        reverse("administration:role_last_day", args=[scene.leads_role.pk]),
        reverse("administration:grant") + given,
    ):
        answer = client.post(address, asked)
        assert answer.status_code == 422
        assert "Your own role cannot last longer" in answer.content.decode()


def test_a_lead_is_not_told_who_works_elsewhere(scene: Scene) -> None:
    client = scene.world.client("ld_lead")
    for name in ("departments", "roles", "editors", "invitations"):
        for query in ("", "?q=Below the other", "?q=outside", "?ordering=-pk"):
            page = client.get(reverse(f"administration:{name}") + query).content.decode()
            for secret in ("outside@demo.example", "rival@demo.example", "Below the other"):
                # What was typed into the search is said again.
                assert secret not in page.replace(f'value="{secret}"', ""), (name, query)
    grant = reverse("administration:grant")
    for query in ("?place=other", f"?organisation={scene.own.pk}&who=outside"):
        page = client.get(f"{grant}{query}").content.decode()
        assert "outside@demo.example" not in page
        assert "Below the other" not in page


def test_what_is_no_key_names_nothing(scene: Scene) -> None:
    client: Client = scene.world.client("admin")
    grant, send = reverse("administration:grant"), reverse("administration:invitations_send")
    for address in (
        f"{grant}?organisation=x", f"{grant}?organisation=-1", f"{grant}?organisation=9{'9' * 30}",
        f"{grant}?organisation={scene.own.pk}&person=x",
        f"{grant}?organisation={scene.own.pk}&person={uuid4()}",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for who in ("", "x", "-1", "9" * 30, "all"):
        assert client.post(f"{send}?who={who}").status_code == 404, who


def test_the_top_of_the_resolver_knows_the_room() -> None:
    assert reverse("administration:departments") == "/cms-admin/departments/"
    assert get_resolver().resolve("/cms-admin/roles/grant/").view_name == "administration:grant"


def test_a_publisher_does_not_give_a_departments_page_to_another(scene: Scene) -> None:
    """With it the people of another department would get what ours writes."""
    page = provide_department(organisation=scene.own).page
    client = scene.world.client("publisher")
    with undone():
        client.post(
            f"/cms-admin/pages/{page.pk}/edit/",
            {
                "title": "Taken", "slug": page.slug, "organisation": scene.other.pk,
                "action-publish": "1", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
                "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "",
            },
        )  # fmt: skip
        page = type(page).objects.get(pk=page.pk)
        assert (page.title, page.organisation) == (scene.own.name, scene.own)

"""What an L&D lead cannot take along past the last day of their role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role
from tests.administration.reading import told
from tests.authorisation.administering import Scene, standing
from tests.authorisation.world import undone

pytestmark = pytest.mark.django_db
WAYS = [
    ("move", {}),
    ("merge", {"rights": "keep"}),
    ("merge", {"rights": "end"}),
    ("close", {"courses": "over"}),
]


def leads_beside(scene: Scene, days: int | None) -> Organisation:
    """Let the lead lead another part too, for some days from now or without an end."""
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    grant_role(person=scene.lead, role=Role.LD_LEAD, organisation=scene.other, until=until)
    return scene.other


def address(way: str, what: Organisation, to: Organisation) -> str:
    return f"{reverse(f'administration:department_{way}', args=[what.pk])}?organisation={to.pk}"


@pytest.mark.parametrize(("way", "form"), WAYS)
@pytest.mark.parametrize("days", [11, None])
def test_nothing_goes_to_what_is_led_for_longer(
    scene: Scene, way: str, form: dict[str, str], days: int | None
) -> None:
    with undone():
        other = leads_beside(scene, days)
        User.objects.filter(organisation=scene.team).update(organisation=None)
        before = standing()
        answer = scene.world.client("ld_lead").post(address(way, scene.team, other), form)
        assert answer.status_code == 422
        words = f"You lead {scene.team.name} for a shorter time than {other.name}. Ask an admin"
        assert words in told(answer)
        assert standing() == before


@pytest.mark.parametrize(("way", "form"), WAYS)
@pytest.mark.parametrize("days", [5, 10])
def test_and_goes_to_what_is_led_for_no_longer(
    scene: Scene, way: str, form: dict[str, str], days: int
) -> None:
    with undone():
        other = leads_beside(scene, days)
        User.objects.filter(organisation=scene.team).update(organisation=None)
        answer = scene.world.client("ld_lead").post(address(way, scene.team, other), form)
        assert answer.status_code == 302


def test_what_is_led_without_an_end_goes_anywhere(scene: Scene) -> None:
    with undone():
        RoleGrant.objects.filter(pk=scene.leads_role.pk).update(until=None)
        other, below = (
            leads_beside(scene, None),
            create_organisation(code="BELOW", name="Below", parent=scene.own),
        )
        answer = scene.world.client("ld_lead").post(address("move", below, other), {})
        assert answer.status_code == 302


# Editors


def test_a_lead_does_not_make_herself_an_editor(scene: Scene) -> None:
    """She would go on editing after her last day."""
    given = f"?organisation={scene.own.pk}&person={scene.lead.public_id}"
    editing = reverse("administration:editor_grant") + given
    for until in (scene.last_day, None):
        with undone():
            RoleGrant.objects.filter(pk=scene.leads_role.pk).update(until=until)
            for kind in ("authors", "reviewers", "publishers"):
                answer = scene.world.client("ld_lead").post(editing, {"kinds": [kind]})
                assert answer.status_code == 422
                assert "You cannot make yourself an editor." in told(answer)
            assert not scene.lead.groups.exists()


def test_nor_by_merging_what_somebody_else_let_her_edit(scene: Scene) -> None:
    with undone():
        client = scene.world.client("ld_lead")
        client.post(reverse("administration:department", args=[scene.team.pk]))
        for person in (scene.lead, scene.inside):
            person.groups.add(scene.authors(scene.team).group)
        client.post(address("merge", scene.team, scene.own), {"rights": "keep"})
        group = scene.authors(scene.own).group
        assert scene.inside.groups.filter(pk=group.pk).exists()
        assert not scene.lead.groups.exists()


def test_an_administrator_may(scene: Scene) -> None:
    given = f"?organisation={scene.own.pk}&person={scene.lead.public_id}"
    with undone():
        answer = scene.world.client("admin").post(
            reverse("administration:editor_grant") + given, {"kinds": ["authors"]}
        )
        assert answer.status_code == 302
        assert scene.lead.groups.exists()

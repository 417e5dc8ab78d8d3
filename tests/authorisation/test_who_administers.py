"""Who administers what: every page of the room, and everything that somebody may try there.

An L&D lead acts within their own part only. What they are not offered is refused when it is sent
all the same: for organisations above and beside, for people elsewhere, for roles that are not
theirs to give, for the top of their own part, and after their own role has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from cms.administration import urls_admin
from learning.people.models import RoleGrant, User
from tests.authorisation.administering import Scene, acts, own_acts, standing
from tests.authorisation.world import ROLES, undone

pytestmark = pytest.mark.django_db
HELPLESS = [role for role in ROLES if role not in ("admin", "ld_lead", "out")]
# method, address, on what: what an L&D lead of the department gets, and an administrator.
#   ok 200, go sent on, no 404, xx 403, nm 405, un 422
TABLE = """
GET  departments           -      ok ok
GET  departments_results   -      ok ok
GET  department_add        -      xx ok
POST department_add        -      xx un
GET  department            own    ok ok
GET  department            team   ok ok
GET  department            top    no ok
GET  department            other  no ok
GET  department            none   no no
POST department            team   go go
POST department            top    no go
POST department            other  no go
GET  department_rename     own    ok ok
GET  department_rename     other  no ok
POST department_rename     own    un un
POST department_rename     other  no un
GET  department_move       own    no ok
GET  department_move       team   ok ok
GET  department_move       other  no ok
POST department_move       team   no no
GET  department_merge      own    no ok
GET  department_merge      team   ok ok
GET  department_merge      other  no ok
POST department_merge      team   no no
GET  department_close      own    no ok
GET  department_close      team   ok ok
GET  department_close      other  no ok
POST department_close      team   go go
GET  department_open       team   no no
GET  department_open       shut   ok ok
GET  department_open       gone   no ok
GET  department_rename     shut   no no
POST department_open       other  no no
GET  roles                 -      ok ok
GET  roles_results         -      ok ok
GET  grant                 -      ok ok
POST grant                 -      no no
GET  role                  lead   ok ok
GET  role                  dpo    ok ok
GET  role                  other  no ok
GET  role_last_day         lead   ok ok
GET  role_last_day         dpo    no ok
GET  role_last_day         other  no ok
POST role_last_day         other  no go
GET  role_end              lead   ok ok
GET  role_end              dpo    no ok
GET  role_end              other  no ok
GET  editors               -      ok ok
GET  editors_results       -      ok ok
GET  editor_grant          -      ok ok
POST editor_grant          -      no no
GET  editor_end            own    ok ok
GET  editor_end            other  no ok
GET  editor_end            swap   no no
GET  invitations           -      ok ok
GET  invitations_results   -      ok ok
GET  invitations_send      -      go go
POST invitations_send      -      no no
GET  setting_up            -      xx ok
GET  test_mail             -      xx ok
POST test_mail             -      xx un
GET  mail_arrived          sent   xx ok
GET  mail_arrived          none   xx no
POST mail_arrived          none   xx no
GET  backup                -      xx ok
POST backup                -      xx un
GET  service_name          -      xx ok
POST service_name          -      xx un
"""
SAID = {200: "ok", 302: "go", 404: "no", 403: "xx", 405: "nm", 422: "un"}


def said(answer: HttpResponse) -> str:
    """Return the table's word; Wagtail refuses who may enter the admin by way of its start page."""
    if answer.status_code == 302 and answer["Location"] == "/cms-admin/":
        return "xx"
    return SAID.get(answer.status_code, str(answer.status_code))


def lines() -> list[list[str]]:
    return [line.split() for line in TABLE.strip().splitlines()]


def test_every_address_of_the_room_is_in_the_table() -> None:
    declared = {name for _method, name, *_rest in lines()}
    assert declared == {pattern.name for pattern in urls_admin.urlpatterns}


@pytest.mark.parametrize("column", [0, 1], ids=["ld_lead", "admin"])
def test_who_administers_what(scene: Scene, column: int) -> None:
    client = scene.world.client(("ld_lead", "admin")[column])
    wrong = []
    for method, name, thing, *expected in lines():
        with undone():
            address = scene.address(name, thing)
            answer = client.get(address) if method == "GET" else client.post(address, {})
        got = said(answer)
        if got != expected[column]:
            wrong.append(f"{method} {name} {thing}: {got} instead of {expected[column]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["out", *HELPLESS])
def test_nobody_else_administers_anything(scene: Scene, role: str) -> None:
    client = scene.world.client(role)
    for method, name, thing, *_expected in lines():
        with undone():
            address = scene.address(name, thing)
            answer = client.get(address) if method == "GET" else client.post(address, {})
        if role == "out":
            assert answer["Location"].startswith("/sign-in/"), name
        else:
            assert said(answer) == "xx", f"{method} {name} {thing}"


def test_a_lead_changes_nothing_that_is_not_theirs(scene: Scene) -> None:
    client = scene.world.client("ld_lead")
    before = standing()
    changed = []
    for act, (address, form) in acts(scene).items():
        with undone():
            answer = client.post(address, form)
            if standing() != before or answer.status_code >= 500:
                changed.append(f"{act}: {answer.status_code}")
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("role", HELPLESS)
def test_and_nobody_else_changes_anything(scene: Scene, role: str) -> None:
    client = scene.world.client(role)
    before = standing()
    everything_tried = {**acts(scene), **own_acts(scene)}
    for act, (address, form) in everything_tried.items():
        with undone():
            assert said(client.post(address, form)) == "xx", act
            assert standing() == before, act


def test_an_administrator_may_do_all_of_it(scene: Scene) -> None:
    """What is refused above is refused for its reason, not for a form that nobody could send."""
    client = scene.world.client("admin")
    before = standing()
    idle = []
    for act, (address, form) in acts(scene).items():
        with undone():
            client.post(address, form)
            if standing() == before:
                idle.append(act)
    assert not idle


def test_a_lead_may_do_what_is_theirs(scene: Scene) -> None:
    client = scene.world.client("ld_lead")
    before = standing()
    idle = []
    for act, (address, form) in own_acts(scene).items():
        with undone():
            answer = client.post(address, form)
            if answer.status_code != 302 or standing() == before:
                idle.append(f"{act}: {answer.status_code}")
    assert not idle


Ending = Callable[[Scene], None]


def by_hand(scene: Scene) -> None:
    RoleGrant.objects.filter(pk=scene.leads_role.pk).update(ended_at=timezone.now())


def by_its_last_day(scene: Scene) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(pk=scene.leads_role.pk).update(until=yesterday)


def by_leaving(scene: Scene) -> None:
    User.objects.filter(pk=scene.lead.pk).update(left_on=timezone.localdate())


@pytest.mark.parametrize("ending", [by_hand, by_its_last_day, by_leaving])
def test_whose_role_has_ended_does_nothing_any_more(scene: Scene, ending: Ending) -> None:
    client = scene.world.client("ld_lead")
    with undone():
        ending(scene)
        before = standing()
        for act, (address, form) in own_acts(scene).items():
            assert client.post(address, form).status_code in (302, 403), act
            assert standing() == before, act
            assert client.get(address).status_code in (302, 403), act

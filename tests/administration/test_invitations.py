"""Who was invited and who came, and what an L&D lead finds on the start page."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from learning.notifications.models import Mail, MailState
from learning.notifications.sweeps import _finish, send_due
from learning.people.invitations import invite
from learning.people.models import Role, User
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role
from tests.administration.conftest import Signed
from tests.administration.reading import at, told
from tests.factories.courses import Writing
from tests.factories.people import PersonFactory
from tests.notifications.test_mails import Refusing

pytestmark = pytest.mark.django_db


def states(client: Client, **query: str) -> dict[str, str]:
    """Return what the list says of each person."""
    rows = client.get(at("invitations"), query).context["object_list"]
    return {person.full_name: person.state for person in rows}


@pytest.fixture
def newcomers(writing: Writing) -> dict[str, User]:
    """People of the team: one of each state."""
    now, team = timezone.now(), writing.cast.team
    days = timedelta(days=settings.INVITATION_DAYS)
    User.objects.update(last_login=now)
    return {
        name: PersonFactory(full_name=name, organisation=team, **fields)
        for name, fields in {
            "New": {},
            "Waiting": {"invited_at": now - days / 2},
            "Late": {"invited_at": now - days - timedelta(hours=1)},
            "Came": {"invited_at": now - days, "last_login": now},
            "Lost": {"invited_at": now - days / 2},
            "Gone": {"left_on": timezone.localdate()},
        }.items()
    }


def test_who_was_invited_and_who_came(lead: Client, newcomers: dict[str, User]) -> None:
    lost = newcomers["Lost"]
    Mail.objects.create(
        person=lost, address=lost.email, language="en-gb", kind="invitation", key="k",
        subject="S", state=MailState.FAILED, queued_at=lost.invited_at, due_at=lost.invited_at,
    )  # fmt: skip
    found = states(lead, q="")
    assert {name: found.get(name) for name in newcomers} == {
        "New": "not_invited", "Waiting": "waiting", "Late": "expired", "Came": "came",
        "Lost": "failed", "Gone": None,
    }  # fmt: skip
    assert set(states(lead, state="failed")) == {"Lost"}
    page = told(lead.get(at("invitations")))
    assert "Invite 1 person who was not invited yet" in page
    assert "Send again to 1 person whose link has expired" in page


def test_one_is_sent_again_and_not_twice_a_day(lead: Client, newcomers: dict[str, User]) -> None:
    late = newcomers["Late"]
    answer = lead.post(at("invitations_send", who=late.pk), follow=True)
    assert "1 invitation is on its way." in told(answer)
    assert Mail.objects.get(person=late).kind == "invitation"
    again = lead.post(at("invitations_send", who=late.pk), follow=True)
    words = "This person was invited today already. You can invite them again tomorrow."
    assert words in told(again)
    assert "on its way" not in told(again)
    assert Mail.objects.filter(person=late).count() == 1


def test_a_refused_address_is_shown_and_can_be_tried_again(
    lead: Client, newcomers: dict[str, User], settings: Any
) -> None:
    """It once counted as not invited, so that the next round wrote to it again, for ever."""
    settings.MAIL_DELIVERY_BACKEND = "tests.notifications.test_mails.Refusing"
    Refusing.answer = SMTPRecipientsRefused({"a@x.example": (550, b"no")})
    new = newcomers["New"]
    lead.post(at("invitations_send", who="new"))
    send_due(now=timezone.now())
    assert set(states(lead, state="failed")) == {"New"}
    answer = lead.post(at("invitations_send", who="new"), follow=True)
    assert "Nobody is waiting for an invitation." in told(answer)
    answer = lead.post(at("invitations_send", who=new.pk), follow=True)
    assert "1 invitation is on its way." in told(answer)
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due(now=timezone.now())
    assert states(lead, q="New") == {"New": "waiting"}


def test_who_outlived_their_lease_does_not_undo_what_another_sent(
    newcomers: dict[str, User],
) -> None:
    new, now = newcomers["New"], timezone.now()
    invite(people=[new], now=now)
    mail = Mail.objects.get(person=new)
    send_due(now=timezone.now())
    _finish(mail, MailState.DROPPED, now, "late")
    new.refresh_from_db()
    assert new.invited_at == now
    assert Mail.objects.get(person=new).state == MailState.SENT


def test_all_are_invited_at_once(lead: Client, newcomers: dict[str, User]) -> None:
    lead.post(at("invitations_send", who="new"))
    lead.post(at("invitations_send", who="expired"))
    assert set(Mail.objects.values_list("person__full_name", flat=True)) == {"New", "Late"}
    answer = lead.post(at("invitations_send", who="new"), follow=True)
    assert "Nobody is waiting for an invitation." in told(answer)


def test_somebody_who_came_is_not_invited(lead: Client, newcomers: dict[str, User]) -> None:
    answer = lead.post(at("invitations_send", who=newcomers["Came"].pk), follow=True)
    assert "Nobody was invited." in told(answer)
    assert not Mail.objects.exists()


def lose(person: User) -> None:
    """Let the invitation of somebody be one that could not be sent."""
    Mail.objects.create(
        person=person, address=person.email, language="en-gb", kind="invitation",
        key=f"k{person.pk}", subject="S", state=MailState.FAILED, queued_at=person.invited_at,
        due_at=person.invited_at,
    )  # fmt: skip


def test_those_that_could_not_be_sent_are_sent_again_at_once(
    lead: Client, newcomers: dict[str, User]
) -> None:
    assert "could not be sent." not in told(lead.get(at("invitations")))
    for name in ("Lost", "Waiting"):
        lose(newcomers[name])
    page = told(lead.get(at("invitations")))
    assert "have signed in. 2 invitations could not be sent." in page
    assert "Send again to those that could not be sent" in page
    answer = lead.post(at("invitations_send", who="failed"), follow=True)
    assert "2 invitations are on their way." in told(answer)
    assert set(states(lead, state="failed")) == set()


def test_who_was_invited_today_can_be_tomorrow(lead: Client, newcomers: dict[str, User]) -> None:
    for name in ("Late", "Waiting"):
        invite(people=[newcomers[name]], now=timezone.now())
    days = timedelta(days=settings.INVITATION_DAYS + 1)
    User.objects.filter(full_name__in=["Late", "Waiting"]).update(invited_at=timezone.now() - days)
    words = "people were invited today already. You can invite them again tomorrow."
    assert f"These {words}" in told(lead.post(at("invitations_send", who="expired"), follow=True))
    PersonFactory(organisation=newcomers["Late"].organisation, invited_at=timezone.now() - days)
    answer = told(lead.post(at("invitations_send", who="expired"), follow=True))
    assert "1 invitation is on its way." in answer
    assert f"2 {words}" in answer


def test_after_sending_the_list_shows_what_it_showed(
    lead: Client, newcomers: dict[str, User]
) -> None:
    kept = {"state": "expired", "q": "a & b"}
    page = lead.get(at("invitations"), {**kept, "q": "Late"}).content.decode()
    assert f'?who={newcomers["Late"].pk}&amp;state=expired&amp;q=Late"' in page
    assert '?who=new&amp;state=expired&amp;q=Late"' in page
    sent = lead.post(f"{at('invitations_send', who='new')}&state=expired&q=a+%26+b&other=1")
    assert sent["Location"] == f"{at('invitations')}state=expired&q=a+%26+b"


def test_who_had_to_sign_in_again_is_told_that_nothing_was_sent(
    lead: Client, newcomers: dict[str, User]
) -> None:
    answer = lead.get(f"{at('invitations_send', who='new')}&state=expired", follow=True)
    assert answer.redirect_chain[-1][0] == f"{at('invitations')}state=expired"
    assert "No invitation was sent. Send it again from this list." in told(answer)
    assert not Mail.objects.exists()


# The start page


def test_a_lead_finds_the_way_on_the_start_page(lead: Client, newcomers: dict[str, User]) -> None:
    page = told(lead.get("/cms-admin/"))
    assert "You are L&D lead of Department for Examples." in page
    assert "4 people have not signed in yet" in page
    assert "Set up the service" not in page


def test_an_author_finds_none_of_it(writing: Writing, signed_in: Signed) -> None:
    page = told(signed_in(writing.cast.author).get("/cms-admin/"))
    for words in ("Your department", "Set up the service", "Invitations"):
        assert words not in page


def test_the_lists_ask_a_constant_number_of_questions(
    admin: Client, writing: Writing, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        place = create_organisation(code=f"N-{number}", name=f"Number {number}")
        person = PersonFactory(organisation=place)
        grant_role(person=person, role=Role.COORDINATOR, organisation=place)
        person.groups.add(writing.department.authors)
    for name in ("departments", "roles", "editors", "invitations"):
        with django_assert_max_num_queries(25):
            assert "Number 1" in told(admin.get(at(name)))

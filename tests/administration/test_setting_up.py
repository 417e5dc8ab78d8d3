"""The checklist of an administrator: each line from missing to done, by its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.management import get_commands
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.administration.checklist import checklist
from cms.administration.lines import legal_pages_missing
from cms.administration.models import BackupTrial, MailTrial
from cms.pages.information import Information
from cms.pages.models import InformationPage
from learning.config import service_name
from learning.config.models import ServiceName
from learning.notifications.models import Mail, MailState
from learning.notifications.sweeps import send_due
from learning.people.models import Role, User
from learning.people.roles import grant_role
from learning.sweeps.heartbeat import LATE_AFTER, beat
from tests.administration.conftest import Signed
from tests.administration.reading import at, told
from tests.factories.courses import Writing, published_course
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NAMES = ["people", "mail", "sweep", "backup", "lead", "courses", "legal"]


def done() -> set[str]:
    """Return the lines that are done now."""
    return {line.name for line in checklist(timezone.now()) if line.done}


def line(name: str) -> Any:
    return next(one for one in checklist(timezone.now()) if one.name == name)


def test_an_empty_installation_lacks_everything_and_each_line_has_a_way(db: None) -> None:
    found = checklist(timezone.now())
    assert [one.name for one in found] == NAMES
    for one in found:
        assert not one.done, one.name
        assert one.links or one.commands, one.name
        assert str(one.says)
        for link in one.links:
            assert str(link.url).startswith("/cms-admin/")


def test_every_command_that_is_named_is_there(db: None) -> None:
    for one in checklist(timezone.now()):
        for command in one.commands:
            if "manage.py" in command:
                assert command.split()[2] in get_commands()


def test_the_start_page_of_an_administrator_is_the_checklist(signed_in: Signed, db: None) -> None:
    admin = signed_in(User.objects.create_superuser("a@x.example", full_name="Admin"))
    page = told(admin.get("/cms-admin/"))
    assert "7 things are missing." in page
    assert "No one has been imported yet." in page
    assert ".venv/bin/python manage.py import_people people.csv" in page


def test_each_line_is_done_by_its_own_way(writing: Writing, admin: Client) -> None:
    cast, now = writing.cast, timezone.now()
    User.objects.update(staff_number=None)
    cast.ld_lead.role_grants.update(ended_at=now)
    assert done() == set()
    PersonFactory(staff_number="1")
    assert done() == {"people"}
    beat(now=now)
    assert done() == {"people", "sweep"}
    grant_role(person=cast.ld_lead, role=Role.LD_LEAD, organisation=cast.department)
    assert done() == {"people", "sweep", "lead"}
    published_course(writing)
    assert done() == {"people", "sweep", "lead", "courses"}
    admin.post(at("backup"), {"tried_on": timezone.localdate().isoformat(), "found": "All there."})
    assert done() == {"people", "sweep", "lead", "courses", "backup"}
    assert legal_pages_missing() == list(Information), "published, by nobody in particular"
    for page in InformationPage.objects.filter(locale=Locale.get_default()):
        assert not line("legal").done
        page.save_revision(user=cast.admin).publish(user=cast.admin)
    assert legal_pages_missing() == []
    admin.post(at("test_mail"), {"address": "a@demo.example"})
    send_due(now=timezone.now())
    [link] = re.findall(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    admin.post(link)
    assert done() == set(NAMES)
    page = told(admin.get("/cms-admin/"))
    assert "Everything is set up. See the list" in page
    assert "A backup was tested" not in page
    assert "A backup was tested" in told(admin.get(at("setting_up")))


def test_a_department_without_a_lead_is_named_with_the_way(writing: Writing) -> None:
    cast = writing.cast
    assert line("lead").done, "the lead of the whole is the lead of its parts"
    cast.ld_lead.role_grants.update(until=timezone.localdate() - timedelta(days=1))
    found = line("lead")
    assert not found.done
    assert found.links[0].url == at("grant", organisation=cast.department.pk)
    assert "Department for Examples" in str(found.links[0].words)


def test_a_lead_who_has_left_is_none(writing: Writing) -> None:
    User.objects.filter(pk=writing.cast.ld_lead.pk).update(is_active=False)
    assert not line("lead").done


def test_work_that_stopped_is_said_with_when_it_was_seen(db: None) -> None:
    beat(now=timezone.now() - LATE_AFTER)
    found = line("sweep")
    assert not found.done
    assert "last seen on" in str(found.says)
    assert found.commands


def test_a_backup_of_long_ago_is_too_long_ago(db: None) -> None:
    now = timezone.now()
    for days, holds in ((180, True), (181, False)):
        BackupTrial.objects.all().delete()
        day = timezone.localdate(now) - timedelta(days=days)
        BackupTrial.objects.create(tried_on=day, recorded_at=now)
        assert line("backup").done is holds


# The test email


@pytest.mark.parametrize(
    ("state", "problem", "says"),
    [
        (MailState.DUE, "", "waits to be sent"),
        (MailState.DUE, "Refused.", "could not be sent: Refused."),
        (MailState.FAILED, "No such host.", "could not be sent: No such host."),
        (MailState.SENT, "", "was passed to the mail server"),
    ],
)
def test_what_became_of_a_test_email_is_said(
    admin: Client, state: str, problem: str, says: str
) -> None:
    admin.post(at("test_mail"), {"address": "a@demo.example"})
    words = {} if state == MailState.DUE else {"text": "", "html": ""}
    Mail.objects.update(state=state, problem=problem, **words)
    assert says in str(line("mail").says)
    assert says in told(admin.get(at("test_mail")))
    assert not line("mail").done


def test_opening_the_link_is_not_enough(admin: Client, writing: Writing) -> None:
    """Programs that look through emails open links; and they are not signed in."""
    admin.post(at("test_mail"), {"address": "a@demo.example"})
    trial = MailTrial.objects.get()
    address = reverse("administration:mail_arrived", args=[trial.token])
    assert Client().get(address).status_code == 302
    assert Client().post(address).status_code == 302
    page = admin.get(address)
    assert "Yes, it arrived" in told(page)
    trial.refresh_from_db()
    assert trial.confirmed_at is None
    admin.post(address)
    trial.refresh_from_db()
    first = trial.confirmed_at
    assert (trial.confirmed_by, first is not None) == (writing.cast.admin, True)
    admin.post(address)
    trial.refresh_from_db()
    assert trial.confirmed_at == first
    assert "Confirmed on" in told(admin.get(address))


@pytest.mark.parametrize("address", ["", "nobody", "a@b\nc@d.example"])
def test_a_test_email_needs_an_address(admin: Client, address: str) -> None:
    answer = admin.post(at("test_mail"), {"address": address})
    assert answer.status_code == 422
    assert "Enter an email address" in told(answer)
    assert not MailTrial.objects.exists()


# A backup and the name


@pytest.mark.parametrize("day", ["", "tomorrow", "2999-01-01"])
def test_a_backup_has_a_day_that_has_come(admin: Client, day: str) -> None:
    answer = admin.post(at("backup"), {"tried_on": day})
    assert answer.status_code == 422
    assert "Enter" in told(answer)
    assert not BackupTrial.objects.exists()


@pytest.fixture
def read_each_time(settings: Any) -> Iterator[None]:
    settings.SERVICE_NAME_SECONDS = 0.0
    service_name.forget()
    yield
    service_name._remembered.clear()
    service_name.forget()


def test_the_service_is_named_in_the_browser(admin: Client, read_each_time: None) -> None:
    page = admin.get(at("service_name")).content.decode()
    assert 'value="Digital skills for work"' in page
    admin.post(at("service_name"), {"name": "Learn", "cy": "Dysgu"})
    assert dict(ServiceName.objects.values_list("language", "name")) == {"": "Learn", "cy": "Dysgu"}
    assert "Learn" in Client().get("/sign-in/").content.decode()
    assert admin.post(at("service_name"), {"name": " "}).status_code == 422


def test_a_name_that_the_environment_gives_is_not_asked_for(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_NAME", "Ours")
    page = told(admin.get(at("service_name")))
    assert "The environment names the service" in page
    admin.post(at("service_name"), {"name": "Mine"})
    assert not ServiceName.objects.exists()


def test_what_the_checklist_asks_is_a_constant_number_of_questions(
    writing: Writing, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        PersonFactory(staff_number=f"many-{number}")
        MailTrial.objects.create(address="a@demo.example", sent_at=timezone.now())
    with django_assert_max_num_queries(14):
        checklist(timezone.now())
    assert len(project.CHECKLIST) == len(NAMES)

"""``manage.py set_up``: from an empty database, again, from two sides at once, and by question."""

from __future__ import annotations

import io
import re
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, Page, Workflow

from cms.administration.management.commands import set_up as command
from cms.pages.models import DepartmentPage
from cms.publishing.models import EditorsGroup, ProvidedDepartment
from learning.config import service_name
from learning.config.models import ServiceName
from learning.notifications.models import Mail
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.reorganising import close_organisation
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
WHOLE = (
    "--service-name=Learn at work",
    "--service-name-in=cy=Dysgu yn y gwaith",
    "--administrator=Jo Bennett <jo@dps.example>",
    "--department=DPS=Department for Public Services",
    "--department=RRA=Records Agency",
    "--ld-lead=DPS=Fatima Rahman <Fatima@DPS.example>",
)


def run(*options: str) -> str:
    said = io.StringIO()
    call_command("set_up", "--no-input", *options, stdout=said)
    return said.getvalue()


def counted() -> dict[str, int]:
    models = (
        User, Organisation, RoleGrant, Page, Collection, Workflow, EditorsGroup,
        ProvidedDepartment, Mail, ServiceName,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def test_an_empty_database_is_set_up_with_one_command() -> None:
    said = run(*WHOLE)
    admin = User.objects.get(email="jo@dps.example")
    assert (admin.full_name, admin.is_superuser, admin.is_staff) == ("Jo Bennett", True, True)
    titles = set(DepartmentPage.objects.values_list("title", flat=True))
    assert titles == {"Department for Public Services", "Records Agency"}
    grant = RoleGrant.objects.get()
    assert (grant.person.email, grant.role, grant.organisation.code) == (
        "fatima@dps.example", Role.LD_LEAD, "DPS",
    )  # fmt: skip
    assert grant.person.organisation == grant.organisation
    names = dict(ServiceName.objects.values_list("language", "name"))
    assert names == {"": "Learn at work", "cy": "Dysgu yn y gwaith"}
    assert "Administrator Jo Bennett (jo@dps.example): added." in said
    assert "L&D lead Fatima Rahman (fatima@dps.example) of DPS: leads" in said
    assert Mail.objects.get().address == "fatima@dps.example"


def test_the_printed_link_lets_the_administrator_in_once() -> None:
    link = re.search(r"https?://[^/\s]+(/\S+)", run(*WHOLE))
    assert link
    client = Client()
    answer = client.post(link[1].partition("?")[0], {"next": "/cms-admin/"})
    assert answer["Location"] == "/cms-admin/"
    page = client.get("/cms-admin/").content.decode()
    assert "Set up the service" in page
    assert Client().get(link[1]).status_code == 410
    assert "open this link" not in run(*WHOLE), "who has been here needs none"


def test_running_it_again_changes_nothing() -> None:
    run(*WHOLE)
    before = counted()
    said = run(*WHOLE)
    assert counted() == before
    assert said.count("as before") == 5


def test_what_is_there_already_is_used() -> None:
    organisation = OrganisationFactory(code="DPS", name="As HR calls it")
    person = PersonFactory(email="jo@dps.example", organisation=organisation)
    run("--administrator=jo@dps.example", "--department=DPS", "--ld-lead=DPS=JO@dps.example")
    person.refresh_from_db()
    assert person.is_superuser
    assert RoleGrant.objects.get().person == person
    assert DepartmentPage.objects.get().title == "As HR calls it"
    run("--department=DPS=Another name")
    assert DepartmentPage.objects.get().title == "As HR calls it"


def test_one_department_need_not_be_named_twice() -> None:
    run("--department=DPS=Department", "--ld-lead=Fatima Rahman <fatima@dps.example>")
    assert RoleGrant.objects.get().organisation.code == "DPS"


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--administrator=jo@dps.example"], "Give the name too"),
        (["--administrator=Jo Bennett"], "is no email address"),
        (["--department=DPS"], "There is no organisation DPS yet"),
        (["--ld-lead=DPS=Jo <jo@dps.example>"], "DPS is no department"),
        (["--ld-lead=Jo <jo@dps.example>"], "does not say of which department"),
        (["--service-name-in=xx=Learn"], "is no name in a language"),
        (["--administrator=gone@dps.example"], "has left"),
        (["--department=SHUT"], "is closed"),
        ([], "Nothing to set up was named"),
    ],
)
def test_a_fault_is_said_and_nothing_is_changed(options: list[str], fault: str) -> None:
    PersonFactory(email="gone@dps.example", left_on=timezone.localdate())
    shut = OrganisationFactory(code="SHUT")
    close_organisation(organisation=shut, by=None, now=timezone.now())
    before = counted()
    with pytest.raises(CommandError, match=fault):
        run(*options, *(["--department=NEW=New", "--department=NEWER=Newer"] if options else []))
    assert counted() == before


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(CommandError) as refused:
        run("--administrator=jo@dps.example", "--department=DPS")
    assert str(refused.value).count("\n") == 2
    assert str(refused.value).endswith("Nothing was changed.")


def test_a_name_that_the_environment_gives_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_NAME", "Ours")
    with pytest.raises(CommandError, match="The environment names the service"):
        run("--service-name=Theirs")
    assert not ServiceName.objects.exists()


def test_a_name_in_another_language_keeps_the_name() -> None:
    run("--service-name-in=cy=Dysgu")
    assert dict(ServiceName.objects.values_list("language", "name")) == {
        "": service_name.suggested(), "cy": "Dysgu",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_the_same_time_make_one_of_everything() -> None:
    failed: list[BaseException] = []

    def once() -> None:
        try:
            run(*WHOLE)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=once) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert User.objects.count() == 2
    assert RoleGrant.objects.count() == 1
    assert DepartmentPage.objects.count() == 2
    assert EditorsGroup.objects.count() == 6
    assert Workflow.objects.filter(name__startswith="Review and publish").count() == 2


# At a terminal


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answer questions in this order, at a terminal; return what was asked."""

    def answer(*answers: str) -> list[str]:
        asked: list[str] = []
        given = list(answers)

        def ask(question: str) -> str:
            asked.append(question)
            if not given:
                raise EOFError
            return given.pop(0)

        monkeypatch.setattr("builtins.input", ask)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        return asked

    return answer


def at_a_terminal(*options: str) -> str:
    said = io.StringIO()
    call_command("set_up", *options, stdout=said)
    return said.getvalue()


def test_everything_is_asked_for_where_nothing_is_named(answering: Any) -> None:
    asked = answering(
        "Learn", "DPS", "Department for Public Services", "",
        "Jo", "Jo Bennett <jo@dps.example>", "Fatima Rahman <fatima@dps.example>",
    )  # fmt: skip
    said = at_a_terminal()
    assert "'Jo' is no email address." in said
    assert [question.partition(" ")[0] for question in asked] == [
        "What", "Code", "What", "Code", "First", "First", "L&D",
    ]  # fmt: skip
    assert User.objects.get(is_superuser=True).email == "jo@dps.example"
    assert RoleGrant.objects.get().organisation.code == "DPS"
    assert ServiceName.objects.get().name == "Learn"


def test_what_is_named_or_there_is_not_asked_for(answering: Any) -> None:
    run("--administrator=Jo Bennett <jo@dps.example>", "--department=DPS=Department")
    asked = answering("", "Fatima Rahman <fatima@dps.example>")
    at_a_terminal()
    assert len(asked) == 2
    assert "Department" in asked[1]
    asked = answering("")
    with pytest.raises(CommandError, match="Nothing to set up"):
        at_a_terminal()
    assert len(asked) == 1, "only the name is left to ask for"


def test_an_end_of_input_leaves_the_rest_out(answering: Any) -> None:
    answering("Learn")
    at_a_terminal()
    assert ServiceName.objects.get().name == "Learn"
    assert not User.objects.exists()


def test_nothing_is_asked_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail(question))
    at_a_terminal("--department=DPS=Department")
    assert DepartmentPage.objects.count() == 1

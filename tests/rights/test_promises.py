"""What an organisation promises about learning data: said by its L&D lead, shown as theirs."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.people.models import Organisation, User
from learning.people.roles import Role, grant_role
from learning.rights.models import UsePromise
from learning.rights.selectors import current, history_of, promise_for
from learning.rights.services import (
    MayNotSpeak,
    SaidMeanwhile,
    make_promise,
    take_promise_back,
)
from tests.factories.clients import client_of
from tests.factories.people import Cast, PersonFactory, cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TEXTS = {"en-gb": "Not used for pay.", "cy": "Nid ar gyfer cyflog."}
LIST = "/cms-admin/promises/"
FORM = {"text_en_gb": "Not used for pay.", "text_cy": "Nid ar gyfer cyflog.", "seen": ""}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def says(by: User, organisation: Organisation | None, **texts: str) -> UsePromise:
    before = current(organisation)
    make_promise(
        organisation=organisation,
        texts={**TEXTS, **texts},
        by=by,
        now=NOW,
        seen=before.pk if before else None,
    )
    found = current(organisation)
    assert found
    return found


def footer(client: Client, path: str = "/", language: str = "en-gb") -> str:
    client.cookies["django_language"] = language
    page = client.get(path).content.decode().partition("<footer")[2]
    words = re.search(r'app-footer__promise">(.*?)</p>', page, re.DOTALL)
    assert words
    return html.unescape(re.sub(r"<[^>]*>", "", words[1]))


def test_without_words_of_its_own_the_service_says_what_is_true_everywhere(people: Cast) -> None:
    for client in (Client(), client_of(people.learner)):
        assert footer(client) == (
            "Digital skills for work says about your learning: “The service ranks nobody, and "
            "decides nothing about you by itself.”"
        )


def test_the_nearest_organisation_above_is_named_with_its_words(people: Cast) -> None:
    says(people.admin, None, **{"en-gb": "The service’s."})
    says(people.ld_lead, people.department, **{"en-gb": "The department’s."})
    learner, outsider = client_of(people.learner), client_of(people.outsider)
    assert footer(learner) == (
        "Department for Examples says about your learning: “The department’s.”"
    )
    says(people.ld_lead, people.team, **{"en-gb": "The team’s."})
    assert footer(learner) == "Claims team says about your learning: “The team’s.”"
    assert "“The department’s.”" in footer(client_of(people.author))
    assert footer(outsider) == "Digital skills for work says about your learning: “The service’s.”"
    assert "“The service’s.”" in footer(Client())
    assert "“The service’s.”" in footer(client_of(people.admin)), "in no organisation"


def test_it_stands_in_the_readers_language_and_is_marked_where_it_is_in_another(
    people: Cast,
) -> None:
    says(people.ld_lead, people.department)
    learner = client_of(people.learner)
    assert "“Nid ar gyfer cyflog.”" in footer(learner, language="cy")
    UsePromise.objects.update(texts={"en-gb": "Only in English."})
    page = learner.get("/").content.decode()
    assert '<span lang="en-GB">“Only in English.”</span>' in page
    assert 'lang="en-GB">“Only' not in client_of(people.learner).get("/").content.decode()


def test_it_stands_wherever_it_is_printed(people: Cast) -> None:
    says(people.ld_lead, people.department)
    page = client_of(people.learner).get("/account/data/").content.decode()
    assert page.count("“Not used for pay.”") == 2, "on the page and at its foot"
    assert Client().get("/").content.decode().count("The service ranks nobody") == 2


def test_no_page_asks_the_database_once_more_for_it(people: Cast) -> None:
    says(people.ld_lead, people.department)
    client = client_of(people.learner)
    client.get("/who-can-see/")
    with CaptureQueriesContext(connection) as asked:
        assert "“Not used for pay.”" in client.get("/who-can-see/").content.decode()
    assert len(asked) == 3, "session, person and permissions"


def test_markup_in_it_is_words(people: Cast) -> None:
    says(people.ld_lead, people.department, **{"en-gb": "<script>alert(1)</script>"})
    page = client_of(people.learner).get("/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_lead_speaks_for_their_part_and_no_other(people: Cast) -> None:
    for organisation in (people.other_department, None):
        with pytest.raises(MayNotSpeak):
            says(people.ld_lead, organisation)
    for person in (people.learner, people.manager, people.dpo, people.coordinator, people.author):
        with pytest.raises(MayNotSpeak):
            says(person, people.team)
    assert not UsePromise.objects.exists()


def test_what_was_said_stays_known(people: Cast) -> None:
    says(people.ld_lead, people.department, **{"en-gb": "First."})
    says(people.ld_lead, people.department, **{"en-gb": "Second."})
    says(people.ld_lead, people.department, **{"en-gb": "Second."})
    take_promise_back(
        organisation=people.department,
        by=people.ld_lead,
        now=NOW + timedelta(hours=1),
        seen=current(people.department).pk,
    )
    said = [(one.texts["en-gb"], one.ended_at) for one in history_of(people.department)]
    assert said == [("Second.", NOW + timedelta(hours=1)), ("First.", NOW)]
    assert promise_for(people.learner).text.startswith("The service ranks nobody")


def test_what_somebody_changed_meanwhile_is_not_overwritten(people: Cast) -> None:
    before = says(people.ld_lead, people.department)
    says(people.ld_lead, people.department, **{"en-gb": "Newer."})
    for act in (
        lambda: make_promise(
            organisation=people.department, texts=TEXTS, by=people.ld_lead, now=NOW, seen=before.pk
        ),
        lambda: make_promise(
            organisation=people.department, texts=TEXTS, by=people.ld_lead, now=NOW, seen=None
        ),
        lambda: take_promise_back(
            organisation=people.department, by=people.ld_lead, now=NOW, seen=before.pk
        ),
    ):
        with pytest.raises(SaidMeanwhile):
            act()
    assert promise_for(people.learner).text == "Newer."


def test_the_database_keeps_one_promise_at_a_time(people: Cast) -> None:
    for organisation in (people.department, None):
        said = {"organisation": organisation, "texts": TEXTS, "said_at": NOW}
        UsePromise.objects.create(**said)
        with pytest.raises(IntegrityError), transaction.atomic():
            UsePromise.objects.create(**said)
        UsePromise.objects.create(**said, ended_at=NOW)


# In the Wagtail admin


def test_a_lead_writes_it_in_the_admin_and_it_is_shown_at_once(people: Cast) -> None:
    lead = client_of(people.ld_lead)
    listed = lead.get(LIST).content.decode()
    assert "Claims team" in listed
    assert "Department for Others" not in listed
    address = f"{LIST}{people.department.pk}/"
    answer = lead.post(address, FORM, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "The promise is saved." in answer.content.decode()
    assert "“Not used for pay.”" in footer(client_of(people.learner))
    page = lead.get(address).content.decode()
    assert "Not used for pay." in page
    assert people.ld_lead.full_name in page, "who wrote it, in what was shown when"


def test_a_lead_takes_it_back_in_the_admin(people: Cast) -> None:
    said = says(people.ld_lead, people.department)
    address = f"{LIST}{people.department.pk}/"
    client_of(people.ld_lead).post(address, {"seen": said.pk, "take_back": "1"})
    assert current(people.department) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text_cy": ""}, "Enter the words in this language"),
        ({"text_en_gb": "x" * 301}, "at most 300 characters"),
        ({"text_en_gb": "bell \x07"}, "cannot be shown"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(
    people: Cast, change: dict[str, str], words: str
) -> None:
    address = f"{LIST}{people.department.pk}/"
    answer = client_of(people.ld_lead).post(address, FORM | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Not used for pay." in answer.content.decode() or "text_en_gb" in change
    assert not UsePromise.objects.exists()


def test_lines_become_one_paragraph(people: Cast) -> None:
    address = f"{LIST}{people.department.pk}/"
    client_of(people.ld_lead).post(address, FORM | {"text_en_gb": " One.\r\n\r\n Two.\u00a0 "})
    assert current(people.department).texts["en-gb"] == "One. Two."


def test_who_was_overtaken_sees_what_is_there_now_and_what_they_wrote(people: Cast) -> None:
    says(people.ld_lead, people.department, **{"en-gb": "Newer."})
    address = f"{LIST}{people.department.pk}/"
    answer = client_of(people.ld_lead).post(address, FORM | {"text_en_gb": "Older."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nothing was saved" in page
    assert "Newer." in page
    assert "Older." in page
    assert current(people.department).texts["en-gb"] == "Newer."


@pytest.mark.parametrize("role", ["learner", "manager", "author", "dpo", "coordinator"])
def test_nobody_else_opens_it(people: Cast, role: str) -> None:
    client = client_of(getattr(people, role))
    for address in (LIST, f"{LIST}service/", f"{LIST}{people.department.pk}/"):
        assert client.get(address).status_code == 403
        assert client.post(address, FORM).status_code in (403, 405)
    assert not UsePromise.objects.exists()


def test_another_departments_and_the_services_own_are_not_a_leads(people: Cast) -> None:
    lead = client_of(people.ld_lead)
    for address in (f"{LIST}service/", f"{LIST}{people.other_department.pk}/"):
        for answer in (lead.get(address), lead.post(address, FORM)):
            assert answer["Location"] == "/cms-admin/", "as Wagtail sends away who may not"
    assert not UsePromise.objects.exists()
    admin = client_of(people.admin)
    assert admin.post(f"{LIST}service/", FORM).status_code == 302
    assert promise_for(people.outsider).text == "Not used for pay."
    assert admin.get(f"{LIST}999999/").status_code == 404


def test_a_lead_of_a_team_speaks_for_the_team(people: Cast) -> None:
    lead = PersonFactory(organisation=people.team)
    grant_role(person=lead, role=Role.LD_LEAD, organisation=people.team, now=NOW)
    client = client_of(lead)
    assert client.get(f"{LIST}{people.department.pk}/")["Location"] == "/cms-admin/"
    assert client.post(f"{LIST}{people.team.pk}/", FORM).status_code == 302


def test_the_list_asks_the_same_however_long_it_is(people: Cast) -> None:
    lead = client_of(people.ld_lead)
    lead.get(LIST)
    with CaptureQueriesContext(connection) as few:
        lead.get(LIST)
    for number in range(5):
        team = Organisation.objects.create(name=f"Team {number}", code=f"T{number}")
        Organisation.objects.filter(pk=team.pk).update(
            parent=people.department, path=f"{people.department.path}{team.pk}/"
        )
        team.refresh_from_db()
        says(people.ld_lead, team)
    with CaptureQueriesContext(connection) as many:
        page = lead.get(LIST).content.decode()
    assert "Team 4" in page
    assert len(many) == len(few)
    assert "Team 4" in lead.get(LIST, {"q": "team 4"}).content.decode()
    assert "Team 3" not in lead.get(LIST, {"q": "team 4\0"}).content.decode()

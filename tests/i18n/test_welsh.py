"""In Welsh everything of ours is Welsh: pages, errors, numbers and mails; English is marked."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from courses.content.models import CoursePage
from learning.config.outage import no_room, server_error, unavailable
from learning.config.refusals import bad_request, forbidden, not_found, stale_form
from learning.notifications.models import Mail
from learning.people.invitations import invite
from learning.people.models import User
from learning.records.models import Record
from tests.factories.courses import add_lesson, check, draft_course, publish, writing_department
from tests.factories.people import PASSWORD, OrganisationFactory, PersonFactory, cast
from tests.i18n.reading import english_in, faults_in, read

pytestmark = pytest.mark.django_db
COURSE = "The week of the zebra"
LESSONS = ("What the first stripe is", "What the second stripe is")
ADDRESS = "/courses/zebra/"


@pytest.fixture(autouse=True)
def welsh() -> Iterator[None]:
    """Speak Welsh from the first line; every request says so again for itself."""
    with translation.override("cy"):
        yield


@pytest.fixture
def person() -> User:
    return PersonFactory(
        full_name="Siân Prys",
        email="sian.prys@enghraifft.example",
        preferred_language="cy",
        organisation=OrganisationFactory(name="Adran Enghreifftiau"),
        manager=PersonFactory(full_name="Ifan Rhys"),
    )


@pytest.fixture
def course() -> CoursePage:
    """A course in English, with a check of every kind, that everybody may take."""
    writing = writing_department(cast())
    page = draft_course(writing, title=COURSE, slug="zebra", lessons=0)
    for number, title in enumerate(LESSONS, start=1):
        body = [
            check(f"Which is the answer of {title}?"),
            check(f"What is the order of {title}?", kind="ordering"),
            check(f"What are the answers of {title}?", kind="multiple"),
        ]
        author = writing.cast.author
        add_lesson(page, author, title=title, slug=f"lesson-{number}", body=body)
    return publish(page)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "cy"})


@pytest.fixture
def learner(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def assert_welsh(response, *, status: int = 200) -> str:
    page = response.content.decode()
    assert response.status_code == status
    faults = faults_in(page, COURSE, *LESSONS)
    assert not faults, "\n".join(faults)
    return page


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in/", "/sign-in/password/", "/account/password/reset/",
     "/account/password/reset/done/", "/account/password/reset/key/1-x/"],
)  # fmt: skip
def test_pages_for_visitors_are_in_welsh(visitor: Client, path: str) -> None:
    assert_welsh(visitor.get(path))


def test_links_and_languages_that_do_not_work_say_so_in_welsh(visitor: Client) -> None:
    assert_welsh(visitor.get("/welcome/x/"), status=404)
    assert_welsh(visitor.post("/language/", {"language": "tlh"}), status=400)


@pytest.mark.parametrize(
    "answer", [unavailable, no_room, server_error, bad_request, forbidden, not_found, stale_form]
)
def test_a_failure_is_told_in_welsh(answer) -> None:
    request = RequestFactory().get("/")
    request.session = {}
    request.user = AnonymousUser()
    request._messages = FallbackStorage(request)
    response = answer(request)
    assert_welsh(response, status=response.status_code)


def test_an_address_with_nothing_at_it_says_so_in_welsh(visitor: Client) -> None:
    assert "Heb ddod o hyd i’r dudalen" in assert_welsh(visitor.get("/dim-byd/"), status=404)


def test_a_lockout_is_told_in_welsh(visitor: Client, person: User, settings) -> None:
    settings.SIGN_IN_LIMITS = copy.deepcopy(settings.SIGN_IN_LIMITS)
    for limit in settings.SIGN_IN_LIMITS.values():
        limit["most"] = 2
    for _attempt in range(3):
        response = visitor.post("/sign-in/password/", {"login": person.email, "password": "wrong"})
    assert_welsh(response, status=429)
    for _attempt in range(3):
        response = visitor.post("/account/password/reset/", {"email": person.email})
    assert_welsh(response, status=429)


def test_signing_in_wrongly_is_told_in_welsh(visitor: Client, person: User) -> None:
    for data in (
        {},
        {"login": "neb", "password": "x"},
        {"login": "a@" + "b" * 400 + ".example", "password": "x\x00"},
        {"login": person.email, "password": "wrong"},
    ):
        page = assert_welsh(visitor.post("/sign-in/password/", data))
        assert "Mae problem wedi codi" in page
        assert re.search(r"<title[^>]*>\s*Gwall: Mewngofnodi", page)
    assert "Mae problem wedi codi" in assert_welsh(visitor.post("/sign-in/", {"email": "x"}))
    visitor.post("/sign-in/", {"email": person.email})
    wrong = visitor.post("/sign-in/code/confirm/", {"code": "000-000"})
    assert "Nid yw’r cod yn gywir" in assert_welsh(wrong)


@pytest.mark.parametrize(
    ("password", "answer"),
    [
        ("byr", "Rhaid iddo gynnwys o leiaf 12 nod"),
        ("1q2w3e4r5t6y", "yn rhy gyffredin"),
        ("enghraifft.example", "yn rhy debyg i’r cyfeiriad e-bost"),
        ("tri gair\x00ar hap", "Ni chaniateir nodau nwl"),
    ],
)
def test_what_others_say_of_a_password_is_in_welsh(
    learner: Client, password: str, answer: str
) -> None:
    data = {"oldpassword": PASSWORD, "password1": password}
    assert answer in assert_welsh(learner.post("/account/password/change/", data))


@pytest.mark.usefixtures("course")
def test_finding_a_course(learner: Client) -> None:
    for query in (
        "",
        "?q=zebra",
        "?q=qqqq",
        "?topic=data&level=expert&length=short",
        "?q=zebra+qq",
    ):
        page = assert_welsh(learner.get(f"/catalogue/{query}"))
        assert "Catalog" in page
    found = learner.get("/catalogue/?q=zebra").content.decode()
    assert "1 canlyniad ar gyfer “zebra”" in found
    assert "20 munud" in found
    assert f"English said as Welsh: <a> {COURSE}" in faults_in(found.replace(' lang="en-GB"', ""))


@pytest.mark.usefixtures("course")
def test_taking_a_course_from_the_home_page_to_the_record(learner: Client, person: User) -> None:
    home = assert_welsh(learner.get("/"))
    assert "Lle da i ddechrau" in home
    assert "Dechrau" in assert_welsh(learner.get(ADDRESS))
    assert "Dod o hyd i gwrs" in assert_welsh(learner.get("/my-learning/"))
    lesson = assert_welsh(learner.post(f"{ADDRESS}start/", follow=True))
    for key in re.findall(r'id="check-([^"]+)-question"', lesson):
        here = f"{ADDRESS}lesson-1/checks/{key}/"
        assert "Gwall:" in assert_welsh(learner.post(here, {}, follow=True))
        option = re.search(rf'id="check-{key}-input"[^>]*value="([^"]+)"', lesson)
        if option:
            told = learner.post(here, {"answer": option.group(1)}, follow=True)
            assert re.search(r">\s*(Cywir|Ddim yn hollol gywir)\s*<", assert_welsh(told))
    second = assert_welsh(learner.post(f"{ADDRESS}lesson-1/complete/", follow=True))
    assert "Rydych chi wedi cwblhau 1 o’r 2 wers" in second
    assert "Parhau" in assert_welsh(learner.get(ADDRESS))
    assert "Parhau â’r cwrs" in assert_welsh(learner.get("/"))
    finished = assert_welsh(learner.post(f"{ADDRESS}lesson-2/complete/", follow=True))
    assert "Cwrs wedi’i gwblhau" in finished
    assert "Gwnaethoch chi gwblhau’r 2 wers." in finished
    assert_welsh(learner.get("/"))
    assert_welsh(learner.get(ADDRESS))
    assert_welsh(learner.get("/my-learning/?status=in-progress"))
    listed = assert_welsh(learner.get("/my-learning/"))
    assert "1 eitem" in listed
    record = Record.objects.get(actor=person.actor, activity__activity__slug="zebra")
    shown = assert_welsh(learner.get(f"/my-learning/{record.pk}/"))
    assert "Gwnaethoch chi gwblhau" in shown


@pytest.mark.usefixtures("course")
def test_the_spreadsheet_has_welsh_headings_and_topics(learner: Client) -> None:
    learner.post(f"{ADDRESS}start/")
    lines = b"".join(learner.get("/my-learning.csv").streaming_content).decode("utf-8-sig")
    heading, line = lines.splitlines()[:2]
    assert heading == "Teitl,Math,Pwnc,Statws,Dechreuwyd,Cwblhawyd,Munudau"
    assert line.startswith(f"{COURSE},Cwrs,Data,Ar y gweill,")


def test_the_account(learner: Client) -> None:
    assert_welsh(learner.get("/account/"))
    assert_welsh(learner.get("/account/password/change/"))
    assert_welsh(learner.get("/sign-out/"))
    assert "Copïwch y tocyn nawr" in assert_welsh(learner.post("/account/tokens/"))
    key = re.search(
        r"/account/tokens/([^/]+)/revoke/", learner.get("/account/tokens/").content.decode()
    )
    told = learner.post(f"/account/tokens/{key.group(1)}/revoke/", follow=True)
    assert "Mae’r tocyn wedi’i ddirymu" in assert_welsh(told)
    right = {"oldpassword": PASSWORD, "password1": "tri gair ar hap yma"}
    changed = assert_welsh(learner.post("/account/password/change/", right, follow=True))
    assert "Mae eich cyfrinair wedi’i newid." in changed


def test_an_invitation_welcomes_in_welsh(person: User) -> None:
    invite(people=[person], now=timezone.now())
    link = re.search(r"https?://[^/]+(/\S+)", Mail.objects.get().text).group(1)
    assert "Croeso, Siân Prys" in assert_welsh(Client().get(link))


def test_every_mail_is_in_the_language_of_its_person(learner: Client, person: User) -> None:
    english = Client(headers={"accept-language": "en-GB"})
    english.post("/sign-in/", {"email": person.email})
    english.post("/account/password/reset/", {"email": person.email})
    newcomer = PersonFactory(full_name="Ann Llwyd", preferred_language="cy")
    with translation.override("en-gb"):
        invite(people=[newcomer], now=timezone.now())
    right = {"oldpassword": PASSWORD, "password1": "three random words here"}
    english.force_login(person)
    assert english.post("/account/password/change/", right).status_code == 302
    mails = {mail.kind: mail for mail in Mail.objects.all()}
    assert mails.keys() == {"login_code", "password_reset_key", "password_changed", "invitation"}
    for mail in mails.values():
        assert mail.language == "cy"
        assert '<html lang="cy">' in mail.html
        assert "Helo " in mail.text
        for line in [mail.subject, *mail.text.splitlines()]:
            assert not english_in(re.sub(r"https?://\S+", "", line)), line


def test_a_planted_fault_is_found() -> None:
    page = '<html lang="cy"><title>T</title><body><p>{}</p></body></html>'
    assert not faults_in(page.format("Rhowch eich cyfrinair"))
    assert not faults_in(page.format('<b lang="en-GB">The title of it</b>'))
    assert faults_in(page.format("Save"))
    assert faults_in(page.format("Rhowch the cyfrinair"))
    assert faults_in(page.format('<input aria-label="What is it?">'))
    assert faults_in(page.format('<b lang="en-GB">Rhowch eich cyfrinair</b>'))
    assert faults_in(page.replace("cy", "en-GB").format("Helo"))
    assert [words.lang for words in read('<html lang="cy"><p lang="en">a<br>b</p>c')] == [
        "en", "en", "cy",
    ]  # fmt: skip

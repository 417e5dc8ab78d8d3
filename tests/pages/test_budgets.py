"""What a page may cost: queries, bytes of HTML, bytes of everything it loads; and its templates."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings

from courses.content.models import AdditionVersion, CoursePage
from learning.config import outage, refusals
from tests.architecture.own_code import jinja_templates, template_name
from tests.pages.cases import ALL, COURSE, GROUPS, LESSONS, Case
from tests.pages.demonstration import Demonstration, client_of, person

# The demonstration is loaded once, by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budgets")]
OF_TRANSACTIONS = re.compile(r"(RELEASE )?SAVEPOINT")
MOST_HTML = 50_000
MOST_BYTES = 200_000
LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
IN_STYLES = re.compile(r"url\([\"']?([^)\"']+)")
NOT_LOADED = re.compile(r'rel="(?:canonical|alternate)"')
# A line on a train, as the first words of a lesson cross it.
BITS_A_SECOND = 400_000
LATENCY = 0.2
SECONDS = 3
BLOCKING = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')
TEXT = {".css", ".js", ".svg", ".html"}


def opened(client: Client, demo: Demonstration, case: Case) -> HttpResponse:
    """Return the page of a case as far as a plain GET shows it."""
    return client.get(demo.address(case))


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def loaded_bytes(client: Client, html: str) -> dict[str, int]:
    """Return what a page loads by address, in the bytes that cross the line."""
    sizes: dict[str, int] = {}
    waiting = [tag[1] for tag in LOADED.finditer(html) if not NOT_LOADED.search(tag[0])]
    while waiting:
        address = waiting.pop()
        if address in sizes or address.startswith(("data:", "#")):
            continue
        if address.startswith("/static/"):
            found = finders.find(address.removeprefix("/static/"))
            assert found, f"{address} is not there"
            content = Path(found).read_bytes()
        else:
            answer = client.get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            content = b"".join(answer.streaming_content)
        suffix = Path(address).suffix
        sizes[address] = packed(content) if suffix in TEXT else len(content)
        if suffix == ".css":
            waiting += IN_STYLES.findall(content.decode())
    return sizes


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_of_pages_stays_within_their_budgets(loaded: Demonstration, group: str) -> None:
    over = []
    for case in GROUPS[group]:
        client = client_of(case.who)
        opened(client, loaded, case)  # the first visit may state facts; the budget is for reading
        with CaptureQueriesContext(connection) as asked:
            answer = opened(client, loaded, case)
        # Counted now: the next request throws away what this one asked.
        queries = [one for one in asked.captured_queries if not OF_TRANSACTIONS.match(one["sql"])]
        html = packed(answer.content)
        everything = html + sum(loaded_bytes(client, answer.content.decode()).values())
        if len(queries) > case.queries:
            over.append(f"{case.name}: {len(queries)} queries, not {case.queries}")
        if html > MOST_HTML:
            over.append(f"{case.name}: {html} bytes of HTML")
        if everything > MOST_BYTES:
            over.append(f"{case.name}: {everything} bytes in all")
        assert answer["Content-Type"].startswith("text/html"), case.name
        assert not answer.templates, f"{case.name} renders a Django template"
        assert "&lt;span" not in answer.content.decode(), f"{case.name} shows its own markup"
    assert not over, "\n".join(over)


def test_the_budget_counts_what_a_page_loads(loaded: Demonstration) -> None:
    client = client_of("mentor")
    html = client.get(f"{COURSE}/{LESSONS[3]}/").content.decode()
    names = {Path(address).name for address in loaded_bytes(client, html)}
    assert {"service.css", "service.js", "favicon.svg"} <= names
    assert any(address.startswith("/media/") for address in loaded_bytes(client, html))


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_must_arrive_before_the_first_words_fits(loaded: Demonstration, lesson: str) -> None:
    """The page, then its style sheet: nothing else stands before the words.

    Reckoned with a handshake and two requests of one latency each.
    """
    client = client_of("mentor")
    html = client.get(f"{COURSE}/{lesson}/").content.decode()
    head = html.partition("<body")[0]
    blocking = set(BLOCKING.findall(head))
    scripts = re.findall(r"<script(?![^>]*type=\"module\")[^>]*src=", html)
    assert blocking
    assert not scripts, "a script that is no module holds up the page"
    sizes = loaded_bytes(client, html)
    needed = packed(html.encode()) + sum(sizes[address] for address in blocking)
    reckoned = needed * 8 / BITS_A_SECOND + 3 * LATENCY
    assert reckoned < SECONDS, f"{needed} bytes, {reckoned:.1f} s"


def test_a_first_visit_to_a_lesson_keeps_to_its_reading_budget_and_a_few_writes(
    loaded: Demonstration,
) -> None:
    client = client_of("manager")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{COURSE}/{LESSONS[4]}/").status_code == 200
    assert len(asked) <= 45


def test_every_template_renders(loaded: Demonstration) -> None:
    """Each template of ours is used by a page of the list, or by what is opened here."""
    environment = engines["jinja2"].env
    environment.cache.clear()
    for case in ALL:
        client = client_of(case.who)
        assert opened(client, loaded, case).status_code < 500
    _open_what_follows_a_form()
    request = RequestFactory().get("/")
    for answer in (
        outage.unavailable(request),
        outage.no_room(request),
        outage.server_error(request),
        refusals.bad_request(request),
    ):
        assert b"<h1" in answer.content
    _open_the_editor()
    _open_a_step_that_nobody_answers_for()
    for path in jinja_templates():
        if path.parts[-2] == "blocks":
            # Blocks are rendered when a course is frozen, which loading it did.
            environment.get_template(template_name(path))
    rendered = {key[1] for key in list(environment.cache)}
    missing = {template_name(path) for path in jinja_templates()} - rendered
    assert not missing, f"opened by nobody: {sorted(missing)}"


def _open_what_follows_a_form() -> None:
    client = client_of("")
    client.post("/sign-in/", {"email": "mentor@demo.example"})
    assert client.get("/sign-in/code/confirm/").status_code == 200
    for _guess in range(3):
        client.post("/sign-in/code/confirm/", {"code": "wrong"})
    assert client.get("/sign-in/code/confirm/").status_code == 200
    wrong = {"login": "locked@demo.example", "password": "x"}
    locked = client_of("").post("/sign-in/password/", wrong)
    assert locked.status_code == 429
    assert client.post("/language/", {"language": "xx"}).status_code == 400
    for _time in range(31):
        answer = client.get("/welcome/broken/")
    assert answer.status_code == 429
    cache.clear()


def _open_a_step_that_nobody_answers_for() -> None:
    step = "/courses/with-another-provider/statistics-in-ten-minutes/"
    with override_settings(STEP_KINDS=["courses.content.lesson_kind.LessonKind"]):
        assert client_of("beth.lloyd").get(step).status_code == 200


def _open_the_editor() -> None:
    author = client_of("author")
    course = person("author").owned_pages.filter(depth=4).first()
    for address in ("", f"courses/{course.pk}/translations/"):
        assert author.get(f"/cms-admin/{address}").status_code == 200
    for page in (course, course.get_children().first()):
        assert author.get(f"/cms-admin/pages/{page.pk}/view_draft/").status_code == 200
        assert author.get(f"/cms-admin/pages/{page.pk}/edit/").status_code == 200
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.scope = person("author").organisation
    draft.save_revision()
    for mode in ("end", "outsider"):
        shown = author.get(f"/cms-admin/pages/{course.pk}/view_draft/?mode={mode}-en-gb")
        assert shown.status_code == 200
    added = AdditionVersion.objects.get()
    assert client_of("admin").get(f"/cms-admin/additions/{added.pk}/").status_code == 200
    assert author.get("/cms-admin/snippets/snippets/sharedpassage/add/").status_code == 200
    for address in ("", "setting-up/", "invitations/", "departments/"):
        assert client_of("admin").get(f"/cms-admin/{address}").status_code == 200
    assert client_of("ld-lead").get("/cms-admin/").status_code == 200

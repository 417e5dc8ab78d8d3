"""From an empty service to an author in the editor, by three people who each do their part."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cms.pages.models import DepartmentPage
from learning.notifications.sweeps import send_due
from learning.people.imports import import_people
from learning.people.models import Role, RoleGrant, User
from tests.journeys.conftest import PATIENCE, PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PEOPLE = settings.BASE_DIR / "docs" / "deploy" / "people.csv"
Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, live_server: object) -> Iterator[Window]:
    """Open a window in which nobody is signed in."""
    contexts = []

    def opened(**how: object) -> Page:
        context = browser.new_context(base_url=str(live_server), **{"locale": "en-GB", **how})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def link_in(words: str) -> str:
    """Return where the first link leads that signs somebody in."""
    found = re.search(r"https?://[^/\s]+(/welcome/\S+)", words)
    assert found, words
    return found[1]


def come(page: Page, words: str) -> None:
    """Follow a link from an email, press its button, and go to the editor."""
    page.goto(link_in(words))
    page.locator("main button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/welcome/" not in url)
    page.goto("/cms-admin/")


def invitation_of(address: str) -> str:
    send_due(now=timezone.now())
    [body] = [message.body for message in mail.outbox if address in message.to]
    return str(body)


def choose(page: Page, words: str, name: str) -> None:
    """Search for somebody or something, and choose it."""
    page.locator("#search-words").fill(words)
    page.locator("#administration form[role=search] button").click()
    page.get_by_role("link", name=name, exact=True).click()


def test_an_administrator_a_lead_and_an_author(window: Window) -> None:
    said = io.StringIO()
    administrator = "--administrator=Jo Bennett <jo.bennett@dps.example>"
    call_command("set_up", "--no-input", administrator, stdout=said)
    import_people(content=PEOPLE.read_bytes(), now=timezone.now())

    # The administrator comes with the link that the command printed, and is told what is missing.
    admin = window()
    come(admin, said.getvalue())
    missing = admin.locator("#checklist")
    expect(missing.locator("#check-people")).to_contain_text("Done")
    expect(missing.locator("#check-lead")).to_contain_text("No department can write courses yet.")
    missing.get_by_role("link", name="Departments").click()
    admin.get_by_role("link", name="Department for Public Services").click()
    admin.get_by_role("button", name="Let it write courses").click()
    expect(admin.locator(".messages .success")).to_contain_text("can write courses now")

    # The line about the L&D lead leads there in one step now.
    admin.goto("/cms-admin/")
    admin.get_by_role("link", name="Name an L&D lead for Department for Public Services").click()
    choose(admin, "fatima", "Fatima Rahman")
    admin.get_by_label("L&D lead").check()
    admin.get_by_role("button", name="Give role").click()
    expect(admin.locator(".messages .success")).to_contain_text("Fatima Rahman is L&D lead")
    admin.goto("/cms-admin/")
    expect(admin.locator("#check-lead")).to_contain_text("Done")

    # Everybody is invited at once; the administrator, who is here, is not.
    admin.get_by_role("link", name="Invitations").first.click()
    expect(admin.get_by_text("1 of 7 people have signed in.")).to_be_visible()
    admin.get_by_role("button", name="Invite 6 people who were not invited yet").click()
    expect(admin.locator(".messages .success")).to_contain_text("6 invitations are on their way.")

    # The lead comes, on a phone, and finds her own department and nothing above it.
    lead = window(viewport=PHONE)
    come(lead, invitation_of("fatima.rahman@dps.example"))
    expect(lead.locator("#own-part")).to_contain_text(
        "You are L&D lead of Department for Public Services."
    )
    lead.locator("#own-part").get_by_role("link", name="Editors").click()
    lead.get_by_role("link", name="Add editor").click()
    lead.get_by_role("link", name="Department for Public Services").click()
    choose(lead, "alex.chen@", "Alex Chen")
    lead.get_by_label("Author").check()
    lead.get_by_role("button", name="Add editor").click()
    expect(lead.locator(".messages .success")).to_contain_text(
        "Alex Chen is Author for Department for Public Services."
    )
    expect(lead.locator("#editors")).to_contain_text("Alex Chen")

    # The author comes and begins a course.
    author = window()
    come(author, invitation_of("alex.chen@dps.example"))
    department = DepartmentPage.objects.get()
    author.goto(f"/cms-admin/pages/{department.pk}/")
    author.goto(f"/cms-admin/pages/add/content/coursepage/{department.pk}/")
    author.locator("#id_title").fill("Reading a register")
    expect(author.get_by_role("button", name="Save draft")).to_be_visible()

    # What was decided is in the history, with who decided it.
    grant = RoleGrant.objects.get()
    assert (grant.role, grant.granted_by) == (Role.LD_LEAD, User.objects.get(is_superuser=True))
    admin.goto("/cms-admin/invitations/")
    expect(admin.get_by_text("3 of 7 people have signed in.")).to_be_visible()

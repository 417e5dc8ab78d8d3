"""From an invitation to a course that somebody chooses, leaves, and comes back to."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.lrs.models import Statement
from learning.notifications.sweeps import send_due
from learning.people.invitations import invite
from learning.records.models import Registration
from learning.xapi import verbs
from tests.factories.courses import published_course, writing_department
from tests.factories.people import PersonFactory, cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_from_the_mail_to_a_course_that_one_chooses_leaves_and_takes_up_again(
    browser_page: Page, settings
) -> None:
    writing = writing_department(cast())
    published_course(writing, title="Reading charts", slug="reading-charts", lessons=2)
    published_course(writing)
    newcomer = PersonFactory(password=None, email="newcomer@demo.example", full_name="Nia Evans")
    invite(people=[newcomer], now=timezone.now())
    assert send_due(now=timezone.now()) == 1
    (message,) = mail.outbox
    link = re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)

    browser_page.goto(link)  # the first click, in the mail
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("Nia Evans")
    browser_page.get_by_role("button", name="Start learning").click()  # the second
    heading = browser_page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Asking good questions")
    assert not Registration.objects.exists(), "nobody is in a course that they did not choose"

    browser_page.get_by_role("link", name="Choose a different course").click()
    browser_page.get_by_role("link", name="Reading charts").click()
    browser_page.get_by_role("button", name="Start").click()
    expect(heading).to_have_text("Lesson 1")
    expect(browser_page.get_by_text("The words of Lesson 1.")).to_be_visible()
    browser_page.get_by_role("button", name="Complete and continue").click()
    expect(heading).to_have_text("Lesson 2")

    browser_page.goto("/courses/reading-charts/")
    browser_page.get_by_role("link", name="Remove from my learning").click()
    expect(heading).to_have_text("Remove this course from your learning?")
    browser_page.get_by_role("button", name="Remove from my learning").click()
    expect(heading).to_have_text("My learning")
    expect(
        browser_page.get_by_text("You have removed everything that you started.")
    ).to_be_visible()
    browser_page.goto("/")
    expect(browser_page.get_by_role("button", name="Continue")).to_have_count(0)

    browser_page.goto("/my-learning/?status=removed")
    browser_page.get_by_role("link", name="Reading charts", exact=True).click()
    expect(browser_page.get_by_text("You removed this course from your learning.")).to_be_visible()
    browser_page.get_by_role("button", name="Start").click()
    expect(heading).to_have_text("Lesson 2")
    browser_page.goto("/my-learning/")
    browser_page.get_by_role("link", name="What was recorded").click()
    for words in ("You started", "You completed", "You removed", "You started"):
        expect(browser_page.locator(".app-statements").get_by_text(words).first).to_be_visible()
    registered = Statement.objects.filter(verb__iri=verbs.REGISTERED.iri)
    assert len({one.registration for one in registered}) == 1
    assert registered.count() == 2

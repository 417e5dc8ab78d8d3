"""From an invitation to the first sentence of a lesson in two clicks: the link, and one button."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.notifications.sweeps import send_due
from learning.people.invitations import invite
from tests.factories.courses import published_course, writing_department
from tests.factories.people import PersonFactory, cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_two_clicks_from_the_mail_to_the_first_sentence(browser_page: Page, settings) -> None:
    published_course(writing_department(cast()))
    newcomer = PersonFactory(password=None, email="newcomer@demo.example", full_name="Nia Evans")
    invite(people=[newcomer], now=timezone.now())
    assert send_due(now=timezone.now()) == 1
    (message,) = mail.outbox
    link = re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)

    browser_page.goto(link)  # the first click, in the mail
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("Nia Evans")
    browser_page.locator("main button").click()  # the second
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Lesson 1")
    expect(browser_page.get_by_text("The words of Lesson 1.")).to_be_visible()

    browser_page.goto("/")
    expect(browser_page.get_by_role("button", name="Continue")).to_have_count(1)

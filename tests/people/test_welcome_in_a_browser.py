"""An invitation in a real browser, which sends headers that the test client does not."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.notifications.models import Mail
from learning.people.invitations import invite
from tests.factories.people import PersonFactory


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_link_and_button_are_all_it_takes(browser_page: Page, settings) -> None:
    settings.WELCOME_STEPS = []
    person = PersonFactory(password=None)
    invite(people=[person], now=timezone.now(), next_path="/account/")
    link = re.search(r"https?://[^/]+(\S+)", Mail.objects.get().text).group(1)
    browser_page.goto(link)
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text(person.full_name)
    browser_page.get_by_role("button", name="Start learning").click()
    browser_page.wait_for_url("**/account/")
    expect(browser_page.get_by_role("main")).to_contain_text(person.email)

"""The ground of the browser tests: a page in a real Chromium, with our static files."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_page_arrives_with_its_headers_and_can_use_the_database(browser_page: Page) -> None:
    answer = browser_page.goto("/readyz")
    assert answer is not None
    assert answer.status == 200
    assert answer.json()["database"] == "ok"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["service.css", "service.js", "images/favicon.svg"])
def test_built_files_are_served_and_small(browser_page: Page, name: str) -> None:
    answer = browser_page.goto(f"{settings.STATIC_URL}{name}")
    assert answer is not None
    assert answer.status == 200
    assert 0 < len(answer.body()) < 150_000
    assert "GDS Transport" not in answer.text()
    assert "crest" not in answer.text()

"""What is refused before it is read is said in words, in the visitor's language, or as JSON."""

from __future__ import annotations

import json

import pytest

from learning.config.server import answers
from learning.config.server.answers import refusal

STATUSES = (400, 403, 408, 413, 431, 503)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en-GB"),
        ({"ACCEPT-LANGUAGE": "fr, cy;q=0.8, en;q=0.5"}, "cy"),
        ({"ACCEPT-LANGUAGE": "en", "COOKIE": "a=b; django_language=cy"}, "cy"),
        ({"ACCEPT-LANGUAGE": "x" * 5000, "COOKIE": ";;=;\x01"}, "en-GB"),
    ],
)
def test_a_page_in_the_language_of_the_visitor(
    status: int, headers: dict[str, str], language: str
) -> None:
    head, _blank, page = refusal(status, path="/", headers=headers).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Length: {len(page)}" in lines
    assert "Connection: close" in lines
    assert "Cache-Control: no-store, private" in lines
    assert ("Retry-After: 30" in lines) is (status == 503)
    assert page.decode().count("<h1") == 1
    assert f'<html lang="{language}"' in page.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_json_for_machines(status: int) -> None:
    head, _blank, body = refusal(status, path="/xapi/statements").partition(b"\r\n\r\n")
    assert b"Content-Type: application/json" in head
    assert json.loads(body)["detail"]


def test_a_page_that_cannot_be_made_is_still_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*of: object) -> str:
        raise ValueError("no static files were collected")

    monkeypatch.setattr(answers, "render_to_string", fail)
    answers._made.cache_clear()
    assert b"too large" in refusal(413, path="/")
    answers._made.cache_clear()

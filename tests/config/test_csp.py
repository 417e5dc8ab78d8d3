"""Which policy each part of the service is answered with."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from learning.ui.policy import allow_frames, as_own_page, forbid_forms

PREFIXES = ("", "cms-admin/", "media/picture.svg", "static/practice/worker.js")


def page(request: HttpRequest) -> HttpResponse:
    if "framed" in request.path:
        response = HttpResponse("")
        allow_frames(response, ["https://player.vimeo.com"])
        return response
    if "own" in request.path:
        response = HttpResponse("")
        as_own_page(response)
        forbid_forms(response)
        return response
    if "nonce" in request.GET:
        return HttpResponse(str(request.csp_nonce))
    return HttpResponse("")


urlpatterns = [path(prefix, page) for prefix in (*PREFIXES, "framed/", "cms-admin/own/")]
pytestmark = pytest.mark.urls(__name__)


def policy(address: str) -> dict[str, str]:
    header = Client().get(address).headers["Content-Security-Policy"]
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in parts}


def test_our_own_pages_allow_nothing_inline() -> None:
    found = policy("/")
    assert found["default-src"] == found["script-src"] == found["style-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == "'none'"
    assert found["form-action"] == found["frame-ancestors"] == "'self'"
    assert not any("unsafe" in value for value in found.values())


def test_a_nonce_is_allowed_once_it_is_used() -> None:
    answer = Client().get("/?nonce=")
    nonce = answer.content.decode()
    assert f"script-src 'self' 'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]


def test_the_wagtail_admin_may_use_what_it_needs() -> None:
    found = policy("/cms-admin/")
    assert "'unsafe-inline'" in found["script-src"]
    assert found["object-src"] == found["base-uri"] == "'none'"
    assert found["form-action"] == found["frame-ancestors"] == "'self'"


def test_an_uploaded_file_may_run_nothing() -> None:
    found = policy("/media/picture.svg")
    assert found["default-src"] == "'none'"
    assert "sandbox" in found
    assert "script-src" not in found


def test_webassembly_runs_in_the_thread_of_the_practice_only() -> None:
    found = policy("/static/practice/worker.js")
    assert found["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert found["default-src"] == "'none'"
    assert "wasm" not in policy("/")["script-src"]


def test_a_page_with_a_card_may_show_its_frame_and_no_other_page_may() -> None:
    assert policy("/framed/")["frame-src"] == "https://player.vimeo.com"
    assert policy("/framed/")["script-src"] == "'self'"
    assert "frame-src" not in policy("/")


def test_a_preview_in_the_admin_allows_no_more_than_our_own_pages() -> None:
    found, own = policy("/cms-admin/own/"), policy("/")
    assert found == {**own, "form-action": "'none'"}

"""Web pages of other sites and the store: those on a list only, and never with cookies."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from learning.lrs.origins import check_origins

from .conftest import foreign
from .speaking import URL

pytestmark = pytest.mark.django_db
OURS = "https://courses.partner.example"
RESOURCES = {
    "/xapi/statements": "GET, HEAD, POST, PUT",
    "/xapi/activities/state": "DELETE, GET, HEAD, POST, PUT",
    "/xapi/activities/profile": "DELETE, GET, HEAD, POST, PUT",
    "/xapi/agents/profile": "DELETE, GET, HEAD, POST, PUT",
    "/xapi/activities": "GET, HEAD",
    "/xapi/agents": "GET, HEAD",
    "/xapi/about": "GET, HEAD",
}
ASKING = {
    "Origin": OURS,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,x-experience-api-version",
}


def allowed(response) -> dict[str, str]:
    return {
        name.lower().removeprefix("access-control-"): value
        for name, value in response.headers.items()
        if name.lower().startswith("access-control-")
    }


@pytest.fixture
def listed(settings) -> None:
    settings.LRS_ALLOWED_ORIGINS = [OURS, "http://localhost:5173"]


@pytest.mark.parametrize(("url", "methods"), RESOURCES.items())
def test_a_browser_that_asks_is_answered(listed: None, url: str, methods: str) -> None:
    response = Client().options(url, headers=ASKING)
    found = allowed(response)
    assert (response.status_code, response.content) == (204, b"")
    assert found["allow-origin"] == OURS
    assert found["allow-methods"] == methods
    assert {name.strip().lower() for name in found["allow-headers"].split(",")} >= {
        "authorization", "content-type", "x-experience-api-version", "if-match", "if-none-match",
    }  # fmt: skip
    assert "allow-credentials" not in found
    assert "Origin" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("url", RESOURCES)
@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "*", "", OURS + ".evil.example", OURS + "/", OURS + ":8443",
     OURS.replace("https", "http"), OURS.upper(), f"{OURS}, https://evil.example"],
)  # fmt: skip
def test_no_other_page_is_let_in(listed: None, url: str, origin: str) -> None:
    for method in ("options", "get"):
        response = getattr(Client(), method)(url, headers={**ASKING, "Origin": origin})
        assert allowed(response) == {}
        assert response.status_code != 204
        assert "Origin" in response["Vary"], "no cache may hand one page's answer to another"


@pytest.mark.parametrize("url", RESOURCES)
def test_nobody_is_on_the_list_at_first(url: str) -> None:
    for method in ("options", "get"):
        assert allowed(getattr(Client(), method)(url, headers=ASKING)) == {}


def test_a_page_on_the_list_stores_and_reads_with_a_key(listed: None, lrs) -> None:
    headers = {**lrs.headers, "Origin": OURS}
    sent = foreign()
    stored = lrs.client.post(URL, json.dumps(sent), "application/json", headers=headers)
    read = lrs.client.get(URL, {"statementId": sent["id"]}, headers=headers)
    for response in (stored, read):
        assert response.status_code == 200
        assert allowed(response)["allow-origin"] == OURS
        assert "allow-credentials" not in allowed(response)
        assert "ETag" in allowed(response)["expose-headers"]
    assert read.json()["id"] == sent["id"]


def test_it_reads_refusals_too_and_a_session_is_no_key(listed: None, admin_client: Client) -> None:
    headers = {"Origin": OURS, "X-Experience-API-Version": "1.0.3"}
    response = admin_client.get(URL, headers=headers)
    assert response.status_code == 401
    assert allowed(response)["allow-origin"] == OURS
    refused = Client().post(f"{URL}?method=nonsense", headers=headers)
    assert refused.status_code == 400
    assert allowed(refused)["allow-origin"] == OURS


def test_no_other_address_lets_pages_in(listed: None) -> None:
    for url in ("/", "/api/v1/me/", "/api/v1/catalogue/", "/catalogue/", "/account/login/"):
        for method in ("options", "get"):
            assert allowed(getattr(Client(), method)(url, headers=ASKING)) == {}


@pytest.mark.parametrize(
    "origin", ["*", "null", "https://*.example", OURS + "/", "partner.example", OURS.upper(), ""]
)
def test_what_is_no_origin_is_found_at_start_up(settings, origin: str) -> None:
    settings.LRS_ALLOWED_ORIGINS = [origin]
    assert [found.id for found in check_origins()] == ["lrs.E003"]
    settings.LRS_ALLOWED_ORIGINS = [OURS, "http://localhost:5173", "http://[::1]:80"]
    assert check_origins() == []

"""A lost database is a 503 with Retry-After wherever it is noticed; our mistakes stay 500."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from learning.config.urls import handler500 as handler500


def lose_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the server closed the connection")


def make_a_mistake(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class LosingMiddleware:
    """Stands for session loading: raises outside any view."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError("the server closed the connection")


urlpatterns = [
    path("", include("learning.config.urls")),
    *(path(f"{prefix}lost/", lose_database) for prefix in ("", "api/v1/", "xapi/")),
    *(path(f"{prefix}mistake/", make_a_mistake) for prefix in ("", "api/v1/")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_page_says_so_without_needing_the_database(visitor: Client) -> None:
    answer = visitor.get("/lost/")  # without the db fixture: the page itself may not query either
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "service is unavailable" in answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_in_welsh_headers_too(visitor: Client) -> None:
    answer = visitor.get("/lost/", headers={"accept-language": "cy"})
    assert '<html lang="cy"' in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/lost/", "/xapi/lost/"])
def test_machines_get_json(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "not available" in answer.json()["detail"]


@pytest.mark.parametrize("address", ["/healthz", "/api/v1/lost/"])
def test_lost_while_loading_the_session(visitor: Client, address: str) -> None:
    with override_settings(
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "learning.config.outage.DatabaseOutageMiddleware",
            f"{__name__}.LosingMiddleware",
        ]
    ):
        answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


def test_a_mistake_of_ours_is_no_outage(visitor: Client) -> None:
    page, data = visitor.get("/mistake/"), visitor.get("/api/v1/mistake/")
    assert page.status_code == data.status_code == 500
    assert "there is a problem with the service" in page.content.decode()
    assert "went wrong" in data.json()["detail"]
